"""A meeting: a group that talks, at its days and hours, in a room, online or by telephone."""

from __future__ import annotations

from pipeline.model.edition import A4, LETTER, POCKET
from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.kind import Hub, Kind, Print
from pipeline.model.kinds.meeting import calendar, sheet
from pipeline.model.kinds.meeting.check import check
from pipeline.model.kinds.meeting.fields import Meeting
from pipeline.model.kinds.meeting.guide import guide
from pipeline.model.kinds.meeting.page import ROOT, finder, page
from pipeline.model.kinds.meeting.row import MeetingRow, json_ld, row
from pipeline.model.kinds.meeting.said import listing
from pipeline.model.kinds.meeting.words import WORDS

_ROOM = "https://meet.example/replace-this-room"
_BODY = """\
Say what happens from the door to the end: who speaks first, whether one has to speak, what one may leave unsaid.
"""


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    fields = {
        "audiences": f"[{ground.first('audience')}]",
        "mode": "online # online, local, hybrid or phone; local and hybrid need `place`, phone needs `dial_in`",
        "time": '"19:30"',
        "timezone": ground.site.timezone,
        "weekly": "[tuesday] # or `monthly: [first tuesday]`, or `dates: [2026-12-24]`",
        "join": f"\n  url: {_ROOM}",
    }
    return Beginning(fields, _BODY)


KIND = Kind(
    name="meeting",
    files="content/meetings/*.md",
    fields=Meeting,
    row_type=MeetingRow,
    template="kinds/meeting.html",
    words=WORDS,
    root=ROOT,
    hub=Hub(
        5,
        template="hubs/meetings.html",
        talk=True,
        data=finder,
        exports={"ics": calendar.whole, "json": guide},
        printed=Print((A4, LETTER, POCKET), sheet.body, "schedule.css"),
    ),
    news=False,
    row=row,
    listing=listing,
    json_ld=json_ld,
    page=page,
    exports={"ics": calendar.one},
    occasions=calendar.occasions,
    check=check,
    begin=_begin,
    placeholders=f"{_ROOM}\n{_BODY}",
)

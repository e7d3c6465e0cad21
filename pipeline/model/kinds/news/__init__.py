"""News: a dated notice, or what people are invited to once. One day it is over; its page stays."""

from __future__ import annotations

from pipeline.model import urls
from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.kind import Front, Hub, Kind
from pipeline.model.kinds.news.calendar import occasions, one
from pipeline.model.kinds.news.check import check
from pipeline.model.kinds.news.fields import News
from pipeline.model.kinds.news.page import listing, noted, page
from pipeline.model.kinds.news.row import NewsRow, json_ld, row
from pipeline.model.kinds.news.times import span
from pipeline.model.kinds.news.words import WORDS

_BODY = """\
Say first what is new, for whom, and from when on. What people come together for stands in `event`, as the comment above
says: `begin`, `end`, and a `place` or how to `join`. Else write until when this holds: `until`.
"""


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning(body=_BODY)


KIND = Kind(
    name="news",
    files="content/news/*.md",
    fields=News,
    row_type=NewsRow,
    template="kinds/news.html",
    words=WORDS,
    root=urls.NEWS,
    hub=Hub(60, groups="over", leads_to={"calendar": urls.CALENDAR}),
    front=Front("notices", 3),
    row=row,
    json_ld=json_ld,
    listing=listing,
    noted=noted,
    page=page,
    exports={"ics": one},
    exported=lambda entry: entry.fields.event is not None,
    occasions=occasions,
    span=span,
    check=check,
    begin=_begin,
    placeholders=_BODY,
)

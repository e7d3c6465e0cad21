"""Lists of meetings as groups have them, and the meetings that come of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter

from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.deciding.losses import decided
from pipeline.importing.meetings import read
from pipeline.importing.source.found import Found, Item, Term
from pipeline.model.kinds.meeting.fields import Meeting
from pipeline.web import Fetched, Unreachable


class Files:
    """An origin that has these files, and nothing else."""

    def __init__(self, files: Mapping[str, bytes], content_type: str = "") -> None:
        self.files, self.named = files, tuple(files)
        self.headers = {"content-type": content_type}

    def paths(self, named: str) -> Any:
        return iter((named,))

    def size(self, path: str, within: str = "") -> int:
        return len(self.files[within or path])

    def read(self, where: str, within: str = "") -> Fetched:
        return Fetched(self.files[within or where], where, headers=self.headers)

    def open(self, path: str, within: str = "") -> Any:
        return iter((self.files[within or path],))


def found(text: str | bytes, name: str = "meetings.json", decisions: Decisions | None = None) -> Found:
    data = text.encode() if isinstance(text, str) else text
    return read(Files({name: data}), decisions or Decisions())


def of_json(*meetings: Mapping[str, Any], **decisions: Any) -> Found:
    return found(json.dumps(meetings, indent=1), decisions=Decisions(**decisions))


def of_table(text: str) -> Found:
    return found(text, "meetings.csv")


def only(made: Found) -> Item:
    (one,) = made.items
    return one


def kinds(made: Found) -> list[tuple[str, str, int]]:
    """What is lost: kind, outcome, and the line of the source."""
    losses = (*made.losses, *(loss for item in made.items for loss in item.losses))
    return sorted((loss.kind, loss.outcome, loss.place.line) for loss in losses)


WEEKLY = {"name": "Sunday Serenity", "slug": "sunday-7", "day": 0, "time": "18:00"}


def accepted(item: Item) -> Meeting:
    """The meeting as the library reads it, once it has what the spine adds: a description, and audiences."""
    told = {"description": "x" * 40, "audiences": ["for-me"], **item.fields}
    return TypeAdapter(Meeting).validate_python(_texts(told))


def _texts(value: Any) -> Any:
    """As YAML is read: numbers and truths are texts."""
    if isinstance(value, dict):
        return {name: _texts(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def test_a_meeting_of_the_guide() -> None:
    made = of_json(
        {
            **WEEKLY,
            "end_time": "19:30",
            "timezone": "America/New_York",
            "types": ["O", "BE", "W", "X", "ITA", "B", "Kittens"],
            "location": "Alano Club",
            "address": "123 Main Street",
            "city": "Anytown",
            "state": "NY",
            "postal_code": "10001",
            "country": "USA",
            "location_notes": "Upstairs",
            "notes": "Ring the bell twice, and somebody will come down to open the door.",
            "conference_url": "https://zoom.us/j/123",
            "conference_url_notes": "Password: calm",
            "updated": "2026-05-31 14:32:23",
            "url": "https://district.example/meetings/sunday-serenity",
            "region": "Anytown",
            "group": "The Serenity Group",
            "feedback_url": "https://district.example/feedback",
        }
    )
    one = only(made)
    assert one.fields == {
        "title": "Sunday Serenity",
        "date": "2020-01-01",
        "updated": "2026-05-31T14:32:23Z",
        "mode": "hybrid",
        "place": {
            "name": "Alano Club",
            "address": "123 Main Street",
            "city": "Anytown",
            "region": "NY",
            "postal_code": "10001",
            "country": "US",
            "note": "Upstairs",
            "access": ["step-free"],
        },
        "join": {"url": "https://zoom.us/j/123", "note": "Password: calm"},
        "time": "18:00",
        "timezone": "America/New_York",
        "minutes": 90,
        "weekly": ["sunday"],
        "languages": ["it"],
        "sorts": ["first-visit", "open"],
        "especially_for": ["women"],
        "contact": {"role": "The Serenity Group", "url": "https://district.example/feedback"},
        "extra": {"group": "The Serenity Group", "region": "Anytown"},
    }
    assert accepted(one).minutes == 90
    assert (one.id, one.name, one.old) == (
        "sunday-7",
        "sunday-7",
        ("https://district.example/meetings/sunday-serenity",),
    )
    assert one.body is not None
    assert one.body.text.startswith("Ring the bell twice")
    assert one.terms == (Term("Big Book", "keyword"), Term("Kittens", "keyword"))
    assert kinds(made) == [("meetings/group", "kept", 2), ("meetings/region", "kept", 2)]
    assert made.homes == ("https://district.example/",)


STREET = {"address": "1 Nowhere Lane", "city": "Leeds"}
MEET = "https://meet.example/a"


@pytest.mark.parametrize(
    ("said", "mode", "has"),
    [
        ({"conference_url": MEET}, "online", {"join"}),
        ({"conference_phone": "+1 312 626 6799,,123#"}, "phone", {"dial_in"}),
        ({"formatted_address": "1 Nowhere Lane, Leeds LS1 4AB, UK"}, "local", {"place"}),
        ({"formatted_address": "Leeds, UK", "approximate": "yes", "conference_url": MEET[8:]}, "online", {"join"}),
        ({**STREET, "types": ["ONL"], "conference_url": MEET}, "hybrid", {"place", "join"}),
        ({**STREET, "types": ["TC"], "conference_url": MEET}, "online", {"join"}),
        ({**STREET, "types": ["Temporary Closure"], "conference_url": MEET}, "online", {"join"}),
        ({**STREET, "attendance_option": "inactive"}, "local", {"place", "draft"}),
    ],
)
def test_how_one_takes_part(said: dict[str, Any], mode: str, has: set[str]) -> None:
    one = only(of_json({**WEEKLY, "timezone": "Europe/London", **said}))
    assert one.fields["mode"] == mode
    assert {"place", "join", "dial_in", "draft"} & one.fields.keys() == has
    accepted(one)


def test_nothing_of_a_person_comes_along_without_a_word() -> None:
    said = {
        **WEEKLY,
        "notes": "Call Maria Schmidt on +44 7911 123456 or write to maria.schmidt@gmail.com before you come.",
        "contact_1_name": "Hans M.",
        "contact_1_phone": "+44 7911 123457",
        "phone": "+44 7911 123458",
        "email": "info@group.example",
        "Secretary": "Anna",
        "Coffee": "by Peter Schmidt",
        "Colour": "green",
    }
    made = of_json(said)
    one = only(made)
    assert one.body is not None
    assert one.body.text == "Call Maria on … or write to … before you come."
    assert one.fields["contact"] == {"role": "the group", "email": "info@group.example"}
    assert one.fields["extra"] == {"Colour": "green"}
    dropped = [(loss.kind, loss.count) for loss in one.losses if loss.outcome == "dropped"]
    assert sorted(dropped) == [("meetings/contact", 2), *[("meetings/personal", 1)] * 3, ("meetings/personal", 3)]
    told = " ".join(loss.what for loss in one.losses)
    assert not [name for name in ("Maria", "Schmidt", "7911", "gmail", "Anna") if name in told], "a report is read, too"
    assert all(one.open for one in decided(one.losses, Decisions()) if one.loss.outcome == "dropped")
    kept = only(of_json(said, losses={"meetings/personal": "keep"}))
    assert kept.body is not None
    assert "maria.schmidt@gmail.com" in kept.body.text
    assert kept.fields["contact"]["phone"] == "+44 7911 123458"


def test_days_that_others_list_one_by_one_are_one_meeting() -> None:
    url = "https://district.example/meetings/"
    days = [{**WEEKLY, "slug": f"dawn-{day}", "day": day, "url": f"{url}dawn-{day}"} for day in (1, 2, 3)]
    made = of_json(*days, {**WEEKLY, "name": "Another"}, days[0])
    dawn, another = made.items
    assert dawn.fields["weekly"] == ["monday", "tuesday", "wednesday"]
    assert (dawn.id, dawn.old) == ("dawn-1", tuple(f"{url}dawn-{day}" for day in (1, 2, 3)))
    assert another.fields["title"] == "Another"
    assert [kind for kind, _, _ in kinds(made)] == ["meetings/duplicate"]
    assert "2 entries of the source are other days of meetings: each of these is one file." in made.notes


def test_what_is_held_by_appointment_is_told_with_its_line() -> None:
    made = of_json({"name": "On call", "slug": "a"}, {**WEEKLY, "time": "later"}, {**WEEKLY, "day": None})
    assert made.items == ()
    assert kinds(made) == [("meetings/by-appointment", "dropped", line) for line in (2, 6, 12)]


def test_two_that_share_an_id_are_two() -> None:
    made = of_json(WEEKLY, {**WEEKLY, "name": "Other"}, {**WEEKLY, "name": "Third"})
    assert [one.id for one in made.items] == ["sunday-7", "sunday-7 (2)", "sunday-7 (3)"]


def test_html_and_what_is_written_for_it() -> None:
    one = only(of_json({**WEEKLY, "name": "Men&#8217;s &amp; <b>more</b>", "notes": "<p>Bring a <b>cup</b></p>"}))
    assert one.fields["title"] == "Men’s & more"
    assert one.body is not None
    assert one.body.form == "html"


def test_types_that_import_yml_names_are_what_it_says() -> None:
    one = only(of_json({**WEEKLY, "types": ["W", "O"]}, audiences={"Women": ["for-me"]}))
    assert one.terms == (Term("Women", "keyword"),)


def test_one_without_words_says_what_is_known_of_it() -> None:
    one = only(of_json({**WEEKLY, "city": "Leeds", "address": "1 Nowhere Lane", "country": "GB"}))
    assert one.body is None
    assert one.summary is not None
    assert one.summary.text == "A meeting that is held in a room (Leeds): Sunday, at 18:00."


def test_a_document_that_breaks_off_gives_what_stands_before() -> None:
    made = found(json.dumps([WEEKLY], indent=1)[:-2] + ',\n {"name": "Half')
    assert len(made.items) == 1
    ((kind, outcome, line),) = kinds(made)
    assert (kind, outcome, line) == ("meetings/json", "dropped", 8)
    assert len(found(json.dumps({"meetings": [WEEKLY]})).items) == 1, "others made an object around it"


def test_nesting_and_size_are_bounded() -> None:
    assert found("[" * 100_000).items == ()
    assert found('[{"name":' * 50_000).items == ()


TABLE = '''\
sep=;
Our meetings;;;
;;;
Name;Wochentag;Uhrzeit;Ende;Ort;Adresse;PLZ;Stadt;Land;Typ;Bemerkung;Ansprechpartner
Freitag in Berlin;Freitag;19.00 Uhr;20:30;Laden;Erfundene Gasse 7;10999;Berlin;DE;Offen, Frauen;"Zwei
Stufen; Klingel ""F""";Jutta
Erster Samstag;1. Samstag im Monat;10:00;;Laden;Erfundene Gasse 7;10999;Berlin;DE;;;
Täglich;Mo–Fr;7 Uhr;;;;;;;;https://meet.example/x;
'''


def test_a_table_as_a_spreadsheet_writes_it() -> None:
    made = found(TABLE.encode("cp1252"), "meetings.csv")
    friday, saturday, daily = made.items
    assert friday.fields["place"]["name"] == "Laden"
    assert friday.fields["place"]["country"] == "DE"
    assert (friday.fields["time"], friday.fields["minutes"], friday.fields["weekly"]) == ("19:00", 90, ["friday"])
    assert (friday.fields["sorts"], friday.fields["especially_for"]) == (["open"], ["women"])
    assert friday.body is not None
    assert friday.body.text == 'Zwei\nStufen; Klingel "F"'
    assert saturday.fields["monthly"] == ["first saturday"]
    assert daily.fields["weekly"] == ["monday", "tuesday", "wednesday", "thursday", "friday"]
    assert daily.fields["title"] == "Täglich"
    assert [one.place.line for one in made.items] == [5, 7, 8]
    assert ("meetings/contact", "dropped", 5) in kinds(made)
    assert friday.id == "freitag-in-berlin-freitag-19-00-uhr-laden-berlin"
    accepted(friday)
    accepted(saturday)


def test_the_template_of_the_plugin_of_wordpress() -> None:
    made = of_table(
        '"Time","End Time","Day","Name","Location","Address","Region","Types","Timezone","Website","Slug","Updated"\n'
        '"6:00 PM",,"Monday","After Work","Saturday House","2634 Union Ave, San Jose, CA 95124, USA","San Jose",'
        '"Open, Wheelchair Access","America/Los_Angeles","https://house.example","after-work","2020-04-0416:50:58"\n'
    )
    one = only(made)
    place = {"name": "Saturday House", "address": "2634 Union Ave", "city": "San Jose", "region": "CA"}
    assert one.fields["place"] == {**place, "postal_code": "95124", "country": "US", "access": ["step-free"]}
    assert (one.fields["time"], one.fields["updated"]) == ("18:00", "2020-04-04T16:50:58Z")
    assert one.body is not None
    assert one.body.text == "https://house.example"


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:even@group.example
SUMMARY:Even weeks\\, gently
DTSTART;TZID=Europe/Berlin:20260106T193000
DTEND;TZID=Europe/Berlin:20260106T210000
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
EXDATE;TZID=Europe/Berlin:20260203T193000
LOCATION:Online
CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="a: b":https://meet.example/even
DESCRIPTION:We sit and talk\\; nothing more is wanted\\, and not
  hing less.
BEGIN:VALARM
SUMMARY:Not this
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:first@group.example
SUMMARY:First Saturday
DTSTART;TZID=Europe/Berlin:20260103T100000
DURATION:PT1H30M
RRULE:FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1;UNTIL=20261231T000000Z
LOCATION:Laden\\, Erfundene Gasse 7\\, 10999 Berlin
END:VEVENT
BEGIN:VEVENT
UID:gone@group.example
SUMMARY:Gone
STATUS:CANCELLED
DTSTART:20260103T100000Z
END:VEVENT
BEGIN:VEVENT
UID:once@group.example
SUMMARY:Once
DTSTART:20260607T170000Z
LOCATION:1 Nowhere Lane\\, Leeds
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar() -> None:
    made = found(CALENDAR.replace("\n", "\r\n"), "meetings.ics")
    even, first, once = made.items
    assert (even.fields["title"], even.fields["mode"]) == ("Even weeks, gently", "online")
    assert even.fields["join"] == {"url": "https://meet.example/even"}
    rule = {name: even.fields[name] for name in ("weekly", "every", "starts", "not_on", "minutes", "timezone", "time")}
    assert rule == {
        "weekly": ["tuesday"],
        "every": 2,
        "starts": "2026-01-06",
        "not_on": ["2026-02-03"],
        "minutes": 90,
        "timezone": "Europe/Berlin",
        "time": "19:30",
    }
    assert even.body is not None
    assert even.body.text == "We sit and talk; nothing more is wanted, and not hing less."
    assert (first.fields["monthly"], first.fields["ends"]) == (["first saturday"], "2026-12-31")
    assert first.fields["place"]["country"] == "DE", "by its time zone"
    assert (once.fields["dates"], once.fields["timezone"]) == (["2026-06-07"], "Etc/UTC")
    country = [("meetings/country", "changed", line) for line in (18, 32)]
    assert kinds(made) == [("meetings/cancelled", "dropped", 26), *country]
    for one in made.items:
        accepted(one)


EVENT = """\
BEGIN:VCALENDAR
X-WR-TIMEZONE:Europe/Paris
BEGIN:VEVENT
SUMMARY:A group
{lines}
END:VEVENT
END:VCALENDAR
"""
TUESDAY = "DTSTART;TZID=America/New_York:20260106T190000\nLOCATION:1 Main St\\, Salem\n"


def of_event(lines: str) -> Found:
    return found(EVENT.format(lines=lines), "meetings.ics")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY;COUNT=8", {"weekly": ["tuesday"], "ends": "2026-02-24"}),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", {"weekly": ["tuesday"], "every": 2, "ends": "2026-01-20"}),
        ("FREQ=WEEKLY;COUNT=9000", {"weekly": ["tuesday"]}),
        ("FREQ=DAILY;BYDAY=TU,MO", {"weekly": ["monday", "tuesday"]}),
        ("FREQ=DAILY;INTERVAL=14", {"weekly": ["tuesday"], "every": 2}),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1,3", {"monthly": ["first tuesday", "third tuesday"]}),
        ("FREQ=MONTHLY;BYDAY=1TU,-1TU;COUNT=3", {"monthly": ["first tuesday", "last tuesday"], "ends": "2026-02-03"}),
        ("FREQ=MONTHLY;BYDAY=TU", {"weekly": ["tuesday"]}),
        # The evening of the 2nd in New York: the day before the one that is no longer of this rule.
        ("FREQ=WEEKLY;UNTIL=20260203T045959Z", {"weekly": ["tuesday"], "ends": "2026-02-02"}),
        ("FREQ=WEEKLY;UNTIL=20260203", {"weekly": ["tuesday"], "ends": "2026-02-03"}),
    ],
)
def test_the_rule_of_an_event(rule: str, said: Mapping[str, Any]) -> None:
    one = only(of_event(f"{TUESDAY}RRULE:{rule}"))
    when = ("weekly", "every", "monthly", "dates", "ends", "not_on")
    assert {name: one.fields[name] for name in when if name in one.fields} == said
    accepted(one)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=6",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU",
        "FREQ=MONTHLY;BYDAY=-2TU",
        "FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=1",
        "FREQ=WEEKLY;BYDAY=TU;BYMONTH=9,10",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",
        "FREQ=DAILY;INTERVAL=2",
        "FREQ=YEARLY",
        "often",
    ],
)
def test_a_rule_for_which_a_meeting_has_no_words(rule: str) -> None:
    """No meeting of other days comes of it, and it is told."""
    made = of_event(f"{TUESDAY}RRULE:{rule}")
    assert not made.items
    assert [(loss.kind, loss.what) for loss in made.losses] == [("meetings/rule", f"A group: {rule.upper()}")]


def test_single_days_and_days_without_it() -> None:
    dates = only(of_event(f"{TUESDAY}RDATE;TZID=America/New_York:20260120T190000,20260113T190000"))
    assert dates.fields["dates"] == ["2026-01-06", "2026-01-13", "2026-01-20"]
    accepted(dates)
    without = only(of_event(f"{TUESDAY}RRULE:FREQ=WEEKLY\nEXDATE:20260114T000000Z"))
    assert without.fields["not_on"] == ["2026-01-13"], "the evening before, in New York"
    beside = of_event(f"{TUESDAY}RRULE:FREQ=WEEKLY\nRDATE;TZID=America/New_York:20260108T190000")
    assert ("meetings/single-change", "dropped", 3) in kinds(beside)


@pytest.mark.parametrize(
    ("begin", "said"),
    [
        (";TZID=W. Europe Standard Time:20260106T190000", ("19:00", "Europe/Berlin")),
        (":20260106T180000", ("18:00", "Europe/Paris")),
        (":20260106T180000Z", ("19:00", "Europe/Paris")),
        (":99991231T235900Z", ("23:59", "Etc/UTC")),
    ],
)
def test_the_clock_by_which_an_event_is_held(begin: str, said: tuple[str, str]) -> None:
    one = only(of_event(f"DTSTART{begin}\nLOCATION:1 Main St\\, Salem"))
    assert (one.fields["time"], one.fields["timezone"]) == said


def test_a_zone_that_nobody_knows_is_told() -> None:
    made = of_event("DTSTART;TZID=Customized Time:20260106T190000\nLOCATION:1 Main St\\, Salem")
    assert "timezone" not in only(made).fields
    assert ("meetings/timezone", "dropped", 3) in kinds(made)


@pytest.mark.parametrize(
    ("location", "mode", "place"),
    [
        ("https://meet.example/a?b=1", "online", None),
        ("Zoom: https://meet.example/a?b=1", "online", None),
        ("Old Hall\\, 1 Main St\\, Salem (https://meet.example/a?b=1)", "hybrid", "Old Hall"),
    ],
)
def test_a_link_in_place_of_a_place(location: str, mode: str, place: str | None) -> None:
    one = only(of_event(f"DTSTART:20260106T190000\nLOCATION:{location}"))
    assert one.fields["join"] == {"url": "https://meet.example/a?b=1"}
    assert (one.fields["mode"], one.fields.get("place", {}).get("name")) == (mode, place)
    accepted(one)


@pytest.mark.parametrize(
    ("lines", "join"),
    [
        ("URL:https://us02web.zoom.us/j/55?pwd=a", "https://us02web.zoom.us/j/55?pwd=a"),
        ("DESCRIPTION:Come by https://zoom.us/j/55\\, we wait.", "https://zoom.us/j/55"),
        (
            'DESCRIPTION:<a href="https://meet.google.com/abc-defg-hij?a=1&amp;b=2">In</a>',
            "https://meet.google.com/abc-defg-hij?a=1&b=2",
        ),
    ],
)
def test_a_link_into_a_call_is_no_old_address(lines: str, join: str) -> None:
    """As one it would lead to the page of the meeting, and nobody could come in."""
    made = of_event(f"DTSTART:20260106T190000\n{lines}")
    one = only(made)
    assert (one.fields["mode"], one.fields["join"], one.old, made.homes) == ("online", {"url": join}, (), ())
    accepted(one)


def test_the_page_of_an_event_leads_here_and_help_of_a_host_is_no_call() -> None:
    one = only(of_event("DTSTART:20260106T190000\nURL:https://group.example/a\nDESCRIPTION:https://zoom.us/help"))
    assert one.old == ("https://group.example/a",)
    assert "join" not in one.fields


def test_pages_of_several_hosts_are_those_of_others() -> None:
    """Where one books stays a link, and is no old address of this library."""
    event = "BEGIN:VEVENT\nSUMMARY:{0}\nDTSTART:20260106T190000\nLOCATION:Hall (upstairs)\nURL:https://{0}.example/book\nEND:VEVENT\n"
    made = found(f"BEGIN:VCALENDAR\n{event.format('a')}{event.format('b')}END:VCALENDAR\n", "meetings.ics")
    assert made.homes == ()
    for one in made.items:
        assert one.old == ()
        assert one.body is not None
        assert one.body.text == f"https://{one.fields['title']}.example/book"
        assert one.fields["place"]["name"] == "Hall (upstairs)"


@pytest.mark.parametrize("shown", ["PRIVATE", "CONFIDENTIAL"])
def test_what_a_calendar_shows_to_nobody_stays_there(shown: str) -> None:
    made = of_event(f"{TUESDAY}CLASS:{shown}")
    assert not made.items
    assert kinds(made) == [("meetings/private", "dropped", 3)]
    assert "group" not in made.losses[0].what


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 anything", "this is a spreadsheet, not a table of text"),
        (b"<!doctype html><p>Not here", "`meetings.json` is a page, and no list of meetings"),
        (b"[]", "`meetings.json` holds no meeting"),
    ],
)
def test_what_is_no_list_of_meetings(data: bytes, message: str) -> None:
    with pytest.raises(Unreachable) as told:
        found(data)
    assert told.value.message == message
    assert told.value.hint


def test_columns_that_nobody_knows() -> None:
    made = of_table("a,b,c\n1,2,3\n")
    assert made.items == ()
    assert [kind for kind, _, _ in kinds(made)] == ["meetings/columns"]

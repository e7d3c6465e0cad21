"""Days and hours as people write them."""

from __future__ import annotations

import pytest

from pipeline.importing.meetings.days import Held, clock, held, minutes
from pipeline.importing.meetings.record import Record
from pipeline.importing.meetings.where import Spot, spot
from pipeline.model.kinds.meeting.fields import WEEKDAYS
from pipeline.problems import Place

WEEK = WEEKDAYS


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2", Held(("tuesday",))),
        ("0, 3", Held(("wednesday", "sunday"))),
        ("Tuesdays", Held(("tuesday",))),
        ("Mon, Wed & Fri", Held(("monday", "wednesday", "friday"))),
        ("Mo–Fr", Held(WEEK[:5])),
        ("Fri - Mon", Held(("monday", "friday", "saturday", "sunday"))),
        ("Daily", Held(WEEK)),
        ("weekends", Held(WEEK[5:])),
        ("miércoles", Held(("wednesday",))),
        ("Do", Held(("thursday",))),
        ("1st & 3rd Saturdays", Held(monthly=("first saturday", "third saturday"))),
        ("letzter Donnerstag im Monat", Held(monthly=("last thursday",))),
        ("2. Dienstag", Held(monthly=("second tuesday",))),
        ("first Saturday, last Sunday", Held(monthly=("first saturday", "last sunday"))),
        ("every second Friday", Held(("friday",), every=2)),
        ("by appointment", Held()),
    ],
)  # fmt: skip
def test_days(text: str, when: Held) -> None:
    assert held(text) == when


def test_how_often_may_stand_in_a_column_of_its_own() -> None:
    assert held("Friday", "biweekly") == Held(("friday",), every=2)
    assert held("Friday", "1st of the month") == Held(monthly=("first friday",))


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        *[("19:30", "19:30"), ("7:30 PM", "19:30"), ("7:30 p.m.", "19:30"), ("7pm", "19:00"), ("12:00 am", "00:00")],
        *[("1930", "19:30"), ("19.30 Uhr", "19:30"), ("19h30", "19:30"), ("noon", "12:00"), ("08:00:00", "08:00")],
        *[("25:00", ""), ("13pm", ""), ("later", ""), ("", "")],
    ],
)
def test_hours(text: str, hour: str) -> None:
    assert clock(text) == hour


def test_an_hour_past_midnight() -> None:
    assert minutes("23:30", "00:30") == 60


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("2634 Union Ave, San Jose, CA 95124, USA", Spot("", "2634 Union Ave", "San Jose", "CA", "95124", "US")),
        ("The Hall, 1 High St, Leeds LS1 4AB, UK", Spot("The Hall", "1 High St", "Leeds", "", "LS1 4AB", "GB")),
        ("Erfundene Gasse 7, 10999 Berlin", Spot("", "Erfundene Gasse 7", "Berlin", "", "10999", "")),
        ("Chicago, IL, USA", Spot("", "", "Chicago", "IL", "", "US")),
        ("Leeds", Spot("", "", "Leeds")),
    ],
)
def test_an_address_in_one_line(text: str, where: Spot) -> None:
    assert spot(Record(Place("x"), {"formatted_address": text}, {}), "") == where

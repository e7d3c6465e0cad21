"""Hours as people write them, and what can't be read of them."""

from __future__ import annotations

import pytest

from pipeline.formats import hours
from pipeline.formats.hours import ALWAYS, Span

WEEKDAYS, WEEKEND, ALL = (0, 1, 2, 3, 4), (5, 6), tuple(range(7))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("24 hours", ALWAYS),
        (" 24/7 ", ALWAYS),
        ("18:00-22:00", (Span(ALL, "18:00", "22:00"),)),
        ("Mo-Fr 18:00-22:00; Sa,Su 14:00-22:00", (Span(WEEKDAYS, "18:00", "22:00"), Span(WEEKEND, "14:00", "22:00"))),
        ("monday–FRI 9:00–12:00, 13:00–17:00", (Span(WEEKDAYS, "09:00", "12:00"), Span(WEEKDAYS, "13:00", "17:00"))),
        ("Fr, Sa 22:00-02:00", (Span((4, 5), "22:00", "02:00"),)),
        ("Sa-Mo 00:00-24:00", (Span((0, 5, 6), "00:00", "24:00"),)),
    ],
)
def test_hours_are_read(text: str, spans: tuple[Span, ...]) -> None:
    assert hours.parse(text) == spans


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "nothing between"),
        ("Mo 18:00-22:00;", "nothing between"),
        ("weekdays 18:00-22:00", "`weekdays` is not a day"),
        ("T 18:00-22:00", "`t` is not a day"),
        ("Mo to Fr 18:00-22:00", "is not days and then hours"),
        ("18:00", "`18:00` has no hour at which it ends"),
        ("9-17", "`9` is not a time of day"),
        ("6pm-8pm", "`6pm` is not a time of day"),
        ("24:00-02:00", "`24:00` is not a time of day"),
        ("18:00-24:01", "`24:01` is not a time of day"),
        ("18:00-22:60", "`22:60` is not a time of day"),
        ("١٨:00-22:00", "`١٨:00` is not a time of day"),
    ],
)
def test_what_can_not_be_read_is_named(text: str, cause: str) -> None:
    with pytest.raises(ValueError, match=cause):
        hours.parse(text)


def test_days_that_follow_each_other_are_one_run() -> None:
    assert hours.runs((0, 1, 2, 4, 6)) == [(0, 2), (4, 4), (6, 6)]

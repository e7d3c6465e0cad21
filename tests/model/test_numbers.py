"""Numbers for people in danger: whose they are, and what an editor is told of one that nobody can reach."""

from __future__ import annotations

import pytest

from pipeline import flow
from pipeline.formats import zones
from pipeline.model.numbers import HelpPlace, Number, number_row, places, ways
from tests.journeys.test_twins import files
from tests.support import twins

PAGE = """\
---
title: Get help now
description: What to do in danger, and whom to call in which country, at any hour.
date: 2026-01-01
numbers:
{numbers}
---
Text.
"""


def number(kind: str, regions: str = "", **more: str) -> Number:
    return Number(kind=kind, regions=tuple(regions.split()), title="A line", **more)  # type: ignore[arg-type]


def test_whoever_is_elsewhere_has_what_names_no_country_and_nobody_gets_less_than_that() -> None:
    found = places([number("emergency"), number("emergency", "GB-SCT GB"), number("crisis"), number("crisis", "GB IE")])
    assert found == (
        HelpPlace((), (0,), (2,)),
        HelpPlace(("GB",), (1,), (3,)),
        HelpPlace(("IE",), (0,), (3,)),
    )


def test_the_union_is_its_countries_and_those_with_the_same_numbers_are_one_place() -> None:
    union, german = number("emergency", "EU"), number("crisis", "DE")
    found = {country: place for place in places([union, german]) for country in place.countries}
    assert len(found) == 27 and "EU" not in found
    assert found["DE"].crisis == (1,) and found["FR"].crisis == ()
    assert found["FR"] == found["PL"] != found["DE"]


def test_a_number_is_rung_without_what_is_only_for_the_eye() -> None:
    row = number_row(number("crisis", phone="0800-0113", sms="85 258"))
    assert ways(row) == {"tel": "tel:08000113", "sms": "sms:85258"}


def test_a_country_is_known_by_every_name_of_its_clocks() -> None:
    assert {"Asia/Kolkata", "Asia/Calcutta"} <= {*zones.of_country("IN")}
    assert "Europe/Berlin" in zones.of_country("DE") and "Europe/Berlin" not in zones.of_country("DK")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("  - kind: emergency", "this number says no way to reach anybody"),
        ('  - kind: crisis\n    phone: "116 123"', "nobody knows who answers this number"),
        ("  - kind: crisis\n    title: Friends\n    phone: call us", "`call us` is not a number to dial"),
    ],
)
def test_a_number_that_helps_nobody_is_told(written: str, message: str) -> None:
    text = PAGE.format(numbers=written).encode()
    world = twins.world(files() | {"content/pages/get-help.md": text})
    (problem,) = (one for one in flow.check(world).problems if one.place.path.endswith("get-help.md"))
    assert problem.message == message and problem.place.line >= 6

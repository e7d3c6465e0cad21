"""Durations and positions: what editors may write, and what readers and machines are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import times


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(
            (" 75 ", 75.0),
            ("0", 0.0),
            ("75.25", 75.25),
            ("90000000", 90_000_000.0),
            ("123456789", None),
            ("12345678", 12_345_678.0),
        ),
        *(("0:00", 0.0), ("2:03.5", 123.5), ("99:59", 5999.0), ("100:00", None), ("2:3", None), ("2:60", None)),
        *(("1:02:03", 3723.0), ("9999:59:59.999999", 35_999_999.999999), ("1:60:00", None), ("10000:00:00", None)),
        *(("1:2:03", 3723.0), ("-1", None), ("1:02:", None), (":30", None), ("1.5:00", None)),
        *(("\u0661", None), ("", None)),
    ],
)
def test_what_is_a_duration(text: str, seconds: float | None) -> None:
    assert times.parse(text) == seconds


@pytest.mark.parametrize(
    ("seconds", "clock", "timestamp"),
    [
        (0, "0:00", "00:00:00.000"),
        (59.9996, "0:59", "00:01:00.000"),
        (60, "1:00", "00:01:00.000"),
        (3599.9994, "59:59", "00:59:59.999"),
        (3600, "1:00:00", "01:00:00.000"),
        (3723.5, "1:02:03", "01:02:03.500"),
        (360_000, "100:00:00", "100:00:00.000"),
        (-1, "0:00", "00:00:00.000"),
    ],
)
def test_how_a_position_is_written(seconds: float, clock: str, timestamp: str) -> None:
    assert (times.clock(seconds), times.timestamp(seconds)) == (clock, timestamp)


@given(st.integers(0, 100_000_000))
def test_a_position_to_the_thousandth_is_read_back(thousandths: int) -> None:
    seconds = times.parse(times.timestamp(thousandths / 1000))
    assert seconds is not None and round(seconds * 1000) == thousandths

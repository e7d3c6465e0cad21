"""Where true peaks are measured, and when they are taken down."""

from __future__ import annotations

import re

import pytest

from pipeline.audio import verify
from pipeline.audio.encode import Master
from pipeline.audio.loudness import Loudness

MASTER = Master("wav", 1, 44_100, 64, -19.0, -1.0, False)


def tenths(loud: verify.Spans, count: int) -> list[int]:
    """The tenths of a second that the expression lets through, worked out by hand."""
    (text,) = re.findall(r"p=0,aselect='([^']*)'", " ".join(verify.measuring(44_100, "a.mp3", 9.0, loud)))
    python = re.sub(r"lt\(n,(\d+)\)", r"n<\1", text).replace("if(", "either(")
    return [n for n in range(count) if eval(python, {"n": n, "either": lambda asked, yes, no: yes if asked else no})]


@pytest.mark.parametrize(
    ("loud", "wanted"),
    [
        (((0.35, 0.52), (0.9, 1.0)), [3, 4, 5, 8, 9, 10]),
        (((0.0, 0.1), (0.55, 0.6), (0.68, 0.69), (1.5, 9.0)), [0, 1, 5, 6, 7, 14, 15, 16, 17, 18, 19]),
        (verify.ALL, list(range(20))),
    ],
)
def test_tenths_that_are_loud(loud: verify.Spans, wanted: list[int]) -> None:
    assert tenths(loud, 20) == wanted


def test_an_hour_of_short_words_is_no_longer_command_than_the_system_takes() -> None:
    hours = tuple((at * 0.7, at * 0.7 + 0.1 + at % 14 * 0.02) for at in range(15_000))
    assert max(map(len, verify.measuring(44_100, "a.mp3", 10_800.0, hours))) < 60_000
    assert set(tenths(hours, 500)) >= {int(10 * begin + 0.5) for begin, _ in hours[:70]}


def test_peaks_to_be_taken_down() -> None:
    over = verify.peaks(MASTER, [(0.1, -3.0), (0.2, -0.9), (7.5, -1.0), (8.0, -1.1)])
    assert over == [pytest.approx((0.05, 0.25)), pytest.approx((7.35, 7.55))]
    assert verify.few(over, 60.0)
    assert not verify.few([], 60.0)
    assert not verify.few(over * 5, 60.0), "a lower ceiling is better"
    assert [verify.steps(MASTER, Loudness(-19.0, peak)) for peak in (-0.9, 0.3, 1.0)] == [1, 1, 2]


def test_a_peak_where_nothing_was_loud_is_seen_by_its_samples() -> None:
    def elsewhere(sample: float, loud: float) -> bool:
        return verify.is_elsewhere(MASTER, (Loudness(-19.0, sample_peak=sample), Loudness(-19.0, loud)))

    assert elsewhere(-0.8, -1.5)
    assert not elsewhere(-1.6, -1.5)
    assert not elsewhere(-1.0, -1.1), "the same place"
    assert not elsewhere(-2.5, -3.0), "far below the limit"

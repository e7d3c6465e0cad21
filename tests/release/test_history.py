"""Which release stands behind which, which stay, and which one a way back means. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.release import ReleaseInfo, TargetError
from pipeline.release.state.history import Retention, back, kept, line, newest_first, ordered

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


def release(day: int, before: int | None = None) -> ReleaseInfo:
    return ReleaseInfo(f"r{day}", NOW + timedelta(days=day), "m", before="" if before is None else f"r{before}")


ONE, TWO, THREE = release(1), release(2, 1), release(3, 2)
FOUR = release(4, 1)
"""Published after a way back from the third to the first."""


def test_the_line_goes_by_what_was_public_before_and_else_by_age() -> None:
    assert line(THREE, (ONE, TWO)) == (TWO, ONE)
    assert line(FOUR, (ONE, TWO, THREE)) == (ONE,)
    assert line(release(5), (ONE, TWO)) == (TWO, ONE), "as a former version wrote it"
    assert line(THREE, (ONE,)) == (ONE,), "the one before is no longer kept"
    assert line(ONE, (TWO, THREE)) == ()
    again, other = release(2, 3), release(3, 2)
    assert line(again, (other, ONE, again)) == (other, ONE), "made again at its instant, and no circle"


def test_what_stands_behind_a_release_comes_before_what_was_left() -> None:
    assert ordered(FOUR, (TWO, THREE, ONE)) == (ONE, THREE, TWO)
    assert newest_first((ONE, THREE, TWO)) == (THREE, TWO, ONE)


@pytest.mark.parametrize(
    ("retention", "stay"),
    [
        (Retention(1), ()),
        (Retention(2), (ONE,)),
        (Retention(3), (ONE, THREE)),
        (Retention(9), (ONE, THREE, TWO)),
        (Retention(1, 1), (ONE,)),
        (Retention(1, 2), (ONE, THREE)),
    ],
)
def test_so_many_stay_and_those_of_the_last_days(retention: Retention, stay: tuple[ReleaseInfo, ...]) -> None:
    assert kept(FOUR, (ONE, TWO, THREE), retention) == stay


def test_what_a_way_back_means() -> None:
    others = (ONE, TWO, THREE)
    assert back(THREE, others) == TWO
    assert back(FOUR, others) == ONE
    assert back(FOUR, others, "r3") == THREE
    for public, to, said in (
        (ONE, "", "There is no release before r1. Check out the older commit and publish it."),
        (FOUR, "r4", "The release r4 is public. `pipeline releases` lists those that are kept."),
        (FOUR, "r9", "No release r9 is kept. `pipeline releases` lists those that are."),
    ):
        with pytest.raises(TargetError) as caught:
            back(public, others, to)
        assert str(caught.value) == said

"""Words of distress: a library adds to them, and nothing takes any away."""

from __future__ import annotations

import pytest

from pipeline import flow
from pipeline.search.distress import phrases
from tests.journeys.test_twins import files
from tests.support import twins

WORDS = "content/words.yml"


def test_what_an_editor_writes_comes_to_what_every_library_knows() -> None:
    world = twins.world(files() | {WORDS: b"distress: [burden to everyone, naloxone*]\n"})
    checked = flow.check(world)
    assert not [problem for problem in checked.problems if problem.place.path == WORDS]
    found = phrases(checked.library)
    assert {"burden to everyone", "naloxone*", "want* die", "od", "*suizid*", "*انتحار*"} <= {*found}
    assert len(found) == len({*found})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("distress: ['*']", "`*` is no phrase"),
        ("distress: [a*b c]", "`a*b c` is no phrase"),
        ("distres: [hopeless]", "a list of words has no field `distres`"),
    ],
)
def test_what_would_fit_everything_or_nothing_is_told(text: str, message: str) -> None:
    world = twins.world(files() | {WORDS: f"{text}\n".encode()})
    (problem,) = (one for one in flow.check(world).problems if one.place.path == WORDS)
    assert message in problem.message

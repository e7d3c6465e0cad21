"""What stores and lines do wrong for a moment: it is asked again, everywhere; where it stays, it is said what it is."""

from __future__ import annotations

import pytest

from pipeline.release import TargetError
from tests.release.place import AUDIO, VERSIONS, Place, publish
from tests.support.s3 import CUT, FAULTS, Answer, Gate, Request, Server


@pytest.fixture
def place(s3_server: Server, gate: Gate) -> Place:
    """A bucket that was published to once, asked through the gate, whose parts are small."""
    found = Place(s3_server, gate.endpoint, exact=True, part=5 << 20)
    publish(found.target(), VERSIONS[0])
    gate.asked.clear()
    return found


def sort(request: Request) -> tuple[str, ...]:
    """What is asked: two requests of one sort are told apart by nothing but their keys."""
    marks = ("list-type=", "uploads", "uploadId=", "partNumber=", "delete")
    place = "state" if "/.library/" in request.target else "public"
    headers = ("x-amz-copy-source", "if-none-match", "range", "amz-sdk-request")
    return (
        request.method,
        place,
        *(mark for mark in marks if mark in request.target.partition("?")[2]),
        *(name for name in headers if name in request.headers),
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_over_in_a_moment_is_asked_again(place: Place, gate: Gate, pauses: list[float], fault: str) -> None:
    """Each sort of request meets it once, in a publish and in the way back."""
    answer, _ = FAULTS[fault]
    wants_body = fault == "bytes that changed on their way"
    met: set[tuple[str, ...]] = set()

    def rule(request: Request) -> Answer | None:
        if not request.signed or (wants_body and not request.body) or (kind := sort(request)) in met:
            return None
        met.add(kind)
        return answer

    gate.before, gate.after = (lambda _: None, rule) if answer is CUT else (rule, lambda _: None)
    publish(place.target(), LONGER, 1)
    assert place.public == {**LONGER, AUDIO["one"]: b"one"}
    place.target().rollback()
    gate.before = gate.after = lambda _: None
    assert {path: place.public[path] for path in VERSIONS[0]} == VERSIONS[0]
    assert place.clean()
    assert len(met) > (6 if wants_body else 12)
    assert pauses


LONGER = {**VERSIONS[1], "assets/long.bin": bytes(range(256)) * 45_000}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_stays_is_said(place: Place, gate: Gate, fault: str) -> None:
    answer, said = FAULTS[fault]
    before = place.public
    if answer is CUT:
        gate.after = lambda _: CUT
    else:
        gate.before = lambda _: answer
    with pytest.raises(TargetError) as caught:
        publish(place.target(name="mirror"), VERSIONS[1], 1)
    assert said in caught.value.message
    assert caught.value.hint
    assert sum(request.signed for request in gate.asked) == 4
    assert place.public == before

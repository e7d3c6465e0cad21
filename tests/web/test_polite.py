"""A host that is asked for much is asked politely, and again where it may answer then."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipeline.web import Sought, Unreachable, signed
from pipeline.web.drivers.fetch import Fetch
from pipeline.web.drivers.polite import DEAD, LONGEST, Polite
from pipeline.web.later import later
from tests.support.site import Reply, Site, site


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as running:
        yield running


def polite(slept: list[float], pause: float = 0.0) -> Polite:
    return Polite(Fetch(Sought("file"), private=True), signed("https://l.example/"), pause=pause, sleep=slept.append)


def test_what_may_come_later_is_asked_for_again_when_its_server_says(there: Site) -> None:
    slept: list[float] = []
    there.says("/a", Reply(503, headers={"Retry-After": "40"}), Reply(0), Reply(200, b"it"))
    assert polite(slept).get(there.url("/a")).data == b"it"
    assert there.asked == ["GET /a"] * 3
    assert 30 < slept[0] <= 40 and len(slept) == 2
    assert there.agents == {"pipeline (+https://l.example/)"}
    there.says("/b", Reply(429, headers={"Retry-After": "4"}), Reply(206, b"part"))
    with polite(slept).open(there.url("/b"), headers={"Range": "bytes=0-"}) as answer:
        assert (answer.status, b"".join(answer.chunks)) == (206, b"part")


@pytest.mark.parametrize("reply", [Reply(404), Reply(503, headers={"Retry-After": str(int(LONGEST) + 1)})])
def test_what_is_gone_or_far_is_asked_for_once(there: Site, reply: Reply) -> None:
    there.says("/a", reply)
    with pytest.raises(Unreachable, match=f"answers {reply.status}"):
        polite([]).get(there.url("/a"))
    assert polite([]).ask(there.url("/a")).status == reply.status
    assert there.asked == ["GET /a"] * 2


def test_a_host_that_answers_to_nothing_is_left_alone(there: Site) -> None:
    for number in range(DEAD + 3):
        there.says(f"/{number}", Reply(0))
    asking, why = polite([]), []
    for number in range(DEAD + 3):
        with pytest.raises(Unreachable) as told:
            asking.get(there.url(f"/{number}"))
        why.append(told.value.message)
    assert "hung up" in why[DEAD - 1] and "gave no answer to the last" in why[DEAD]
    assert f"GET /{DEAD}" not in there.asked


def test_a_host_that_nobody_knows_is_looked_for_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def nobody(host: str, *_: object, **__: object) -> list[object]:
        looked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    slept: list[float] = []
    asking = polite(slept, pause=5.0)
    for number in range(2 * DEAD):
        with pytest.raises(Unreachable):
            asking.get(f"https://gone.example/{number}")
    assert looked == ["gone.example"] * DEAD
    assert len(slept) < DEAD, "nobody waits for a host that is asked no more"


def test_two_requests_have_a_pause_between_them(there: Site) -> None:
    slept: list[float] = []
    asking = polite(slept, pause=5.0)
    for path in "/a", "/b", "/c":
        asking.get(there.url(path))
    assert len(slept) == 2 and slept[0] <= 5.0 < slept[1] <= 10.0, "one that waited is not counted twice"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("12", 12.0),
        ("Sun, 01 Nov 2026 10:00:30 GMT", 30.0),
        ("Sun, 01 Nov 2026 09:00:30 GMT", 0.0),
        ("soon", 0.0),
        ("", 0.0),
        ("9" * 400, 999_999_999.0),
    ],
)
def test_when_a_server_wants_to_be_asked_again(said: str, seconds: float) -> None:
    assert later(said, datetime(2026, 11, 1, 10, tzinfo=UTC)) == seconds

"""One round of announcing: what is due is claimed, sent, and written down. What fails waits for the next round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from urllib.parse import urlsplit

from pipeline.announce import ledger as books
from pipeline.announce.endpoints import Delivery, Endpoint, endpoints
from pipeline.announce.events import PATIENCE, Event
from pipeline.announce.ledger import ATTEMPTS, Attempt, Ledger, State
from pipeline.model.entry import utc
from pipeline.settings.announce import AnnounceSettings

PAUSE: Final = 15.0
"""Seconds between two looks at a feed that does not show the new episode yet."""


_ELSEWHERE: Final = "another run announces it; if that was killed, a publish a quarter of an hour later takes it up"


class Courier(Protocol):
    """Who sends, and knows what time it is: of the world, whatever the instant of the run."""

    def now(self) -> datetime:
        """The time."""

    def pause(self, seconds: float) -> None:
        """Wait."""

    def send(self, delivery: Delivery) -> str:
        """Send it, within a bounded time; "" when it was taken, or else why not, in words that hold no secret."""


class Answer(Protocol):
    """What a public address answers."""

    @property
    def status(self) -> int:
        """Of HTTP; 0 where nothing answered."""

    @property
    def body(self) -> bytes:
        """Its bytes."""


class Public(Protocol):
    """Asks as anybody can."""

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to one request."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of events at one endpoint; `detail` says why, for people."""

    endpoint: str
    state: State
    events: tuple[Event, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """An event that an endpoint is to be told of, and how many attempts there were."""

    event: Event
    tried: int


@dataclass(frozen=True, slots=True)
class Round:
    """A round, with all that it takes. Its methods raise what the ledger raises."""

    settings: AnnounceSettings
    ledger: Ledger
    courier: Courier
    public: Public

    def outlook(self, events: Sequence[Event]) -> Iterator[Told]:
        """What would be done now; nothing is written or sent."""
        for endpoint in endpoints(self.settings):
            due, held = _standing(endpoint, events, self.ledger, self.courier.now())
            for state, some in ((State.DUE, tuple(one.event for one in due)), (State.HELD, held)):
                if some:
                    yield Told(endpoint.label, state, some)

    def announce(self, events: Sequence[Event]) -> Iterator[Told]:
        """Tell each endpoint what it was not told yet."""
        shown = _Shown(self, events)
        for endpoint in endpoints(self.settings):
            due, held = _standing(endpoint, events, self.ledger, self.courier.now())
            ready = [one for one in due if shown(one.event)]
            if held:
                yield Told(endpoint.label, State.HELD, held, _ELSEWHERE)
            if hidden := tuple(one.event for one in due if one not in ready):
                yield Told(endpoint.label, State.WAITING, hidden, "the public feed does not show it yet")
            yield from self._tell(endpoint, ready)

    def _tell(self, endpoint: Endpoint, due: Sequence[Due]) -> Iterator[Told]:
        """Send what is due. An endpoint that fails is asked no more in this round: it may hang each time."""
        tried = {one.event.id: one.tried for one in due}
        left = list(endpoint.deliveries([one.event for one in due]))
        while left:
            delivery, events = left.pop(0)
            ours = tuple(event for event in events if self._claim(endpoint, event, tried[event.id] + 1))
            if theirs := tuple(event for event in events if event not in ours):
                yield Told(endpoint.label, State.HELD, theirs, _ELSEWHERE)
            failure = self._send(delivery, endpoint, {event.id: tried[event.id] + 1 for event in ours}) if ours else ""
            if failure:
                yield _failed(endpoint, ours, failure, max(tried[event.id] for event in ours) + 1)
                if rest := tuple(event for _, some in left for event in some):
                    yield Told(endpoint.label, State.WAITING, rest, "the next publish asks it again")
                return
            if ours:
                yield Told(endpoint.label, State.SENT, ours)

    def _send(self, delivery: Delivery, endpoint: Endpoint, claims: Mapping[str, int]) -> str:
        """Send what is claimed, and write down what became of it; why not, or ""."""
        failure = self.courier.send(delivery)
        for event, number in claims.items():
            attempt = Attempt(self.courier.now(), not failure, failure)
            self.ledger.write(books.key(event, endpoint.name, number), attempt.to_bytes())
        return failure

    def _claim(self, endpoint: Endpoint, event: Event, number: int) -> bool:
        claim = Attempt(self.courier.now())
        return self.ledger.create(books.key(event.id, endpoint.name, number), claim.to_bytes())


class _Shown:
    """Whether the public feed is the one with the newest of the events, and the sound of each is there, as those will
    find it who are told. For caches that hold an older feed the round waits, for so long in all.
    """

    def __init__(self, round_: Round, events: Sequence[Event]) -> None:
        self._courier, self._public = round_.courier, round_.public
        self._until = self._courier.now() + timedelta(seconds=round_.settings.wait_seconds)
        self._newest = {event.data.show.feed: event.data.enclosure.url for event in events}  # others may be in archives
        self._known: dict[str, bool] = {}

    def __call__(self, event: Event) -> bool:
        if event.id not in self._known:
            self._known[event.id] = self._look(event)
        return self._known[event.id]

    def _look(self, event: Event) -> bool:
        feed, sound, ask = event.data.show.feed, event.data.enclosure.url, self._public.ask
        while True:
            found = ask(feed)
            shown = found.status == 200 and self._newest[feed].encode() in found.body
            if shown and (not _is_ours(feed, sound) or ask(sound, "HEAD").status == 200):
                return True
            left = (self._until - self._courier.now()).total_seconds()
            if left <= 0 or found.status == 0:
                return False
            self._courier.pause(min(PAUSE, left))


def _is_ours(feed: str, sound: str) -> bool:
    """Whether sound lies where its feed does: another host may lead on, or answer to apps alone."""
    return urlsplit(sound).netloc == urlsplit(feed).netloc


def _standing(
    endpoint: Endpoint, events: Iterable[Event], ledger: Ledger, now: datetime
) -> tuple[list[Due], tuple[Event, ...]]:
    """What is due at an endpoint, and what somebody else is about to tell it."""
    due, held = [], []
    for event in events:
        tried = books.attempts(ledger, event.id, endpoint.name)
        state = books.standing(tried, now)
        if state is State.DUE:
            due.append(Due(event, len(tried)))
        elif state is State.HELD:
            held.append(event)
    return due, tuple(held)


def _failed(endpoint: Endpoint, events: tuple[Event, ...], failure: str, attempt: int) -> Told:
    if attempt >= ATTEMPTS:
        return Told(endpoint.label, State.GIVEN_UP, events, f"{failure}; that was the last of {ATTEMPTS} attempts")
    until = utc(min(datetime.fromisoformat(event.timestamp) for event in events) + PATIENCE)
    again = f"the next publish tries again, until {until} (attempt {attempt} of {ATTEMPTS})"
    return Told(endpoint.label, State.FAILED, events, f"{failure}; {again}")

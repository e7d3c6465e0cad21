"""Who is told, and what each is sent.

Standards: WebSub <https://www.w3.org/TR/websub/> (the ping that hubs take is PubSubHubbub's), podping.cloud's HTTP
interface, Standard Webhooks 1.0 <https://www.standardwebhooks.com/>.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from pipeline.announce.events import Event
from pipeline.settings.announce import AnnounceSettings, Podping, Webhook

PREFIX = "whsec_"
LEAST, MOST = 24, 64
"""Bytes of a secret."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request. `secret_env` and `token_env` name the variables from which who sends it signs it, or shows a token;
    `id` is what the signature is made with.
    """

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    id: str = ""
    secret_env: str = ""
    token_env: str = ""


class Endpoint(Protocol):
    """Somebody who is told. `name` stands in the ledger, `label` is for people: neither holds an address, which may be
    a secret.
    """

    @property
    def name(self) -> str:
        """What the ledger calls it."""

    @property
    def label(self) -> str:
        """What people call it."""

    def deliveries(self, events: Sequence[Event]) -> Iterator[tuple[Delivery, tuple[Event, ...]]]:
        """The requests that tell it of these events, each with those that it tells of."""


def endpoints(settings: AnnounceSettings) -> tuple[Endpoint, ...]:
    """All that the settings name."""
    hub = (_Hub(settings.hub),) if settings.hub else ()
    podping = (_Podping(settings.podping),) if settings.podping else ()
    hooks = (_Hook(f"webhook-{name}", f"webhook `{name}`", hook) for name, hook in sorted(settings.webhooks.items()))
    return (*hub, *podping, *hooks)


@dataclass(frozen=True, slots=True)
class _Hub:
    url: str
    name: str = "hub"
    label: str = "hub"

    def deliveries(self, events: Sequence[Event]) -> Iterator[tuple[Delivery, tuple[Event, ...]]]:
        """A ping for each feed; the hub fetches it."""
        form = {"content-type": "application/x-www-form-urlencoded"}
        for feed, some in _by_feed(events).items():
            # WebSub leaves the ping to publisher and hub; hubs know the topic by either name.
            said = urlencode({"hub.mode": "publish", "hub.url": feed, "hub.topic": feed})
            yield Delivery(self.url, headers=form, body=said.encode()), some


@dataclass(frozen=True, slots=True)
class _Podping:
    settings: Podping
    name: str = "podping"
    label: str = "podping"

    def deliveries(self, events: Sequence[Event]) -> Iterator[tuple[Delivery, tuple[Event, ...]]]:
        """A ping for each feed."""
        for feed, some in _by_feed(events).items():
            url = str(self.settings.url)
            said = urlencode({"url": feed, "reason": "update", "medium": some[0].data.show.medium})
            asked = f"{url}{'&' if '?' in url else '?'}{said}"
            yield Delivery(asked, "GET", token_env=self.settings.token_env or ""), some


@dataclass(frozen=True, slots=True)
class _Hook:
    name: str
    label: str
    settings: Webhook

    def deliveries(self, events: Sequence[Event]) -> Iterator[tuple[Delivery, tuple[Event, ...]]]:
        """Each event, signed."""
        for event in events:
            said = {"content-type": "application/json"}
            where, secret = str(self.settings.url), self.settings.secret_env
            yield Delivery(where, headers=said, body=event.body, id=event.id, secret_env=secret), (event,)


def _by_feed(events: Sequence[Event]) -> dict[str, tuple[Event, ...]]:
    found: dict[str, tuple[Event, ...]] = {}
    for event in events:
        feed = event.data.show.feed
        found[feed] = (*found.get(feed, ()), event)
    return found


def signed(delivery: Delivery, secret: str, at: datetime) -> dict[str, str]:
    """The headers that prove who sent this, and when. Raises ValueError when the secret is not one."""
    moment = str(int(at.timestamp()))
    content = b".".join((delivery.id.encode(), moment.encode(), delivery.body))
    signature = b64encode(hmac.digest(_key(secret), content, "sha256")).decode()
    return {"webhook-id": delivery.id, "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}


def _key(secret: str) -> bytes:
    """The bytes of a secret as Standard Webhooks writes it. Raises ValueError, which says nothing of it."""
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not LEAST <= len(key) <= MOST:
        raise ValueError(f"a secret is {LEAST} to {MOST} bytes in Base64, as `openssl rand -base64 32` makes it")
    return key

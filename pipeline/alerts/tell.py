"""Who is told how a publish ended: a heartbeat of a good one, a webhook and an e-mail of one that failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pipeline.alerts.message import Call, Ended, posted
from pipeline.settings.alerts import AlertMail, AlertSettings


class Messenger(Protocol):
    """Who sends, within a bounded time; "" when it was taken, or else why not, in words that hold no secret."""

    def call(self, call: Call) -> str:
        """Ask an address."""

    def mail(self, through: AlertMail, subject: str, text: str) -> str:
        """Send an e-mail."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told, and why not, or ""."""

    whom: str
    failure: str = ""


def beat(settings: AlertSettings, messenger: Messenger) -> Iterator[Told]:
    """Tell of a good publish who waits for it."""
    if settings.heartbeat or settings.heartbeat_env:
        call = Call(str(settings.heartbeat or ""), settings.heartbeat_env or "")
        yield Told("heartbeat", messenger.call(call))


def alert(settings: AlertSettings, ended: Ended, messenger: Messenger) -> Iterator[Told]:
    """Tell of one that failed."""
    if hook := settings.webhook:
        call = posted(ended, str(hook.url or ""), hook.url_env or "", hook.secret_env or "")
        yield Told("webhook", messenger.call(call))
    if mail := settings.email:
        yield Told("e-mail", messenger.mail(mail, ended.subject, ended.text))

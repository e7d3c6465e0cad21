"""Redirects as they were installed, held against where they should lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline.importing.rules.moves import Move

LASTING = (301, 308)
MOST_HOPS = 3
"""So many redirects in a row are still followed by all apps that were tried."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An old address, asked as an app does: where it should lead, the address that answered in the end, with which
    status, after which redirects (`led`); or `why` nothing answered.
    """

    old: str
    wanted: str
    url: str = ""
    status: int = 0
    led: tuple[int, ...] = ()
    why: str = ""

    @property
    def wrong(self) -> str:
        """What is not as it should be, in words; "" where all is."""
        if self.why:
            return self.why
        if not self.led:
            return f"it leads nowhere: it answers {self.status} itself"
        if passing := [code for code in self.led if code not in LASTING]:
            return f"it leads on with {passing[0]}, and apps store a new address only on a 301"
        if _plain(self.url) != _plain(self.wanted):
            return f"it leads to `{self.url}`, and not to `{self.wanted}`"
        if self.status not in (200, 206):
            return f"it leads to `{self.url}`, which answers {self.status}"
        if len(self.led) > MOST_HOPS:
            return f"it leads on {len(self.led)} times, and some apps give up before: let it lead there at once"
        return ""


def sample(moved: Sequence[Move], most: int) -> tuple[Move, ...]:
    """So many of them, evenly from all that there are: the same ones each time. 0: all."""
    if not most or len(moved) <= most:
        return tuple(moved)
    return tuple(moved[number * len(moved) // most] for number in range(most))


def schemes(url: str) -> tuple[str, ...]:
    """An address, and what it was before its host spoke TLS: apps hold what was typed years ago."""
    return (url, f"http{url[5:]}") if url.lower().startswith("https:") else (url,)


def _plain(url: str) -> tuple[str, str]:
    """What of an address tells it from others: not its scheme, nor a slash at its end, nor what was asked besides."""
    parts = urlsplit(url)
    return parts.netloc.lower(), unquote(parts.path).rstrip("/")

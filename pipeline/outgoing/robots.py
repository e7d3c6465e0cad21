"""The rules of a site for programs (`robots.txt`, RFC 9309), as Scrapy's Protego reads them."""

from __future__ import annotations

from dataclasses import dataclass, field

from protego import Protego

from pipeline.web import AGENT

LONGEST = 30.0
"""The most seconds between two requests that a site can ask for: who says more is asked as seldom as that."""

MOST = 500 << 10
"""The most bytes of them that are read, which is the least that RFC 9309 asks for."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site asks of us. `closed`: its rules can't be had, so that nothing is asked of it."""

    said: Protego = field(default_factory=Protego)
    closed: str = ""

    def bars(self, url: str) -> str:
        """Why an address is not to be asked, in words; empty for one that may be."""
        if self.closed:
            return self.closed
        return "" if self.said.can_fetch(url, AGENT) else "its site asks programs to stay away (`robots.txt`)"

    @property
    def pause(self) -> float:
        """Seconds to wait between two requests."""
        return min(LONGEST, self.said.crawl_delay(AGENT) or 0.0)


def address(origin: str) -> str:
    """Where a site has its rules."""
    return f"{origin}/robots.txt"


def read(status: int, data: bytes) -> Rules:
    """The rules in an answer: a site without them (4xx) asks for nothing, one that fails (5xx) for everything."""
    if status >= 500:
        return Rules(closed=f"its rules for programs can’t be had: `robots.txt` answers {status}")
    return Rules(Protego.parse(data.decode("utf-8-sig", errors="replace"))) if status < 300 else Rules()

"""Where a source lies: addresses of the web, files and folders of this machine, read in one way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pipeline.web import Fetched, Sought

SOUGHT = Sought(
    "source",
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
    256 << 20,
    for_anybody="see that the address opens for anybody, then run it again: what has come is kept",
    signed_in="give an address that opens without signing in, or the file that it gives you",
    inside="say `--allow-private` if it is in your own network",
)
"""What is asked for at an address that somebody names."""


class Origin(Protocol):
    """What somebody named on the command line, and all that is reached from there.

    Only http and https at public addresses (unless private ones were allowed) and what lies below the named folders can
    be read; links out of these are no files. Everything is bounded in size, time and number.
    """

    @property
    def named(self) -> tuple[str, ...]:
        """The addresses, files and folders that were named, in their order."""

    def paths(self, named: str) -> Iterator[str]:
        """The files of a named folder, by their paths below it, sorted; of a named file, only its name."""

    def size(self, path: str, within: str = "") -> int:
        """Bytes of a file of this machine. Raises `Unreachable`."""

    def read(self, where: str, within: str = "") -> Fetched:
        """All of what lies at an address, or in a file below the named folder `within`. Raises `Unreachable`."""

"""A long feed in parts: the newest episodes where apps subscribe, older ones in documents that hardly ever change.

Standard: RFC 5005 <https://www.rfc-editor.org/rfc/rfc5005>, archived feeds (section 4); the same documents are pages of
a paged feed (section 3), since that is what podcast apps follow. The oldest episodes fill the first document, and each
is full: a new episode changes the head alone, and a corrected title one document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import urls


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the feed of the show at `show`, which is an address. `number` counts the archive from the oldest,
    and is 0 for the head; `episodes` are paths, newest first.
    """

    show: str
    number: int
    episodes: tuple[str, ...]
    archived: int

    @property
    def path(self) -> str:
        """The file of the document."""
        return urls.show_archive(self.show, self.number) if self.number else urls.show_feed(self.show)

    @property
    def older(self) -> str:
        """The file of that with the next older episodes; empty where there are none."""
        number = (self.number or self.archived + 1) - 1
        return urls.show_archive(self.show, number) if number else ""


def part(show: str, number: int, episodes: Sequence[str], limit: int) -> Part:
    """A part of a feed; `episodes` are the paths of all, newest first."""
    archived = urls.archived(len(episodes), limit)
    if not number:
        return Part(show, 0, tuple(episodes[: len(episodes) - archived * limit]), archived)
    end = len(episodes) - (number - 1) * limit
    return Part(show, number, tuple(episodes[end - limit : end]), archived)

"""What a text needs to know of the file that is written, and what becomes of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pipeline.importing.source.loss import Loss


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that came along: its path from the file that is written, and what it shows, as its source says it."""

    path: str
    alt: str = ""


class Turn(Protocol):
    """Where the addresses of a source lead from one file that is written."""

    def link(self, url: str) -> str:
        """Where a whole address (in a folder: a path) leads: the path of a file, or the address as it is to stand."""

    def picture(self, url: str) -> Shown | None:
        """The picture at an address, which is the `id` that `wanted` gave it; None where it could not be brought."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text in our Markdown, the same without any markup (one line a block), and what did not come along as it was."""

    markdown: str
    plain: str
    losses: tuple[Loss, ...] = ()

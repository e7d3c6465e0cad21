"""An edition: one printed form of a handout."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.artifact import Blob


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A picture of a first page: its path on the site, width and height in px, and its bytes."""

    path: str
    width: int
    height: int
    blob: Blob


@dataclass(frozen=True, slots=True)
class Edition:
    """A PDF of a handout: a name of its format for people, its path on the site, its bytes, and how many pages.

    `first_page` are pictures of it, narrowest first; none where another edition of the handout has them.
    """

    label: str
    path: str
    blob: Blob
    pages: int
    first_page: tuple[FirstPage, ...] = ()

    @property
    def files(self) -> tuple[tuple[str, Blob], ...]:
        """Every file on the site that belongs to it: path and bytes."""
        return ((self.path, self.blob), *((one.path, one.blob) for one in self.first_page))

"""An edition: one printed form of a handout, or of all entries of a kind."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.artifact import Blob


@dataclass(frozen=True, slots=True)
class Format:
    """A printed form: its name, that of its words in `print.formats`, the ending of its files' names, and its style
    sheet in `theme/print/`.
    """

    label: str
    word: str
    ending: str
    style: str

    def path(self, address: str) -> str:
        """`handouts/urge-log/` → `handouts/urge-log/urge-log-large.pdf`: the PDF beside the page at an address."""
        return f"{address}{address.rstrip('/').rpartition('/')[2]}{self.ending}.pdf"


A4 = Format("A4", "a4", "", "a4.css")
LETTER = Format("Letter", "letter", "-letter", "letter.css")
LARGE = Format("large print", "large", "-large", "large.css")
POCKET = Format("pocket fold", "pocket", "-pocket", "pocket.css")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A picture of a first page: its path on the site, width and height in px, and its bytes."""

    path: str
    width: int
    height: int
    blob: Blob


@dataclass(frozen=True, slots=True)
class Edition:
    """A PDF of one: a name of its format for people, its path on the site, its bytes, and how many pages.

    `first_page` are pictures of it, narrowest first; none where another edition of the same has them.
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

"""A document of Word as a package: which of its files is the text, which are notes, headers, comments, properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.formats.archive import BadArchive, element, local, packed, parts, xml
from pipeline.importing.papers.xml import Element, child

_TYPES: Final = "[Content_Types].xml"
_MAIN: Final = (".main+xml",)
_CORE: Final = "docProps/core.xml"
_OFFERED: Final = ("document1", "document", "dokument1", "untitled", "microsoft word", "doc1", "title")
"""Titles that programs give by themselves."""
MOST: Final = 300_000_000
"""Bytes that a document may unpack to."""
LONGEST: Final = 20_000_000
"""Bytes of XML of one text: about a thousand pages, and a hundred times as much memory while they are read."""


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a document by their names, and the media type of each that has one of its own."""

    files: Mapping[str, bytes]
    types: Mapping[str, str]

    @classmethod
    def read(cls, data: bytes) -> Package:
        """Raises `BadArchive`."""
        files = parts(data, MOST)
        declared = element(files[_TYPES]) if _TYPES in files else ()
        overrides = (one for one in declared if local(one) == "Override")
        types = {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in overrides}
        found = cls(files, types)
        if found.main not in files:
            raise BadArchive("it is no document of Word")
        if any(len(data) > LONGEST for name, data in files.items() if name.endswith(".xml")):
            raise BadArchive(f"a text in it has more than {LONGEST:,} bytes of XML: part it")
        return found

    @property
    def main(self) -> str:
        """The file that holds the text."""
        texts = (name for name, kind in self.types.items() if kind.endswith(_MAIN) and "word" in kind)
        return next(texts, "word/document.xml")

    def of(self, kind: str) -> Iterator[Element]:
        """The files of a kind: `footnotes`, `endnotes`, `header`, `footer`, `comments`, `styles`."""
        return (element(self.files[name]) for name in self.named(kind))

    def named(self, kind: str) -> list[str]:
        """Their names."""
        return [name for name, said in self.types.items() if said.endswith(f".{kind}+xml") and name in self.files]

    def with_texts(self, texts: Mapping[str, Element]) -> bytes:
        """The document with other texts, and without its comments."""
        files = {**self.files, **{name: xml(root) for name, root in texts.items()}}
        return packed({name: data for name, data in files.items() if name not in self.named("comments")})

    def holds(self, ending: str) -> bool:
        """Whether a file of it has a name with this ending."""
        return any(name.lower().endswith(ending) for name in self.files)

    def told(self, name: str) -> str:
        """A property that its program wrote: `title`, `creator`, `created`, `modified`; "" where there is none."""
        core = element(self.files[_CORE]) if _CORE in self.files else None
        found = child(core, name)
        return " ".join((found.text or "").split()) if found is not None else ""

    @property
    def title(self) -> str:
        """The title that somebody gave it."""
        return named_title(self.told("title"))

    @property
    def day(self) -> str:
        """The day on which it was changed last (ISO 8601); "" where that is not told."""
        return written_day(self.told("modified") or self.told("created"))


def named_title(title: str) -> str:
    """A title that somebody gave; "" of one that a program did."""
    own = title.lower()
    return "" if own.startswith(_OFFERED) or own.endswith((".doc", ".docx", ".odt")) else title


def written_day(instant: str) -> str:
    """The day of an instant (ISO 8601); "" of anything else."""
    day = instant[:10]
    return day if len(day) == 10 and day.replace("-", "").isdecimal() and day > "1990" else ""

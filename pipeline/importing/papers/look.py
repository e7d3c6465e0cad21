"""How words, paragraphs and lists of OpenDocument look: by their styles, and by those on which they rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.formats.archive import local
from pipeline.importing.papers.xml import Element, all_of, child, value

_DEEP: Final = 20
_PARAGRAPHS: Final[Mapping[str, tuple[str, str]]] = {
    "Title": ("p", "title"),
    "Subtitle": ("p", "subtitle"),
    "Quotations": ("blockquote", ""),
    "Preformatted_20_Text": ("pre", ""),
    "Caption": ("p", "caption"),
    "Illustration": ("p", "caption"),
    "Horizontal_20_Line": ("hr", ""),
}
_BOLD: Final = frozenset({"bold", "600", "700", "800", "900"})
_SIGNS: Final[tuple[tuple[str, str, Callable[[str], bool]], ...]] = (
    ("strong", "font-weight", _BOLD.__contains__),
    ("em", "font-style", frozenset({"italic", "oblique"}).__contains__),
    ("s", "text-line-through-style", lambda said: said not in ("", "none")),
    ("u", "text-underline-style", lambda said: said not in ("", "none")),
    ("sup", "text-position", lambda said: said.startswith(("super", "3", "5"))),
    ("sub", "text-position", lambda said: said.startswith(("sub", "-"))),
    ("hidden", "display", lambda said: said == "none"),
)
"""The tag that words get, the property of a style that says so, and which of its values do."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a document by their names, and which levels of its lists are numbered."""

    styles: Mapping[str, Element] = field(default_factory=dict)
    ordered: Mapping[tuple[str, int], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Element, styles: Element | None) -> Looks:
        """Those of both files of a document."""
        roots = [content] if styles is None else [styles, content]
        declared = [one for root in roots for one in all_of(root, "style", "list-style")]
        ordered = {
            (value(one, "name"), int(value(level, "level") or 0)): local(level) == "list-level-style-number"
            for one in declared
            if local(one) == "list-style"
            for level in one
            if value(level, "level").isdecimal()
        }
        return cls({value(one, "name"): one for one in declared if local(one) == "style"}, ordered)

    def paragraph(self, name: str) -> tuple[str, str]:
        """The tag and the class of a paragraph."""
        found = (_PARAGRAPHS[one] for one, _ in self._chain(name) if one in _PARAGRAPHS)
        return next(found, ("p", ""))

    def words(self, name: str) -> tuple[str, ...]:
        """The tags of words in a style, the outermost first."""
        properties = [child(style, "text-properties") for _, style in self._chain(name)]

        def said(attribute: str) -> str:
            return next((text for one in properties if (text := value(one, attribute))), "")

        return tuple(tag for tag, attribute, fits in _SIGNS if fits(said(attribute)))

    def is_ordered(self, name: str, level: int) -> bool:
        """Whether the points of a list are numbered."""
        return self.ordered.get((name, level), False)

    def _chain(self, name: str) -> Iterator[tuple[str, Element]]:
        """A style, and those on which it rests, with their names."""
        for _ in range(_DEEP):
            style = self.styles.get(name)
            if style is None:
                return
            yield name, style
            name = value(style, "parent-style-name")

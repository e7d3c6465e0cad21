"""A text of Word made ready for mammoth, which passes over what it does not know: equations, boxes of text, fields.

What does not come along is told. Changes that were tracked are taken as accepted, which is what a reader of the paper
sees who does not look for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pipeline.formats.archive import local
from pipeline.importing.papers import blanks, equations
from pipeline.importing.papers.fields import Fields
from pipeline.importing.papers.styles import Styles
from pipeline.importing.papers.xml import Element, all_of, child, is_on, made, remove, replace, said, value, words
from pipeline.importing.source.faults import Faults

_SHOWN: Final = 80
_GALLERY: Final = ("sdtPr", "docPartObj", "docPartGallery")
_LOST: Final = {
    "chart": ("chart", "a chart"),
    "relIds": ("diagram", "a diagram (SmartArt)"),
    "OLEObject": ("object", "an object of another program"),
    "altChunk": ("inserted-file", "a file that Word shows in its place"),
}
"""Elements of which nothing comes along → the loss, and what it was."""


@dataclass(slots=True)
class Prepared:
    """Makes the texts of one document ready. `forms` has the lists of its fields to choose from."""

    styles: Styles
    faults: Faults
    forms: Fields = field(default_factory=Fields)

    def prepare(self, root: Element) -> None:
        """Change a text in its place."""
        for text in all_of(root, "t", "delText"):
            text.text = blanks.clean(text.text or "")
        self._contents(root)
        self._unseen(root)
        self._changes(root)
        self._boxes(root)
        self._equations(root)
        self._told(root)
        self.forms.mark(root)
        _marks(root)

    def lose(self, kind: str, what: str, count: int = 1) -> None:
        """What stays where it is."""
        self.faults.add(f"paper/{kind}", "dropped", what[:_SHOWN], 0, count)

    def change(self, kind: str, what: str, count: int = 1) -> None:
        """What comes along in another way."""
        self.faults.add(f"paper/{kind}", "changed", what[:_SHOWN], 0, count)

    def _contents(self, root: Element) -> None:
        """The table of contents: every page makes its own."""
        found = [one for one in all_of(root, "p") if self.styles.is_contents(value(child(one, "pPr", "pStyle")))]
        found += [one for one in all_of(root, "sdt") if value(child(one, *_GALLERY)) == "Table of Contents"]
        for one in found:
            remove(one)
        if found:
            self.lose("contents", "the table of contents", 1)

    def _unseen(self, root: Element) -> None:
        """Text that Word hides: somebody meant it not to be read."""
        hidden = [one for one in all_of(root, "r") if is_on(child(one, "rPr", "vanish"))]
        for one in hidden:
            self.lose("hidden-text", words(one))
            remove(one)
        for one in all_of(root, "br"):
            if value(one, "type") == "page":
                self.lose("page-break", "the end of a page")

    def _changes(self, root: Element) -> None:
        for one in all_of(root, "ins", "moveTo"):
            if all_of(one, "t"):
                self.change("tracked-change", f"taken as accepted: “{words(one)}”")
        for one in all_of(root, "del", "moveFrom"):
            if all_of(one, "t", "delText"):
                gone = "".join(text.text or "" for text in all_of(one, "t", "delText"))
                self.change("tracked-change", f"taken as accepted, and left out: “{gone}”")

    def _boxes(self, root: Element) -> None:
        """Boxes of text go behind the paragraph at which they stand; each stands there twice, for old programs too."""
        for both in all_of(root, "AlternateContent"):
            choice = child(both, "Choice")
            if choice is not None and child(both, "Fallback") is None:
                replace(both, *list(choice))
        for drawing in all_of(root, "drawing"):
            inside = [one for one in all_of(drawing, "txbxContent") if not _is_within(one, "txbxContent", drawing)]
            if inside and not _is_within(drawing, "AlternateContent", root):
                replace(drawing, made(root, "pict", *inside))
        boxes = [one for one in all_of(root, "txbxContent") if not _is_within(one, "Choice", root)]
        for one in (one for one in boxes if words(one)):
            self.change("text-box", f"stands behind its paragraph: “{words(one)}”")

    def _equations(self, root: Element) -> None:
        for one in all_of(root, "oMath"):
            line = " ".join(equations.line(one).split())
            self.change("equation", line)
            replace(one, said(root, line))
        for one in all_of(root, "oMathPara"):
            replace(one, *[run for run in one if local(run) == "r"])

    def _told(self, root: Element) -> None:
        for one in all_of(root, *_LOST):
            if not _is_within(one, "Fallback", root):
                self.lose(*_LOST[local(one)])
        for one in all_of(root, "blip"):
            if value(one, "link") and not value(one, "embed"):
                self.lose("linked-picture", "a picture that lies beside the document, and not in it")


def headers(parts: Iterable[tuple[str, Element]], prepared: Prepared) -> None:
    """Tell of what stands on top and at the foot of every page, each text once."""
    seen: set[str] = set()
    for kind, root in parts:
        said_there = words(root)
        if any(letter.isalpha() for letter in said_there) and said_there not in seen:
            seen.add(said_there)
            prepared.lose(kind, said_there)


def comments(root: Element, prepared: Prepared) -> None:
    """Tell of comments: what they say, and not who said it."""
    for one in all_of(root, "comment"):
        prepared.lose("comment", words(one))


def _is_within(one: Element, name: str, below: Element) -> bool:
    """Whether an element stands in one of a name, below another one."""
    above = one.getparent()
    while above is not None and above is not below:
        if local(above) == name:
            return True
        above = above.getparent()
    return False


def _marks(root: Element) -> None:
    """Leave only those bookmarks to which something leads: Word sets many for itself."""
    led = {value(one, "anchor") for one in all_of(root, "hyperlink")}
    asked = " ".join(one.text or "" for one in all_of(root, "instrText"))
    for one in all_of(root, "bookmarkStart"):
        if value(one, "name") not in led and f"{value(one, 'name')}" not in asked.split():
            remove(one)

"""A text of LibreOffice (OpenDocument, ISO/IEC 26300) as HTML, by the same rules as one of Word."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml import html
from lxml.html import HtmlElement

from pipeline.formats.archive import BadArchive, Locked, element, local, parts
from pipeline.importing.papers import blanks, equations
from pipeline.importing.papers.look import Looks
from pipeline.importing.papers.package import LONGEST, MOST, named_title, written_day
from pipeline.importing.papers.read import Read
from pipeline.importing.papers.xml import Element, all_of, child, value
from pipeline.importing.source.faults import Faults

_DEEP: Final = 200
_LEVELS: Final = 6
_TYPES: Final = {
    **{sort: f"image/{sort}" for sort in ("png", "jpeg", "gif", "webp")},
    "jpg": "image/jpeg",
}
_PASSED: Final = frozenset(
    (
        *("sequence-decls", "variable-decls", "user-field-decls", "forms", "soft-page-break", "title", "desc"),
        *("change-start", "change-end", "change", "bookmark", "bookmark-start", "bookmark-end", "annotation-end"),
        *("reference-mark", "reference-mark-start", "reference-mark-end", "table-columns", "table-column"),
        *("table-header-columns", "label", ""),
    )
)
"""Elements that say nothing to a reader."""
_INDEXES: Final = ("table-of-content", "alphabetical-index", "illustration-index", "table-index")
_SHOWN: Final = 80


def read(data: bytes, faults: Faults) -> Read:
    """Read a document. Raises `BadArchive`."""
    files = parts(data, MOST)
    if "content.xml" not in files:
        raise BadArchive("it is no document of LibreOffice")
    if b"encryption-data" in files.get("META-INF/manifest.xml", b""):
        raise Locked("it is protected by a password")
    if len(files["content.xml"]) > LONGEST:
        raise BadArchive(f"it has more than {LONGEST:,} bytes of XML: part it")
    content = element(files["content.xml"])
    styles = element(files["styles.xml"]) if "styles.xml" in files else None
    body = child(content, "body", "text")
    if body is None:
        raise BadArchive("it is no text, but sheets or slides")
    meta = child(element(files["meta.xml"]), "meta") if "meta.xml" in files else None
    page = _Page(Looks.of(content, styles), files, faults)
    root = page.whole(body)
    names = ("title", "date", "creation-date", "creator", "initial-creator")
    title, changed, begun, last, first = (_said(child(meta, name)) for name in names)
    return Read(root, tuple(page.lists), named_title(title), written_day(changed or begun), last or first)


class _Page:
    """Writes the HTML of one document."""

    def __init__(self, looks: Looks, files: Mapping[str, bytes], faults: Faults) -> None:
        self._looks, self._files, self._faults = looks, files, faults
        self._notes: list[HtmlElement] = []
        self._list_styles: list[str] = [""]
        self._counts: dict[str, int] = {}
        self.lists: list[tuple[str, ...]] = []

    def whole(self, body: Element) -> HtmlElement:
        """The text with its notes behind it."""
        root = html.Element("div")
        self._flow(body, root, 0)
        if self._notes:
            root.append(html.Element("ol"))
            root[-1].extend(self._notes)
        return root

    def _flow(self, source: Element, goal: HtmlElement, depth: int, level: int = 1) -> None:
        """The blocks in an element."""
        if depth > _DEEP:
            raise BadArchive("its parts stand inside each other, too deep to read")
        for one in source:
            name = local(one)
            if name in _WRITERS:
                _WRITERS[name](self, one, goal, depth + 1, level)
            elif name in _INDEXES:
                self._lose("contents", "the table of contents")
            elif name == "tracked-changes":
                self._changes(one)
            elif name not in _PASSED:
                self._flow(one, goal, depth + 1, level)

    def _lose(self, kind: str, what: str) -> None:
        self._faults.add(f"paper/{kind}", "dropped", what[:_SHOWN], 0)

    def _change(self, kind: str, what: str) -> None:
        self._faults.add(f"paper/{kind}", "changed", what[:_SHOWN], 0)

    def _changes(self, tracked: Element) -> None:
        for one in tracked:
            deleted = child(one, "deletion")
            left_out = f", and left out: “{_said(deleted)}”" if deleted is not None else ""
            self._change("tracked-change", f"taken as accepted{left_out}")

    # Blocks

    def paragraph(self, one: Element, goal: HtmlElement, depth: int, _level: int) -> None:
        style = value(one, "style-name")
        tag, kind = self._looks.paragraph(style)
        if "hidden" in self._looks.words(style):
            self._lose("hidden-text", _said(one))
            return
        block = html.Element(tag, {"class": kind} if kind else {})
        if tag == "pre" and len(goal) and goal[-1].tag == "pre":  # lines of one passage
            block = goal[-1]
            _say(block, "\n")
        else:
            goal.append(block)
        self._inline(one, block, goal, depth)

    def heading(self, one: Element, goal: HtmlElement, depth: int, _level: int) -> None:
        level = value(one, "outline-level")
        block = html.Element(f"h{min(_LEVELS, max(1, int(level) if level.isdecimal() else 1))}")
        goal.append(block)
        self._inline(one, block, goal, depth)

    def points(self, one: Element, goal: HtmlElement, depth: int, level: int) -> None:
        self._list_styles.append(value(one, "style-name") or self._list_styles[-1])
        block = html.Element("ol" if self._looks.is_ordered(self._list_styles[-1], level) else "ul")
        if (first := self._first(one, level)) != 1 and block.tag == "ol":
            block.set("start", str(first))
        goal.append(block)
        for point in one:
            if local(point) in ("list-item", "list-header"):
                made = html.Element("li")
                block.append(made)
                self._flow(point, made, depth, level + 1)
                if len(made) and made[0].tag == "p" and all(part.tag in ("ul", "ol") for part in made[1:]):
                    made[0].drop_tag()
        self._list_styles.pop()

    def _first(self, one: Element, level: int) -> int:
        """The number with which a list begins: it may go on with that of the one before it in its style."""
        name, points = self._list_styles[-1], sum(1 for point in one if local(point) == "list-item")
        given = value(next(iter(one), None), "start-value")
        goes_on = value(one, "continue-numbering") == "true" or value(one, "continue-list")
        first = int(given) if given.isdecimal() and len(given) < 7 else self._counts.get(name, 0) + 1 if goes_on else 1
        if level == 1:
            self._counts[name] = first + points - 1
        return first if level == 1 else 1

    def rows(self, one: Element, goal: HtmlElement, depth: int, _level: int) -> None:
        table = html.Element("table")
        goal.append(table)
        for row in all_of(one, "table-row"):
            made = html.Element("tr")
            table.append(made)
            above = row.getparent()
            tag = "th" if above is not None and local(above) == "table-header-rows" else "td"
            for cell in (cell for cell in row if local(cell) == "table-cell"):
                spans = {
                    "colspan": value(cell, "number-columns-spanned"),
                    "rowspan": value(cell, "number-rows-spanned"),
                }
                made.append(html.Element(tag, {name: said for name, said in spans.items() if said not in ("", "1")}))
                self._flow(cell, made[-1], depth)

    # Words

    def _inline(self, source: Element, goal: HtmlElement, above: HtmlElement, depth: int) -> None:
        """What stands in a line; boxes of text go behind the block, into `above`."""
        if depth > _DEEP:
            raise BadArchive("its parts stand inside each other, too deep to read")
        _say(goal, blanks.clean(source.text or ""))
        for one in source:
            self._word(one, goal, above, depth + 1)
            _say(goal, blanks.clean(one.tail or ""))

    def _word(self, one: Element, goal: HtmlElement, above: HtmlElement, depth: int) -> None:
        name = local(one)
        if name in _LETTERS:
            _say(goal, _LETTERS[name](self, one))
        elif name in _WORDS:
            _WORDS[name](self, one, goal, above, depth)
        elif name == "line-break":
            goal.append(html.Element("br"))
        elif name not in _PASSED:
            self._inline(one, goal, above, depth)

    def choice(self, one: Element) -> str:
        self.lists.append(tuple(dict.fromkeys(value(label, "value") for label in all_of(one, "label"))))
        return blanks.choice(len(self.lists) - 1) if len(self.lists[-1]) > 1 else blanks.BLANK

    def comment(self, one: Element) -> str:
        self._lose("comment", " ".join(_said(part) for part in one if local(part) == "p"))
        return ""

    def link(self, one: Element, goal: HtmlElement, above: HtmlElement, depth: int) -> None:
        goal.append(html.Element("a", {"href": value(one, "href")}))
        self._inline(one, goal[-1], above, depth)

    def span(self, one: Element, goal: HtmlElement, above: HtmlElement, depth: int) -> None:
        tags = self._looks.words(value(one, "style-name"))
        if "hidden" in tags:
            self._lose("hidden-text", _said(one))
            return
        if "u" in tags and not _said(one) and len("".join(map(str, one.itertext()))) + len(one) > 1:
            _say(goal, blanks.BLANK)
            return
        for tag in (tag for tag in tags if tag != "u"):
            goal.append(html.Element(tag))
            goal = goal[-1]
        self._inline(one, goal, above, depth)

    def note(self, one: Element, goal: HtmlElement, _above: HtmlElement, depth: int) -> None:
        number = len(self._notes) + 1
        sign = html.Element("sup")
        sign.append(html.Element("a", {"href": f"#note-{number}", "id": f"note-ref-{number}"}))
        sign[0].text = f"[{number}]"
        goal.append(sign)
        note = html.Element("li", {"id": f"note-{number}"})
        self._notes.append(note)
        body = child(one, "note-body")
        if body is not None:
            self._flow(body, note, depth)
        back = html.Element("a", {"href": f"#note-ref-{number}"})
        back.text = "\u2191"
        (note[-1] if len(note) else note).append(back)

    def frame(self, frame: Element, goal: HtmlElement, above: HtmlElement, depth: int) -> None:
        box = child(frame, "text-box")
        image, inside = child(frame, "image"), child(frame, "object")
        if box is not None:
            self._change("text-box", f"stands behind its paragraph: “{_said(box)}”")
            self._flow(box, above, depth)
        elif inside is not None:
            self._object(inside, goal)
        elif image is not None:
            self._picture(image, _said(child(frame, "desc")) or _said(child(frame, "title")), goal)

    def _object(self, inside: Element, goal: HtmlElement) -> None:
        """An equation, or what another program shows there."""
        name = f"{value(inside, 'href').removeprefix('./')}/content.xml"
        root = element(self._files[name]) if name in self._files else None
        if root is not None and local(root) == "math":
            line = equations.mathml(root)
            self._change("equation", line)
            _say(goal, line)
        else:
            self._lose("object", "an object of another program")

    def _picture(self, image: Element, alt: str, goal: HtmlElement) -> None:
        name = value(image, "href").removeprefix("./")
        ending = name.rpartition(".")[2].lower()
        if name not in self._files:
            self._lose("linked-picture", "a picture that lies beside the document, and not in it")
        elif ending not in _TYPES:
            self._lose("picture", f"a picture of the sort {ending}: save it as PNG, and put that in")
        else:
            data = base64.b64encode(self._files[name]).decode()
            goal.append(html.Element("img", {"src": f"data:{_TYPES[ending]};base64,{data}", "alt": alt}))


# Tables of its methods, by the names of elements.

_WRITERS: Final[Mapping[str, Callable[[_Page, Element, HtmlElement, int, int], None]]] = {
    "p": _Page.paragraph,
    "h": _Page.heading,
    "list": _Page.points,
    "table": _Page.rows,
}
_WORDS: Final[Mapping[str, Callable[[_Page, Element, HtmlElement, HtmlElement, int], None]]] = {
    "span": _Page.span,
    "a": _Page.link,
    "note": _Page.note,
    "frame": _Page.frame,
}
_LETTERS: Final[Mapping[str, Callable[[_Page, Element], str]]] = {
    "s": lambda _, one: " " * min(100, int(value(one, "c") or 1)),
    "tab": lambda *_: "\t",
    "placeholder": lambda *_: blanks.BLANK,
    "drop-down": _Page.choice,
    "annotation": _Page.comment,
}


def _said(one: Element | None) -> str:
    """What is written in an element, in one line."""
    return " ".join(" ".join(_texts(one)).split()) if one is not None else ""


def _texts(one: Element) -> Iterator[str]:
    for block in all_of(one, "p", "h") or [one]:
        yield "".join(map(str, block.itertext()))


def _say(goal: HtmlElement, text: str) -> None:
    if len(goal):
        goal[-1].tail = (goal[-1].tail or "") + text
    else:
        goal.text = (goal.text or "") + text

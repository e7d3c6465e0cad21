"""A worksheet on paper as a form: lines to write on, boxes to tick, scales, tables to fill in.

Only what can be meant in one way becomes a field; all else stays as it is on paper. The form is written as editors
write it, and read by the reader of forms before anything is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from lxml import html
from lxml.html import HtmlElement

from pipeline.formats import form
from pipeline.importing.keeping.written import field
from pipeline.importing.papers import blanks

Item = dict[str, Any]
_BOXES: Final = re.compile("[\u2610\u25a1\u25a2\u274f\u2751\u2b1c\u25fb\u25cb\u25ef]|\\[ {1,2}\\]|\\( {1,2}\\)")
_DAYS: Final = frozenset({"date", "day", "datum", "tag", "fecha", "data", "dato", "today", "today's date"})
_SIGNED: Final = ("signature", "signed", "sign", "unterschrift", "firma", "handtekening")
_HEADS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST: Final = 200
_SHORT: Final = 40
_LEAST_SCALE, _MOST_SCALE = 4, 21
_EMPTY_BOX_ROWS: Final = 5
_MOST_ROWS, _MOST_COLUMNS, _MOST_OPTIONS, _MOST_ITEMS = 60, 12, 30, 100


class Worksheet:
    """The blocks of a document, of which fields are made. `lists`: what there is to choose from, by number."""

    def __init__(self, root: HtmlElement, lists: Sequence[Sequence[str]]) -> None:
        self._root, self._lists = root, lists
        self._made: dict[HtmlElement, list[Item]] = {}

    def fill(self) -> tuple[str, ...]:
        """Put forms in the place of what is to be filled in, each as code in the language `form`; they are given."""
        for block in list(self._root):
            items = self._items(block) if isinstance(block.tag, str) else None
            if items is not None:
                self._place(block, items)
        for place in list(self._root.iter("pre")):
            if place in self._made:
                self._join(place)
        return tuple(self._forms())

    def _place(self, block: HtmlElement, items: list[Item]) -> None:
        """Put fields in the place of a block; none where it belongs to the field before it."""
        if items:
            place = html.Element("pre")
            block.addprevious(place)
            self._made[place] = items
        block.drop_tree()

    def _join(self, place: HtmlElement) -> None:
        """Make one form of fields that follow each other."""
        before = _before(place)
        if before is not None and before in self._made and len(self._made[before]) < _MOST_ITEMS:
            self._made[place] = self._made.pop(before) + self._made[place]
            before.drop_tree()

    def _forms(self) -> Iterator[str]:
        taken: list[str] = []
        for place, items in self._made.items():
            text = written(items)
            read, _ = form.parse(text, "", 1, taken)
            code = html.Element("code", {} if read is None else {"class": "language-form"})
            code.text = text
            place.append(code)
            if read is not None:  # what is no form stays where it is, as text
                taken += form.ids(read)
                yield text

    def _items(self, block: HtmlElement) -> list[Item] | None:
        """The fields that a block asks for; None where it is no part of a form, or not surely."""
        if block.tag in ("ul", "ol"):
            return self._of_list(block)
        if block.tag == "table":
            return self._of_table(block)
        if block.tag != "p" or not _is_plain(block):
            return None
        text = block.text_content()
        if scale := _scale(text):
            return self._asked(block, lambda label: {"scale": label, **scale})
        if blanks.LINE.search(text) and not blanks.without(text):
            return self._ruled(block)
        return self._of_text(text)

    def _of_text(self, text: str) -> list[Item] | None:
        return _boxes(text) or self._chosen(text) or _lines(text)

    def _chosen(self, text: str) -> list[Item] | None:
        number, label = blanks.chosen(text), _label(blanks.without(text))
        if number is None or not label:
            return None
        return [{"choice": label, "options": [*self._lists[number]][:_MOST_OPTIONS]}]

    def _of_list(self, block: HtmlElement) -> list[Item] | None:
        """A list is a form where each of its points is a field."""
        points = [one for one in block if one.tag == "li"]
        if not points or not _is_plain(block) or any(True for one in points for _ in one.iter("ul", "ol")):
            return None
        found = [self._of_text(one.text_content()) for one in points]
        return [item for items in found if items for item in items] if all(found) else None

    def _ruled(self, block: HtmlElement) -> list[Item] | None:
        """Lines alone: what is asked stands in the paragraph before them, and each further one is a row more."""
        before = _before(block)
        last = self._made[before][-1] if before is not None and before in self._made else {}
        if "lines" in last:
            last["rows"] = min(_MOST_ROWS, last["rows"] + _rows(block))
            return []
        rows = _rows(block)
        return self._asked(block, lambda label: {"lines": label, "rows": rows})

    def _asked(self, block: HtmlElement, item: Callable[[str], Item]) -> list[Item] | None:
        """A field whose question stands before it: a short paragraph goes into it, a heading stays."""
        before = _before(block)
        if before is None or before.tag not in {*_HEADS, "p"} or not _is_plain(before):
            return None
        label = _label(before.text_content())
        if not label or len(label) > _LONGEST:
            return None
        if before.tag == "p":
            before.drop_tree()
        return [item(label)]

    def _of_table(self, table: HtmlElement) -> list[Item] | None:
        rows = [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        if (
            not rows
            or not _is_plain(table)
            or any(cell.get("colspan") or cell.get("rowspan") for cell in table.iter("td", "th"))
        ):
            return None
        if len(rows) == 1 and len(rows[0]) == 1:
            return self._of_box(table, rows[0][0])
        if all(len(row) == 2 and row[0] and not row[1] for row in rows):
            return [{"text": label} for row in rows if (label := _label(row[0]))]
        head, body = rows[0], rows[1:]
        columns = 1 < len(head) <= _MOST_COLUMNS and all(head) and all(len(cell) <= _LONGEST for cell in head)
        if not body or not columns or any(any(row) for row in body) or len(body) > _MOST_ROWS:
            return None
        return self._asked(table, lambda label: {"table": label, "columns": head, "rows": len(body)})

    def _of_box(self, table: HtmlElement, text: str) -> list[Item] | None:
        """A frame to write in."""
        if not text:
            return self._asked(table, lambda label: {"lines": label, "rows": _EMPTY_BOX_ROWS})
        asks = text.endswith((":", "?", "\u2026")) and len(text) <= _LONGEST
        return [{"lines": _label(text), "rows": _EMPTY_BOX_ROWS}] if asks else None


def plain(root: HtmlElement) -> None:
    """Lines to write on in the place of all signs that are left."""
    for one in root.iter():
        one.text, one.tail = blanks.plain(one.text or "") or None, blanks.plain(one.tail or "") or None


def to_boxes(root: HtmlElement) -> None:
    """The boxes of Word as letters: a form is made of them, or else they stand in the text."""
    for box in list(root.iter("input")):
        sign = "\u2611 " if box.get("checked") else f"{blanks.BOX} "
        box.tail = sign + (box.tail or "").lstrip()
        box.drop_tree()


def written(items: Iterable[Item]) -> str:
    """Fields as an editor writes them."""
    each = ("".join(field(name, value) for name, value in item.items()) for item in items)
    return "".join("- " + text.rstrip("\n").replace("\n", "\n  ") + "\n" for text in each)


# One line of text


def _boxes(text: str) -> list[Item] | None:
    """Boxes with words behind each; before several of them what is asked, of which one is true."""
    if not _BOXES.search(text) or blanks.LINE.search(text):
        return None
    before, *options = (_label(one) for one in _BOXES.split(text))
    if not before:
        return [{"check": one} for one in options] if all(options) else None
    if len(options) == 1:
        return [{"check": before}] if not options[0] else None
    fits = all(options) and len(set(options)) == len(options) <= _MOST_OPTIONS
    return [{"choice": before, "options": options}] if fits and max(map(len, options)) <= _SHORT else None


def _lines(text: str) -> list[Item] | None:
    """Words, and behind them a line to write on; several such in one paragraph."""
    if not blanks.LINE.search(text):
        return None
    labels = [" ".join(one.split()) for one in blanks.LINE.split(text)]
    *asked, rest = labels
    if rest.strip(".") or not all(map(_label, asked)):
        return None
    if len(asked) > 1 and not all(one.endswith((":", "?")) or _is_day(one) or _is_name(one) for one in asked):
        return None  # a sentence with gaps
    return [_line(one, day=blanks.DAY in text and len(asked) == 1) for one in asked]


def _line(label: str, *, day: bool) -> Item:
    if day or _is_day(label):
        return {"date": _label(label)}
    return {"sign": _label(label)} if _is_name(label) else {"text": _label(label)}


def _is_day(label: str) -> bool:
    return _label(label).casefold() in _DAYS


def _is_name(label: str) -> bool:
    return _label(label).casefold().startswith(_SIGNED)


def _scale(text: str) -> Item | None:
    """Numbers that count up by one."""
    numbers = re.split(r"[\s\u00b7|/,;-]+", text.strip())
    if not _LEAST_SCALE <= len(numbers) <= _MOST_SCALE or not all(one.isdecimal() and len(one) < 3 for one in numbers):
        return None
    counted = [int(one) for one in numbers]
    begins = counted[0]
    return {"from": begins, "to": counted[-1]} if counted == [*range(begins, begins + len(counted))] else None


def _label(text: str) -> str:
    """What is asked, without the sign that leads to the field."""
    return " ".join(blanks.without(text).split()).rstrip(":").rstrip("\u2026 ").strip()


def _cell(cell: HtmlElement) -> str:
    return blanks.without(cell.text_content())


def _rows(block: HtmlElement) -> int:
    """Lines in one paragraph: of one that is broken by hand, each."""
    return max(1, min(_MOST_ROWS, 1 + sum(1 for _ in block.iter("br"))))


# The tree


def _before(block: HtmlElement) -> HtmlElement | None:
    """The block before one, past those that show nothing."""
    before: HtmlElement | None = block.getprevious()
    while before is not None and _is_empty(before):
        before = before.getprevious()
    return before


def _is_plain(block: HtmlElement) -> bool:
    """Whether it holds words alone: a field has no picture, no link and no note."""
    return all(one is block for one in block.iter("img", "a", "table"))


def _is_empty(block: HtmlElement) -> bool:
    shows = isinstance(block.tag, str) and any(True for _ in block.iter("img", "table", "hr", "pre"))
    return not shows and not block.text_content().strip()

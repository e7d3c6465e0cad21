"""Tables: which are of data, and their cells in rows that are all of one width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.importing.prose.page.tree import Element, words_of

_ALIGN = re.compile(r"text-align\s{0,9}:\s{0,9}(left|center|right)", re.IGNORECASE)
#: How much of a cell a block takes: two, and Markdown has no way to say it as it was.
_ROOM = {
    **dict.fromkeys(("p", "div", "figure"), 1),
    **dict.fromkeys(("ul", "ol", "blockquote", "pre", "h2", "h3", "h4", "dl"), 2),
}
_MOST_CELLS, _MOST_COLUMNS = 10_000, 200

Row = list[Element | None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data. Its first row has the names of the columns; None is a cell that another covers. `told` are the
    kinds of loss of which people should know.
    """

    rows: tuple[Row, ...]
    aligned: tuple[str, ...]
    caption: Element | None
    told: tuple[str, ...]


def read(element: Element) -> Table | None:
    """A table of data; None of one that lays a page out, or is too large for Markdown."""
    lines = [one for one in element.iter("tr") if _own(one, element)]
    cells = [[one for one in line if one.tag in ("td", "th")] for line in lines]
    cells = [row for row in cells if row]
    width = max((sum(_span(one, "colspan") for one in row) for row in cells), default=0)
    if _lays_out(element, cells, width) or _is_loose(element, cells):
        return None
    rows, spans = _spread(cells, width)
    told = [kind for kind, is_so in _doubts(element, cells, spans=spans) if is_so]
    caption = next((one for one in element if one.tag == "caption"), None)
    if caption is not None and not words_of(caption):
        caption = None
    aligned = tuple(_align(row[at] for row in rows) for at in range(width))
    return Table(tuple(rows), aligned, caption, tuple(told))


def _is_loose(table: Element, cells: Sequence[Sequence[Element]]) -> bool:
    """Whether words stand between the cells: where the table ends is not sure, and none may be lost."""
    held = [*(one for row in cells for one in row), *(one for one in table if one.tag == "caption")]
    return _size(table) != sum(map(_size, held))


def _size(element: Element) -> int:
    return len(words_of(element).replace(" ", ""))


def _own(line: Element, table: Element) -> bool:
    return next(iter(line.iterancestors("table")), None) is table


def _lays_out(table: Element, cells: Sequence[Sequence[Element]], width: int) -> bool:
    if table.get("role") in ("presentation", "none") or not cells or width < 2:
        return True
    if width > _MOST_COLUMNS or width * len(cells) > _MOST_CELLS:
        return True
    has_names = any(one.tag == "th" for row in cells for one in row)
    if has_names:
        return False
    return len(cells) == 1 or any(
        next(iter(one.iter("table", "h1", "h2", "h3", "form")), None) is not None for row in cells for one in row
    )


def _doubts(table: Element, cells: Sequence[Sequence[Element]], *, spans: bool) -> Iterator[tuple[str, bool]]:
    yield "table/span", spans
    yield "table/no-head", not any(one.tag == "th" for one in cells[0]) and not _is_head(cells[0][0])
    yield "table/nested", next((one for one in table.iter("table") if one is not table), None) is not None
    yield "table/blocks", any(sum(_ROOM.get(str(child.tag), 0) for child in one) > 1 for row in cells for one in row)


def _is_head(cell: Element) -> bool:
    return next(iter(cell.iterancestors("thead")), None) is not None


def _spread(cells: Sequence[Sequence[Element]], width: int) -> tuple[list[Row], bool]:
    """The cells in rows of one width, and whether some of them cover others."""
    rows: list[Row] = []
    below: dict[int, int] = {}
    spans = False
    for row in cells:
        made: Row = []
        waiting = list(row)
        while len(made) < width:
            at = len(made)
            if below.get(at, 0) > 0:
                below[at] -= 1
                made.append(None)
                continue
            cell = waiting.pop(0) if waiting else None
            wide, deep = (_span(cell, "colspan"), _span(cell, "rowspan")) if cell is not None else (1, 1)
            spans = spans or wide > 1 or deep > 1
            for column in range(at, min(width, at + wide)):
                below[column] = deep - 1
                made.append(cell if column == at else None)
        if waiting:
            width = max(width, len(made) + len(waiting))
            made += waiting
        rows.append(made)
    return [row + [None] * (width - len(row)) for row in rows], spans


def _span(cell: Element, name: str) -> int:
    given = cell.get(name, "").strip()
    return max(1, min(int(given), _MOST_COLUMNS)) if given.isdecimal() and len(given) < 5 else 1


def _align(column: Iterator[Element | None]) -> str:
    """How most cells of a column are aligned."""
    found = [one.get("align", "").lower() or _styled(one) for one in column if one is not None]
    kinds = [kind for kind in ("center", "right") if found.count(kind) * 2 > len(found)]
    return kinds[0] if kinds else ""


def _styled(cell: Element) -> str:
    found = _ALIGN.search(cell.get("style", "")[:500])
    return found[1].lower() if found else ""

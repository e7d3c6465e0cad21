"""Meetings in a table: CSV as spreadsheets write it, its columns known by their names, in any order.

What parts the cells (comma, semicolon, tab) is found in the line of names; a first line `sep=;`, as Excel writes it,
and lines above the names are passed over. A cell may hold line breaks: places are those of the line where a row begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.importing.meetings.record import MOST, Record
from pipeline.importing.meetings.vocabulary import field
from pipeline.importing.source.faults import Faults
from pipeline.problems import Place

_PARTS: Final = (",", ";", "\t", "|")
_ABOVE: Final = 20
"""Lines above the names of the columns: a title, a date, an empty line."""
_LEAST: Final = 3
"""Columns that are known by their names: a line with fewer is not the one."""
_CELL: Final = 1 << 20


def records(text: str, path: str, faults: Faults) -> Iterator[Record]:
    """The meetings of a table. One whose columns nobody knows gives none, and is told."""
    found = _names(text)
    if found is None:
        return faults.add(
            "meetings/columns", "dropped", "no line names columns that are known: `Name`, `Day`, `Time`", 1
        )
    part, names, above = found
    rows = _rows(text, part)
    for _ in range(above + 1):
        next(rows, None)
    for number, (line, cells) in enumerate(rows):
        if number == MOST:
            return faults.add("meetings/too-many", "dropped", f"more than {MOST:,}", line)
        record = _record(names, cells, Place(path, line))
        if record.said:
            yield record
    return None


def _rows(text: str, part: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line on which it begins."""
    csv.field_size_limit(_CELL)
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=part), 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        return  # a cell without an end: what it would swallow is the rest of the file


def _names(text: str) -> tuple[str, list[str], int] | None:
    """What parts cells, the names of the columns, and how many rows stand above them."""
    best: tuple[int, str, list[str], int] | None = None
    for part in _PARTS:
        for number, (_, cells) in zip(range(_ABOVE), _rows(text, part), strict=False):
            known = len({field(cell) for cell in cells} - {""})
            if known >= _LEAST and (best is None or known > best[0]):
                best = known, part, cells, number
    return best[1:] if best else None


def _record(names: Sequence[str], cells: Sequence[str], place: Place) -> Record:
    known, others = dict[str, str](), dict[str, str]()
    for name, cell in zip(names, cells, strict=False):
        if words := cell.strip():
            own = field(name)
            _put(known if own else others, own or name.strip() or "?", words)
    return Record(place, known, others)


def _put(into: dict[str, str], name: str, words: str) -> None:
    """Two columns may say parts of one thing, as a street in two."""
    said: Mapping[str, str] = into
    if words not in said.get(name, "").split(", "):
        into[name] = f"{said[name]}, {words}" if name in said else words

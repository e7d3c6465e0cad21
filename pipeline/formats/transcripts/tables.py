"""Transcripts as tables: `.tsv`, a cue a line (Whisper: thousandths of a second; Audacity's labels: seconds)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from pipeline.formats import times
from pipeline.formats.transcripts.draft import Draft, Faults, Written

FORM: Final = "a table of cues"
_COLUMNS: Final = ("start", "end", "text", "speaker")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,9})?")
_HINT: Final = "write a cue a line: start, end and text, with a tab between them"


def is_table(text: str) -> bool:
    """Whether a text shows itself that it is such a table: by the names of its columns, or two numbers in the first."""
    first = [cell.strip() for cell in text.lstrip().split("\n", 1)[0].casefold().split("\t")]
    labels = len(first) > 2 and all(map(_NUMBER.fullmatch, first[:2]))  # Audacity names them `.txt`
    return labels or _is_named(first)


def _is_named(first: Sequence[str]) -> bool:
    return {"start", "end", "text"} <= set(first)


def read(text: str, path: str) -> Draft:
    """The cues of a table; its first line may name the columns `start`, `end`, `text` and `speaker`."""
    faults, lines = Faults(path), text.split("\n")
    first = [name.strip().casefold() for name in lines[0].split("\t")]
    named = _is_named(first)
    columns = first if named else list(_COLUMNS)
    rows = [(number, line) for number, line in enumerate(lines) if line.strip() and not (named and number == 0)]
    begin = columns.index("start")
    whole = all("".join(line.split("\t")[begin : begin + 1]).strip().lstrip("-").isdecimal() for _, line in rows)
    cues = []
    for number, line in rows:
        if cue := _row(line, number, columns, whole=whole):
            cues.append(cue)
        else:
            faults.error(number + 1, "this line does not begin with the two times of a cue", _HINT)
    return Draft(FORM, tuple(cues), False, partial(_rewritten, lines, columns, whole, named), tuple(faults.errors))


def _row(line: str, number: int, columns: Sequence[str], *, whole: bool) -> Written | None:
    cells = line.split("\t", len(columns) - 1)
    values = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    start, end = (_seconds(values.get(name, ""), whole=whole) for name in ("start", "end"))
    if start is None or end is None:
        return None
    return Written(number + 1, start, end, (values.get("text", ""),), number, values.get("speaker", ""))


def _seconds(text: str, *, whole: bool) -> float | None:
    if _NUMBER.fullmatch(text):
        value = float(text.replace(",", "."))
        return max(0.0, value / 1000 if whole else value)
    return times.parse(text.replace(",", "."))


def _rewritten(lines: Sequence[str], columns: Sequence[str], whole: bool, named: bool, cues: Sequence[Written]) -> str:
    made = [lines[0]] if named else []
    for cue in cues:
        cells = lines[cue.part].split("\t", len(columns) - 1)
        for name, value in (("start", cue.start), ("end", cue.end)):
            if _seconds(cells[columns.index(name)].strip(), whole=whole) != value:
                cells[columns.index(name)] = str(round(value * 1000)) if whole else f"{value:.3f}"
        made.append("\t".join(cells))
    return "\n".join(made) + "\n"

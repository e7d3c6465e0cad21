"""fontTools: `Letters` looks which letters the fonts of print have."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.jobs import Made, Task
from pipeline.jobs.packages import version


@dataclass(frozen=True, slots=True)
class Letters:
    """Performer `letters`: which letters the inputs, fonts, have together. Fact: `letters`, from the first to the last
    of each row of them. A font that can't be read has none: who prints says what is wrong with it.
    """

    recipe: int = 1
    durable: bool = False

    @property
    def versions(self) -> Mapping[str, str]:
        return {"fonttools": version("fonttools")}

    def perform(self, task: Task) -> Made:
        from fontTools.ttLib import TTFont

        found: set[int] = set()
        for path in task.inputs.values():
            data = io.BytesIO(Path(path).read_bytes())
            with suppress(Exception), TTFont(data, lazy=True) as font:  # fontTools raises what it happens to meet
                found |= set(font.getBestCmap() or ())
        return Made({"letters": [list(row) for row in _rows(sorted(found))]})


def _rows(letters: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Letters, sorted, as rows of such that follow each other."""
    row: tuple[int, int] | None = None
    for letter in letters:
        if row and letter == row[1] + 1:
            row = (row[0], letter)
            continue
        if row:
            yield row
        row = (letter, letter)
    if row:
        yield row

"""What every reader of a transcript gives: the cues as its file has them, what is wrong, and how it is written anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.formats import times
from pipeline.problems import Place, Problem

MOST_PROBLEMS: Final = 20
"""The most problems of one sort that are told of a file; then their number."""


@dataclass(frozen=True, slots=True)
class Written:
    """A cue as a file has it: the line of its times (from 1), seconds, its text in lines, and who speaks where the form
    has a place for that. `part`: its number in the file. `sure`: how sure a recogniser is of its words, 0 to 1.
    """

    line: int
    start: float
    end: float
    lines: tuple[str, ...]
    part: int
    speaker: str = ""
    sure: float | None = None


Rewrite = Callable[[Sequence[Written]], str]
"""Cues, some of them with other times or words, or another order → the text of the file that holds these."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The cues of a file in its order. `markup`: whether their text may hold that of WebVTT. `errors` are what can't be
    read, `odd` what is read though programs do not; `form` is what the file is, in words.
    """

    form: str
    cues: tuple[Written, ...]
    markup: bool
    rewrite: Rewrite
    errors: tuple[Problem, ...] = ()
    odd: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Faults:
    """Collects what is wrong with one file."""

    path: str
    errors: list[Problem] = field(default_factory=list)
    odd: list[Problem] = field(default_factory=list)
    one_line: bool = False
    """Whether the file is one line, as JSON often is: then a line says nothing of where a cue is."""

    def error(self, line: int, message: str, hint: str) -> None:
        """What can't be read, or is not certain."""
        self.errors.append(Problem(Place(self.path, line), message, hint, "bad-transcript"))

    def mended(self, line: int, message: str, hint: str) -> None:
        """What can be meant in one way only, and is read so."""
        self.odd.append(Problem(Place(self.path, line), message, hint, "odd-transcript"))

    def of_cue(self, cue: Written, message: str, hint: str) -> None:
        """The same of one cue."""
        self.mended(cue.line, f"{message} ({self.where(cue)})" if self.one_line else message, hint)

    def where(self, cue: Written) -> str:
        """Which cue it is."""
        return f"of {times.clock(cue.start)}" if self.one_line else f"of line {cue.line}"


def told(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """So many of them as tell enough, and how many more there are."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    first, more = problems[:MOST_PROBLEMS], len(problems) - MOST_PROBLEMS
    last = first[-1]
    rest = Problem(last.place, f"{last.message}; and {more:,} more like these", last.hint, last.code)
    return (*first[:-1], rest)

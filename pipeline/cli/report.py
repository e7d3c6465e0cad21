"""Problems as people and machines read them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from pipeline.model.tree import Tree
from pipeline.problems import Place, Problem, Severity
from pipeline.settings.load import FILE, shown

#: GitHub shows no more annotations of one sort per step; the rest would vanish without a word.
GITHUB_SHOWN = 10
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
WIDTH, QUOTED = 160, 80
"""Characters of a line that are shown, and of one thing that a message quotes."""
SHOWN, PLACES = 200, 9
"""The most problems that a text shows, and the most places of one besides its first."""


def harmless(text: str) -> str:
    """Text from content that can't speak to a terminal or to the CI that reads the log."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " ")).replace("##[", "# #[")


def _line(text: str) -> str:
    """One harmless line: what content says can't begin another one."""
    return harmless(text.replace("\n", " "))


class Told(Protocol):
    """What is told: a problem of the content, or a finding in a feed."""

    @property
    def place(self) -> Place: ...
    @property
    def severity(self) -> StrEnum: ...
    @property
    def message(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Same:
    """A problem that stands in one or more places."""

    first: Told
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Problems for people: each once, the errors first where not all can be `shown`, and how many are `left`."""

    shown: tuple[Same, ...]
    left: int = 0


def together(problems: Iterable[Told]) -> Together:
    """Equal problems as one with its places; of very many, as many as somebody reads."""
    places: dict[tuple[str, ...], list[Told]] = {}
    for problem in problems:
        alike = (problem.severity, problem.message, problem.hint, problem.code)
        places.setdefault(alike, []).append(problem)
    same = [Same(first, tuple(other.place for other in others)) for first, *others in places.values()]
    chosen = sorted(range(len(same)), key=lambda index: same[index].first.severity != Severity.ERROR)[:SHOWN]
    return Together(tuple(same[index] for index in sorted(chosen)), len(same) - len(chosen))


def text(told: Together, tree: Tree) -> str:
    """Each problem with its place, line, caret and remedy, and where else it stands."""
    more = [f"and {told.left} more problems: `--json` lists all\n"] if told.left else []
    return "\n".join([*(_one(same, tree) for same in told.shown), *more])


def _one(same: Same, tree: Tree) -> str:
    problem, place = same.first, same.first.place
    lines = [f"{place}: {problem.severity}: {shortened(problem.message)} [{problem.code}]"]
    source = _source(place, tree)
    if source.strip():
        start = max(0, place.column - WIDTH // 2) if place.column > WIDTH else 0
        lines.append(f"  {place.line} | {source[start : start + WIDTH]}")
        if place.column:
            lines.append(f"  {' ' * len(str(place.line))} | {' ' * (place.column - 1 - start)}^")
    lines += [f"  also at {other}" for other in same.others[:PLACES]]
    if len(same.others) > PLACES:
        lines.append(f"  also at {len(same.others) - PLACES} more places: `--json` lists all")
    if problem.hint:
        lines.append(f"  remedy: {problem.hint}")
    return "\n".join(_line(line) for line in lines) + "\n"


def _source(place: Place, tree: Tree) -> str:
    """The line of a place; of the settings, without what may be a secret."""
    line = tree.line(place.path, place.line) if place.line else ""
    return shown(line) if place.path == FILE else line


def shortened(message: str) -> str:
    """A message in which no key, value or path is longer than somebody reads; what is between is left out."""
    parts = message.split("`")
    for at in range(1, len(parts) - 1, 2):  # what stands between two backticks
        if len(parts[at]) > QUOTED:
            parts[at] = f"{parts[at][: QUOTED // 2]}…{parts[at][-(QUOTED // 2) :]}"
    return "`".join(parts)


def github(problems: Iterable[Told]) -> str:
    """Annotations of GitHub Actions; what is left out is said."""
    problems = tuple(problems)
    lines = []
    for severity in dict.fromkeys((*Severity, *(problem.severity for problem in problems))):
        ours = [problem for problem in problems if problem.severity == severity]
        lines += [_annotation(problem) for problem in ours[:GITHUB_SHOWN]]
        if len(ours) > GITHUB_SHOWN:
            lines.append(f"and {len(ours) - GITHUB_SHOWN} more {_several(severity)}")
    return "\n".join(lines) + "\n" if lines else ""


def _several(severity: str) -> str:
    return f"{severity}s" if severity in tuple(Severity) else "recommendations"


def github_failure(message: str, hint: str) -> str:
    """The annotation of what is no fault of the content: a tool, or the target."""
    return f"::error title=pipeline::{harmless(_escaped(f'{message} {hint}'.strip()))}\n"


def github_warning(message: str) -> str:
    """The annotation of what went less well than it might."""
    return f"::warning title=pipeline::{harmless(_escaped(message))}\n"


def _annotation(problem: Told) -> str:
    place = problem.place
    where = f"file={harmless(_escaped(place.path, property_=True))}"
    where += f",line={place.line}" if place.line else ""
    where += f",col={place.column}" if place.column else ""
    message = shortened(problem.message)
    words = f"{message}. {problem.hint}" if problem.hint else message
    sort = problem.severity if problem.severity in tuple(Severity) else "notice"
    return f"::{sort} {where},title={problem.code}::{harmless(_escaped(words))}"


def _escaped(value: str, *, property_: bool = False) -> str:
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return value.replace(":", "%3A").replace(",", "%2C") if property_ else value


def difference(path: str, before: str, after: str) -> str:
    """What a repair changed, as a unified diff."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="", n=1)
    return "\n".join(harmless(line) for line in lines)


def plain(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON data; `file` is there where another file has to be brought."""
    return [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "severity": str(problem.severity),
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        | ({"file": problem.file} if problem.file else {})
        for problem in problems
    ]


def summary(problems: Iterable[Told]) -> str:
    """`2 errors, 1 warning`."""
    severities = [str(problem.severity) for problem in problems]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"

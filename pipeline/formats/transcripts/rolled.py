"""Captions that roll up, as those that YouTube makes: each line is shown two or three times, below the one before it,
so that it stands in two or three cues. Here each is said once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.formats.transcripts.draft import Written
from pipeline.formats.transcripts.markup import bare, unmarked

_ENOUGH: Final = 3
"""Cues that begin with what the one before them ends with: fewer may be somebody who says a thing twice."""
_PART: Final = 4
"""One in so many cues does so where captions roll up."""
_BRIEF: Final = 0.1
"""Seconds that only a cue lasts which is there to roll lines up; others that are alike are said twice."""
_NEAR: Final = 0.2
"""Seconds between two cues of which the one rolls out of the other."""
_PAUSE: Final = 60.0
"""Seconds for which the last line may stay when nobody speaks."""
_ROWS: Final = 6
"""The most lines that are shown at once."""

Lines = tuple[str, ...]


def unrolled(cues: Sequence[Written]) -> tuple[Written, ...] | None:
    """The same with each line once, in the cue in which it comes up; None where the captions do not roll up."""
    if any("<v" in line for cue in cues for line in cue.lines):
        return None  # who names voices writes by hand
    lines = [_lines(cue) for cue in cues]
    rolls = [n for n in range(1, len(cues)) if _rolls(cues[n - 1], cues[n], lines[n - 1], lines[n])]
    clear = sum(1 for n in rolls if lines[n] != lines[n - 1] or cues[n].end - cues[n].start < _BRIEF)
    if clear < _ENOUGH or clear * _PART < sum(1 for shown in lines if shown):
        return None
    return _each_once(cues, lines, frozenset(rolls))


def _lines(cue: Written) -> Lines:
    """What is shown, without marks and empty lines."""
    return tuple(filter(None, (" ".join(bare(line).split()) for line in cue.lines)))


def _rolls(one: Written, after: Written, shown: Lines, now: Lines) -> bool:
    """Whether a cue begins with what the one before it shows. After a pause that stays above another line."""
    if not (shown and now and one.start <= after.start):
        return False
    shared = _shared(shown, now)
    if after.start <= one.end + _NEAR:
        return shared > 0 or _grows(shown, now)
    return after.start <= one.end + _PAUSE and 0 < shared < len(now)


def _shared(shown: Lines, now: Lines) -> int:
    """With how many of the last lines shown the lines of a cue begin."""
    most = min(len(shown), len(now), _ROWS)
    return next((count for count in range(most, 0, -1) if shown[-count:] == now[:count]), 0)


def _grows(shown: Lines, now: Lines) -> bool:
    """Whether the last line shown goes on, word by word (live captions)."""
    return len(shown) == len(now) and shown[:-1] == now[:-1] and now[-1].startswith(f"{shown[-1]} ")


def _each_once(cues: Sequence[Written], lines: Sequence[Lines], rolls: frozenset[int]) -> tuple[Written, ...]:
    made: list[Written] = []
    for number, (cue, now) in enumerate(zip(cues, lines, strict=True)):
        shown = lines[number - 1] if number in rolls else ()
        if made and shown and now and not _shared(shown, now):  # it grows
            made[-1] = replace(
                made[-1], end=max(made[-1].end, cue.end), lines=(*made[-1].lines[:-1], unmarked(now[-1]))
            )
            continue
        new = now[_shared(shown, now) :]
        if new:
            made.append(replace(cue, lines=tuple(map(unmarked, new))))
        elif made and now:
            made[-1] = replace(made[-1], end=max(made[-1].end, cue.end))
    return tuple(_ended(made))


def _ended(cues: Sequence[Written]) -> list[Written]:
    """Each ends where the next one begins, at the latest: it was shown on while that came up below it."""
    after = [*(cue.start for cue in cues[1:]), float("inf")]
    return [
        replace(cue, end=begin) if cue.start < begin < cue.end else cue for cue, begin in zip(cues, after, strict=True)
    ]

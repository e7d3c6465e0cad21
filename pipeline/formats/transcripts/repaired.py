"""Cues in order of time, each with a length and within the sound: what recognisers (Whisper and its family) write and
players do not take, put right where it can be meant in one way. All times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.formats import times
from pipeline.formats.transcripts.draft import Faults, Written
from pipeline.formats.transcripts.voices import Said

BACK: Final = 30.0
"""How far a cue may lie before the one above it, and a last one beyond the sound: a window of Whisper. What lies
further is another part, or another cut."""
_ROUNDED: Final = 1.0
_SLIGHTLY: Final = 5.0
"""A cue that starts so little too early is said after the one above it, which goes on."""
_AGAIN: Final = 3
"""So many cues in a row far before what was said already: the times begin again."""
_DROP: Final = "`pipeline check --fix` takes it out"
_BEYOND: Final = "the cue {} beyond the end of the audio, {}"
_LETTERS: Final = 15.0
"""Letters that are read in a second."""
_SHORTEST, _LONGEST = 0.5, 7.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue, with who says what in it."""

    cue: Written
    said: Said

    @property
    def length(self) -> float:
        """Seconds that it takes to read it."""
        letters = sum(len(text) for _, text in self.said)
        return min(max(letters / _LETTERS, _SHORTEST), _LONGEST)


def repaired(cues: Sequence[Heard], faults: Faults, seconds: float | None) -> tuple[Heard, ...]:
    """The cues put right, each repair told. `seconds`: how long the sound is; None where that is not known."""
    kept = [one for one in cues if one.said]
    begun = _begun(_in_order(kept, faults), faults, seconds)
    return tuple(_parted(list(_ended(_with_lengths(begun, faults), faults, seconds)), faults))


def _in_order(cues: list[Heard], faults: Faults) -> list[Heard]:
    """Sorted by their beginnings. Where the times begin again, somebody must say what is meant."""
    if (again := _begins_again(cues)) is not None:
        message = f"from here on the times are those of before line {again[1]} again"
        faults.error(again[0], message, "are these two transcripts in one file? part them, or put the cues in order")
        return cues
    made: list[Heard] = []
    latest = cues[0] if cues else None
    for one in cues:
        made.append(one)
        if latest is None or one.cue.start >= latest.cue.start:
            latest = one
            continue
        message = f"the cue starts before the one {faults.where(latest.cue)}"
        end = max(latest.cue.start, latest.cue.end)
        if one.cue.end > end and end - one.cue.start <= _SLIGHTLY:
            faults.of_cue(one.cue, message, "`pipeline check --fix` lets it start where that one ends")
            made[-1] = latest = replace(one, cue=replace(one.cue, start=end))
        else:
            faults.of_cue(one.cue, message, "`pipeline check --fix` puts it before that")
    return sorted(made, key=lambda one: one.cue.start)


def _begins_again(cues: Sequence[Heard]) -> tuple[int, int] | None:
    """The line from which on several cues lie far before what was said already, and that of the latest before it."""
    latest, line, row = 0.0, 0, list[int]()
    for one in cues:
        if one.cue.start >= latest - BACK:
            row = []
        else:
            row.append(one.cue.line)
        if len(row) == _AGAIN:
            return row[0], line
        if one.cue.start >= latest:
            latest, line = one.cue.start, one.cue.line
    return None


def _with_lengths(cues: Sequence[Heard], faults: Faults) -> list[Heard]:
    """Each ends after it starts. What has no length and says what a cue beside it says is left out."""
    made: list[Heard] = []
    following = _following(cues)
    for number, one in enumerate(cues):
        cue = one.cue
        if cue.end > cue.start:
            made.append(one)
            continue
        beside = [*made[-1:], *cues[number + 1 : number + 2]]
        message = "the cue has no length" if cue.end == cue.start else "the cue ends before it starts"
        if any(one.said == other.said for other in beside):
            faults.of_cue(cue, f"{message}, and says what the one beside it says", _DROP)
            continue
        start, end = _span(one, made[-1].cue.end if made else 0.0, following[number])
        faults.of_cue(cue, message, f"`pipeline check --fix` lets it end at {times.timestamp(end)}")
        made.append(replace(one, cue=replace(cue, start=start, end=end)))
    return made


def _following(cues: Sequence[Heard]) -> list[float | None]:
    """For each cue when the next one begins that begins later."""
    made: list[float | None] = []
    after: float | None = None
    later: float | None = None
    for one in reversed(cues):
        if later is not None and later > one.cue.start:
            after = later
        made.append(after)
        later = one.cue.start
    return made[::-1]


def _span(one: Heard, before: float, after: float | None) -> tuple[float, float]:
    """Where a cue without a length begins and ends: its times may be the wrong way round; else it ends when it is read,
    or where the next one begins.
    """
    cue = one.cue
    if before <= cue.end < cue.start and (after is None or cue.start <= after) and cue.start - cue.end <= _LONGEST:
        return cue.end, cue.start
    end = cue.start + one.length
    return cue.start, round(min(end, after) if after is not None else end, 3)


def _parted(cues: Sequence[Heard], faults: Faults) -> list[Heard]:
    """One voice does not speak twice at a time: its cue ends where its next one begins. Where cues overlap by more than
    half, something else is meant, as a sound behind the words; unless nearly all of them do.
    """
    pairs = list(pairwise(cues))
    over = [one.cue.start < after.cue.start < one.cue.end and _one_voice(one, after) for one, after in pairs]
    all_do = len(pairs) >= _AGAIN and 2 * sum(over) > len(pairs)
    made = []
    for (one, after), overlap in zip(pairs, over, strict=True):
        begin = after.cue.start
        shorter = min(one.cue.end - one.cue.start, after.cue.end - begin)
        if overlap and (all_do or 2 * (one.cue.end - begin) <= shorter):
            message = f"the cue ends after the next one of the same voice begins, {times.timestamp(begin)}"
            faults.of_cue(one.cue, message, "`pipeline check --fix` lets it end there")
            made.append(replace(one, cue=replace(one.cue, end=begin)))
        else:
            made.append(one)
    return [*made, *cues[-1:]]


def _one_voice(one: Heard, after: Heard) -> bool:
    return one.said[-1][0] == after.said[0][0]


def _begun(cues: list[Heard], faults: Faults, seconds: float | None) -> list[Heard]:
    """Those that begin within the sound. Recognisers hear words in the silence behind it; what lies further belongs to
    another cut.
    """
    if seconds is None:
        return cues
    beyond = [one for one in cues if one.cue.start >= seconds]
    late = next((one for one in cues if one.cue.end > seconds + BACK), None)
    if 2 * len(beyond) > len(cues):
        late = late or beyond[-1]
    if late is not None:
        message, hint = (
            _BEYOND.format("ends", times.clock(seconds)),
            "is this the transcript of another cut of the episode?",
        )
        faults.error(late.cue.line, message, hint)
        return cues
    for one in beyond:
        faults.of_cue(one.cue, _BEYOND.format("starts", times.clock(seconds)), _DROP)
    return [one for one in cues if one.cue.start < seconds]


def _ended(cues: Sequence[Heard], faults: Faults, seconds: float | None) -> Iterator[Heard]:
    """Those that end within the sound; a second more is the rounding of others."""
    for one in cues:
        if seconds is None or one.cue.end <= seconds + _ROUNDED:
            yield one
            continue
        message = _BEYOND.format("ends", times.clock(seconds))
        faults.of_cue(one.cue, message, "`pipeline check --fix` lets it end there")
        yield replace(one, cue=replace(one.cue, end=_cut(one.cue.start, seconds)))


def _cut(start: float, seconds: float) -> float:
    return max(round(seconds, 3), start + 0.001)

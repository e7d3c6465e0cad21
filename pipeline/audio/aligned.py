"""A first guess at when each sentence of a text is said: by its length, and by the pauses of the recording.

Letters are spread over the time in which somebody speaks; the end of a sentence is laid into a pause near to where it
would be, the longer the pause the likelier. What lies between is found for all sentences at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log

from pipeline.formats.transcript import Cue

LETTERS = 84
"""Letters of a cue at most: two lines, as broadcasters have them."""
_SENTENCE = re.compile(r"(?<=[.?!…。؟])[\"'”’»)]?\s+")
_CLAUSE = re.compile(r"(?<=[,;:–])\s+")
_NAME_LETTERS = 40
_NEAR = 24
"""Pauses that are looked at for the end of one sentence."""
_DRIFT = 60.0
"""Seconds by which an end may be off what the length of the text says, for the cost of a whole pause."""
_LONG = 2.0
"""Seconds of silence beyond which a pause is no likelier to be an end."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nobody speaks, from `start` to `end` in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Piece:
    """What becomes a cue: who says it ("": nobody says), the text, and whether a sentence or a turn ends with it."""

    speaker: str
    text: str
    ends: bool


def pieces(text: str, names: Collection[str] = ()) -> tuple[Piece, ...]:
    """A plain text in pieces. Paragraphs may begin with who speaks (`Name: …`): one of `names`, or named twice."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())]
    seen = Counter(name for paragraph in paragraphs if (name := _name(paragraph)))
    found, speaker = [], ""
    for paragraph in filter(None, paragraphs):
        name = _name(paragraph)
        is_named = name and (name in names or seen[name] > 1)
        speaker = name if is_named else speaker
        said = paragraph[len(name) + 1 :].strip() if is_named else paragraph
        for sentence in filter(None, _SENTENCE.split(said)):
            parts = list(_parts(sentence))
            found += [Piece(speaker, part, part is parts[-1]) for part in parts]
    return tuple(found)


def _name(paragraph: str) -> str:
    """Who may be named at the beginning of a paragraph."""
    name, colon, said = paragraph[: _NAME_LETTERS + 1].partition(":")
    is_name = colon and len(name.split()) <= 4 and name[:1].isupper() and not any(mark in name for mark in ".?!,")
    return name if is_name and said[:1] in (" ", "") else ""


def _parts(sentence: str) -> Iterator[str]:
    """A sentence in pieces that fit a cue: between clauses where there are some, else between words."""
    line = ""
    for clause in _CLAUSE.split(sentence):
        if line and len(clause) > LETTERS:
            yield line
            line = ""
        for word in (clause,) if len(clause) <= LETTERS else clause.split():
            if line and len(line) + 1 + len(word) > LETTERS:
                yield line
                line = ""
            line = f"{line} {word}" if line else word
    if line:
        yield line


def aligned(pieces: Sequence[Piece], pauses: Sequence[Pause], seconds: float) -> tuple[Cue, ...]:
    """Cues of a recording of that length, in which these pauses were heard. Each begins behind its pause."""
    inner = [pause for pause in pauses if pause.start > 0 and pause.end < seconds]
    first = next((pause.end for pause in pauses if pause.start <= 0), 0.0)
    last = next((pause.start for pause in reversed(pauses) if pause.end >= seconds), seconds)
    clock = _Clock(inner, first, max(last, first + 0.1))
    ends = _ends(pieces, clock)
    starts = [first, *(end.end for end in ends)]
    stops = [*(end.start for end in ends), clock.last]
    return tuple(
        Cue(round(start, 3), round(max(stop, start + 0.05), 3), piece.speaker, piece.text)
        for piece, start, stop in zip(pieces, starts, stops, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """An end that a piece may have: its cost with all before it, the number of the end before, how much was spoken
    until then, and the pause.
    """

    cost: float
    before: int
    spoken: float
    pause: Pause


class _Clock:
    """Times of a recording as seconds in which somebody spoke until then, and back."""

    def __init__(self, pauses: Sequence[Pause], first: float, last: float) -> None:
        self.last = last
        self._pauses = pauses
        lengths = accumulate((pause.end - pause.start for pause in pauses), initial=first)
        self._offsets = list(lengths)
        self._spoken = [pause.start - offset for pause, offset in zip(pauses, self._offsets, strict=False)]
        self.total = max(0.1, last - self._offsets[-1])

    def near(self, spoken: float) -> list[tuple[float, Pause]]:
        """The pauses near a moment, and the moment itself as one of no length; each with what was spoken before."""
        number = bisect_left(self._spoken, spoken)
        moment = spoken + self._offsets[number]
        near = slice(max(0, number - _NEAR // 2), number + _NEAR // 2)
        found = zip(self._spoken[near], self._pauses[near], strict=True)
        return sorted([*found, (spoken, Pause(moment, moment))], key=lambda one: one[0])


def _ends(pieces: Sequence[Piece], clock: _Clock) -> list[Pause]:
    """Where each piece but the last ends: the cheapest of all ways (by dynamic programming)."""
    letters = [len(piece.text) + 1 for piece in pieces]
    rate, said = clock.total / sum(letters), 0
    ways: list[list[_Way]] = [[_Way(0.0, -1, 0.0, Pause(0, 0))]]
    for piece, count in zip(pieces[:-1], letters[:-1], strict=True):
        said += count
        ways.append([_way(ways[-1], piece, rate, said, one) for one in clock.near(said * rate)])
    return _back(ways)


def _way(before: Sequence[_Way], piece: Piece, rate: float, said: int, end: tuple[float, Pause]) -> _Way:
    """The cheapest way to end a piece there, of all that lead to the one before it."""
    (spoken, pause), wanted = end, (len(piece.text) + 1) * rate
    own = _unlikely(piece, pause) + abs(spoken - said * rate) / _DRIFT
    cost, number = min((way.cost + _strain(spoken - way.spoken, wanted), number) for number, way in enumerate(before))
    return _Way(cost + own, number, spoken, pause)


def _strain(spent: float, wanted: float) -> float:
    """How far a piece is from the time that its letters want: twice as slow is as bad as twice as fast."""
    return abs(log(max(spent, 0.01) / max(wanted, 0.01))) ** 2 * 3 + (1_000 if spent <= 0 else 0)


def _unlikely(piece: Piece, pause: Pause) -> float:
    """How unlikely it is that this piece ends in this pause."""
    length = min(pause.end - pause.start, _LONG) / _LONG
    return 1 - length**0.5 if piece.ends else 0.5 + length * 0.5 if length else 0.4


def _back(ways: Sequence[Sequence[_Way]]) -> list[Pause]:
    """The ends along the cheapest way."""
    number = min(range(len(ways[-1])), key=lambda one: ways[-1][one].cost)
    found = []
    for way in reversed(ways[1:]):
        found.append(way[number].pause)
        number = way[number].before
    return found[::-1]

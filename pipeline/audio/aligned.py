# ruff: noqa: RUF001 - letters of other scripts look like ours
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
from unicodedata import east_asian_width

from pipeline.formats.transcript import Cue

LETTERS = 84
"""Letters of a cue at most: two lines, as broadcasters have them."""
_SENTENCE = re.compile(r"(?<=[.?!…؟])[\"'”’»)]?\s+|(?<=[。？！])\s*(?![”’」』）])")
_CLAUSE = re.compile(r"(?<=[,;:–،؛])\s+|(?<=[，、；：])\s*")
_BLANK = re.compile(r"\n\s*\n")
_TIGHT = tuple("，、；：")
_COLON = re.compile("[:\uff1a]")
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
    """A plain text in pieces. A paragraph, or a line, may begin with who speaks (`Name: …`): one of `names`, or named
    twice, or any where nearly all begin so.
    """
    parts = [part.split("\n") for part in _BLANK.split(text.replace("\r\n", "\n").strip())]
    believed = frozenset(names) | _believed(parts)
    found, speaker = [], ""
    for paragraph in (turn for part in parts for turn in _turns(part, believed)):
        name = _name(paragraph)
        speaker = name if name in believed else speaker
        said = paragraph[len(name) + 1 :].strip() if name in believed else paragraph
        for sentence in filter(None, _SENTENCE.split(said)):
            cues = list(_parts(sentence))
            found += [Piece(speaker, cue, number == len(cues)) for number, cue in enumerate(cues, 1)]
    return tuple(found)


def _believed(parts: Sequence[Sequence[str]]) -> frozenset[str]:
    """The names of a text: those that come again, and all where nearly every paragraph, or line, begins with one."""
    lines = [line for part in parts for line in part]
    count = Counter(name for line in lines if (name := _name(line)))
    firsts = [part[0] for part in parts]
    every = any(_all_named(heads) for heads in (firsts, lines))
    return frozenset(name for name, times in count.items() if times > 1 or every)


def _all_named(heads: Sequence[str]) -> bool:
    found = list(filter(None, map(_name, heads)))
    return len(set(found)) > 1 and 10 * len(found) >= 9 * len(heads)


def _turns(lines: Sequence[str], names: Collection[str]) -> Iterator[str]:
    """A paragraph in as many as there are who speak in it, each on one line."""
    held: list[str] = []
    for line in lines:
        if held and _name(line) in names:
            yield " ".join(held)
            held = []
        held += line.split()
    if held:
        yield " ".join(held)


def _name(line: str) -> str:
    """Who may be named at the beginning of a line. Letters of Hebrew, Arabic and Chinese have no case."""
    line = line.lstrip()
    colon = _COLON.search(line, 0, _NAME_LETTERS + 1)
    name = line[: colon.start()] if colon else ""
    is_name = name[:1].isalpha() and not name[:1].islower() and len(name.split()) <= 4
    if colon is None or not is_name or any(mark in name for mark in ".?!,"):
        return ""
    return name if colon[0] != ":" or line[colon.end() : colon.end() + 1] in (" ", "") else ""


def _parts(sentence: str) -> Iterator[str]:
    """A sentence in pieces that fit a cue: between clauses where there are some, else between words; a word that is
    longer is cut.
    """
    line = ""
    for clause in filter(None, _CLAUSE.split(sentence)):
        if line and _room(clause) > LETTERS:
            yield line
            line = ""
        for word in (clause,) if _room(clause) <= LETTERS else _words(clause):
            apart = "" if line[-1:] in _TIGHT else " "
            if line and _room(line) + len(apart) + _room(word) > LETTERS:
                yield line
                line = ""
            line = f"{line}{apart}{word}" if line else word
    if line:
        yield line


def _words(clause: str) -> Iterator[str]:
    most = LETTERS // 2
    return (word[at : at + most] for word in clause.split() for at in range(0, len(word), most))


def _room(text: str) -> int:
    """Letters that a text takes on a screen: those of Chinese and Japanese have the width of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


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

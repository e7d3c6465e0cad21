"""Levelling by speaker: each voice of an episode gets one gain, which changes only where another begins to speak.

The turns come from the transcript. Where one voice is heard alone, its loudness is that of ITU-R BS.1770-4 (blocks of
400 ms, each 100 ms later than the one before, gated at -70 LUFS and 10 LU below the mean) over its own turns. The gains
bring all voices to one loudness, as far as `BOUND` allows; the encode then brings the whole to that of its show.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from pipeline.audio import encode
from pipeline.audio.loudness import SILENCE
from pipeline.formats.transcript import Cue
from pipeline.model.levels import Levels, Voice

BOUND = 6.0
"""dB that a voice is made louder or quieter at most: with more, its room would be heard to come and go."""

NEAR = 1.0
"""LU within which voices are left as they are, since nobody hears the difference."""

ENOUGH = 3.0
"""Seconds that must be measured of a voice (the short-term window of EBU Tech 3341), or it stays as it was recorded."""

INTERJECTION = 3.0
"""Seconds: who says less than this while another speaks has not the floor ("mm", "yes")."""

BREATH = 1.0
"""Seconds of a pause between two cues of one voice that are measured with it."""

MARGIN = 0.2
"""Seconds at both ends of what is measured that are left out: times of transcripts are no better."""

RAMP = 0.06
"""Seconds of a ramp where there is no pause for it, and half of the shortest turn that is seen."""

LOWEST = 80
"""Hz below which no voice is measured: handling noise and rumble are nobody's."""

RATE = 44_100
"""Samples a second that are measured. A tenth of a second must be a whole number of them: at 11,025 a block is half a
sample short, and five seconds early after three hours.
"""

HOP, BLOCK = 0.1, 0.4
"""Seconds from block to block, and of one (BS.1770-4)."""

_RELATIVE_GATE = 10.0
_EXACT = 1e-6
_NOT_SPOKEN = (("[", "]"), ("(", ")"), ("♪", "♪"), ("*", "*"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says, from `start` to `end` in seconds; `voice` is its number from 0."""

    start: float
    end: float
    voice: int

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Said:
    """Who says something, and when: a turn for each cue, by their beginnings; the names are those of the voices."""

    names: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()

    @classmethod
    def of(cls, cues: Iterable[Cue]) -> Said:
        """What a transcript says. A cue without a name goes on with the voice before it, as people write it; what
        comes before the first name, and what is no speech ("[music]"), is nobody's.
        """
        names: dict[str, tuple[int, str]] = {}
        turns: list[Turn] = []
        voice = -1
        for cue in sorted(cues, key=lambda cue: (cue.start, cue.end)):
            if name := " ".join(cue.speaker.split()):
                voice, _ = names.setdefault(name.casefold(), (len(names), name))
            if voice >= 0 and cue.end > cue.start and not _is_noise(cue.text):
                turns.append(Turn(cue.start, cue.end, voice))
        return cls(tuple(name for _, name in names.values()), tuple(turns))

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Said:
        return cls(tuple(params["names"]), tuple(Turn(*turn) for turn in params["turns"]))

    def to_params(self) -> dict[str, Any]:
        return {"names": list(self.names), "turns": [[one.start, one.end, one.voice] for one in self.turns]}


def _is_noise(text: str) -> bool:
    words = text.strip()
    return any(words.startswith(begin) and words.endswith(end) for begin, end in _NOT_SPOKEN)


def alone(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Where one voice is heard and no other: what is measured. Short pauses of a voice are within."""
    joined: list[Turn] = []
    for one in _one_by_one(turns):
        last = joined[-1] if joined else None
        if last and last.voice == one.voice and one.start - last.end < BREATH:
            joined[-1] = replace(last, end=one.end)
        else:
            joined.append(one)
    inner = (Turn(one.start + MARGIN, one.end - MARGIN, one.voice) for one in joined if one.voice >= 0)
    return tuple(one for one in inner if one.seconds >= BLOCK)


def _one_by_one(turns: Iterable[Turn]) -> Iterator[Turn]:
    """The stretches in which somebody speaks, each with the one voice that is heard, or -1 for several."""
    edges = sorted(edge for one in turns for edge in ((one.start, 1, one.voice), (one.end, -1, one.voice)))
    speaking = Counter[int]()
    for (at, step, voice), (until, _, _) in pairwise(edges):
        speaking[voice] += step
        if not speaking[voice]:
            del speaking[voice]
        if speaking and until > at:
            yield Turn(at, until, next(iter(speaking)) if len(speaking) == 1 else -1)


def floor(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Who has the floor, one after the other: of several who speak at once the one who began last, but for
    interjections. What one voice says until another begins is one turn, whatever its pauses.
    """
    held = (one for one in _held(_without_interjections(_parted(turns))) if one.seconds >= 2 * RAMP)
    joined: list[Turn] = []
    for one in held:
        if joined and joined[-1].voice == one.voice:
            joined[-1] = replace(joined[-1], end=one.end)
        else:
            joined.append(one)
    return tuple(joined)


def _parted(turns: Iterable[Turn]) -> Iterator[Turn]:
    """The turns, those of several voices in one cue one after the other, as long as each other."""
    for (start, end), group in groupby(turns, key=lambda one: (one.start, one.end)):
        voices = list(dict.fromkeys(one.voice for one in group))
        share = (end - start) / len(voices)
        yield from (Turn(start + n * share, start + (n + 1) * share, voice) for n, voice in enumerate(voices))


def _without_interjections(turns: Iterable[Turn]) -> Iterator[Turn]:
    around = Turn(0, 0, -1)
    for one in turns:
        if one.voice != around.voice and one.end <= around.end and one.seconds < INTERJECTION:
            continue
        around = max(around, one, key=lambda turn: turn.end)
        yield one


def _held(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Who began last, until he ends and those before him go on."""
    speaking: list[Turn] = []
    at = 0.0
    for one in (*turns, Turn(math.inf, math.inf, -1)):
        while speaking and speaking[-1].end <= one.start:
            ended = speaking.pop()
            if ended.end > at:
                yield Turn(max(at, ended.start), ended.end, ended.voice)
                at = ended.end
        if speaking and one.start > at:
            yield Turn(max(at, speaking[-1].start), one.start, speaking[-1].voice)
        at = max(at, one.start)
        speaking.append(one)


class Meter:
    """Measures voices while a recording comes by: the energy of the blocks in which each is alone."""

    def __init__(self, said: Said) -> None:
        self._spans = iter(alone(said.turns))
        self._span = next(self._spans, None)
        self._blocks: tuple[Counter[float], ...] = tuple(Counter() for _ in said.names)
        self._taken = 0

    def take(self, loudness: float) -> None:
        """The loudness in LUFS of the next block; the first one ends after `HOP` seconds."""
        self._taken += 1
        end = self._taken * HOP
        while self._span and end > self._span.end + _EXACT:
            self._span = next(self._spans, None)
        if self._span and end - BLOCK >= self._span.start - _EXACT and loudness > SILENCE:
            self._blocks[self._span.voice][round(loudness, 2)] += 1

    def levels(self) -> tuple[tuple[float | None, float], ...]:
        """Of each voice its loudness in LUFS, None where too little was heard of it, and the seconds of that."""
        return tuple(map(_gated, self._blocks))


def _gated(blocks: Counter[float]) -> tuple[float | None, float]:
    """The relative gate of BS.1770-4; the absolute one was passed."""
    if not blocks:
        return None, 0.0
    gate = _mean(blocks) - _RELATIVE_GATE
    loud = Counter({level: count for level, count in blocks.items() if level > gate})
    seconds = round(loud.total() * HOP, 1)
    return (round(_mean(loud), 2) if seconds >= ENOUGH else None), seconds


def _mean(blocks: Mapping[float, float]) -> float:
    """LUFS of all of them: the mean of their energies."""
    energy = sum(count * 10 ** (level / 10) for level, count in blocks.items())
    return 10 * math.log10(energy / sum(blocks.values()))


def gains(levels: Sequence[tuple[float | None, float]]) -> tuple[float, ...]:
    """dB for each voice, by its loudness and the seconds in which it was measured.

    All are brought to the loudness that they have together, so that who speaks most changes least; and where that would
    pass the bound for one, to the nearest that it does not for any, or else to the middle between the two ends.
    """
    known = {level: 0.0 for level, _ in levels if level is not None}
    if not known or max(known) - min(known) <= NEAR:
        return (0.0,) * len(levels)
    for level, seconds in levels:
        if level is not None:
            known[level] += seconds
    least, most = max(known) - BOUND, min(known) + BOUND
    goal = (least + most) / 2 if least > most else min(max(_mean(known), least), most)
    return tuple(0.0 if level is None else round(min(max(goal - level, -BOUND), BOUND), 1) + 0.0 for level, _ in levels)


def points(turns: Sequence[Turn], gained: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """The gain over time, by who has the floor: it runs from voice to voice in the middle half of the pause between
    them, and where there is none, around the moment at which the next begins.
    """
    found: list[tuple[float, float]] = []
    for before, after in pairwise(turns):
        old, new = gained[before.voice], gained[after.voice]
        if old != new:
            length = max(RAMP, (after.start - before.end) / 2)
            middle = (before.end + after.start) / 2
            found += [(round(middle - length / 2, 3), old), (round(middle + length / 2, 3), new)]
    return tuple(found)


def levelled(said: Said, levels: Sequence[tuple[float | None, float]]) -> Levels:
    """What is done about voices of these levels."""
    gained = gains(levels)
    voices = (
        Voice(name, level, seconds, gain)
        for name, (level, seconds), gain in zip(said.names, levels, gained, strict=True)
    )
    return Levels(tuple(voices), points(floor(said.turns), gained))


def measuring(demuxer: str, path: str) -> tuple[str, ...]:
    """Arguments that decode one file, and write the loudness of each block to the standard output."""
    shape = f"aformat=sample_fmts=fltp:sample_rates={RATE}:channel_layouts=mono|stereo"
    shaped = f"{encode.clocked(demuxer)}{shape},highpass=f={LOWEST}"
    told = "ebur128=metadata=1:framelog=verbose,ametadata=mode=print:key=lavfi.r128.M:file=-"
    return (*encode.reading(demuxer, path), "-map", "0:a:0", "-af", f"{shaped},{told}", "-f", "null", "-")


def blocks(told: Iterable[str]) -> Iterator[float]:
    """LUFS of each block, from the lines that `measuring` has written."""
    for line in told:
        name, _, value = line.partition("=")
        if name == "lavfi.r128.M":
            yield float(value)

"""What is said, and by whom. `transcripts` reads it from files, `captions` writes it. All times are seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """What one speaker (or "") says from `start` to `end`, in seconds; `text` is plain, and may have several lines."""

    start: float
    end: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """Cues in the order of their beginnings, and the line of the file (from 1) on which each has its times."""

    cues: tuple[Cue, ...]
    lines: tuple[int, ...] = ()


def plain(transcript: Transcript) -> str:
    """What is said, a line for each turn: for the search."""
    return "\n".join(" ".join(" ".join(cue.text.split()) for cue in turn) for turn in turns(transcript.cues))


def turns(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """Cues of one speaker that follow each other; without speakers, a new one at each pause of two seconds."""
    turn: list[Cue] = []
    for cue in cues:
        if turn and (cue.speaker != turn[-1].speaker or (not cue.speaker and cue.start - turn[-1].end >= 2)):
            yield turn
            turn = []
        turn.append(cue)
    if turn:
        yield turn

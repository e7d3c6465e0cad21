"""Signs in cues that nobody sees: those that Hebrew and Arabic need are kept, and end with their line; others are
told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.formats.transcripts.draft import Faults, Written

UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""What has no width: marks of direction, and of where a line may break."""
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
_DIRECTIONS = re.compile("[\\u202a-\\u202c\\u2066-\\u2069]")
"""Embeddings and isolates, and their ends: they say which way words run. Overrides turn letters round, and are none."""
_RIGHT_TO_LEFT = re.compile("[\\u0590-\\u08ff\\ufb1d-\\ufdfd\\ufe70-\\ufefc]")
_ENDS = {**dict.fromkeys("\u202a\u202b", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}


def settled(cues: Sequence[Written], faults: Faults) -> tuple[Written, ...]:
    """The cues, each mark of direction ended in its line, so that none reaches into the next."""
    if not any(_CONTROL.search(line) for cue in cues for line in cue.lines):
        return tuple(cues)
    legal = any(_RIGHT_TO_LEFT.search(line) for cue in cues for line in cue.lines)
    for cue in cues:
        for number, line in enumerate(cue.lines, cue.line + 1):
            if _CONTROL.search(_DIRECTIONS.sub("", line)):
                faults.error(number, "the line holds an invisible control character", "type the line again")
    return tuple(replace(cue, lines=tuple(map(_ended, cue.lines))) for cue in cues) if legal else _bare(cues, faults)


def _bare(cues: Sequence[Written], faults: Faults) -> tuple[Written, ...]:
    """The cues of a text that runs one way, without marks that would say which way."""
    made = tuple(replace(cue, lines=tuple(_DIRECTIONS.sub("", line) for line in cue.lines)) for cue in cues)
    if first := next((one.line for one, bare in zip(cues, made, strict=True) if one != bare), 0):
        message = "marks of direction, which nobody sees, stand in a text that runs one way"
        faults.mended(first + 1, message, "`pipeline check --fix` takes them out")
    return made


def _ended(line: str) -> str:
    """The line with the ends that its marks lack, and without ends that nothing began."""
    begun: list[str] = []
    made: list[str] = []
    count = Counter[str]()
    for letter in line:
        if letter in _ENDS:
            begun.append(_ENDS[letter])
            count[_ENDS[letter]] += 1
        elif letter in ("\u202c", "\u2069"):
            if not count[letter]:
                continue
            while (ended := begun.pop()) != letter:
                made.append(ended)
                count[ended] -= 1
            count[letter] -= 1
        made.append(letter)
    return "".join((*made, *reversed(begun)))

"""Marks in a transcript for whoever corrects it, and removes them: notes of WebVTT, which no player shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.formats import captions
from pipeline.formats.transcript import Cue, Transcript
from pipeline.problems import Place, Problem

UNSURE: Final = "NOTE unsure"
GUESSED: Final = "NOTE guessed times"


def to_vtt(cues: Sequence[Cue], unsure: Sequence[float | None], *, guessed: bool = False) -> str:
    """WebVTT with a note before each cue of which `unsure` says how sure it is (0 to 1), and one before all where their
    times are a guess.
    """
    head, *blocks = captions.to_vtt(Transcript(tuple(cues))).split("\n\n")
    parts = [head.rstrip("\n"), *([f"{GUESSED}: mend them, then remove this line"] if guessed else [])]
    for block, sure in zip(blocks, unsure, strict=True):
        parts += [] if sure is None else [f"{UNSURE} ({sure:.0%}): listen, correct, then remove this line"]
        parts.append(block.rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def check(text: str, path: str) -> Iterator[Problem]:
    """What is still to be done about a transcript, by its marks: at most one problem of each sort."""
    lines = text.splitlines()
    unsure = [number for number, line in enumerate(lines, start=1) if line.startswith(UNSURE)]
    if guessed := next((number for number, line in enumerate(lines, start=1) if line.startswith(GUESSED)), 0):
        message = "the times of this transcript are a guess, made of the length of its text and of the pauses"
        hint = f"listen, mend the times, then remove the line `{GUESSED}`"
        yield Problem(Place(path, guessed), message, hint, "guessed-times")
    if unsure:
        count = "a passage is" if len(unsure) == 1 else f"{len(unsure)} passages are"
        message = f"{count} marked in this transcript, of which the program that wrote it was not sure"
        hint = f"listen to each, correct it, then remove its line `{UNSURE}`"
        yield Problem(Place(path, unsure[0]), message, hint, "unsure-transcript")

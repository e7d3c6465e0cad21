"""What is said in an episode, to be read: a part for each chapter, a paragraph for each turn.

A moment of an episode has the fragment `t=SECONDS`. The paragraphs carry these as ids, so that a link to a moment leads
to what is said there even where no script plays it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.formats.times import clock
from pipeline.formats.transcript import Cue, turns
from pipeline.model.rows import Data

LONG = 60.0
"""Seconds after which a paragraph of one speaker ends with the next sentence."""
NEAR = 0.5
"""Seconds by which a chapter may begin after the first words that belong to it."""
_ENDS = (".", "?", "!", "…", "。", "؟")

Marks = Sequence[tuple[float, str]]


def parts(cues: Sequence[Cue], marks: Marks) -> list[Data]:
    """What is said, a part for each chapter, a paragraph for each turn. What is said before the first chapter, or where
    there are none, is a part without a title.
    """
    if not cues:
        return []
    edges = [start for start, _ in marks]
    taken = {moment(start) for start in edges}
    made = []
    for number, (start, title) in enumerate([(0.0, ""), *marks]):
        own = [cue for cue in cues if bisect_right(edges, cue.start + NEAR) == number]
        if own or number:
            made.append({"title": title, "at": moment(start), "turns": list(_paragraphs(own, taken))})
    return made


def _paragraphs(cues: Sequence[Cue], taken: set[str]) -> Iterator[Data]:
    """Each with its moment, which is an id where nothing has it before: two voices may begin as one."""
    for turn in turns(cues):
        speaker = turn[0].speaker
        for paragraph in _short(turn):
            at = moment(paragraph[0].start)
            text = " ".join(" ".join(cue.text.split()) for cue in paragraph)
            where = {"at": at, "clock": clock(paragraph[0].start), "id": "" if at in taken else f"t={at}"}
            yield {**where, "speaker": speaker, "text": text}
            taken.add(at)
            speaker = ""


def _short(turn: Sequence[Cue]) -> Iterator[list[Cue]]:
    """A long turn in paragraphs that the eye can follow."""
    paragraph: list[Cue] = []
    for cue in turn:
        if paragraph and cue.start - paragraph[0].start > LONG and paragraph[-1].text.endswith(_ENDS):
            yield paragraph
            paragraph = []
        paragraph.append(cue)
    yield paragraph


def moment(seconds: float) -> str:
    """Seconds as a fragment has them: `41.5`, `2`."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")

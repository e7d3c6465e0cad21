"""Transcripts as people have them: WebVTT, SubRip, SubViewer, tables and JSON, read into one `Transcript`.

`read` is the face. What a file is, its content says; its ending is a hint. What can be meant in one way only is read
so, told as `odd-transcript`, and put right in `Read.repaired`; what can't is `bad-transcript`. All times are seconds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.formats.transcript import Cue, Transcript
from pipeline.formats.transcripts import foreign, segments, subtitles, tables
from pipeline.formats.transcripts.draft import Draft, Faults, told
from pipeline.formats.transcripts.encoded import decoded
from pipeline.formats.transcripts.markup import bare
from pipeline.formats.transcripts.repaired import Heard, repaired
from pipeline.formats.transcripts.rolled import unrolled
from pipeline.formats.transcripts.signs import settled
from pipeline.formats.transcripts.timing import HINT, Form
from pipeline.formats.transcripts.voices import carried, likeness, voices
from pipeline.problems import Place, Problem

FORMS: Final = "WebVTT (`.vtt`) or SubRip (`.srt`)"
"""What to export, in words."""
_MOST_CUES: Final = 100_000
"""More than the words of six hours."""
_OWN_ENDINGS: Final = {Form.VTT.value: ".vtt", Form.SRT.value: ".srt", Form.SBV.value: ".sbv", tables.FORM: ".tsv"}
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*\{\s*\")")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a transcript besides its file: its language (BCP 47), the length of its sound in seconds, and
    the names of those who may speak.
    """

    language: str = ""
    seconds: float | None = None
    names: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a transcript: cues, or None where a problem is an error.

    `text` is that of the file as it stands, `repaired` the same with everything put right that the warnings tell of;
    both None where it can't be read. `anew`: the file is not in UTF-8, and has to be written for that alone. `sure`:
    for each cue, how sure a recogniser is of it (0 to 1), None where nothing tells.
    """

    transcript: Transcript | None
    problems: tuple[Problem, ...]
    text: str | None = None
    repaired: str | None = None
    anew: bool = False
    sure: tuple[float | None, ...] = ()


_NOTHING: Final = About()


def read(data: bytes, path: str, about: About = _NOTHING) -> Read:
    """Read a transcript of any form from the bytes of its file."""
    if problem := foreign.problem(data, path):
        return Read(None, (problem,))
    found = decoded(data, path, about.language)
    if found.text is None:
        return Read(None, found.problems)
    draft = _draft(found.text, path)
    one_line = len({cue.line for cue in draft.cues}) < min(2, len(draft.cues))
    faults = Faults(path, list(draft.errors), list(draft.odd), one_line)
    if not draft.cues and not faults.errors:
        faults.error(1, "there is no cue in this transcript", HINT)
    if len(draft.cues) > _MOST_CUES:
        message = f"there are {len(draft.cues):,} cues in this transcript; the most are {_MOST_CUES:,}"
        faults.error(draft.cues[_MOST_CUES].line, message, "is it that of one recording?")
    if faults.errors:
        return Read(None, told(faults.errors), found.text)
    heard = _heard(draft, faults, about)
    if faults.errors or not heard:
        return Read(None, told(faults.errors) or (_silent(path),), found.text)
    text = draft.rewrite([one.cue for one in heard]) if faults.odd else found.text
    odd = (*found.problems, *_named_otherwise(draft, path), *told(sorted(faults.odd)))
    cues, lines, sure = zip(*_cues(heard), strict=True)
    return Read(Transcript(cues, lines), odd, found.stands or found.text, text, found.anew, sure)


@dataclass(frozen=True, slots=True)
class Captions:
    """The cues of captions as they stand, with the lines of their times, and what can't be read of them."""

    cues: tuple[Cue, ...]
    lines: tuple[int, ...]
    errors: tuple[Problem, ...]


def captions(text: str, path: str) -> Captions:
    """Read what stands in a text of captions as it stands there: nobody speaks, and nothing is repaired."""
    draft = subtitles.read(text, path)
    faults = Faults(path, list(draft.errors))
    said = [(cue, " ".join(bare("\n".join(cue.lines)).split())) for cue in settled(draft.cues, faults)]
    kept = [(Cue(cue.start, cue.end, "", text), cue.line) for cue, text in said if text]
    if not kept and not faults.errors:
        faults.error(1, "there is no cue in this file", HINT)
    return Captions(tuple(cue for cue, _ in kept), tuple(line for _, line in kept), tuple(faults.errors))


def _draft(text: str, path: str) -> Draft:
    """What the form of a file says, whatever its name is."""
    if _JSON.match(text) or (path.lower().endswith(".json") and text.lstrip()[:1] in "{["):
        return segments.read(text, path)
    if tables.is_table(text) or (path.lower().endswith(".tsv") and "\t" in text.lstrip().split("\n", 1)[0]):
        return tables.read(text, path)
    return subtitles.read(text.rstrip("\x1a"), path)


def _heard(draft: Draft, faults: Faults, about: About) -> tuple[Heard, ...]:
    """The cues put right, with those who speak."""
    cues = settled(draft.cues, faults)
    if draft.markup and (once := unrolled(cues)) is not None:
        message = "these captions roll up: each line stands in two or three cues"
        faults.mended(cues[0].line, message, "`pipeline check --fix` writes each once")
        cues = once
    subrip = draft.form in (Form.SRT.value, Form.SBV.value)
    said, by_marks = voices(cues, markup=draft.markup, subrip=subrip, known=about.names)
    heard = [Heard(cue, who) for cue, who in zip(cues, said, strict=True)]
    ordered = repaired(heard, faults, about.seconds)
    if by_marks:
        return ordered
    spoken = carried([one.said for one in ordered])
    return tuple(replace(one, said=who) for one, who in zip(ordered, spoken, strict=True))


def _cues(heard: Collection[Heard]) -> Iterator[tuple[Cue, int, float | None]]:
    """Two voices in one cue become two cues of the same times."""
    for one in heard:
        for speaker, text in one.said:
            yield Cue(one.cue.start, one.cue.end, speaker, text), one.cue.line, one.cue.sure


def _silent(path: str) -> Problem:
    return Problem(Place(path, 1), "nothing is said in the cues of this transcript", HINT, "bad-transcript")


def _named_otherwise(draft: Draft, path: str) -> Iterator[Problem]:
    """A name that ends as that of another form does: other programs go by it."""
    own = _OWN_ENDINGS.get(draft.form, ".json")
    if own and not path.lower().endswith(own):
        ending = f".{path.rpartition('.')[2]}"
        message = f"this is {draft.form}, though its name ends in `{ending}`: it is read, but not by every program"
        yield Problem(
            Place(path), message, f"let its name end in `{own}`, here and where it is named", "odd-transcript"
        )


__all__ = ["FORMS", "About", "Captions", "Read", "captions", "decoded", "likeness", "read"]

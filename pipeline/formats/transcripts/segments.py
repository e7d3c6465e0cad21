"""Transcripts as JSON: of Whisper and what is built on it (WhisperX, faster-whisper), of whisper.cpp, and that of
Podcasting 2.0, in which some programs have a segment for each word.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

from pipeline.formats.transcripts import timing
from pipeline.formats.transcripts.draft import Draft, Faults, Rewrite, Written
from pipeline.problems import Place, Problem

_SEE: Final = (
    "read is the JSON of Whisper, WhisperX, faster-whisper, whisper.cpp and of Podcasting 2.0; "
    "or export WebVTT (`.vtt`) or SubRip (`.srt`)"
)
_LINE: Final = 80
"""Letters of which words are made into one cue."""
_PAUSE: Final = 1.0
"""Seconds between words behind which another cue begins."""
_ENDS: Final = (".", "?", "!", "…", "。", "؟")

_BETWEEN = re.compile(r"[\s,]*+(?=\{)")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a program names what we need: `times` reads start and end of a segment, in seconds, `put` writes them."""

    form: str
    key: str
    text: str
    times: Callable[[Row], tuple[float | None, float | None]]
    put: Callable[[dict[str, Any], float, float], None]
    sure: Callable[[Row], float | None]


def read(text: str, path: str) -> Draft:
    """The segments of a file of JSON. A line of JSON is often the whole file: segments are told by their number."""
    faults = Faults(path)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        faults.errors.append(_broken(Place(path, error.lineno, error.colno), error.msg))
        return _none(faults)
    except (RecursionError, ValueError):
        faults.error(1, "the JSON is nested too deeply, or holds an endless number", "export it again")
        return _none(faults)
    kind = _kind(document)
    if kind is None:
        faults.error(1, "this JSON is of no program that transcripts are read from", _SEE)
        return _none(faults)
    rows = document if isinstance(document, list) else document[kind.key]
    cues = list(_cues(rows, kind, _lines(text, kind.key), faults))
    by_word = len(cues) > 1 and all(len("".join(cue.lines).split()) <= 1 for cue in cues)
    rewrite = _rewriting(document, kind, text, by_word=by_word)
    return Draft(kind.form, tuple(_joined(cues) if by_word else cues), False, rewrite, tuple(faults.errors))


def _broken(place: Place, message: str) -> Problem:
    hint = "look at the commas, quotes and brackets, or export it again"
    return Problem(place, f"not valid JSON: {message}", hint, "bad-transcript")


def _none(faults: Faults) -> Draft:
    return Draft("JSON", (), False, lambda _: "", tuple(faults.errors))


def _kind(document: object) -> _Kind | None:
    """Which program wrote it, by the names that it has."""
    if isinstance(document, list):
        rows: object = document
        kinds = [kind for kind in _KINDS if kind.key == "segments"]
    else:
        held: Row = document if isinstance(document, dict) else {}
        kinds = [kind for kind in _KINDS if isinstance(held.get(kind.key), list)]
        rows = held[kinds[0].key] if kinds else None
    if not isinstance(rows, list):
        return None
    timed = (kind for row in rows if isinstance(row, dict) for kind in kinds if kind.times(row)[0] is not None)
    return next(timed, None if rows else kinds[0])


def _cues(rows: Sequence[object], kind: _Kind, lines: Iterator[int], faults: Faults) -> Iterator[Written]:
    for number, row in enumerate(rows):
        line = next(lines)
        start, end = kind.times(row) if isinstance(row, dict) else (None, None)
        said = row.get(kind.text) if isinstance(row, dict) else None
        if not isinstance(row, dict) or start is None or end is None or not isinstance(said, str):
            faults.error(line, f"segment {number + 1} has no times or no text", _SEE)
            continue
        speaker = row.get("speaker")
        name = speaker if isinstance(speaker, str) else ""
        yield Written(line, start, end, tuple(said.strip().split("\n")), number, name, kind.sure(row))


def _lines(text: str, key: str) -> Iterator[int]:
    """The lines on which the objects of a list begin: that of a name, or the file itself. Linear: each is read once
    more, from where the one before it ends.
    """
    found = text.find(f'"{key}"') if text.lstrip().startswith("{") else 0
    at, line = text.find("[", found) + 1, 1
    line += text.count("\n", 0, at)
    decoder = json.JSONDecoder()
    with suppress(ValueError, RecursionError):
        while match := _BETWEEN.match(text, at):
            line += match[0].count("\n")
            yield line
            _, end = decoder.raw_decode(text, match.end())
            line += text.count("\n", match.end(), end)
            at = end
    yield from repeat(1)


def _joined(cues: Sequence[Written]) -> Iterator[Written]:
    """Words made into cues, where the file has a segment for each word."""
    held: list[Written] = []
    for cue in cues:
        if held and _parts(held, cue):
            yield _one(held)
            held = []
        held.append(cue)
    yield _one(held)


def _parts(held: Sequence[Written], cue: Written) -> bool:
    """Whether another cue begins with a word."""
    last, letters = held[-1], sum(len(one.lines[0]) + 1 for one in held)
    ended = last.lines[0].endswith(_ENDS)
    return cue.speaker != last.speaker or cue.start - last.end > _PAUSE or ended or letters > _LINE


def _one(words: Sequence[Written]) -> Written:
    first = words[0]
    text = " ".join(word.lines[0] for word in words)
    sure = [word.sure for word in words if word.sure is not None]
    least = min(sure) if sure else None
    return Written(first.line, first.start, words[-1].end, (text,), first.part, first.speaker, least)


def _rewriting(document: Any, kind: _Kind, text: str, *, by_word: bool) -> Rewrite:
    """Written as it was, as far as JSON can tell: with its indentation, its order and all its names. Words are written
    as the cues that were made of them.
    """
    rows = document if isinstance(document, list) else document[kind.key]

    def rewrite(cues: Sequence[Written]) -> str:
        kept = []
        for cue in cues:
            row = {"speaker": cue.speaker, kind.text: cue.lines[0]} if by_word else dict(rows[cue.part])
            if kind.times(row) != (cue.start, cue.end):
                kind.put(row, cue.start, cue.end)
            kept.append(row)
        made = kept if isinstance(document, list) else {**document, kind.key: kept}
        second = text.split("\n", 2)[1:2]
        indent = len(second[0]) - len(second[0].lstrip()) if second else 0
        return json.dumps(made, ensure_ascii=False, indent=indent or None) + "\n" * text.endswith("\n")

    return rewrite


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return max(0.0, float(value)) if math.isfinite(float(value)) and value < 10_000_000 else None
    except OverflowError:
        return None


def _named(start: str, end: str) -> Callable[[Row], tuple[float | None, float | None]]:
    return lambda row: (_number(row.get(start)), _number(row.get(end)))


def _putting(start: str, end: str) -> Callable[[dict[str, Any], float, float], None]:
    return lambda row, first, last: row.update({start: first, end: last})


def _offsets(row: Row) -> tuple[float | None, float | None]:
    """whisper.cpp: thousandths of a second."""
    held = row.get("offsets")
    found = [_number(held.get(name)) for name in ("from", "to")] if isinstance(held, dict) else [None, None]
    return tuple(value / 1000 if value is not None else None for value in found)  # type: ignore[return-value]  # of two


def _put_offsets(row: dict[str, Any], start: float, end: float) -> None:
    first, _, last = timing.written(start, end, timing.Form.SRT).partition(" --> ")
    row["offsets"] = {"from": round(start * 1000), "to": round(end * 1000)}
    row["timestamps"] = {"from": first, "to": last}


def _whisper_sure(row: Row) -> float | None:
    """The mean probability of the words, else that of the segment (`avg_logprob`)."""
    words = row.get("words")
    found = [_number(word.get("probability", word.get("score"))) for word in words or () if isinstance(word, dict)]
    if sure := [value for value in found if value is not None]:
        return round(sum(sure) / len(sure), 3)
    mean = row.get("avg_logprob")
    return round(math.exp(min(0.0, mean)), 3) if isinstance(mean, (int, float)) else None


def _tokens_sure(row: Row) -> float | None:
    tokens = row.get("tokens")
    found = [_number(token.get("p")) for token in tokens or () if isinstance(token, dict) and not _is_mark(token)]
    sure = [value for value in found if value is not None]
    return round(sum(sure) / len(sure), 3) if sure else None


def _is_mark(token: Row) -> bool:
    """`[_BEG_]`: nothing that is said."""
    return str(token.get("text", "")).startswith("[_")


def _unsure(_: Row) -> float | None:
    return None


_KINDS: Final = (
    _Kind("whisper.cpp's JSON", "transcription", "text", _offsets, _put_offsets, _tokens_sure),
    _Kind(
        "JSON of Podcasting 2.0", "segments", "body", _named("startTime", "endTime"),
        _putting("startTime", "endTime"), _unsure,
    ),
    _Kind("Whisper's JSON", "segments", "text", _named("start", "end"), _putting("start", "end"), _whisper_sure),
)  # fmt: skip

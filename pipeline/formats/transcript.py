"""Transcripts: WebVTT (W3C) and SubRip are read; `captions` writes them. All times are seconds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.formats import times
from pipeline.problems import Place, Problem

_TIME = r"(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})"
# What follows the times are a cue's settings of position: they are no part of what was said.
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?")
# How markup begins. Where it ends is searched for by hand: a pattern for the whole would look through the rest of the
# text from each beginning that has no end.
_OPENING = re.compile(
    r"<(?P<slash>/?)(?P<tag>v|c|i|b|u|ruby|rt|lang|font)(?=[.\s>])|<[0-9:.]++(?=>)|\{\\", re.IGNORECASE
)
_NAMED = re.compile(r"(?:-\s*)?([A-Z][\w.'’ -]{0,38}[\w.]): (?=\S)")
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
_HINT = "write the line of times like `00:00:01.000 --> 00:00:04.500`"
_MOST_PROBLEMS = 20


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


def parse(text: str, path: str) -> tuple[Transcript | None, tuple[Problem, ...]]:
    """Read WebVTT (with its `WEBVTT` line) or SubRip. All problems are `bad-transcript`, with their line.

    Speakers are read from `<v Name>`; in SubRip also from `Name: ` at the beginning of a cue. Notes, styles and
    regions are left out. A transcript is given only when there is no problem.
    """
    reader = _Reader(path)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = re.match(r"WEBVTT(?:[ \t]|$)", lines[0]) is not None
    for first, block in _blocks(lines):
        if not (is_vtt and re.match(r"WEBVTT|NOTE(?:\s|$)|STYLE\s*$|REGION\s*$", block[0])):
            reader.block(first, block, is_vtt)
    if not reader.cues and not reader.problems:
        reader.report(1, "there is no cue in this transcript", _HINT)
    if reader.problems:
        return None, tuple(reader.problems)
    return Transcript(tuple(reader.cues), tuple(reader.lines)), ()


def check_length(transcript: Transcript, path: str, seconds: float) -> tuple[Problem, ...]:
    """Problems for cues that begin or end more than a second beyond the end of the audio of this length."""
    late = [line for cue, line in zip(transcript.cues, transcript.lines, strict=True) if cue.end > seconds + 1]
    message = f"the cue ends beyond the end of the audio, {times.clock(seconds)}"
    hint = "is this the transcript of another cut of the episode?"
    return tuple(Problem(Place(path, line), message, hint, "bad-transcript") for line in late[:1])


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


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The runs of lines that are not empty, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate((*lines, ""), 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


class _Reader:
    """Collects cues and problems. A cue that is out of order is told once, against the one before it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.cues: list[Cue] = []
        self.lines: list[int] = []
        self.problems: list[Problem] = []

    def report(self, line: int, message: str, hint: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(Place(self.path, line), message, hint, "bad-transcript"))

    def block(self, first: int, block: list[str], is_vtt: bool) -> None:
        at = next((index for index, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            self.report(first, "there are no times above this text", _HINT)
            return
        line = first + at
        match = _TIMING.fullmatch(block[at])
        if match is None or (is_vtt and "," in block[at].split("-->")[0]):
            self.report(line, "these are no times of a cue", _HINT)
            return
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:8])
        if end <= start:
            self.report(line, "the cue ends before it starts", "look at its two times")
        elif self.cues and start < self.cues[-1].start:
            self.report(
                line, f"the cue starts before the one of line {self.lines[-1]}", "put the cues into their order"
            )
        for number, text in enumerate(block[at + 1 :], line + 1):
            if _CONTROL.search(text):
                self.report(number, "the line holds an invisible control character", "type the line again")
            if "-->" in text:
                self.report(number, "a cue begins here without an empty line before it", "put an empty line before it")
        self.add(start, end, block[at + 1 :], line, is_vtt)

    def add(self, start: float, end: float, lines: Sequence[str], line: int, is_vtt: bool) -> None:
        """Keep a cue. Two voices in one cue become two cues of the same times."""
        for speaker, piece in _spoken("\n".join(lines)):
            words = "\n".join(" ".join(part.split()) for part in html.unescape(piece).split("\n")).strip()
            name = " ".join(html.unescape(speaker).split())
            named = None if is_vtt or name else _NAMED.match(words)
            if named is not None:
                name, words = named[1], words[named.end() :]
            if words:
                self.cues.append(Cue(start, end, name, words))
                self.lines.append(line)


def _spoken(text: str) -> Iterator[tuple[str, str]]:
    """The speakers of a cue, each with what is said, its markup left out. Takes time linear in its length."""
    last = {end: text.rfind(end) for end in ">}"}
    speaker, said, at = "", [""], 0
    for opening in _OPENING.finditer(text):
        end = "}" if opening[0].startswith("{") else ">"
        if opening.start() < at or last[end] < opening.end():
            continue  # within the markup before it, or never ended, and so a text
        said.append(text[at : opening.start()])
        at = text.index(end, opening.end()) + 1
        if (opening["tag"] or "").lower() == "v" and not opening["slash"]:
            # `<v.loud Ann>`: the classes are no part of the name.
            _, *name = re.split(r"\s+", text[opening.end() : at - 1], maxsplit=1)
            if name and name[0]:
                yield speaker, "".join(said)
                speaker, said = name[0], []
    yield speaker, "".join((*said, text[at:]))


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds, thousandths = (int(group or 0) for group in groups)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000

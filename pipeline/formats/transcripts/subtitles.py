"""Captions that are lines of text: WebVTT (W3C), SubRip and SubViewer. What one of their programs writes and another
does not read is read here, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.formats.transcripts import timing
from pipeline.formats.transcripts.draft import Draft, Faults, Written
from pipeline.formats.transcripts.signs import UNSEEN
from pipeline.formats.transcripts.timing import HINT, Form, Times
from pipeline.problems import Place, Problem

_HEADER = re.compile(r"WEBVTT(?:[ \t]|$)", re.IGNORECASE)
_APART = re.compile(r"(?:NOTE(?:\s|$)|STYLE\s*$|REGION\s*$)")
_FIX: Final = "`pipeline check --fix` {}"


def read(text: str, path: str) -> Draft:
    """The cues of captions; in which of the forms they are, they say themselves."""
    faults = Faults(path)
    lines = _plain(text.split("\n"), faults) if UNSEEN.search(text) else text.split("\n")
    sheet = _Sheet(lines, _form(lines, path), faults)
    sheet.read()
    return sheet.draft()


def _plain(lines: Sequence[str], faults: Faults) -> list[str]:
    """The lines, without signs that nobody sees where no words stand: editors of Hebrew and Arabic put marks of
    direction before numbers and times, too.
    """
    made = [bare if (bare := UNSEEN.sub("", line)) != line and _says_nothing(bare) else line for line in lines]
    if (first := next((at for at, line in enumerate(lines) if line != made[at]), None)) is not None:
        message = "a line that is no text holds marks that nobody sees"
        faults.mended(first + 1, message, _FIX.format("takes them out of all such lines"))
    return made


def _says_nothing(line: str) -> bool:
    line = line.strip()
    return not line or line.isdecimal() or bool(_HEADER.match(line)) or timing.read(line) is not None


def _form(lines: Sequence[str], path: str) -> Form:
    first = next((line.strip() for line in lines if line.strip()), "")
    if _HEADER.match(first):
        return Form.VTT
    if timing.is_sbv(first):
        return Form.SBV
    times = next((line for line in lines if timing.read(line)), "")
    named = path.lower().endswith(".vtt") and timing.is_plain(times, Form.VTT)
    return Form.VTT if named else Form.SRT


@dataclass(slots=True)
class _Part:
    """A part of a file: its lines from `first` until before `stop` (from 0), with the empty ones behind it. A cue has
    the line of its times at `at`; what is none, as a note, has it nowhere.
    """

    first: int
    at: int = -1
    stop: int = 0
    text: list[str] = field(default_factory=list)
    odd: bool = False
    times: Times | None = None


class _Sheet:
    """The lines of a file, in parts."""

    def __init__(self, lines: list[str], form: Form, faults: Faults) -> None:
        self.lines, self.form, self.faults = lines, form, faults
        self.parts: list[_Part] = []
        self.times: dict[int, Times] = {
            at: found for at, line in enumerate(lines) if _may_hold_times(line) and (found := timing.read(line))
        }

    def read(self) -> None:
        at = self._header()
        while at < len(self.lines):
            if not self.lines[at].strip():
                at += 1
            elif (begin := self._cue_at(at)) is not None:
                at = self._cue(at, begin)
            elif self.form is Form.VTT and _APART.match(self.lines[at]):
                at = self._apart(at)
            else:
                at = self._loose(at)
        stop = len(self.lines)
        for part in reversed(self.parts):
            part.stop, stop = stop, part.first

    def _header(self) -> int:
        """The first lines of WebVTT, until an empty one. Gives the line behind them."""
        at = next((at for at, line in enumerate(self.lines) if line.strip()), 0)
        if self.form is not Form.VTT:
            return 0
        if not _HEADER.match(self.lines[at].strip()):
            self.faults.mended(1, "the line `WEBVTT` is missing above all others", _FIX.format("writes it"))
            return 0
        self.parts.append(_Part(0))
        if at or not self.lines[at].startswith("WEBVTT"):
            self.faults.mended(at + 1, "the file does not begin with `WEBVTT`", _FIX.format("puts that right"))
            self.parts[0].odd = True
        return self._apart_until(at + 1)

    def _apart(self, at: int) -> int:
        """A note, a style or a region: until an empty line."""
        self.parts.append(_Part(at))
        return self._apart_until(at + 1)

    def _apart_until(self, at: int) -> int:
        while at < len(self.lines) and self.lines[at].strip():
            if self._begins(at):
                self._unparted(at)
                break
            at += 1
        return at

    def _cue_at(self, at: int) -> int | None:
        """The line of times of the cue that begins in a line: itself, or the next one, below the cue's name."""
        if at in self.times:
            return at
        return at + 1 if at + 1 in self.times else None

    def _begins(self, at: int) -> bool:
        """Whether a cue begins in a line though no empty one stands before it."""
        return at in self.times or (self.lines[at].strip().isdecimal() and at + 1 in self.times)

    def _cue(self, first: int, at: int) -> int:
        """A cue with its text. Gives the line behind that."""
        line, times = self.lines[at], self.times[at]
        part = _Part(first, at, times=times)
        if not timing.is_plain(line, self.form):
            message = "these times are written in another way than programs read"
            self.faults.mended(at + 1, message, _FIX.format(f"writes them like `{self._line(times)}`"))
            part.odd = True
        self.parts.append(part)
        return self._text(part, at + 1)

    def _text(self, part: _Part, at: int) -> int:
        """The text of a cue: until an empty line, or until the next cue begins."""
        while at < len(self.lines) and (line := self.lines[at]).strip():
            if self._begins(at):
                self._unparted(at)
                break
            if timing.is_like(line):
                self.faults.error(at + 1, "these are no times of a cue", HINT)
            part.text.append(line)
            at += 1
        return at

    def _unparted(self, at: int) -> None:
        message = "a cue begins here without an empty line before it"
        self.faults.mended(at + 1, message, _FIX.format("puts one before it"))

    def _loose(self, at: int) -> int:
        """Text without times above it. It belongs to the cue before it where that has no text yet, or where only spaces
        part the two (YouTube); in other forms than WebVTT otherwise, too, if it is no cue that lacks its times.
        """
        before = self.parts[-1] if self.parts and self.parts[-1].at >= 0 else None
        if before and self.lines[at - 1] != "":
            return self._text(before, at)
        if before and self._goes_on(before, at):
            if self._is_number(at):
                return at + 1
            where = "within" if before.text else "above"
            message = f"an empty line stands {where} the text of the cue of line {before.at + 1}"
            self.faults.mended(at + 1, message, _FIX.format("takes it out"))
            before.odd = True
            return self._text(before, at)
        self._without_times(at)
        self.parts.append(_Part(at))
        while at < len(self.lines) and self.lines[at].strip() and self._cue_at(at) is None:
            at += 1
        return at

    def _goes_on(self, before: _Part, at: int) -> bool:
        """Whether text behind an empty line can only be that of the cue before it."""
        line = self.lines[at]
        if _APART.match(line) or timing.is_like(line) or (line.strip().isdecimal() and not self._is_number(at)):
            return False
        return self.form is not Form.VTT or not before.text

    def _is_number(self, at: int) -> bool:
        """The number of a cue of which nothing else was written."""
        return self.lines[at].strip().isdecimal() and not "".join(self.lines[at + 1 : at + 2]).strip()

    def _without_times(self, at: int) -> None:
        for line in range(at, min(at + 2, len(self.lines))):
            if timing.is_like(self.lines[line]) or "-->" in self.lines[line]:
                self.faults.error(line + 1, "these are no times of a cue", HINT)
                return
            if not self.lines[line].strip():
                break
        if not self.times and self.form is not Form.VTT:
            self.faults.errors = [_timeless(self.faults.path)]
        else:
            self.faults.error(at + 1, "there are no times above this text", HINT)

    def draft(self) -> Draft:
        cues = tuple(
            Written(part.at + 1, part.times.start, part.times.end, tuple(part.text), number)
            for number, part in enumerate(self.parts)
            if part.times
        )
        odd = tuple(self.faults.odd)
        return Draft(self.form.value, cues, True, self.rewrite, tuple(self.faults.errors), odd)

    def rewrite(self, cues: Sequence[Written]) -> str:
        """The file with these cues. What stands above the first stays there; another note goes with its cue."""
        own = [number for number, part in enumerate(self.parts) if part.at >= 0]
        renumber = self.form is Form.SRT and [cue.part for cue in cues] != own
        first = own[0]
        made = ["WEBVTT", ""] if self.form is Form.VTT and not first else []
        for number in range(first):
            made += self._lines(number)
        notes = self._notes(first)
        for count, cue in enumerate(cues, 1):
            for note in notes.pop(cue.part, ()):
                made += self._lines(note)
            made += self._cue_lines(cue, count if renumber else None)
        for note in sorted(number for left in notes.values() for number in left):
            made += self._lines(note)
        return "\n".join(made).rstrip("\n") + "\n"

    def _notes(self, first: int) -> dict[int, list[int]]:
        """The parts that are none of the cues, by the cue before which they stand (-1: behind the last)."""
        notes: dict[int, list[int]] = {}
        loose: list[int] = []
        for number, part in enumerate(self.parts[first:], first):
            if part.at < 0:
                loose.append(number)
            else:
                notes[number], loose = loose, []
        return {**notes, -1: loose}

    def _lines(self, number: int) -> Iterator[str]:
        """A part as it stands, with an empty line behind it."""
        part = self.parts[number]
        lines = self.lines[part.first : part.stop]
        if number == 0 and part.odd and self.form is Form.VTT and part.at < 0:
            lines = [line for line in lines if line.strip()]
            lines[0] = f"WEBVTT{lines[0].strip()[6:]}"
        yield from lines
        if not lines or lines[-1] != "":
            yield ""

    def _cue_lines(self, cue: Written, number: int | None) -> Iterator[str]:
        part = self.parts[cue.part]
        assert part.times is not None
        same = (cue.start, cue.end, cue.lines) == (part.times.start, part.times.end, tuple(part.text))
        if same and not part.odd and number is None:
            yield from self._lines(cue.part)
            return
        if part.at > part.first:
            yield str(number) if number and self.lines[part.first].strip().isdecimal() else self.lines[part.first]
        yield self._line(replace(part.times, start=cue.start, end=cue.end))
        yield from (line for line in cue.lines if line.strip())
        yield ""

    def _line(self, times: Times) -> str:
        return timing.written(times.start, times.end, self.form, times.settings)


def _timeless(path: str) -> Problem:
    message = "no line of this text has the two times of a cue: it is no transcript yet"
    hint = (
        "export WebVTT (`.vtt`) or SubRip (`.srt`) from the program that made it; or let the episode name no "
        f"transcript, and lay this text along its sound: `pipeline transcribe EPISODE --text {path}`"
    )
    return Problem(Place(path, 1), message, hint, "bad-transcript")


def _may_hold_times(line: str) -> bool:
    return ">" in line or "→" in line or timing.is_sbv(line) or "&gt;" in line

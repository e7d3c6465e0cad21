"""What is said, as files for listeners: WebVTT, SubRip, JSON and HTML, all from one transcript.

Standards: WebVTT (W3C), and the transcripts of the Podcasting 2.0 namespace. A line of WebVTT has at most 65
characters; a card of SubRip has at most two lines of 32, and says who speaks where that changes.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pipeline.formats import times
from pipeline.formats.transcript import Cue, Transcript, turns

VTT_LINE: Final = 65
SRT_LINE: Final = 32
SRT_LINES: Final = 2
_VERSION: Final = "1.0.0"


def to_vtt(transcript: Transcript) -> str:
    """Canonical WebVTT: hours always written, speakers as `<v Name>`, no settings."""
    parts = ["WEBVTT\n"]
    for cue in transcript.cues:
        text = html.escape("\n".join(_fitted(cue.text)), quote=False)
        voice = f"<v {html.escape(cue.speaker, quote=False)}>" if cue.speaker else ""
        parts.append(f"{times.timestamp(cue.start)} --> {times.timestamp(cue.end)}\n{voice}{text}\n")
    return "\n".join(parts)


def to_srt(transcript: Transcript) -> str:
    """SubRip: a cue that holds more than a card does becomes several, each with its share of the time."""
    parts: list[str] = []
    before = ""
    for cue in transcript.cues:
        name = f"{cue.speaker}: " if cue.speaker and cue.speaker != before else ""
        before = cue.speaker
        lines = wrapped(f"{name}{cue.text}".replace("-->", "→"), SRT_LINE)
        cards = ["\n".join(lines[at : at + SRT_LINES]) for at in range(0, len(lines), SRT_LINES)]
        for (start, end), card in zip(_shares(cue, [len(card) for card in cards]), cards, strict=True):
            parts.append(f"{len(parts) + 1}\n{_comma(start)} --> {_comma(end)}\n{card}\n")
    return "\n".join(parts)


def to_json(transcript: Transcript) -> str:
    """The transcript as JSON of the namespace: a segment for each cue, times in seconds."""
    segments: list[dict[str, Any]] = []
    for cue in transcript.cues:
        segment: dict[str, Any] = {"startTime": round(cue.start, 3), "endTime": round(cue.end, 3), "body": cue.text}
        segments.append({"speaker": cue.speaker, **segment} if cue.speaker else segment)
    plain = {"version": _VERSION, "segments": segments}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_html(transcript: Transcript) -> str:
    """The transcript as HTML of the namespace: `cite`, `time` and `p` only, a paragraph for each turn."""
    parts: list[str] = []
    for turn in turns(transcript.cues):
        speaker = f"<cite>{html.escape(turn[0].speaker)}:</cite>\n" if turn[0].speaker else ""
        text = " ".join(" ".join(cue.text.split()) for cue in turn)
        parts.append(f"{speaker}<time>{times.clock(turn[0].start)}</time>\n<p>{html.escape(text)}</p>\n")
    return "".join(parts)


def wrapped(text: str, most: int) -> list[str]:
    """The text in lines of at most so many characters, broken between words; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in (word[at : at + most] for at in range(0, len(word), most)):
            if line and len(line) + 1 + len(part) <= most:
                line = f"{line} {part}"
                continue
            if line:
                lines.append(line)
            line = part
    return [*lines, line] if line else lines


def _fitted(text: str) -> list[str]:
    """The lines of a cue: as they were written, where they are short enough."""
    lines = text.split("\n")
    return lines if all(len(line) <= VTT_LINE for line in lines) else wrapped(text, VTT_LINE)


def _shares(cue: Cue, lengths: Sequence[int]) -> Iterator[tuple[float, float]]:
    """The time of a cue, shared among cards by their length; each has at least a thousandth of a second."""
    first, last, whole = round(cue.start * 1000), round(cue.end * 1000), sum(lengths)
    begin, said = first, 0
    for length in lengths:
        said += length
        end = max(begin + 1, first + (last - first) * said // whole)
        yield begin / 1000, end / 1000
        begin = end


def _comma(seconds: float) -> str:
    return times.timestamp(seconds).replace(".", ",")

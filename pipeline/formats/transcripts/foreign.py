"""Files that are named as transcripts and are none: what they are, and what to do."""

from __future__ import annotations

import re
from typing import Final

from pipeline.problems import Place, Problem

_EXPORT: Final = "export WebVTT (`.vtt`) or SubRip (`.srt`) from the program that made it"
_PLAIN: Final = "save it as plain text (UTF-8)"
_MEDIA: Final = "it belongs under `audio`; name the transcript here"
_FIRST: Final = (
    (b"PK\x03\x04", "the document of a word processor, and no transcript with times", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "a document of Word, and no transcript with times", _EXPORT),
    (b"%PDF", "a PDF, and no transcript with times", _EXPORT),
    (b"{\\rtf", "the rich text of a word processor, and no plain text", _PLAIN),
    (b"RIFF", "sound, and no transcript", _MEDIA),
    (b"ID3", "sound, and no transcript", _MEDIA),
    (b"fLaC", "sound, and no transcript", _MEDIA),
    (b"OggS", "sound, and no transcript", _MEDIA),
    (b"\x1aE\xdf\xa3", "a video, and no transcript", _MEDIA),
    (b"\x1f\x8b", "packed", "unpack it, and name the file that was in it"),
)
_TEXTS: Final = (
    (re.compile(rb"<!doctype html|<html", re.IGNORECASE), "a page of the web, perhaps one to log in", _EXPORT),
    (re.compile(rb"<\?xml|<tt[ >]|<transcript", re.IGNORECASE), "XML (as TTML), which is not read", _EXPORT),
    (re.compile(rb"\[Script Info\]", re.IGNORECASE), "SubStation Alpha (`.ass`), which is not read", _EXPORT),
    (re.compile(rb"\{[0-9]+\}\{[0-9]+\}"), "MicroDVD (`.sub`), whose times are numbers of pictures", _EXPORT),
    (re.compile(rb"\[[0-9]{2}:[0-9]{2}[.:][0-9]{2,3}\]"), "a file of lyrics (`.lrc`), which is not read", _EXPORT),
)  # fmt: skip


def problem(data: bytes, path: str) -> Problem | None:
    """What a file is that can't be a transcript; None where it may be one."""
    for mark, what, hint in _FIRST:
        if data.startswith(mark):
            return _told(path, what, hint)
    if data[4:8] == b"ftyp":
        return _told(path, "a film or sound, and no transcript", _MEDIA)
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    return next((_told(path, what, hint) for pattern, what, hint in _TEXTS if pattern.match(first)), None)


def _told(path: str, what: str, hint: str) -> Problem:
    return Problem(Place(path), f"this is {what}", hint, "bad-transcript")

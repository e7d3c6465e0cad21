"""The text of a transcript, in whatever its program saved it: UTF-8, UTF-16, or the code page of its language."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from typing import Final

from pipeline.formats import frontmatter, garbled
from pipeline.formats.conflicts import conflicts
from pipeline.formats.garbled import LOST
from pipeline.problems import Place, Problem

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_WESTERN: Final = "cp1252"
_PAGES: Final = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250"),
    **dict.fromkeys(("be", "bg", "kk", "mk", "ru", "sr", "uk"), "cp1251"),
    **dict.fromkeys(("az", "tr"), "cp1254"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "el": "cp1253",
    "he": "cp1255",
    "ja": "cp932",
    "ko": "cp949",
    "th": "cp874",
    "vi": "cp1258",
    "zh": "gb18030",
    **dict.fromkeys(("zh-hant", "zh-hk", "zh-mo", "zh-tw"), "cp950"),
    "sr-latn": "cp1250",
}
"""Language → what its programs on Windows saved text in, before UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, with LF; None where it is none. `stands`: the same before its letters were put right, where they were;
    `anew`: whether its file has to be written as UTF-8.
    """

    text: str | None
    problems: tuple[Problem, ...] = ()
    anew: bool = False
    stands: str = ""


def decoded(data: bytes, path: str, language: str = "") -> Decoded:
    """The text of a file. What it is saved in shows its first bytes, or else the language of what is said (BCP 47)."""
    encoding, name = _encoding(data, language)
    if encoding == "utf-8":
        return _of_utf8(data, path)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return Decoded(*frontmatter.decode(data, path))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unfinished = conflicts(text, path)
    return Decoded(None if unfinished else text, unfinished or (_told(path, name, encoding),), anew=True)


def _of_utf8(data: bytes, path: str) -> Decoded:
    text, problems = frontmatter.decode(data, path)
    if text is None:
        damaged = data.decode("utf-8", "replace") if problems[0].code == "unreadable-file" else ""
        if LOST in damaged and not data.startswith(b"version "):
            message, hint = "a letter is damaged here: the rest of this file is UTF-8", "write that letter again"
            return Decoded(None, (replace(problems[0], message=message, hint=hint),))
        return Decoded(None, problems)
    if garbled.first(text) and (meant := _once_more(text)):
        message = "letters are those that another encoding made of them (`Ã¤` of `ä`)"
        odd = Problem(Place(path), message, "`pipeline check --fix` puts them right", "odd-transcript")
        return Decoded(meant, (*problems, odd), stands=text)
    return Decoded(text, problems)


def _once_more(text: str) -> str:
    """What the text was before somebody took its UTF-8 for Windows-1252; empty where it was not so."""
    page = {value: key for key, value in enumerate(bytes(range(256)).decode("cp1252", "replace")) if value != LOST}
    try:
        return bytes(page.get(letter, ord(letter)) for letter in text).decode()
    except ValueError:  # a letter that is in no such page, or no UTF-8
        return ""


def _told(path: str, name: str, encoding: str) -> Problem:
    message = f"this file is saved in {name}, not in UTF-8"
    hint = "`pipeline check --fix` saves it in UTF-8"
    if encoding.startswith("utf"):
        return Problem(Place(path), message, hint, "odd-transcript")
    return Problem(Place(path), f"{message}, and is read as that", f"look at its letters; {hint}", "odd-transcript")


def _encoding(data: bytes, language: str) -> tuple[str, str]:
    """The encoding, and its name for people."""
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return encoding, name
    if wide := _wide(data):
        return wide, "UTF-16"
    if data.isascii() or _is_utf8(data):
        return "utf-8", "UTF-8"
    tag = language.lower().split("-")
    page = _PAGES.get("-".join(tag[:2])) or _PAGES.get(tag[0], _WESTERN)
    return page, f"Windows-{page[2:]}" if page.startswith("cp12") else page.upper()


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: times are in ASCII, of which every other byte is zero."""
    first = data[:400]
    even, odd = first[::2].count(0), first[1::2].count(0)
    if len(first) < 8 or max(even, odd) * 20 < len(first):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8, be it damaged: most of what is no ASCII is good there, and would be so by no chance."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return lost == 0 or sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd") > lost

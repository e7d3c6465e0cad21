"""A text file of the library: decoded, and cut into front matter and body."""

from __future__ import annotations

import codecs
import re
import shlex
from dataclasses import dataclass

from pipeline.formats.conflicts import conflicts
from pipeline.problems import Place, Problem

_POINTER = b"version https://git-lfs.github.com/spec/v1\n"
_MEANING = re.compile(r"[,*?\[\]\\!]")
"""What means something in a pattern of Git LFS."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The two parts of a file, and the lines of the file (from 1) on which each begins."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file: UTF-8, without its byte order mark, lines ended by LF.

    Anything but UTF-8 is `unreadable-file` at the first bad byte, an unfinished merge `merge-conflict`. Unicode forms
    are kept as written.
    """
    if data.startswith(_POINTER):
        message = "a Git LFS pointer stands here in place of the text"
        return None, (Problem(Place(path, 1), message, fetch(path), "unreadable-file"),)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _unify(data[: error.start].decode("utf-8"))
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None, (
            Problem(
                place,
                f"the byte 0x{data[error.start]:02x} is not UTF-8 text",
                "save the file in the encoding UTF-8",
                "unreadable-file",
            ),
        )
    text = _unify(text)
    unfinished = conflicts(text, path)
    return None if unfinished else text, unfinished


def fetch(path: str) -> str:
    """The remedy for a file of which only the Git LFS pointer is here.

    Git LFS takes patterns, parted by commas, and has no way to quote one: `?` stands for what would mean something.
    """
    return f"fetch it: `git lfs pull --include {shlex.quote(_MEANING.sub('?', path))}`"


def split(text: str, path: str) -> tuple[FrontMatter | None, tuple[Problem, ...]]:
    """Cut a text into the YAML between two lines of `---` and the body after them.

    A byte order mark and CRLF are taken as they come. A text that does not begin with `---`, or never ends what it
    began, is `bad-front-matter`: it is never read as one without fields.
    """
    lines = _unify(text.removeprefix("\ufeff")).split("\n")
    if lines[0].rstrip() != "---":
        hint = "begin the file with a line `---`, the fields, and another line `---`"
        return None, (Problem(Place(path, 1, 1), "the file has no front matter", hint, "bad-front-matter"),)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        hint = "write a line `---` after the last field"
        return None, (Problem(Place(path, 1, 1), "the front matter has no end", hint, "bad-front-matter"),)
    yaml = "".join(f"{line}\n" for line in lines[1:end])
    return FrontMatter(yaml, 2, "\n".join(lines[end + 1 :]), end + 2), ()


def _unify(text: str) -> str:
    # A lone CR ends a line for YAML and for editors: it must for us too, or the lines we name are not theirs.
    return text.replace("\r\n", "\n").replace("\r", "\n")

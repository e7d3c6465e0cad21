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
_FENCE = "---"
_NAMED = re.compile(r"[A-Za-z_]+:")


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
        return None, (Problem(place, *_encoded_otherwise(data, error.start), "unreadable-file"),)
    text = _unify(text)
    unfinished = conflicts(text, path)
    return None if unfinished else text, unfinished


def _encoded_otherwise(data: bytes, at: int) -> tuple[str, str]:
    """What a file seems to be that is no UTF-8, and how it becomes that."""
    save = "save it anew, in a plain text editor, with the encoding UTF-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "this file is saved as UTF-16 (“Unicode” in some editors), not as UTF-8", save
    if data[:2] == b"PK" or b"\0" in data[:1024]:
        return "this is no text, but the file of another program", "write its text into a new file, in a text editor"
    character = data[at : at + 1].decode("cp1252", errors="replace")
    shown = f": `{character}` may stand here" if character.isprintable() and character != "\ufffd" else ""
    return f"this file is saved in an older encoding, not as UTF-8{shown}", save


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
    if lines[0].rstrip() != _FENCE:
        return None, (_unopened(lines, path),)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        return None, (_unclosed(lines, path),)
    yaml = "".join(f"{line}\n" for line in lines[1:end])
    return FrontMatter(yaml, 2, "\n".join(lines[end + 1 :]), end + 2), ()


def _unopened(lines: list[str], path: str) -> Problem:
    """Why a file does not begin with its fields."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    place = Place(path, first + 1, 1)
    if lines[first].rstrip() == _FENCE:
        message = "an empty line stands before the line `---` with which a file begins"
        return Problem(place, message, f"remove the lines above line {first + 1}", "bad-front-matter")
    if _is_like_fence(lines[first]):
        return _unlike(lines[first], place)
    if _NAMED.match(lines[first]):
        hint = "write a line `---` above it, and another one below the last field"
        return Problem(place, "the fields begin without a line `---`", hint, "bad-front-matter")
    hint = "begin the file with a line `---`, the fields (`title: …`), and another line `---`"
    return Problem(place, "there are no fields above the text", hint, "bad-front-matter")


def _unclosed(lines: list[str], path: str) -> Problem:
    last = next((n for n, line in enumerate(lines[1:], 1) if not _is_of_fields(line)), 0)
    if last and _is_like_fence(lines[last]):
        return _unlike(lines[last], Place(path, last + 1, 1))
    message = "no second line `---` parts the fields from the text"
    return Problem(Place(path, 1, 1), message, "write a line `---` after the last field", "bad-front-matter")


def _is_of_fields(line: str) -> bool:
    """Whether a line may stand among fields: one of them, or what goes on one."""
    return not _is_like_fence(line) and (not line.strip() or line[0] in " \t-#" or bool(_NAMED.match(line)))


def _is_like_fence(line: str) -> bool:
    """Whether a line is one of hyphens and dashes; programs that write texts make dashes of hyphens."""
    bare = line.replace(" ", "").strip()
    return bool(bare) and not bare.strip("-–—\u2212_+")


def _unlike(line: str, place: Place) -> Problem:
    if line.strip() == _FENCE:
        message = "spaces stand before these three hyphens, which part the fields from the text"
        return Problem(place, message, "remove the spaces before `---`", "bad-front-matter")
    message = f"`{line.strip()[:20]}` stands here in place of the three hyphens that part the fields from the text"
    return Problem(place, message, "write `---`, at the beginning of the line and nothing else", "bad-front-matter")


def _unify(text: str) -> str:
    # A lone CR ends a line for YAML and for editors: it must for us too, or the lines we name are not theirs.
    return text.replace("\r\n", "\n").replace("\r", "\n")

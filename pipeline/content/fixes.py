"""Repairs: what is wrong in one way and can be put right in one way only. Everything else is for people to decide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.content.load import AUDIENCES, PEOPLE, TOPICS
from pipeline.content.parse import typed
from pipeline.formats import frontmatter, isbn, yaml
from pipeline.formats.yaml import Document
from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library
from pipeline.model.tree import File
from pipeline.problems import Place

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


@dataclass(frozen=True, slots=True)
class Edit:
    """A file with its text before and after the repairs, both with LF; `crlf` says how the file itself ends lines."""

    path: str
    before: str
    after: str
    crlf: bool = False

    @property
    def data(self) -> bytes:
        """The repaired file, its lines ended as they were."""
        return (self.after.replace("\n", "\r\n") if self.crlf else self.after).encode()


def fixes(library: Library, new_guid: Callable[[], str]) -> tuple[Edit, ...]:
    """One edit for each file that has something to repair, by path.

    Repaired are: a missing `guid` (`new_guid` gives an episode's; a show's is that of its feed's address), ISBNs of ten
    digits, dates whose meaning is plain, Unicode that is not composed (NFC), and spaces at the ends of lines.
    """
    edits = (_edit(file, library, new_guid) for file in library.tree if file.data is not None)
    return tuple(edit for edit in edits if edit is not None)


def _edit(file: File, library: Library, new_guid: Callable[[], str]) -> Edit | None:
    kind = next((kind for kind in KINDS.values() if kind.claims(file.path)), None)
    if file.data is None or (kind is None and file.path not in (PEOPLE, TOPICS, AUDIENCES)):
        return None
    before, _ = frontmatter.decode(file.data, file.path)
    if before is None:
        return None
    after = _trimmed(unicodedata.normalize("NFC", before))
    if kind is not None:
        after = _values(after, file.path, kind)
        after = _with_guid(after, file.path, kind, library, new_guid)
    return Edit(file.path, before, after, b"\r\n" in file.data) if after != before else None


def _trimmed(text: str) -> str:
    """Without spaces at the ends of lines, but those two by which Markdown breaks a line."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        bare = line.rstrip(" \t")
        breaks = line.endswith("  ") and bare and number + 1 < len(lines) and lines[number + 1].strip()
        lines[number] = f"{bare}  " if breaks else bare
    return "\n".join(lines)


def _document(text: str, path: str, kind: Kind[Any]) -> Document | None:
    if kind.front_matter:
        front, _ = frontmatter.split(text, path)
    else:
        front = frontmatter.FrontMatter(text, 1, "", 1)
    if front is None:
        return None
    document, _ = yaml.parse(front.yaml, path, first_line=front.yaml_line)
    return document if document is not None and isinstance(document.value, dict) else None


def _values(text: str, path: str, kind: Kind[Any]) -> str:
    """With values that mean one thing only in the form that we keep."""
    document = _document(text, path, kind)
    if document is None:
        return text
    lines = text.split("\n")
    for place, value in _repaired(document, path, kind):
        lines[place.line - 1] = _replaced(lines[place.line - 1], place.column - 1, value)
    return "\n".join(lines)


def _repaired(document: Document, path: str, kind: Kind[Any]) -> Iterator[tuple[Place, str]]:
    for loc, place in document.marks.items():
        if kind.name == "book-list" and len(loc) == 3 and loc[-1] == "isbn":
            written = str(_at(document, loc))
            number = isbn.normalise(written)
            if number and len(isbn.compact(written)) == 10:
                yield place, f'"{number}"'
    _, problems = typed(document, kind.fields, kind.label.lower(), path)
    wrong = {problem.place for problem in problems if problem.code == "bad-date"}
    for loc, place in document.marks.items():
        if place in wrong and (right := plain_date(str(_at(document, loc)))):
            yield place, right


def _at(document: Document, loc: yaml.Path) -> object:
    value: object = document.value
    for part in loc:
        value = value[part]  # type: ignore[index]  # marks lead through mappings and lists only
    return value


def plain_date(text: str) -> str | None:
    """A date in another form, as `2026-11-24`; None when it could mean two days, or none."""
    numbers: tuple[str, ...] | None = None
    if match := _YEAR_FIRST.fullmatch(text.strip()):
        year, separator, month, day = match.groups()
        numbers = (year, month, day) if separator or len(month + day) == 4 else None
    elif match := _DAY_FIRST.fullmatch(text.strip()):
        numbers = (match[3], _month(match[2]), match[1])
    elif match := _MONTH_FIRST.fullmatch(text.strip()):
        numbers = (match[3], _month(match[1]), match[2])
    if numbers is None:
        return None
    try:
        return date(*map(int, numbers)).isoformat()
    except ValueError:
        return None


def _month(name: str) -> str:
    """The number of an English month, by its first three letters; "0" when there is none."""
    known = name[:3].lower()
    return str(_MONTHS.index(known) + 1) if known in _MONTHS else "0"


def _replaced(line: str, start: int, value: str) -> str:
    """A line with the scalar that begins at `start` replaced; a comment after it stays."""
    rest = line[start:]
    if rest[:1] in ("'", '"'):
        end = rest.index(rest[0], 1) + 1
    else:
        match = re.match(r".*?(?=\s+#|\s*$|\s*[,\]}])", rest)
        end = match.end() if match else len(rest)
    return line[:start] + value + rest[end:]


def _with_guid(text: str, path: str, kind: Kind[Any], library: Library, new_guid: Callable[[], str]) -> str:
    """With the `guid` that is missing, as the last field."""
    document = _document(text, path, kind) if kind.name in ("show", "episode") else None
    if document is None or not isinstance(document.value, dict) or "guid" in document.value:
        return text
    indents = {place.column for loc, place in document.keys.items() if len(loc) == 1}
    if len(indents) != 1 or text.lstrip("-\n ").startswith("{"):
        return text
    if kind.name == "show":
        slug = document.value.get("slug")
        address = urls.show_feed(kind.address(path, slug if isinstance(slug, str) else None))
        guid = urls.podcast_guid(urls.absolute(library.settings.site.url, address))
    else:
        guid = new_guid()
    line = f"{' ' * (indents.pop() - 1)}guid: {guid}"
    if not kind.front_matter:
        return f"{text.rstrip()}\n{line}\n"
    lines = text.split("\n")
    lines.insert(next(n for n, found in enumerate(lines) if n and found.rstrip() == "---"), line)
    return "\n".join(lines)

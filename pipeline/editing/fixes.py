"""Repairs: what is wrong in one way and can be put right in one way only. Everything else is for people to decide.

A repaired file is read again before it is given: it says what it said, but for the values that were put right. What
can't be repaired so is left as it is, and told.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pydantic
from pydantic import TypeAdapter

from pipeline.editing.declared import declared, is_a
from pipeline.formats import frontmatter, isbn, scalars, yaml
from pipeline.formats.yaml import Document, Path
from pipeline.model import urls
from pipeline.model.kinds import claiming
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS, Heading, Person
from pipeline.model.tree import File
from pipeline.model.wordlist import WORDS, Wordlist
from pipeline.problems import Place, Problem

_LISTS: dict[str, Any] = {
    LISTS["person"]: dict[str, Person],
    LISTS["topic"]: list[Heading],
    LISTS["audience"]: list[Heading],
    WORDS: Wordlist,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_DATES = tuple((sort, TypeAdapter[Any](sort)) for sort in (scalars.Day, scalars.Instant))
# Composed, these two become a semicolon and a backtick, which Markdown reads.
_BECOMES_MARKUP = re.compile("[\u037e\u1fef]")


@dataclass(frozen=True, slots=True)
class Edit:
    """A file with its text before and after the repairs, both with LF; `crlf` and `mark` say whether the file itself
    ends its lines with CRLF and begins with a byte order mark. `left` is what could not be repaired without changing
    more: where it is all there is, the text is the same before and after.
    """

    path: str
    before: str
    after: str
    crlf: bool = False
    mark: bool = False
    left: tuple[Problem, ...] = ()

    @property
    def data(self) -> bytes:
        """The repaired file, its lines ended as they were."""
        text = self.after.replace("\n", "\r\n") if self.crlf else self.after
        return f"\ufeff{text}".encode() if self.mark else text.encode()


def fixes(library: Library, new_guid: Callable[[], str]) -> tuple[Edit, ...]:
    """One edit for each file that has something to repair, by path.

    Repaired are: a missing `guid` (`new_guid` gives an episode's; a show's is that of its feed's address), ISBNs of ten
    digits, dates whose meaning is plain, Unicode that is not composed (NFC), and spaces at the ends of lines.
    """
    edits = (_edit(file, library, new_guid) for file in library.tree if file.data is not None)
    return tuple(edit for edit in edits if edit is not None)


def _edit(file: File, library: Library, new_guid: Callable[[], str]) -> Edit | None:
    kind = claiming(file.path)
    model = kind.fields if kind else _LISTS.get(file.path)
    before, _ = frontmatter.decode(file.data or b"", file.path) if model else (None, ())
    front, _ = _parts(before, file.path, kind) if before is not None else (None, ())
    if before is None or front is None:
        return None
    head = before[: before.index("\n") + 1] if front.yaml_line > 1 else ""
    body = before[len(head) + len(front.yaml) :]
    uncomposed = _uncomposed(library)
    fields = _Fields(file.path, model, front.yaml_line, front.yaml)
    fields.tidy(uncomposed)
    fields.put_right()
    if kind is not None and _needs_guid(kind):
        fields.add_guid(lambda value: _guid(kind, file.path, value, library, new_guid))
    after = head + fields.text + _composed(_trimmed_body(body), uncomposed)
    if after == before and not fields.left:
        return None
    data = file.data or b""
    crlf, mark = 2 * data.count(b"\r\n") > before.count("\n"), data.startswith(codecs.BOM_UTF8)
    return Edit(file.path, before, after, crlf, mark, tuple(fields.left))


def _needs_guid(kind: Kind[Any]) -> bool:
    declared_guid = kind.fields.__pydantic_fields__.get("guid")
    return declared_guid is not None and declared_guid.is_required()


def _parts(text: str, path: str, kind: Kind[Any] | None) -> tuple[frontmatter.FrontMatter | None, tuple[Problem, ...]]:
    if kind is not None and kind.front_matter:
        return frontmatter.split(text, path)
    return frontmatter.FrontMatter(text, 1, "", 1), ()


@dataclass(slots=True)
class _Fields:
    """The YAML of a file while it is repaired, and what could not be."""

    path: str
    model: Any
    first_line: int
    text: str
    left: list[Problem] = field(default_factory=list)

    def document(self) -> Document | None:
        document, _ = yaml.parse(self.text, self.path, first_line=self.first_line)
        return document

    def take(self, text: str, is_meant: Callable[[Document], bool], what: str) -> None:
        """Keep a repaired text that says what is meant; else leave what is there, and say so."""
        document, _ = yaml.parse(text, self.path, first_line=self.first_line)
        if document is not None and is_meant(document):
            self.text = text
        else:
            self.leave(Place(self.path, self.first_line), f"{what}: the fields would say something else", "")

    def leave(self, place: Place, message: str, hint: str) -> None:
        self.left.append(Problem(place, message, hint or "mend it by hand", "not-repaired"))

    def tidy(self, uncomposed: Iterable[str]) -> None:
        """Composed, and without spaces at the ends of lines. All words stay; what counts to the byte stays whole."""
        document = self.document()
        text = _composed(_trimmed(self.text), uncomposed)
        if document is None or text == self.text:
            return
        exact = {loc for loc, hint in declared(self.model, document.value) if _is_exact(hint)}

        def says(value: object) -> dict[Path, object]:
            return {loc: one if loc in exact else _words(one) for loc, one in _leaves(value)}

        what = "spaces at the ends of lines and accents were left as they are"
        self.take(text, lambda after: says(after.value) == says(document.value), what)

    def put_right(self) -> None:
        """With values that mean one thing only in the form that we keep."""
        document = self.document()
        if document is None:
            return
        made: dict[tuple[int, int], tuple[Path, str]] = {}
        for loc, right in _wrong(self.model, document):
            begin, end = self.span(document, loc)
            if self.text[begin] in "&!" or "#" in self.text[begin:end]:
                message = "this was not repaired: an anchor, a tag or a comment belongs to it"
                self.leave(document.marks[loc], message, f"write `{right}` in its place")
            else:
                made[begin, end] = (loc, right)
        text = self.text
        for (begin, end), (_, right) in sorted(made.items(), reverse=True):  # from the right: earlier places stay true
            text = f"{text[:begin]}{right}{text[end:]}"
        meant = _with(document.value, {loc: right.strip('"') for loc, right in made.values()})
        self.take(text, lambda after: after.value == meant, "dates and ISBNs were not repaired")

    def span(self, document: Document, loc: Path) -> tuple[int, int]:
        """Where a value begins and ends in the text, without the white space after a block."""
        lines = [0, *(match.end() for match in re.finditer("\n", self.text))]
        begin, end = (
            lines[place.line - self.first_line] + place.column - 1
            for place in (document.marks[loc], document.ends[loc])
        )
        return begin, begin + len(self.text[begin:end].rstrip())

    def add_guid(self, new: Callable[[Any], str]) -> None:
        """With the `guid` that is missing, as the last field; `new` is given the fields."""
        document = self.document()
        fields = document.value if document else None
        if document is None or not isinstance(fields, dict) or not fields or "guid" in fields:
            return
        column = next(place.column for loc, place in document.keys.items() if len(loc) == 1)
        meant = {**fields, "guid": new(fields)}
        text = f"{self.text.rstrip()}\n{' ' * (column - 1)}guid: {meant['guid']}\n"
        self.take(text, lambda after: after.value == meant, "no `guid` was added")


def _wrong(model: Any, document: Document) -> Iterator[tuple[Path, str]]:
    """The values that can be put right, each with the YAML to write in its place."""
    found = {loc: (hint, _at(document.value, loc)) for loc, hint in declared(model, document.value)}
    for loc, (hint, written) in found.items():
        if is_a(hint, scalars.Isbn) and len(isbn.compact(written)) == 10 and (number := isbn.normalise(written)):
            yield loc, f'"{number}"'
        reads = next((_reads(adapter) for sort, adapter in _DATES if is_a(hint, sort)), None)
        if reads and not reads(written) and (day := plain_date(written)) and reads(day):
            yield loc, day


def _reads(adapter: TypeAdapter[Any]) -> Callable[[str], bool]:
    """Whether a text is a value of a type."""

    def reads(text: str) -> bool:
        try:
            adapter.validate_python(text)
        except pydantic.ValidationError:
            return False
        return True

    return reads


def _is_exact(hint: Any) -> bool:
    """Whether every byte may count: identities, names of files, and what the editor keeps for other purposes."""
    return hint is Any or is_a(hint, scalars.Guid) or is_a(hint, scalars.RelPath)


def _at(value: Any, loc: Path) -> Any:
    for part in loc:
        value = value[part]
    return value


def _with(value: object, right: Mapping[Path, str], loc: Path = ()) -> object:
    """A value with others at some of its places."""
    if isinstance(value, dict):
        return {key: _with(inner, right, (*loc, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with(inner, right, (*loc, index)) for index, inner in enumerate(value)]
    return right.get(loc, value)


def _leaves(value: object, loc: Path = ()) -> Iterator[tuple[Path, object]]:
    """What a value holds that holds nothing itself, in order."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner:
        yield loc, value
    for key, one in inner:
        yield from _leaves(one, (*loc, key))


def _words(text: object) -> object:
    return unicodedata.normalize("NFC", " ".join(text.split())) if isinstance(text, str) else text


def _trimmed(text: str) -> str:
    """Without spaces at the ends of lines."""
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))


def _trimmed_body(text: str) -> str:
    """The same, but for those two spaces by which Markdown breaks a line."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        bare = line.rstrip(" \t")
        breaks = line.endswith("  ") and bare and number + 1 < len(lines) and lines[number + 1].strip()
        lines[number] = f"{bare}  " if breaks else bare
    return "\n".join(lines)


def _composed(text: str, uncomposed: Iterable[str]) -> str:
    """In NFC, unless it names a file whose name is not, or something in it would become markup."""
    kept = any(name in text for name in uncomposed) or _BECOMES_MARKUP.search(text)
    return text if kept else unicodedata.normalize("NFC", text)


def _uncomposed(library: Library) -> tuple[str, ...]:
    """The names of files and folders that are not in NFC."""
    names = {name for file in library.tree for name in file.path.split("/")}
    return tuple(sorted(name for name in names if not unicodedata.is_normalized("NFC", name)))


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


def _guid(kind: Kind[Any], path: str, fields: Mapping[str, Any], library: Library, new_guid: Callable[[], str]) -> str:
    """The identity of an entry that has none: that of a feed comes from its address."""
    if not kind.feed:
        return new_guid()
    slug = fields.get("slug")
    address = urls.show_feed(kind.address(path, slug if isinstance(slug, str) else None))
    return urls.podcast_guid(urls.absolute(library.settings.site.url, address))

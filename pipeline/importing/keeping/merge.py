"""A draft onto the file that is there: what no person touched since the last import is updated, all else stays.

A field is untouched where it says what the last import wrote, however it is written now. What a person changed stays,
what a person removed stays away; other lines, comments and the order of fields are as they were. While something
of an item can't be brought that came before, it only gets what it lacks: a bad line takes nothing out of a library.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pipeline.formats import frontmatter
from pipeline.importing.keeping.draft import Draft
from pipeline.importing.keeping.ledger import Record, digest
from pipeline.importing.keeping.written import below, lines, ordered, written
from pipeline.model.edits.cuts import cut
from pipeline.model.edits.edit import Edit
from pipeline.model.edits.inserts import Fields
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.tree import File

BODY: Final = "body"
"""What the text below the fields is called among them."""
_FETCH: Final = "fetch/"
State = Literal["new", "adopted", "same", "updated", "gone", "taken", "unreadable"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import makes of one file. `data` are its bytes; None where nothing is written.

    `record` is what the ledger says of the item from now on; None: nothing. `state`: the file is `new`; it was there,
    from an import that was stopped before it could note so, or from a person (`adopted`); nothing of it changes
    (`same`); it is `updated`; a person removed it (`gone`); another entry lies there, so that the draft needs another
    path (`taken`); its fields can't be read (`unreadable`).
    `updated` are the names of the fields that change, `untouched` those that people changed, and that the source has
    otherwise; the body is called `body`. `left` are those that could not be written without changing more.
    """

    data: bytes | None
    record: Record | None
    state: State
    updated: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def merged(draft: Draft, file: File | None, record: Record | None) -> Merged:
    """What becomes of `file`, which lies at the path of the draft (None: nothing does), and what to remember of it;
    `record` is what the last import noted of the item (None: it is new).
    """
    if file is None:
        gone = replace(record, gone=True, old=draft.old) if record else None
        return Merged(None, gone, "gone") if gone else Merged(written(draft), _recorded(draft), "new")
    if record is None and file.data == written(draft):
        return Merged(None, _recorded(draft), "adopted")
    there = _There.of(file, draft)
    if there is None:
        return Merged(None, record, "unreadable" if record else "taken")
    if record is None and not _is_same(draft, there.fields):
        return Merged(None, None, "taken")
    made = _Merge(draft, file, record or Record(draft.kind, draft.path), there).made()
    return replace(made, state="adopted") if record is None and made.data is None else made


def is_untouched(file: File, record: Record) -> bool:
    """Whether a file says what the last import wrote, and nothing else."""
    fields, body = _said(file, front=KINDS[record.kind].front_matter)
    told = {name: digest(value) for name, value in (fields or {}).items()}
    return fields is not None and told == dict(record.fields) and _digest_of(body) == record.body


def _recorded(draft: Draft) -> Record:
    fields = {name: digest(draft.fields[name]) for name in ordered(draft.kind, draft.fields)}
    return Record(draft.kind, draft.path, fields, _digest_of(draft.body), draft.old, _lacking(draft))


def _lacking(draft: Draft) -> tuple[str, ...]:
    """What could not be brought for a draft."""
    lost = (loss.what for loss in draft.losses if loss.kind.startswith(_FETCH) and loss.outcome == "dropped")
    return tuple(sorted({digest(what) for what in lost}))


def _digest_of(body: str | None) -> str:
    return digest(body) if body and body.strip() else ""


@dataclass(frozen=True, slots=True)
class _There:
    """What a file says: its fields, and the text below them."""

    fields: Mapping[str, Any]
    body: str | None

    @classmethod
    def of(cls, file: File, draft: Draft) -> _There | None:
        """None where nobody can read it."""
        said, body = _said(file, front=draft.body is not None)
        return None if said is None else cls(said, body)


def _said(file: File, *, front: bool) -> tuple[Mapping[str, Any] | None, str | None]:
    """The fields of a file, None where nobody can read them, and the text below them, where it has `front` matter."""
    fields = Fields.of(file)
    document = fields.document() if fields else None
    if document is None or not isinstance(document.value, dict):
        return None, None
    said = {name: value for name, value in document.value.items() if value is not None}
    return said, _body(file) if front else None


def _body(file: File) -> str:
    text, _ = frontmatter.decode(file.data or b"", file.path)
    front = frontmatter.split(text or "", file.path)[0]
    return front.body if front else ""


def _is_same(draft: Draft, fields: Mapping[str, Any]) -> bool:
    """Whether a person began this item before it was imported: it bears its GUID, or one of its old addresses. Of a
    show the address of its feed counts as much: where its GUID is not known, one is computed from that.
    """
    mine, theirs = identity(draft.fields.get("guid")), identity(fields.get("guid"))
    if mine and theirs and (mine == theirs or not KINDS[draft.kind].feed):
        return mine == theirs
    named = fields.get("redirect_from") or ()
    return not _addresses(draft.old).isdisjoint(_addresses((named,) if isinstance(named, str) else named))


def identity(guid: object) -> str:
    """A GUID in whichever form a field has it, without the blanks around it, which nobody writes; "" for none."""
    value = guid.get("value") if isinstance(guid, Mapping) else getattr(guid, "value", guid)
    return value.strip() if isinstance(value, str) else ""


def _addresses(old: Iterable[object]) -> set[str]:
    """Old addresses as paths of a site, but for its first page, which every site has, and for queries."""
    paths = (_path(one) for one in old if isinstance(one, str))
    return {path for path in paths if path}


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return "" if parts.query else parts.path.strip("/")


@dataclass(slots=True)
class _Merge:
    """One draft onto one file: each field by itself."""

    draft: Draft
    file: File
    record: Record
    there: _There
    _known: dict[str, str] = field(default_factory=dict)
    _updated: list[str] = field(default_factory=list)
    _untouched: list[str] = field(default_factory=list)
    _left: list[str] = field(default_factory=list)

    @property
    def _held(self) -> bool:
        """Whether something could not be brought that came the last time: the draft says less than the file."""
        return not set(_lacking(self.draft)) <= set(self.record.lacking)

    def made(self) -> Merged:
        draft, record = self.draft, self.record
        wanted = {name: draft.fields[name] for name in ordered(draft.kind, draft.fields)}
        file = self.file
        for name in dict.fromkeys((*wanted, *record.fields)):
            file = self._field(file, name, wanted.get(name))
        data, body = self._body(file)
        lacking = record.lacking if self._held else _lacking(draft)
        after = replace(
            record, path=draft.path, fields=self._known, body=body, old=draft.old, lacking=lacking, gone=False
        )
        state: State = "updated" if self._updated else "same"
        told = (tuple(self._updated), tuple(self._untouched), tuple(self._left))
        return Merged(data if self._updated else None, after, state, *told)

    def _field(self, file: File, name: str, value: Any) -> File:
        """The file with one field as the source has it now, if no person touched that."""
        before = self.record.fields.get(name, "")
        there = digest(self.there.fields[name]) if name in self.there.fields else ""
        meant = digest(value) if value is not None else ""
        if not self._is_due(name, before, there, meant):
            return file
        edit = _with(file, name, value)
        if edit is None:
            self._left.append(name)
            self._keep(name, before)
            return file
        self._updated.append(name)
        self._keep(name, meant)
        return replace(file, text=edit.data)

    def _is_due(self, name: str, before: str, there: str, meant: str) -> bool:
        """Whether a field is to be written, or cut out; what is to be remembered of it where it is not."""
        if there == meant:
            self._keep(name, meant)
            return False
        if there == before and not (there and self._held):
            return True
        self._keep(name, before)
        if there == before:
            return False
        if there and meant and meant != before:
            self._untouched.append(name)
        return False

    def _keep(self, name: str, known: str) -> None:
        if known:
            self._known[name] = known

    def _body(self, file: File) -> tuple[bytes, str]:
        """The bytes of the file with the text as the source has it now, if no person touched that; and its digest."""
        before, there, meant = self.record.body, _digest_of(self.there.body), _digest_of(self.draft.body)
        data = file.data or b""
        if there == meant or self.draft.body is None:
            return data, meant
        if there != before or self._held:
            if before not in (there, meant):
                self._untouched.append(BODY)
            return data, before
        self._updated.append(BODY)
        return _with_body(file, self.draft.body), meant


def _with(file: File, name: str, value: Any) -> Edit | None:
    """A file with a field written, or cut out where it has no value; None where more would change."""
    if value is None:
        edit = cut(file, [(name,)])
        return None if edit is None or edit.left else edit
    fields = Fields.of(file)
    return fields.edit() if fields and fields.write(name, lines(name, value)) else None


def _with_body(file: File, body: str) -> bytes:
    text, _ = frontmatter.decode(file.data or b"", file.path)
    front = frontmatter.split(text or "", file.path)[0]
    assert text is not None and front is not None, file.path  # its fields were read
    return Edit.of(file, text, text[: len(text) - len(front.body)] + below(body)).data


class Whereabouts:
    """Where the entries of a library are that no import wrote, or that a person moved since: by what they are."""

    def __init__(self, library: Library, taken: Container[str]) -> None:
        """Of all entries but those whose files are `taken`: they are where the last import left them."""
        self._entries = [entry for entry in library.entries if entry.path not in taken]

    def find(self, kind: str, guid: object, old: Iterable[str], record: Record | None = None) -> str:
        """The file of an item that has this GUID or one of these old addresses; of one without a GUID, that with the
        text, and the title or date, that the last import wrote. "" where there is none.
        """
        known = identity(guid)
        named = [("guid", known), *(("old", one) for one in sorted(_addresses(old)))]
        found = next((path for what, one in named if one and (path := self._named.get((kind, what, one)))), "")
        return found or (self._alike(record) if record and record.body and not known else "")

    @cached_property
    def _named(self) -> Mapping[tuple[str, str, str], str]:
        found: dict[tuple[str, str, str], str] = {}
        for entry in self._entries:
            if guid := identity(getattr(entry.fields, "guid", None)):
                found[entry.kind, "guid", guid] = entry.path
            for address in _addresses(getattr(entry.fields, "redirect_from", ())):
                found.setdefault((entry.kind, "old", address), entry.path)
        return found

    def _alike(self, record: Record) -> str:
        """The one entry with the text of a record, and its title or date: many texts are short, and alike."""
        found = [entry for entry in self._bodies.get((record.kind, record.body), ()) if _looks_like(entry, record)]
        return found[0].path if len(found) == 1 else ""

    @cached_property
    def _bodies(self) -> Mapping[tuple[str, str], list[Entry[Any]]]:
        """Read only where a file is missing that an import wrote."""
        found: dict[tuple[str, str], list[Entry[Any]]] = {}
        for entry in self._entries:
            if KINDS[entry.kind].front_matter and (told := _digest_of(entry.body)):
                found.setdefault((entry.kind, told), []).append(entry)
        return found


def _looks_like(entry: Entry[Any], record: Record) -> bool:
    fields = entry.document.value if isinstance(entry.document.value, dict) else {}
    return any(name in fields and digest(fields[name]) == record.fields.get(name) for name in ("title", "date"))

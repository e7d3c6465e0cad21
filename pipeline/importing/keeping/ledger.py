"""`import.lock`: what an import wrote, so that the next one changes only what no person touched since.

It is committed with the library. Of each source it knows each item by the id that this has there: its file, and the
digest of each field and of the text as they were written; and each file that went along, by the id of its asset.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pipeline.formats import frontmatter
from pipeline.formats.letters import composed
from pipeline.importing.keeping.written import said, whole
from pipeline.model.artifact import canonical, sha256
from pipeline.model.kinds import KINDS, claiming
from pipeline.problems import Place, Problem

LEDGER: Final = "import.lock"
_DIGITS: Final = 16
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an item: its kind and file, the digest of each field and of the body (empty: none was written)
    as the last import left them, and the addresses by which others knew it. `lacking`: what could not be brought for it
    then. `gone`: a person removed the file.
    """

    kind: str
    path: str
    fields: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    old: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that went along: where it lies, the SHA-256 of its bytes, and the addresses by which others knew it."""

    path: str
    sha256: str
    old: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one source: items by their ids, files by those of their assets, people by the names there."""

    items: Mapping[str, Record] = field(default_factory=dict)
    files: Mapping[str, Kept] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of all sources, by their names."""

    sources: Mapping[str, Known] = field(default_factory=dict)

    def known(self, source: str) -> Known:
        """What is known of a source; nothing of a new one."""
        return self.sources.get(source, Known())

    def with_(self, source: str, known: Known) -> Ledger:
        """The same with what is known of one source now."""
        return replace(self, sources={**self.sources, source: known})

    def paths(self) -> Mapping[str, tuple[str, str]]:
        """The path of every file that an import wrote → its source and the id of its item."""
        return {
            record.path: (source, id_) for source, known in self.sources.items() for id_, record in known.items.items()
        }

    @classmethod
    def load(cls, data: bytes | None) -> tuple[Ledger, tuple[Problem, ...]]:
        """What `dumped` wrote; None: nothing was imported yet. What can't be read is a problem, never forgotten."""
        if data is None:
            return cls(), ()
        text, problems = frontmatter.decode(data, LEDGER)
        if text is None:
            return cls(), problems
        try:
            plain = json.loads(text)
            if plain["version"] != _VERSION:
                return cls(), (_problem(f"this is written by a newer version ({plain['version']})"),)
            return cls({name: _known(one) for name, one in plain["sources"].items()}), ()
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return cls(), (_problem("this is not what an import wrote"),)

    def dumped(self) -> bytes:
        """Sorted JSON, `version: 1`, an item a line, so that git shows and joins what changed."""
        sources = ",\n".join(f"{_json(name)}:{_dumped(one)}" for name, one in sorted(self.sources.items()))
        return f'{{"sources":{{\n{sources}\n}},"version":{_VERSION}}}\n'.encode()


def digest(value: Any) -> str:
    """The digest of a field, or of a body: what `check --fix` tidies, and how YAML writes it, make no difference."""
    return sha256(canonical(_tidy(said(value))))[:_DIGITS]


def _tidy(value: Any) -> Any:
    """A value without what nobody sees: spaces at the ends of lines, and accents that stand by themselves."""
    if isinstance(value, dict):
        return {_tidy(key): _tidy(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    if isinstance(value, str):
        return composed("\n".join(line.rstrip() for line in value.strip().split("\n")))
    return value


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # An id may hold half a sign, which UTF-8 has not: it stays what it is.
    return text if text == whole(text) else json.dumps(value, sort_keys=True, separators=(",", ":"))


def _dumped(known: Known) -> str:
    items = {id_: _plain(record) for id_, record in known.items.items()}
    files = {id_: _plain(kept) for id_, kept in known.files.items()}
    parts = (("files", files), ("items", items), ("people", dict(known.people)))
    return "{" + ",\n".join(f"{_json(name)}:{_lines(rows)}" for name, rows in parts) + "}"


def _lines(rows: Mapping[str, Any]) -> str:
    lines = ",\n".join(f"{_json(id_)}:{_json(row)}" for id_, row in sorted(rows.items()))
    return f"{{\n{lines}\n}}" if lines else "{}"


def _plain(value: Record | Kept) -> dict[str, Any]:
    """What is not empty, by its name."""
    named = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return {name: list(one) if isinstance(one, tuple) else one for name, one in named.items() if one}


def _known(plain: Mapping[str, Any]) -> Known:
    """Raises `KeyError`, `TypeError` or `ValueError` for what no import wrote."""
    items = {id_: _record(row) for id_, row in plain["items"].items()}
    files = {id_: _kept(row) for id_, row in plain["files"].items()}
    return Known(items, files, {str(name): str(id_) for name, id_ in plain["people"].items()})


def _record(row: Mapping[str, Any]) -> Record:
    fields = {str(name): str(one) for name, one in row.get("fields", {}).items()}
    body, gone = str(row.get("body", "")), bool(row.get("gone", False))
    old, lacking = _texts(row.get("old", ())), _texts(row.get("lacking", ()))
    kind, path = str(row["kind"]), inside(row["path"])
    if kind not in KINDS or claiming(path) is None:
        raise ValueError(path)
    return Record(kind, path, fields, body, old, lacking, gone)


def _kept(row: Mapping[str, Any]) -> Kept:
    return Kept(inside(row["path"]), str(row["sha256"]), _texts(row.get("old", ())))


def _texts(row: Any) -> tuple[str, ...]:
    return tuple(map(str, row))


def inside(path: Any) -> str:
    """A path below `content/`. Raises `ValueError`: whoever may write the ledger may not write elsewhere by it."""
    parts = str(path).split("/")
    if parts[0] != "content" or len(parts) < 2 or any(part == "" or part.startswith(".") for part in parts):
        raise ValueError(path)
    return str(path)


def _problem(message: str) -> Problem:
    hint = (
        "take it back from git: `git checkout -- import.lock`; without it, what people changed since could not be told"
    )
    return Problem(Place(LEDGER, 1), message, hint, "bad-import")

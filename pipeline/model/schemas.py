"""JSON Schemas of what people write, by which editors complete and mark while one types.

They say what a file may hold by itself; what hangs together with other files only `check` knows. Standard: JSON Schema
2020-12.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from pipeline.formats.scalars import Id
from pipeline.model.decisions import DECISIONS, Decisions
from pipeline.model.kinds import KINDS
from pipeline.model.taxonomy import LISTS, Heading, Person
from pipeline.model.wordlist import WORDS, Wordlist
from pipeline.settings import Settings

Schema = dict[str, Any]
SETTINGS: Final = "settings"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A name that nobody else gives (RFC 4151), and no address: whoever reads a schema by its name asks no host for it.
_NAMED = "tag:library.example,2026:schema/{}.json"
_LISTS: Mapping[str, tuple[str, Any]] = {
    "people": (LISTS["person"], dict[Id, Person]),
    "topics": (LISTS["topic"], list[Heading]),
    "audiences": (LISTS["audience"], list[Heading]),
    "words": (WORDS, Wordlist),
    "import": (DECISIONS, Decisions),
}


def named(name: str, schema: Mapping[str, Any]) -> Schema:
    """A schema that says of itself what it is, and by which edition of the standard it is to be read."""
    return {"$schema": _DIALECT, "$id": _NAMED.format(name), **schema}


def schemas() -> dict[str, Schema]:
    """Every schema of what people write: of the kinds by their names, of the shared lists, and of `pipeline.toml`."""
    written = {kind.name: (kind.label, kind.fields) for kind in KINDS.values()}
    written |= {name: (path.rpartition("/")[2], model) for name, (path, model) in _LISTS.items()}
    written[SETTINGS] = ("pipeline.toml", Settings)
    return {name: named(name, {**_spoken(model), "title": title}) for name, (title, model) in written.items()}


def _spoken(model: Any) -> Any:
    """The schema of a model without the names that our code gives: editors show them in their messages."""
    return _untitled(TypeAdapter(model).json_schema())


def _untitled(part: Any) -> Any:
    if isinstance(part, list):
        return [_untitled(one) for one in part]
    if not isinstance(part, dict):
        return part
    # A field may be called `title`; then what stands there is its schema.
    return {key: _untitled(one) for key, one in part.items() if key != "title" or isinstance(one, dict)}


def files() -> dict[str, str]:
    """The name of each schema whose files are YAML throughout → those files, as a pattern; `*` is a part of a path."""
    kinds = {kind.name: kind.pattern for kind in KINDS.values() if not kind.front_matter}
    return kinds | {name: path for name, (path, _) in _LISTS.items()}

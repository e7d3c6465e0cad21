"""Files → entries: front matter, fields by their kind, and a problem for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

import pydantic
from pydantic import TypeAdapter

from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document, Path
from pipeline.model.entry import Entry, Written
from pipeline.model.kinds.kind import Kind
from pipeline.model.tree import File
from pipeline.problems import Place, Problem
from pipeline.settings import Settings

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def entry(file: File, kind: Kind[Any], settings: Settings) -> tuple[Entry[Any] | None, tuple[Problem, ...]]:
    """The entry that a file holds, or its problems."""
    written, problems = _written(file, kind, settings)
    if written is None:
        return None, problems
    fields, more = typed(written.document, kind.fields, kind.label.lower(), file.path)
    problems += more + _named_like_an_address(file.path, kind, written.document)
    return _made(file, kind, settings, fields, lambda: written) if fields is not None else None, problems


def kept(file: File, kind: Kind[Any], settings: Settings, value: object) -> Entry[Any]:
    """The entry in a file that was read before without a problem: its YAML said `value`."""
    return _made(file, kind, settings, adapter(kind.fields).validate_python(value), _Later(file, kind, settings))


class _Later:
    """Reads a file again, once, when somebody asks for its text."""

    def __init__(self, file: File, kind: Kind[Any], settings: Settings) -> None:
        self._given = file, kind, settings
        self._written: Written | None = None

    def __call__(self) -> Written:
        if self._written is None:
            self._written, _ = _written(*self._given)
        assert self._written is not None  # these bytes were read before, and were good
        return self._written


def _made(file: File, kind: Kind[Any], settings: Settings, fields: Any, written: Callable[[], Written]) -> Entry[Any]:
    public_from = settings.instant(fields.date) if fields.date else ALWAYS
    return Entry(kind.name, file.path, kind.address(file.path, fields.slug), public_from, fields, written)


def _written(file: File, kind: Kind[Any], settings: Settings) -> tuple[Written | None, tuple[Problem, ...]]:
    """The two parts of a file, the first one parsed; or what is wrong with them."""
    text, problems = _text(file, settings.limits.text_bytes)
    if text is None:
        return None, problems
    if not text.strip():
        return None, (empty(file.path),)
    front, problems = _front(text, file.path, kind)
    if front is None:
        return None, problems
    if len(front.yaml.encode()) > settings.limits.front_matter_bytes:
        message = f"the front matter is larger than {settings.limits.front_matter_bytes} bytes"
        return None, (Problem(Place(file.path, 1), message, "shorten it", "too-large"),)
    document, problems = yaml.parse(
        front.yaml, file.path, first_line=front.yaml_line, max_depth=settings.limits.yaml_depth
    )
    return Written(front.body, front.body_line, document) if document else None, problems


def empty(path: str) -> Problem:
    """A file that should say something says nothing."""
    return Problem(Place(path), "this file is empty", "write it, or remove it", "empty-file")


def typed(document: Document, model: type[Any], what: str, path: str) -> tuple[Any, tuple[Problem, ...]]:
    """A YAML document as a value of `model`, or every problem of it, with places."""
    if not isinstance(document.value, dict):
        found = "nothing" if document.value is None else "something else"
        message = f"expected fields (`name: value`), found {found}"
        return None, (Problem(Place(path, 1), message, "write a field a line", "bad-front-matter"),)
    try:
        return adapter(model).validate_python(document.value), ()
    except pydantic.ValidationError as error:
        return None, yaml.problems_of(error, document, lambda loc: known_fields(model, loc), what)


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(model: type[Any]) -> TypeAdapter[Any]:
    """The validator of a model, made once."""
    if model not in _ADAPTERS:
        _ADAPTERS[model] = TypeAdapter(model)
    return _ADAPTERS[model]


def known_fields(model: type[Any], loc: Path) -> Mapping[str, str]:
    """The fields that stand at a location inside a model, with their descriptions: for «did you mean»."""
    for part in loc:
        if not isinstance(part, str) or part not in getattr(model, "__dataclass_fields__", {}):
            continue
        inner: list[Any] = [t for t in _flatten(get_type_hints(model)[part]) if is_dataclass(t)]
        if not inner:
            return {}
        model = inner[0]
    told = model.__pydantic_fields__
    return {name: told[name].description or "" for name in told}


def _flatten(hint: Any) -> list[Any]:
    return [hint, *(inner for argument in get_args(hint) for inner in _flatten(argument))]


def _text(file: File, limit: int) -> tuple[str | None, tuple[Problem, ...]]:
    if file.data is None or file.size > limit:
        message = f"this text has {file.size} bytes; the limit is {limit}"
        return None, (Problem(Place(file.path), message, "split it, or raise `limits.text_bytes`", "too-large"),)
    return frontmatter.decode(file.data, file.path)


def _front(text: str, path: str, kind: Kind[Any]) -> tuple[frontmatter.FrontMatter | None, tuple[Problem, ...]]:
    if kind.front_matter:
        return frontmatter.split(text, path)
    return frontmatter.FrontMatter(yaml=text, yaml_line=1, body="", body_line=1), ()


def _named_like_an_address(path: str, kind: Kind[Any], document: Document) -> tuple[Problem, ...]:
    """Names of entry files make addresses; folders do too."""
    own_slug = bool(isinstance(document.value, dict) and document.value.get("slug"))
    for name, right in kind.misnamed(path, has_slug=own_slug):
        message = f"`{name}` can't be part of an address: lower-case letters, digits and hyphens can"
        hint = f"name it `{right}`" if right else "name it in Latin letters"
        return (Problem(Place(path), message, hint, "bad-file-name"),)
    return ()

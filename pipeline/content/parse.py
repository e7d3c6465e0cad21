"""Files → entries: front matter, fields by their kind, and a problem for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipeline.formats import frontmatter, yaml
from pipeline.formats.yaml import Document
from pipeline.model.entry import Entry, Written
from pipeline.model.kinds.kind import Kind
from pipeline.model.tree import File
from pipeline.model.typed import adapter, typed
from pipeline.problems import Place, Problem
from pipeline.settings import Settings

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def entry(file: File, kind: Kind[Any], settings: Settings) -> tuple[Entry[Any] | None, tuple[Problem, ...]]:
    """The entry that a file holds, or its problems."""
    written, problems = _written(file, kind, settings)
    if written is None:
        return None, problems
    fields, more = typed(written.document, kind.fields, kind.label.lower())
    problems += more + _named_like_an_address(file.path, kind, written.document)
    return _made(file, kind, settings, fields, lambda: written) if fields is not None else None, problems


def kept(file: File, kind: Kind[Any], settings: Settings, value: object) -> Entry[Any]:
    """The entry in a file that was read before without a problem; `value` is what it said, as its model wants it."""
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
        most = settings.limits.front_matter_bytes
        message = f"the fields take more than {most:,} bytes"
        hint = "write the text below the second line `---`, or raise `limits.front_matter_bytes` in `pipeline.toml`"
        return None, (Problem(Place(file.path, 1), message, hint, "too-large"),)
    document, problems = yaml.parse(
        front.yaml, file.path, first_line=front.yaml_line, max_depth=settings.limits.yaml_depth
    )
    return Written(front.body, front.body_line, _ours(document, front.yaml)) if document else None, problems


_NOTES = ("fmContentType", "fieldGroup")
"""What Front Matter CMS notes in a file for itself: by which of its forms that, or a thing in a list, was made."""


def _ours(document: Document, text: str) -> Document:
    """A document without the notes of a program that shows forms: they are no fields, and no mistake of an editor."""
    return replace(document, value=_unnoted(document.value)) if any(note in text for note in _NOTES) else document


def _unnoted(value: Any) -> Any:
    if isinstance(value, list):
        return [_unnoted(one) for one in value]
    if isinstance(value, dict):
        return {name: _unnoted(one) for name, one in value.items() if name not in _NOTES}
    return value


def empty(path: str) -> Problem:
    """A file that should say something says nothing."""
    return Problem(Place(path), "this file is empty", "write it, or remove it", "empty-file")


def _text(file: File, limit: int) -> tuple[str | None, tuple[Problem, ...]]:
    if file.data is None or file.size > limit:
        message = f"this text has {file.size:,} bytes; the limit is {limit:,}"
        hint = "split it, or raise `limits.text_bytes` in `pipeline.toml`"
        return None, (Problem(Place(file.path), message, hint, "too-large"),)
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

"""What comes of a body of Markdown: finished HTML, and what others ask about it; as plain data, too."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import unquote

from pipeline.formats import form
from pipeline.formats.form import Form

PREFIX = "h-"
INTERNAL = "/@/"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with an id (without prefix), its plain text, and the headings below it."""

    level: int
    id: str
    title: str
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture. `resolved` is a library path, or the whole absolute address; "" when it leads nowhere.

    `line` and `column` are in the body, from 1, of the target's text; column 0 is the whole line.
    """

    target: str
    resolved: str
    fragment: str
    line: int
    column: int
    image: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the body; line and column count from 1 there, column 0 is the whole line."""

    line: int
    column: int
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class FormBlock:
    """The YAML of a fenced `form` block, the line of the body on which it begins, and the form: None if it is none."""

    text: str
    line: int
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """Finished, safe HTML of a body and what others ask about it. `forms[n - 1]` belongs at `form_marker(n)`."""

    html: str
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()
    words: int = 0
    text: str = ""
    forms: tuple[FormBlock, ...] = ()


def to_json(rendering: Rendering) -> dict[str, Any]:
    """A rendering as plain data for a record; `from_json` gives it back."""
    forms = [[block.text, block.line, form.to_json(block.form) if block.form else None] for block in rendering.forms]
    return {**asdict(replace(rendering, forms=())), "forms": forms}


def from_json(data: Mapping[str, Any]) -> Rendering:
    """A rendering from what `to_json` made, also after a way through JSON."""
    return Rendering(
        data["html"],
        tuple(_heading(item) for item in data["headings"]),
        tuple(data["ids"]),
        tuple(Link(**item) for item in data["links"]),
        tuple(Finding(**item) for item in data["findings"]),
        data["words"],
        data["text"],
        tuple(FormBlock(text, line, form.from_json(read) if read else None) for text, line, read in data["forms"]),
    )


def _heading(data: Mapping[str, Any]) -> Heading:
    children = tuple(_heading(child) for child in data["children"])
    return Heading(data["level"], data["id"], data["title"], children)


def form_marker(number: int) -> str:
    """What stands in the HTML of a rendering at the place of its form block `number`, counted from 1."""
    return f'<div class="form-block" data-form="{number}"></div>'


def resolve(target: str, path: str) -> tuple[str | None, str]:
    """The library path and the fragment that a relative reference in the file `path` means, percent signs decoded.

    The path is None when it leads out of the library, and "" when nothing is written.
    """
    base, _, fragment = target.strip().partition("#")
    base = unquote(base.partition("?")[0])
    fragment = unquote(fragment)
    if not base:
        return (path if fragment else ""), fragment
    whole = base.lstrip("/") if base.startswith("/") else posixpath.join(posixpath.dirname(path), base)
    resolved = posixpath.normpath(whole)
    if resolved == ".." or resolved.startswith("../") or "\\" in resolved or "\x00" in resolved:
        return None, fragment
    return resolved, fragment

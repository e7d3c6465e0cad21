"""Blocks of WordPress' editor: comments in the HTML that say what stands between them, as a tree.

`<!-- wp:image {"id":7} -->…<!-- /wp:image -->`, or without anything inside, `<!-- wp:latest-posts /-->`. An end that
belongs to nothing is passed over, and so is what is nested too deeply.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.importing.wordpress.markup.tags import Lines, comments

_COMMENT = re.compile(r"<!--\s+(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)(?=[\s/])")
_DEEPEST: Final = 60
_MOST_SAID: Final = 1 << 20


@dataclass(slots=True)
class Block:
    """A block: its name (those of WordPress itself without `core/`), what its comment says, and the line on which that
    stands. `parts` are the HTML and the blocks inside. What stands outside of all blocks has no name.
    """

    name: str
    said: dict[str, Any]
    line: int
    parts: list[str | Block] = field(default_factory=list)
    ends: str = ""

    def get(self, name: str) -> str:
        """What its comment says under a name, where that is a text or a number."""
        value = self.said.get(name)
        return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""

    @property
    def children(self) -> Iterator[Block]:
        """The blocks directly inside."""
        return (part for part in self.parts if isinstance(part, Block))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A comment that begins a block, ends one, or is one."""

    begin: int
    end: int
    name: str
    closing: bool
    empty: bool
    said: dict[str, Any]


def has_blocks(html: str) -> bool:
    """Whether a text was written with blocks."""
    return "<!-- wp:" in html


def parsed(html: str, first: int = 1) -> Block:
    """The text as a block without a name that holds all others; `first` is the line on which it begins."""
    lines = Lines(html, first)
    open_: list[Block] = [Block("", {}, first)]
    at = 0
    for mark in _marks(html):
        open_[-1].parts.append(html[at : mark.begin])
        _place(open_, mark, lines.at(mark.begin), html[mark.begin : mark.end])
        at = mark.end
    open_[-1].parts.append(html[at:])
    return open_[0]


def _place(open_: list[Block], mark: _Mark, line: int, written: str) -> None:
    """A comment among the open blocks. What it took of lines stays, as a comment would."""
    ends = "\n" * written.count("\n")
    if mark.closing:
        level = next((at for at in range(len(open_) - 1, 0, -1) if open_[at].name == mark.name), 0)
        if level:
            del open_[level + 1 :]
            open_.pop().ends = ends
        return
    block = Block(mark.name, mark.said, line, [ends] if ends else [])
    open_[-1].parts.append(block)
    if not mark.empty and len(open_) < _DEEPEST:
        open_.append(block)


def _marks(html: str) -> Iterator[_Mark]:
    for begin, end in comments(html):
        match = _COMMENT.match(html, begin, end)
        if match is None:
            continue
        rest = html[match.end() : end - 3].strip()
        empty = rest.endswith("/")
        name = match[2].removeprefix("core/")
        yield _Mark(begin, end, name, bool(match[1]), empty, _said(rest.removesuffix("/").strip()))


def _said(written: str) -> dict[str, Any]:
    """What stands in a comment, as JSON; nothing where it is none."""
    if not written.startswith("{") or len(written) > _MOST_SAID:
        return {}
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

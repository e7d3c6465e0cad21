"""The links and pictures of a text, led to where the files lie that they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.editing.moves import Moves
from pipeline.formats import markdown
from pipeline.formats.rendering import Link, Rendering
from pipeline.problems import Place, Problem

_TARGET = re.compile(r"(?:\]\(|\]:|\b(?:href|src)=)[ \t]*[<\"']?([^\s<>()\"']{1,500})")
"""Where an address may stand. What this does not find is left as it is; what it finds, the rendering decides."""


def relinked(body: str, path: str, first_line: int, moves: Moves) -> tuple[str, tuple[Problem, ...]]:
    """The body of the file at `path`, whose references lead to where files lie, and what could not be led there.

    The new text is rendered: it says what the old one said, but for the addresses.
    """
    if not any(moves.in_text(match[1], path) != match[1] for match in _TARGET.finditer(body)):
        return body, ()
    before = markdown.render(body, path)
    made: dict[tuple[int, int], tuple[str, str]] = {}
    left: list[Problem] = []
    lines = body.split("\n")
    for link in _astray(before, path, moves):
        right = moves.in_text(link.target, path)
        if link.column and lines[link.line - 1].startswith(link.target, link.column - 1):
            made[link.line, link.column] = (link.target, right)
        else:
            left.append(_left(path, first_line + link.line - 1, right))
    for (line, column), (target, right) in sorted(made.items(), reverse=True):
        text = lines[line - 1]
        lines[line - 1] = f"{text[: column - 1]}{right}{text[column - 1 + len(target) :]}"
    after = "\n".join(lines)
    if _says(markdown.render(after, moves.goal(path)), str) != _says(before, moves.goal):
        return body, tuple(_left(path, first_line + line - 1, right) for (line, _), (_, right) in made.items())
    return after, tuple(left)


def _astray(rendering: Rendering, path: str, moves: Moves) -> Iterator[Link]:
    return (link for link in rendering.links if moves.in_text(link.target, path) != link.target)


def _says(rendering: Rendering, goal: Callable[[str], str]) -> str:
    """All that a text says, with its addresses by the paths to which they lead."""
    return markdown.relink(rendering.html, lambda path, _: goal(path))


def _left(path: str, line: int, right: str) -> Problem:
    message = "this address was not repaired: it could not be told from the text around it"
    return Problem(Place(path, line), message, f"write `{right}` in its place", "not-repaired")

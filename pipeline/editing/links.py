"""The links and pictures of a text, led to what they mean: to where files lie, and to whole addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.editing.moves import Moves
from pipeline.formats import markdown, markup, reach, rendering
from pipeline.formats.rendering import Link, Rendering
from pipeline.problems import Place, Problem

_TARGET = re.compile(r"(?:\]\(|\]:|\b(?:href|src)=)[ \t]*[<\"']?([^\s<>()\"']{1,500})")
"""Where an address may stand. What this does not find is left as it is; what it finds, the rendering decides."""


@dataclass(frozen=True, slots=True)
class Goals:
    """Where the addresses in the texts of a library lead: `own` gives the file of the entry at a whole address of this
    library, or "".
    """

    moves: Moves
    own: Callable[[str], str] = lambda _: ""

    def written(self, target: str, path: str, *, image: bool = False) -> str:
        """The address of a link or a picture in the text of the file at `path`, as it has to be written."""
        if markup.scheme_of(target):
            return self._local(target, path) or target
        right = self.moves.in_text(target, path)
        if right != target or image:
            return right
        there = rendering.resolve(target, path)[0] or ""
        return target if there in self.moves.tree else self._elsewhere(target)

    def _local(self, address: str, path: str) -> str:
        """An address of this library as the path of the file that it means, seen from the file at `path`."""
        file = self.own(address)
        folder = posixpath.dirname(self.moves.goal(path))
        _, mark, fragment = address.partition("#")
        return posixpath.relpath(self.moves.goal(file), folder).replace(" ", "%20") + mark + fragment if file else ""

    @staticmethod
    def _elsewhere(target: str) -> str:
        bare = reach.unquoted(target)
        return reach.whole(bare) or bare


def relinked(body: str, path: str, first_line: int, goals: Goals) -> tuple[str, tuple[Problem, ...]]:
    """The body of the file at `path`, whose references lead to what they mean, and what could not be led there.

    The new text is rendered: it says what the old one said, but for the addresses.
    """
    if not any(goals.written(match[1], path) != match[1] for match in _TARGET.finditer(body)):
        return body, ()
    before = markdown.render(body, path)
    made: dict[tuple[int, int], tuple[str, str]] = {}
    left: list[Problem] = []
    lines = body.split("\n")
    for link, right in _astray(before, path, goals):
        if link.column and lines[link.line - 1].startswith(link.target, link.column - 1):
            made[link.line, link.column] = (link.target, right)
        else:
            left.append(_left(path, first_line + link.line - 1, right))
    for (line, column), (target, right) in sorted(made.items(), reverse=True):
        text = lines[line - 1]
        lines[line - 1] = f"{text[: column - 1]}{right}{text[column - 1 + len(target) :]}"
    after = "\n".join(lines)
    if made and not _same(before, markdown.render(after, goals.moves.goal(path)), path, goals):
        return body, tuple(_left(path, first_line + line - 1, right) for (line, _), (_, right) in made.items())
    return after, tuple(left)


def _astray(before: Rendering, path: str, goals: Goals) -> Iterator[tuple[Link, str]]:
    """The links that have to be written otherwise, each with how."""
    for link in before.links:
        right = goals.written(link.target, path, image=link.image)
        if right != link.target:
            yield link, right


def _same(before: Rendering, after: Rendering, path: str, goals: Goals) -> bool:
    """Whether two renderings say the same, and each link of the second leads to what was meant by that of the first."""

    def led(link: Link) -> tuple[str | None, str]:
        right = goals.written(link.target, path, image=link.image)
        return (right, "") if markup.scheme_of(right) else rendering.resolve(right, goals.moves.goal(path))

    found = [(link.resolved, link.fragment) for link in after.links]
    return _bare(before.html) == _bare(after.html) and [led(link) for link in before.links] == found


def _bare(html: str) -> str:
    """A rendering without its addresses."""
    return markup.rewrite(html, lambda _, given: {k: v for k, v in given.items() if k not in ("href", "src")})


def _left(path: str, line: int, right: str) -> Problem:
    message = "this address was not repaired: it could not be told from the text around it"
    return Problem(Place(path, line), message, f"write `{right}` in its place", "not-repaired")

"""The links of a text in Markdown, led to where others find what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.formats.rendering import Link


def relinked(body: str, links: Iterable[Link], address: Callable[[Link], str | None]) -> tuple[str, int]:
    """A text whose references lead where `address` says, None: where they did; and how many could not be told from the
    text around them. `links` are those of its rendering.
    """
    lines, left = body.split("\n"), 0
    for link in sorted(links, key=lambda one: (one.line, one.column), reverse=True):
        right = address(link)
        if right is None or right == link.target:
            continue
        text = lines[link.line - 1]
        at = _found(text, link)
        if at < 0:
            left += 1
        else:
            lines[link.line - 1] = text[:at] + right + text[at + len(link.target) :]
    return "\n".join(lines), left


def _found(text: str, link: Link) -> int:
    """Where a reference stands in its line; -1 where that can't be told."""
    at = link.column - 1
    if link.column:
        return at if text.startswith(link.target, at) else -1
    return text.find(link.target) if text.count(link.target) == 1 else -1

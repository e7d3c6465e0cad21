"""A document that was read."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Read:
    """A document: its text, what there is to choose from in its fields, and what it says of itself: its title, the day
    on which it was changed last (ISO 8601), and the name that its program has for whoever wrote it; each "" where it
    says nothing.
    """

    root: HtmlElement
    lists: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    day: str = ""
    author: str = ""

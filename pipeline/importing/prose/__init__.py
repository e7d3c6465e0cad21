"""Texts of other programs in our Markdown: HTML, plain text, and the Markdown of others.

All come by one way: what somebody wrote becomes a tree of HTML, that the tokens of our own dialect, and those Markdown.
"""

from __future__ import annotations

from pipeline.importing.prose import convert, needed
from pipeline.importing.prose.description import description
from pipeline.importing.prose.turn import Prose, Shown, Turn
from pipeline.importing.source.found import Asset, Text

__all__ = ["Prose", "Shown", "Turn", "description", "prose", "wanted"]


def prose(text: Text, turn: Turn) -> Prose:
    """A text in our Markdown. Whatever it holds, it is converted, in time that grows with its length."""
    return convert.converted(text, turn)


def wanted(text: Text, homes: tuple[str, ...]) -> tuple[Asset, ...]:
    """The files that come along with a text: its pictures, and what it leads to below one of `homes`."""
    return needed.wanted(text, homes)

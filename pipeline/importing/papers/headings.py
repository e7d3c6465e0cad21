"""The title of a document, and the headings of one whose author only made them bold."""

from __future__ import annotations

from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from pipeline.importing.prose import description

_HEADS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEAST, _FEW = 40, 3
"""Letters of a paragraph that tells something, and of a description; and paragraphs that are looked at."""
_LONGEST_HEADING, _LONGEST_TITLE = 80, 150


def title(root: HtmlElement) -> str:
    """Take the title out of a text: what has the style of one, or the one heading of the first level with which it
    begins, or a bold line in the place of that; "" where there is none.
    """
    named = [one for one in root if one.tag == "p" and one.get("class") == "title" and _words(one)]
    top = [one for one in root if one.tag == "h1"]
    first = next((one for one in root if _words(one) or one.find(".//img") is not None), None)
    begins = top if len(top) == 1 and top[0] is first else []
    if first is not None and first.tag == "p" and not _has_headings(root) and _is_bold(first):
        begins = [first]
    for one in (*named, *begins):
        words = _words(one)
        if len(words) <= _LONGEST_TITLE:
            one.drop_tree()
            return words
    return ""


def plain(root: HtmlElement) -> None:
    """Leave off what only told the title: the classes of paragraphs."""
    for one in root.iter("p"):
        one.attrib.pop("class", None)


def begins(root: HtmlElement) -> str:
    """What a text begins with, for lists: its first paragraphs, cut at a sentence; "" where they say too little."""
    paragraphs = (_words(one) for one in root if one.tag == "p")
    said = description(" ".join(islice((words for words in paragraphs if len(words) > _LEAST), _FEW)))
    return said if len(said) >= _LEAST else ""


def lift(root: HtmlElement) -> tuple[str, ...]:
    """Make headings of short bold paragraphs in a text that has none; their words."""
    if _has_headings(root):
        return ()
    found = [one for one in root if one.tag == "p" and _is_bold(one)]
    words = tuple(map(_words, found))
    for one in found:
        for bold in list(one.iter("strong")):
            bold.drop_tag()
        one.tag = "h2"
    return words


def _has_headings(root: HtmlElement) -> bool:
    return any(one.tag in _HEADS for one in root)


def _is_bold(block: HtmlElement) -> bool:
    words = _words(block)
    bold = " ".join(" ".join(one.text_content() for one in block.iter("strong")).split())
    fits = 0 < len(words) <= _LONGEST_HEADING and not words.endswith((".", ",", ";", ":")) and words[:1].isalnum()
    return fits and bold == words and block.getnext() is not None and block.find(".//br") is None


def _words(block: HtmlElement) -> str:
    return " ".join(block.text_content().split())

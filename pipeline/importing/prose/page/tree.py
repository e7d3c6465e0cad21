"""HTML as a tree, whatever it holds: bounded in depth, so that no word of it is lost."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from pipeline.formats import markup
from pipeline.importing.prose.page.letters import readable

Element: TypeAlias = etree._Element  # noqa: SLF001  # the type that its stubs have
DEEPEST: Final = 100
"""Levels of tags: the parser drops what lies deeper than 2,048, and we walk by recursion."""
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
#: Elements without content of which the parser does not know that, and names under which it does not end what it should
#: hold: it would move the words that follow into the ones, and end the others at the first paragraph.
_UNKNOWN: Final = frozenset({"source", "track", "wbr"})
_RENAMED: Final = {"b": "strong", "i": "em", "s": "strike", "tt": "code"}
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir", "table", "blockquote"})
_ROWS = frozenset({"table"})
_NONE: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
#: Elements whose ends may be left out: those that end where one begins, and within what.
_ENDED_BY: Final = {
    "li": (frozenset({"li"}), _LISTS),
    "dd": (frozenset({"dd", "dt"}), _LISTS),
    "dt": (frozenset({"dd", "dt"}), _LISTS),
    "td": (frozenset({"td", "th"}), _ROWS),
    "th": (frozenset({"td", "th"}), _ROWS),
    "tr": (frozenset({"tr"}), _ROWS),
    "option": (frozenset({"option"}), frozenset({"select"})),
    "p": (frozenset({"p"}), _LISTS | {"li", "div", "td", "th", "dd", "section", "article"}),
}
_ESCAPED = re.compile(r"&lt;/?(?:p|br|a|b|i|em|strong|ul|ol|li|div|span|h[1-6])\b[^<>&]{0,200}(?:&gt;|&quot;)")


def body_of(text: str) -> Element:
    """The body of HTML. Its elements know their lines, counted from 1."""
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    whole = f"<html><body>{shallow(readable(text))}</body></html>"
    root: Element = document_fromstring(whole.encode(), parser=parser)
    found = root.find("body")
    return found if found is not None else root


def unescaped(text: str) -> str:
    """HTML all of whose tags were escaped, as it was before; any other text as it is."""
    if _ESCAPED.search(text) and not any(tag.name for tag in markup.tags(text)):
        return html.unescape(text)
    return text


def shallow(text: str) -> str:
    """HTML without the tags that lie deeper than anybody writes, and with the ends of those that need none."""
    parts: list[str] = []
    opened: list[str] = []
    dropped: Counter[str] = Counter()
    at = 0
    for tag in markup.tags(text):
        if not tag.name or (tag.name in VOID and tag.name not in _UNKNOWN):
            continue
        parts.append(text[at : tag.start])
        at = tag.start
        end = text.find(">", tag.inside + len(tag.attributes)) + 1 or len(text)
        if tag.name in _UNKNOWN:
            parts.append("" if tag.end else f"{text[at:end]}</{tag.name}>")
            at = end
            continue
        if not tag.end:
            parts.append(_ended(opened, tag.name))
        too_deep = dropped[tag.name] > 0 if tag.end else len(opened) >= DEEPEST
        if too_deep:
            dropped[tag.name] += -1 if tag.end else 1
            at = end
            continue
        if not tag.end:
            opened.append(tag.name)
        elif tag.name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(tag.name) :]
        if tag.name in _RENAMED:
            parts.append(f"<{tag.end}{_RENAMED[tag.name]}")
            at = tag.inside
    return "".join((*parts, text[at:]))


def _ended(opened: list[str], name: str) -> str:
    """The end tags of what ends where an element of this name begins."""
    ends, within = _ENDED_BY.get(name, _NONE)
    for depth in range(len(opened) - 1, -1, -1):
        if opened[depth] in within:
            break
        if opened[depth] in ends:
            gone = opened[depth:]
            del opened[depth:]
            is_sure = len(gone) == 1 and gone[0] not in ("dd", "dt")  # the parser ends it by itself
            return "" if is_sure else "".join(f"</{_RENAMED.get(one, one)}>" for one in reversed(gone))
    return ""


def line_of(element: Element) -> int:
    """The line on which an element begins, from 1."""
    return int(getattr(element, "sourceline", 0) or 0)


def words_of(element: Element) -> str:
    """All text in an element, in one line."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield one.text or ""
        elif one is not element:
            yield one.tail or ""


def remove(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)

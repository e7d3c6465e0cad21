"""What of a finished page is searched: its words, with their headings and the ids that one can be led to.

A template marks what is searched with `data-pagefind-body`, and what of it is not with `data-pagefind-ignore`.
"""

from __future__ import annotations

from typing import cast

from lxml import etree
from lxml.html import HtmlElement, tostring

_BODY = etree.XPath("//*[@data-pagefind-body]")
_SILENT = etree.XPath("descendant::*[@data-pagefind-ignore or self::script or self::style or self::svg or self::audio]")
_SIDE_BY_SIDE = etree.XPath("descendant::*[self::dt or self::dd or self::th or self::td or self::br]")
"""What stands beside the next thing, or above it, though no space parts them."""
_KEPT = {"id"}  # of attributes: places to lead to


def words(page: HtmlElement) -> str:
    """The words of a parsed page as HTML with no attribute but `id`; empty where nothing is marked, or nothing said
    there. What is not searched is taken out of the page.
    """
    parts = _all(_BODY, page)
    found = "".join(map(_words, parts))
    return found if any(part.text_content().strip() for part in parts) else ""


def _words(part: HtmlElement) -> str:
    """Pictures, players and the addresses of links say nothing to a search."""
    for element in _all(_SILENT, part):
        element.drop_tree()
    for element in _all(_SIDE_BY_SIDE, part):
        element.tail = f" {element.tail or ''}"
    for element in part.iter(etree.Element):
        for name in {*element.attrib} - _KEPT:
            del element.attrib[name]
    return str(tostring(part, encoding="unicode", with_tail=False))


def _all(path: etree.XPath, tree: HtmlElement) -> list[HtmlElement]:
    return cast("list[HtmlElement]", path(tree))

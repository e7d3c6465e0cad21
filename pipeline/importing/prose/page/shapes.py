"""Lists, code and boxes as programs draw them, in the elements that mean them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from pipeline.importing.prose.page.tree import Element, remove, words_of

_LEVEL = re.compile(r"level(\d)")
_NUMBERED = re.compile(r"\s{0,9}\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]")
_GUTTER = re.compile(r"gutter|lineno")
_LISTS = ("ul", "ol", "menu", "dir")
#: Stands around the sort of a box that is written as a quote. No text has it: it has no meaning for anybody else.
CALLOUT = "\ue001"
_CALLOUT = re.compile(rf"\s{{0,9}}{CALLOUT}(\w{{1,20}}){CALLOUT}")
#: Boxes of other programs, and ours that says the same.
_SORTS = {
    "abstract": "info", "summary": "info", "tldr": "info", "todo": "info", "hint": "tip", "success": "success",
    "check": "success", "done": "success", "help": "question", "faq": "question", "caution": "caution",
    "attention": "warning", "failure": "danger", "fail": "danger", "missing": "danger", "error": "danger",
    "bug": "danger", "cite": "quote", "secondary": "note",
}  # fmt: skip
_OURS = frozenset({"note", "tip", "important", "warning", "caution", "info", "danger", "example", "question", "quote"})


def shape(body: Element) -> None:
    """Change a tree in place."""
    _word_lists(body)
    for one in list(body.iter("noscript")):
        _double(one)
    for one in list(body.iter("table")):
        _numbered_code(one)
    for one in list(body.iter("li")):
        _into_list(one)
    for one in list(body.iter(*_LISTS)):
        _into_item(one)
    for one in list(body.iter("blockquote")):
        _callout(one)


def _double(element: Element) -> None:
    """What stands for those without scripts is there already, where a picture came late right before it."""
    before = element.getprevious()
    is_picture = before is not None and before.tag in ("img", "picture") and not (before.tail or "").strip()
    if (
        is_picture
        and not words_of(element)
        and all(one.tag in ("img", "picture", "source") for one in element.iter("*") if one is not element)
    ):
        remove(element)


def is_sort(name: str) -> bool:
    """Whether there are boxes of this name, here or in other programs."""
    return name.lower() in _OURS or name.lower() in _SORTS


def sort_of(name: str) -> str:
    """The sort of our box that says what one of this name says."""
    name = name.lower()
    return name if name in _OURS else _SORTS.get(name, "note")


def _word_lists(body: Element) -> None:
    """Word writes a list as paragraphs with a sign: those that follow each other become one."""
    for one in [one for one in body.iter("p") if _is_word_item(one)]:
        before = one.getprevious()
        level = _level(one)
        ordered = _drop_sign(one)
        one.tag = "li"
        one.attrib.clear()
        if before is not None and before.get("data-word") and not (before.tail or "").strip():
            _below(before, level, ordered=ordered).append(_moved(one))
            continue
        made = etree.Element("ol" if ordered else "ul")
        made.set("data-word", "list")
        parent = one.getparent()
        if parent is not None:
            made.tail, one.tail = one.tail, None
            parent.replace(one, made)
            made.append(one)


def _moved(item: Element) -> Element:
    remove(item)
    return item


def _is_word_item(paragraph: Element) -> bool:
    return "MsoListParagraph" in paragraph.get("class", "") or "mso-list:l" in paragraph.get("style", "").replace(
        " ", ""
    )


def _level(paragraph: Element) -> int:
    found = _LEVEL.search(paragraph.get("style", ""))
    return int(found[1]) if found else 1


def _drop_sign(paragraph: Element) -> bool:
    """Remove the sign that Word drew before an item; whether it was a number."""
    for span in paragraph.iter("span"):
        if "mso-list:ignore" in span.get("style", "").replace(" ", "").lower():
            numbered = _NUMBERED.match(words_of(span)) is not None
            remove(span)
            return numbered
    return False


def _below(whole: Element, level: int, *, ordered: bool) -> Element:
    """The list in which an item of a level stands, the last at that depth."""
    found = whole
    for _ in range(level - 1):
        if not len(found):
            break
        last = found[-1]
        inner = next((one for one in last if one.tag in ("ul", "ol")), None)
        if inner is None:
            inner = etree.Element("ol" if ordered else "ul")
            last.append(inner)
        found = inner
    return found


def _numbered_code(table: Element) -> None:
    """Code beside a column of numbers: the code alone."""
    code = next((one for one in table.iter("pre", "code") if not _GUTTER.search(_classes_up(one, table))), None)
    is_code = "rouge-table" in table.get("class", "") or "highlighttable" in table.get("class", "")
    if not is_code or code is None:
        return
    parent = table.getparent()
    if parent is not None:
        remove(code)
        code.tail, table.tail = table.tail, None
        if parent.tag in ("code", "pre"):
            code.tag = "span"
        parent.replace(table, code)


def _classes_up(element: Element, until: Element) -> str:
    found = [element.get("class", "")]
    for one in element.iterancestors():
        if one is until:
            break
        found.append(one.get("class", ""))
    return " ".join(found)


def _into_list(item: Element) -> None:
    """An item without a list is one of a list with those that follow it."""
    parent = item.getparent()
    if parent is None or parent.tag in _LISTS:
        return
    before = item.getprevious()
    if before is not None and before.get("data-items") and not (before.tail or "").strip():
        before.append(_moved(item))
        return
    made = etree.Element("ul")
    made.set("data-items", "list")
    made.tail, item.tail = item.tail, None
    parent.replace(item, made)
    made.append(item)


def _into_item(nested: Element) -> None:
    """A list that stands beside the items of another belongs to the item before it."""
    parent, before = nested.getparent(), nested.getprevious()
    if parent is None or parent.tag not in _LISTS or before is None or before.tag != "li":
        return
    remove(nested)
    before.append(nested)


def _callout(quote: Element) -> None:
    """A quote that begins with the sort of a box is one."""
    first = next(iter(quote), None)
    holder = first if first is not None and first.tag == "p" and not (quote.text or "").strip() else quote
    found = _CALLOUT.match(holder.text or "")
    if not found:
        return
    title, _, rest = (holder.text or "")[found.end() :].partition("\n")
    holder.text = rest
    quote.tag = "div"
    quote.set("class", f"admonition {sort_of(found[1])}")
    head = etree.Element("p")
    head.set("class", "admonition-title")
    head.text = title.strip() or found[1].capitalize()
    head.tail, quote.text = quote.text, None
    quote.insert(0, head)
    for one in _empty(quote):
        remove(one)


def _empty(elements: Iterable[Element]) -> list[Element]:
    return [one for one in elements if one.tag == "p" and not words_of(one) and not len(one)]

"""Footnotes, however a program writes them: a short mark that leads to a passage, and mostly back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.importing.prose.page.tree import Element, remove, words_of

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[ivxIVX]{1,6}|[a-zA-Z]|[*†‡§¶]{1,4}|note ?\d{1,3})[\])]?")
_NAMED = re.compile(r"_?_?(?:user-content-)?(?:fn|ftn|edn|sdfootnote|footnote|endnote|note|easy-footnote|mm_footnote)")
_BACK = frozenset({"↩", "↩︎", "↩️", "↑", "^", "⏎", "↵", "⤴", "↖", "[↩]", "[↑]", "back", "zurück", "return", "[back]"})
_RETURN = re.compile(r"#(?:(_ftn|_edn)ref(\d{1,4})|(sdfootnote\d{1,4}|sdendnote\d{1,4})anc)")
_OWN_LABEL = re.compile(r"fn:([\w-]{1,40})")
_PASSAGES = frozenset({"li", "p", "div", "dd", "aside", "td", "section"})
_UP = 3


class Note(NamedTuple):
    """A footnote: its label in our text, and the element that holds its text."""

    label: str
    element: Element


@dataclass(slots=True)
class Notes:
    """The footnotes of a text in the order in which they are referred to, and the label of each mark."""

    notes: list[Note] = field(default_factory=list)
    marks: dict[Element, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Places:
    """Where a text can be led to: its elements by their names, their order, and where the links in a passage lead."""

    by_id: dict[str, Element]
    order: dict[Element, int]
    returns: dict[str, Element]
    _links: dict[Element, frozenset[str]] = field(default_factory=dict)

    def links(self, passage: Element) -> frozenset[str]:
        if passage not in self._links:
            self._links[passage] = frozenset(link.get("href", "") for link in passage.iter("a"))
        return self._links[passage]


def taken(body: Element) -> Notes:
    """The footnotes of a text. Their passages, and the ways back, are taken out of the tree."""
    by_id = {name: one for one in reversed(list(body.iter())) for name in names_of(one)}
    places = _Places(by_id, {one: at for at, one in enumerate(body.iter())}, dict(_returns(body)))
    found, passages = Notes(), dict[Element, str]()
    for mark in list(body.iter("a")):
        passage = _passage(mark, places)
        if passage is None or any(one in passages for one in (mark, *mark.iterancestors())):
            continue
        if passage not in passages:
            passages[passage] = _label(mark, len(passages) + 1, set(passages.values()))
            found.notes.append(Note(passages[passage], passage))
        found.marks[_whole_mark(mark)] = passages[passage]
    for note in found.notes:
        _detach(note.element)
        _without_ways_back(note.element)
    return found


def names_of(element: Element) -> Iterator[str]:
    """The names by which links find an element."""
    for name in ("id", "name"):
        if (name == "id" or element.tag == "a") and element.get(name):
            yield element.get(name, "")


def _passage(mark: Element, places: _Places) -> Element | None:
    """The element with the text of a footnote, where a link is the mark of one."""
    target = mark.get("href", "")
    if not target.startswith("#") or len(target) < 2 or not _MARK.fullmatch(words_of(mark).strip()):
        return None
    unnamed = places.returns.get(target[1:])
    aim = places.by_id.get(target[1:], unnamed)
    if aim is None or places.order.get(aim, 0) <= places.order[mark]:
        return None
    passage = next((one for one in (aim, *aim.iterancestors()) if one.tag in _PASSAGES), None)
    if passage is None or passage in set(mark.iterancestors()):
        return None
    is_note = aim is unnamed or _leads_back(places.links(passage), mark) or _is_named(mark, target[1:])
    return passage if is_note else None


def _returns(body: Element) -> Iterator[tuple[str, Element]]:
    """The names that Word and LibreOffice gave to their footnotes, by the way back with which each begins: editors of
    web pages leave the links, and take away what is led to.
    """
    for link in body.iter("a"):
        way = _RETURN.fullmatch(link.get("href", ""))
        passage = next((one for one in link.iterancestors() if one.tag in _PASSAGES), None) if way else None
        if way and passage is not None and words_of(passage).lstrip().startswith(words_of(link).strip()):
            yield f"{way[3]}sym" if way[3] else f"{way[1]}{way[2]}", link


def _leads_back(links: frozenset[str], mark: Element) -> bool:
    above = [mark, *(one for _, one in zip(range(_UP), mark.iterancestors(), strict=False))]
    return any(f"#{name}" in links for one in above for name in names_of(one))


def _is_named(mark: Element, target: str) -> bool:
    parent = mark.getparent()
    raised = parent is not None and parent.tag == "sup"
    return bool(_NAMED.match(target)) and (raised or "foot" in mark.get("class", "") or "note" in mark.get("class", ""))


def _label(mark: Element, number: int, used: set[str]) -> str:
    """Its own label where it came from Markdown, else its number."""
    own = _OWN_LABEL.fullmatch(mark.get("href", "")[1:])
    label = own[1] if own else str(number)
    while label in used:
        number += 1
        label = str(number)
    return label


def _whole_mark(mark: Element) -> Element:
    """The mark with what raises it."""
    parent = mark.getparent()
    alone = parent is not None and parent.tag in ("sup", "span") and words_of(parent) == words_of(mark)
    return parent if alone and parent is not None else mark


def _detach(passage: Element) -> None:
    """Take a passage out, and what is empty without it: the list, the rule above it."""
    parent = passage.getparent()
    remove(passage)
    while parent is not None and parent.tag != "body" and not words_of(parent) and not _holds(parent):
        above, before = parent.getparent(), parent.getprevious()
        if before is not None and before.tag == "hr" and not (before.tail or "").strip():
            remove(before)
        remove(parent)
        parent = above


def _holds(element: Element) -> bool:
    return any(child.tag not in ("hr", "br") for child in element)


def _without_ways_back(passage: Element) -> None:
    for link in list(passage.iter("a")):
        target, words = link.get("href", ""), words_of(link).strip()
        is_mark = target.startswith("#") and (words in _BACK or _MARK.fullmatch(words) or not words)
        if is_mark or (target.startswith("#") and ("back" in link.get("class", "") or link.get("rev") == "footnote")):
            whole = _whole_mark(link)
            if whole is not passage:
                remove(whole)

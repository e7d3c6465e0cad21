"""Documents of Word and LibreOffice, each as one item: an article; where there is something to fill in, a handout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from pipeline.formats.archive import BadArchive
from pipeline.importing.papers import headings, opendocument, word
from pipeline.importing.papers.read import Read
from pipeline.importing.papers.worksheet import Worksheet, plain, to_boxes
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.found import Found, Item, Named, Text
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.model.decisions import Decisions, OfItem, named
from pipeline.model.kinds import KINDS
from pipeline.problems import Place

SOURCE: Final = "papers"
_WORKSHEET, _DOCUMENT = "worksheet", "document"
_DEFAULT: Final = {_WORKSHEET: "handout", _DOCUMENT: "article"}
_SAVE: Final = "open it, save it as Word document (.docx), and name that"
_UNREAD: Final = {
    **dict.fromkeys(("doc", "dot", "rtf", "fodt", "wps", "wpd", "pages", "txt", "html", "htm"), _SAVE),
    "pdf": "name the document from which it was made; a PDF itself is published where a text leads to it",
}
"""Endings of documents that are not read → the remedy."""
_READ: Final = {
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), word.read),
    **dict.fromkeys(("odt", "ott"), opendocument.read),
}
"""Endings of documents → who reads them."""


def read(origin: Origin, decisions: Decisions) -> Found:
    """All documents that were named, and those in named folders. Raises `Unreachable`."""
    items: list[Item] = []
    losses: list[Loss] = []
    for named_, path in _files(origin):
        ending, place = path.rpartition(".")[2].lower(), Place(_shown(named_, path))
        if ending not in _READ:
            kind = ending if ending in _UNREAD else "other"
            losses.append(Loss(f"paper/{kind}", "dropped", _UNREAD.get(ending, _SAVE), place))
            continue
        faults, id_ = Faults(place.path), path
        try:
            whole = _READ[ending](origin.read(path, named_).data, faults)
        except BadArchive as wrong:
            losses.append(Loss("paper/unreadable", "dropped", f"{wrong}; {_SAVE}", place))
            continue
        items += _item(whole, id_, place, faults, decisions)
    return Found(SOURCE, _told_apart(items), (), tuple(losses))


def _files(origin: Origin) -> Iterator[tuple[str, str]]:
    """What was named, and the path of each document below it; files that Word leaves beside an open one are none. What
    was named by itself is one, whatever it is.
    """
    known = (*_READ, *_UNREAD)
    for one in origin.named:
        for path in origin.paths(one):
            name = path.rpartition("/")[2]
            meant = one.rpartition("/")[2] == path or name.rpartition(".")[2].lower() in known
            if meant and not name.startswith(("~$", ".")):
                yield one, path


def _shown(named_: str, path: str) -> str:
    return named_ if named_.rpartition("/")[2] == path else f"{named_.rstrip('/')}/{path}"


def _item(whole: Read, id_: str, place: Place, faults: Faults, decisions: Decisions) -> Iterator[Item]:
    root, folders = whole.root, tuple(id_.split("/")[:-1])
    to_boxes(root)
    title = headings.title(root)
    headings.plain(root)
    kind = _kind(id_, folders, decisions)
    forms = _forms(whole, kind, faults)
    kind = kind or _DEFAULT[_WORKSHEET if forms else _DOCUMENT]
    if kind == "drop":
        return
    plain(root)
    for words in headings.lift(root):
        faults.add("paper/bold-heading", "changed", words, 0)
    stem = id_.rpartition("/")[2].rpartition(".")[0]
    title = title or whole.title or stem.replace("_", " ").replace("-", " ").strip()
    fields: dict[str, Any] = {"title": title[:150]}
    if whole.day:
        fields["date"] = whole.day
    fields |= _authors(whole, faults, decisions)
    text, about = Text(_inside(root), "html", place.path, place, forms), headings.begins(root)
    summary = Text(about, "plain", place.path, place) if about else None
    yield Item(id_, kind, place, fields, text, summary, stem, folders=folders, losses=faults.losses)


def _kind(id_: str, folders: tuple[str, ...], decisions: Decisions) -> str:
    """The kind that people decided upon, for the document itself or for its folder; "" where they did not."""
    own = decisions.items.get(id_, OfItem()).kind
    below = ("/".join(folders[:count]) for count in range(len(folders), 0, -1))
    return own or next((kind for one in below if (kind := named(one, decisions.kinds))), "")


def _forms(whole: Read, kind: str, faults: Faults) -> tuple[str, ...]:
    """The forms of a document, unless it is to be of a kind that has none."""
    if kind and (kind not in KINDS or not KINDS[kind].forms):
        return ()
    forms = Worksheet(whole.root, whole.lists).fill()
    for one in forms:
        faults.add("paper/form", "changed", one.partition("\n")[0].removeprefix("- "), 0)
    return forms


def _authors(whole: Read, faults: Faults, decisions: Decisions) -> dict[str, Any]:
    """Who wrote it, where people named them: a program notes whose machine it was, and nobody asked them."""
    if whole.author and named(whole.author, decisions.people):
        return {"authors": [Named(whole.author)]}
    if whole.author:
        faults.add("paper/author", "dropped", "the name in its properties: name it in `people` to take it along", 0)
    return {}


def _told_apart(items: list[Item]) -> tuple[Item, ...]:
    """The items, of two with one id the first as it is: files of one name in several folders were named one by one."""
    seen: dict[str, int] = {}
    found = []
    for item in items:
        count = seen[item.id] = seen.get(item.id, 0) + 1
        found.append(item if count == 1 else replace(item, id=f"{item.id} ({count})"))
    return tuple(found)


def _inside(root: HtmlElement) -> str:
    """The HTML in an element."""
    parts = [root.text or ""]
    parts += [etree.tostring(one, encoding="unicode", method="html") for one in root]
    return "".join(parts)

"""Elements of Word, by their names without a namespace: strict documents have others than the usual ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from pipeline.formats.archive import local

Element: TypeAlias = etree._Element  # noqa: SLF001 - the stubs have no other name for it


def value(element: Element | None, name: str = "val") -> str:
    """An attribute, whatever its namespace; "" where it has none."""
    attributes = element.attrib.items() if element is not None else ()
    return next((str(said) for key, said in attributes if str(key).rpartition("}")[2] == name), "")


def is_on(element: Element | None) -> bool:
    """Whether a property is set: it is by standing there, but for a few values."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of a name, of that the first of the next name, and so on."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def all_of(element: Element, *names: str) -> list[Element]:
    """All elements of these names below one, in their order: a list, so that what is found may be taken out."""
    return [one for one in element.iter() if local(one) in names]


def words(element: Element) -> str:
    """What is written in an element, in one line."""
    return " ".join(" ".join(_written(element)).split())


def _written(element: Element) -> Iterator[str]:
    for paragraph in all_of(element, "p") or [element]:
        yield "".join(one.text or "" for one in all_of(paragraph, "t"))


def remove(element: Element) -> None:
    """Take an element out; nothing of Word stands behind an element."""
    if (above := element.getparent()) is not None:
        above.remove(element)


def replace(element: Element, *others: Element) -> None:
    """Put others in the place of an element."""
    above = element.getparent()
    if above is not None:
        at = above.index(element)
        above[at : at + 1] = list(others)


def made(like: Element, name: str, *inside: Element, text: str = "") -> Element:
    """An element of Word in the namespace of one that is there."""
    element = etree.Element(f"{{{etree.QName(like).namespace}}}{name}")
    element.extend(inside)
    if text:
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def said(like: Element, text: str) -> Element:
    """A run of text."""
    return made(like, "r", made(like, "t", text=text))

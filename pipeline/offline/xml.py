"""Elements of XML, made in one expression each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - the stubs have no other name for it
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes elements of one namespace; `nsmap` are the prefixes that a document uses."""

    namespace: str
    nsmap: Mapping[str | None, str] = field(default_factory=dict)

    def __call__(self, tag: str, *inside: str | Element | Mapping[str, str]) -> Element:
        """An element with attributes, texts and elements in it, in their order."""
        made = etree.Element(f"{{{self.namespace}}}{tag}", nsmap=cast("Mapping[str, str]", self.nsmap) or None)
        for one in inside:
            if isinstance(one, str):
                _say(made, one)
            elif isinstance(one, Mapping):
                for name, value in one.items():
                    made.set(name, value)
            else:
                made.append(one)
        return made


def _say(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def to_bytes(root: Element, doctype: str = "", **prefixes: str) -> bytes:
    """A document in UTF-8; `prefixes` of namespaces that are declared once, at its root."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    etree.cleanup_namespaces(root, top_nsmap=prefixes)
    return head.encode() + etree.tostring(root, encoding="utf-8", xml_declaration=False) + b"\n"

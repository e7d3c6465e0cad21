"""The structure of a PDF, mended where WeasyPrint leaves it short of the standards, before it is written.

Each function takes the document as pydyf holds it. The standards are ISO 32000-1 (PDF 1.7) and ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

_INVISIBLE = "\u034f".encode("utf-16-be").hex()  # combining grapheme joiner: it neither shows, nor shapes, nor parts


def name_groups(pdf: Any, questions: Mapping[str, str]) -> None:
    """Make each group of radio buttons one field, whose tooltip is its question (ISO 32000-1, 12.7.4.2.4).

    WeasyPrint gives the group the tooltip of its first button and each button the group's name once more, and makes a
    group on every page of those that are longer than one. `questions` has the name of each group.
    """
    firsts: dict[bytes, Any] = {}
    known = {pydyf.String(name).data: question for name, question in questions.items()}
    gone, objects = set(), {one.reference: one for one in pdf.objects}
    for group in tuple(_dictionaries(pdf)):
        if group.get("FT") != "/Btn" or "Kids" not in group:
            continue
        first = firsts.setdefault(group["T"].data, group)
        first["TU"] = pydyf.String(known[group["T"].data])
        taken = 0 if first is group else len(first["Kids"])
        for number, button in enumerate(objects[reference] for reference in group["Kids"]):
            del button["T"]
            button["Parent"] = first.reference
            (shape,) = button["AP"]["N"].values()
            button["AP"]["N"] = pydyf.Dictionary({taken + number: shape})
        gone.update(group["Kids"])
        if first is not group:
            first["Kids"].extend(group["Kids"])
            first["Opt"].extend(group["Opt"])
            gone.add(group.reference)
    if "AcroForm" in pdf.catalog:
        fields = pdf.catalog["AcroForm"]["Fields"]
        fields[:] = [field for field in fields if field not in gone]


def fill_list_bodies(pdf: Any) -> None:
    """Put what stands in a list item beside its label into a body (ISO 32000-1, 14.8.4.3.3), paragraphs too."""
    objects = {one.reference: one for one in pdf.objects}
    for item in tuple(_dictionaries(pdf)):
        if item.get("S") != "/LI":
            continue
        kids, body = pydyf.Array(), None
        for reference in item["K"]:
            kid = objects[reference]
            if kid["S"] in ("/Lbl", "/LBody"):
                kids.append(reference)
                body = None
                continue
            if body is None:
                body = pydyf.Dictionary(
                    {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference}
                )
                pdf.add_object(body)
                kids.append(body.reference)
            body["K"].append(reference)
            kid["P"] = body.reference
        item["K"] = kids


def set_margins_apart(pdf: Any) -> None:
    """Mark what stands in the margins of pages as no part of the text (ISO 14289-1, 7.8): addresses and page numbers.

    WeasyPrint tags it as content, and leaves its elements out of the tree.
    """
    objects = {one.reference: one for one in pdf.objects}
    inside = set(_elements(pdf.catalog["StructTreeRoot"], objects))
    numbers = objects[objects[pdf.catalog["StructTreeRoot"]]["ParentTree"]]["Nums"]
    by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in _dictionaries(pdf):
        if page.get("Type") != "/Page":
            continue
        stream, elements = objects[page["Contents"]].stream, by_page[page["StructParents"]]
        outside = {number for number, reference in enumerate(elements) if reference not in inside}
        for number in outside:
            elements[number] = "null"
        for at, operand in enumerate(stream):
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in outside:
                stream[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _elements(reference: bytes, objects: Mapping[bytes, Any]) -> Iterator[bytes]:
    """An element of the structure, by reference, and all below it."""
    open_ = [reference]
    while open_:
        yield (found := open_.pop())
        open_ += (kid for kid in objects[found].get("K", ()) if isinstance(kid, bytes))


def print_links(pdf: Any) -> None:
    """Let links be printed as they are shown (ISO 14289-1, 7.18.1)."""
    for one in _dictionaries(pdf):
        if one.get("Subtype") == "/Link":
            one["F"] = 4


def name_every_glyph(pdf: Any) -> None:
    """Give each glyph of a font a character (ISO 14289-1, 7.21.7): one drawn of several parts, like an accented letter,
    has its character at the first part only.
    """
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and b"begincmap" in one.stream:
            one.stream[:] = [_named(line) for line in one.stream]


def _named(line: Any) -> Any:
    return (
        line.replace(b"<>", f"<{_INVISIBLE}>".encode()) if isinstance(line, bytes) and line.endswith(b" <>") else line
    )


def _dictionaries(pdf: Any) -> Iterator[Any]:
    return (one for one in pdf.objects if isinstance(one, pydyf.Dictionary))

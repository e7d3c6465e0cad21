"""A chapter: what a finished page says, without what only a browser can do, as XHTML of an EPUB (EPUB 3.3, 6.1).

What a template marks as searched (`data-pagefind-body`) is what the page says; what it leaves out of that
(`data-pagefind-ignore`) is its interface, but for what is marked as text of the book (`data-bound`). What is to be
filled in becomes room to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Final, cast

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from pipeline.offline.xml import LANGUAGE, Element

XHTML: Final = "http://www.w3.org/1999/xhtml"
_BODY: Final = etree.XPath("//*[@data-pagefind-body]")
_SILENT: Final = etree.XPath(
    "descendant::*[(@data-pagefind-ignore and not(@data-bound)) or @aria-hidden='true'"
    " or contains(concat(' ', @class, ' '), ' needs-js ') or self::script or self::style or self::svg"
    " or self::audio or self::video or self::button or self::dialog or self::link or self::meta or self::template]"
)
_KEPT: Final = {"id", "lang", "dir", "href", "src", "alt", "class", "colspan", "rowspan", "scope", "start", "datetime"}
_CLASSES: Final = {"facts", "chips", "lead", "by", "subtitle", "question", "line", "options"}
"""Those that the sheet of the book knows; all others are the site's."""
_RENAMED: Final = {
    "form": "div",
    "details": "div",
    "summary": "p",
    "picture": "span",
    "article": "div",
    "main": "div",
    "header": "div",
}
_ROWS: Final = 12
"""Lines to write on that a question has at most."""

Address = Callable[[str], str]


def text(page: str, href: Address, src: Address) -> list[Element]:
    """What a finished page says, but for its title, as elements of XHTML. `href` makes of the address of a link the one
    that it has in the book, `src` of that of a picture; "" takes it away.
    """
    found = cast("list[HtmlElement]", _BODY(document_fromstring(page)))
    made: list[Element] = []
    for body in map(deepcopy, found):
        for element in cast("list[HtmlElement]", _SILENT(body)):
            if element.getparent() is not None:
                element.drop_tree()
        for source in list(body.iter("source")):  # which libxml2 does not know to be empty: the picture is in it
            source.drop_tag()
        _write(body)
        _lead(body, href, src)
        made.extend(_xhtml(child) for child in body if isinstance(child.tag, str))
    return made


def parts(elements: Iterable[Element]) -> list[tuple[str, str]]:
    """The headings of the second level that can be led to: id and words."""
    heads = (head for element in elements for head in element.iter(f"{{{XHTML}}}h2"))
    return [
        (str(head.get("id")), " ".join("".join(map(str, head.itertext())).split())) for head in heads if head.get("id")
    ]


def _write(body: HtmlElement) -> None:
    """Room to write in the place of fields."""
    for control in list(body.iter("input", "textarea", "select")):
        if control.getparent().tag == "td":
            _clear(control.getparent())
        elif control.get("type") in ("checkbox", "radio"):
            _replaced(control, "\N{BALLOT BOX} " if control.get("type") == "checkbox" else "\N{WHITE CIRCLE} ")
        else:
            _lines(control)
    for label in list(body.iter("label", "legend")):
        inline = label.getparent().tag in ("span", "td")
        if label.tag == "label" and (
            inline or label.getprevious() is not None or (label.getparent().text or "").strip()
        ):
            label.drop_tag()
        else:
            label.tag, label.attrib["class"] = "p", "question"
    for group in body.iter("fieldset"):
        group.tag = "div"


def _clear(cell: HtmlElement) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.text = None


def _replaced(control: HtmlElement, sign: str) -> None:
    control.tail = sign + (control.tail or "").lstrip()
    control.drop_tree()


def _lines(control: HtmlElement) -> None:
    """A line to write on for each row of a field."""
    above, at = control.getparent(), control.getparent().index(control)
    rows = control.get("rows", "1")
    for _ in range(min(_ROWS, int(rows) if rows.isdecimal() else 1)):
        line = etree.SubElement(above, "p", {"class": "line"})
        line.text = "\N{NO-BREAK SPACE}"
        above.insert(at, line)
    control.drop_tree()


def _lead(body: HtmlElement, href: Address, src: Address) -> None:
    """Links and pictures, as they are in the book; what leads nowhere says only its words."""
    for link in list(body.iter("a")):
        address = href(link.get("href", ""))
        if address and link.getparent().getparent().get("class") != "chips":
            link.set("href", address)
        else:
            link.drop_tag()
    for picture in list(body.iter("img")):
        address = src(picture.get("src", ""))
        if address:
            picture.set("src", address)
            picture.set("alt", picture.get("alt", ""))
        else:
            picture.drop_tree()


def _xhtml(element: HtmlElement) -> Element:
    """The element with all that is in it, in the namespace of XHTML."""
    made = etree.Element(f"{{{XHTML}}}{_RENAMED.get(element.tag, element.tag)}", _attributes(element))
    made.text, made.tail = _spaced(element.text), _spaced(element.tail)
    for child in element:
        if isinstance(child.tag, str):
            made.append(_xhtml(child))
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + (child.tail or "")
        else:
            made.text = (made.text or "") + (child.tail or "")
    return made


def _spaced(text: str | None) -> str | None:
    """A text; what only parts the lines of a template is one end of a line."""
    return text if not text or text.strip(" \n\t") else "\n" if "\n" in text else text


def _attributes(element: HtmlElement) -> dict[str, str]:
    kept = {name: value for name, value in element.attrib.items() if name in _KEPT}
    classes = [name for name in kept.pop("class", "").split() if name in _CLASSES]
    if classes:
        kept["class"] = " ".join(classes)
    if language := kept.get("lang"):
        kept[LANGUAGE] = language
    return kept

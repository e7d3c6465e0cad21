"""Bytes → elements with places, whatever the bytes are: nothing is fetched, nothing expanded, all is bounded.

The parser is expat, which ends at the first fault. A document type is refused where it begins, since everything that a
feed could do to its reader (entities, files, addresses) is written there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from xml.parsers import expat

from pipeline.validator.node import SPACES, Fault, Feed, Node, Space
from pipeline.validator.values.wrong import shown
from pipeline.web import Sought

MOST_BYTES, MOST_ELEMENTS, DEEPEST, MOST_ATTRIBUTES = 64 << 20, 500_000, 64, 64
MOST_OF_A_NAME = 200
FEED = Sought(
    "feed",
    "application/rss+xml, application/xml;q=0.9, */*;q=0.1",
    MOST_BYTES,
    for_anybody="see that the address answers to anybody, as podcast apps ask it",
    signed_in="podcast apps can’t sign in",
    inside="`--allow-private` lets you look at feeds on this machine or in your network",
)
"""What is asked for at the address of a feed."""
_BOUNDS = "no feed is like this: see what wrote it"
_WORDS = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "the document is empty",
    expat.errors.XML_ERROR_TAG_MISMATCH: "an element is closed that is not the open one",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "a name between `&` and `;` is unknown to XML, such as `&nbsp;`",
    expat.errors.XML_ERROR_UNBOUND_PREFIX: "a prefix is used that no `xmlns:` declares",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "an attribute stands twice",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something follows after the end of the document",
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: "the encoding that the document names is unknown",
    expat.errors.XML_ERROR_INCORRECT_ENCODING: "the encoding that the document names is not the one it is written in",
}
_REMEDIES = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "see what should have written it",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "write the character itself, or its number: `&#160;`",
    expat.errors.XML_ERROR_INVALID_TOKEN: "write `&amp;` for `&` and `&lt;` for `<`, and save the file as UTF-8",
}


class _Stop(Exception):
    """The rest is not read."""

    def __init__(self, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


def read(data: bytes, *, url: str = "", content_type: str = "", at: datetime | None = None) -> Feed:
    """The elements of a document, and why it could not be read to its end. It raises nothing."""
    reader = _Reader()
    faults = reader.read(data)
    return Feed(reader.root, faults, tuple(reader.spaces), reader.encoding, url, content_type, at, reader.names)


class _Reader:
    """What expat tells, as elements."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.names: dict[str, list[Node]] = {}
        self.spaces: list[Space] = []
        self.encoding = ""
        self._open: list[Node] = []
        self._text: list[list[str]] = []
        self._elements = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartNamespaceDeclHandler = self._space
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def read(self, data: bytes) -> tuple[Fault, ...]:
        try:
            if len(data) > MOST_BYTES:
                raise _Stop("xml/bounds", f"the document has more than {MOST_BYTES >> 20} MB", _BOUNDS)
            self._parser.Parse(data, True)  # in small pieces, a long token would be read anew with each of them
        except _Stop as stop:
            return (self._fault(stop.rule, stop.message, stop.hint),)
        except expat.ExpatError as error:
            words = expat.ErrorString(error.code)
            hint = _REMEDIES.get(words, "see what wrote it: apps refuse the whole feed")
            place = (error.lineno, error.offset + 1)
            return (Fault("xml/well-formed", *place, f"this is not XML: {_WORDS.get(words, words)}", hint),)
        except (ValueError, LookupError) as error:  # an encoding of which Python knows more than expat can use
            return (
                self._fault("xml/well-formed", f"this can't be read: {shown(str(error))}", "save the feed as UTF-8"),
            )
        return ()

    def _fault(self, rule: str, message: str, hint: str) -> Fault:
        return Fault(rule, *self._place(), message, hint)

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding or ""

    def _doctype(self, *_told: object) -> None:
        raise _Stop("xml/no-doctype", "the document declares a document type (`<!DOCTYPE`)", "remove the declaration")

    def _space(self, prefix: str | None, address: str | None) -> None:
        if len(self.spaces) < MOST_ATTRIBUTES:
            self.spaces.append(Space(prefix or "", address or "", *self._place()))

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES or len(self._open) >= DEEPEST:
            message = f"the document has more than {MOST_ELEMENTS:,} elements, {DEEPEST} inside each other, or "
            raise _Stop("xml/bounds", f"{message}{MOST_ATTRIBUTES} attributes in one", _BOUNDS)
        parent = self._open[-1] if self._open else None
        node = Node(_name(name), parent, *self._place(), {_name(key): value for key, value in attributes.items()})
        if parent is None:
            self.root = node
        else:
            parent.children.append(node)
        self.names.setdefault(node.name, []).append(node)
        self._open.append(node)
        self._text.append([])

    def _end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._text.pop())

    def _characters(self, text: str) -> None:
        self._text[-1].append(text)


def _name(told: str) -> str:
    """`address name` → `prefix:name`; a name without namespace as it is. A long one is none that anybody knows."""
    told = told[:MOST_OF_A_NAME]
    address, _, name = told.rpartition(" ")
    if not address:
        return name
    prefix = SPACES.get(address)
    return f"{prefix}:{name}" if prefix else f"{{{address}}}{name}"

"""XML as programs of all sorts write it, read as far as it goes: feeds, and exports of hundreds of megabytes.

Not lxml, whose way of going on after an error moves all that follows into the wrong element: one `<br>` in a
description makes three items one. Here an end tag closes the element that has its name. Everything else that is not XML
is taken for what was meant, and told (`xml/…`): names of HTML's characters, a bare `&`, bytes of another encoding, what
stands before the first tag, a file that breaks off.

A document type is passed over, so that no entity is ever defined and nothing is fetched. Time grows with the text; what
is held is one part of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from typing import Final

from pipeline.importing.source.decoded import NO_CHARACTER, control, text
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.loss import Outcome

SPACES: Final[Mapping[str, str]] = {
    "purl.org/rss/1.0": "",
    "purl.org/net/rss1.1#": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns#": "atom",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.w3.org/xml/1998/namespace": "xml",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "podcastindex.org/namespace/1.0": "podcast",
    "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "podlove.org/simple-chapters": "psc",
    "search.yahoo.com/mrss": "media",
    "www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd": "googleplay",
    "www.rawvoice.com/rawvoicerssmodule": "rawvoice",
    "blubrry.com/developer/rawvoice-rss": "rawvoice",
    "www.spotify.com/ns/rss": "spotify",
    "purl.oclc.org/net/rss_2.0/enc#": "enc",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "purl.org/rss/1.0/modules/slash": "slash",
    "purl.org/syndication/history/1.0": "fh",
    "purl.org/syndication/thread/1.0": "thr",
    "wellformedweb.org/commentapi": "wfw",
    "backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "web.resource.org/cc": "cc",
    "www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "www.georss.org/georss": "georss",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "schema.pressboxx.com/feed": "pressboxx",
    "schema.acast.com/1.0": "acast",
    "omnystudio.com/rss/1.0": "omny",
    "fireside.fm/modules/rss/fireside": "fireside",
    "wordpress.org/export/1.0": "wp",
    "wordpress.org/export/1.1": "wp",
    "wordpress.org/export/1.2": "wp",
    "wordpress.org/export/1.0/excerpt": "excerpt",
    "wordpress.org/export/1.1/excerpt": "excerpt",
    "wordpress.org/export/1.2/excerpt": "excerpt",
}
"""Address of a namespace, without its scheme and the slash at its end and in lower case → the prefix it has here."""

MOST_OF_A_PART: Final = 64 << 20
"""Characters of one part (an item, a post): what goes on longer ends there."""
DEEPEST: Final = 100
"""Elements inside each other. What is deeper keeps its text, and loses its tags."""
_MOST_SPACES: Final = 1_000
"""Namespaces that are known at a place: each element that declares one more has all of them anew."""
_MOST_OF_A_TAG: Final = 64 << 10
_MOST_MEANINGLESS: Final = 10_000
"""Signs `<` that begin nothing: each costs a look ahead, so that more of them end the reading."""
_PIECE: Final = 1 << 20
_LAST_CHARACTER: Final = 0x10FFFF
_BLANK: Final = " \t\n\ufeff"
"""What may stand before the first tag: marks of byte order, too, of files that were put together."""
_NEVER_CLOSED: Final = frozenset({"br", "hr", "img", "wbr"})
"""Elements of HTML that hold nothing, where a text stands among the tags of a document as it is."""

_NAME = r"[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_.:\u00b7-\U0010ffff-]{0,199}+"
INSIDE: Final = r"(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*"
"""What stands in a tag after its name: attributes, in whose quotes there may be anything but the quote."""
_TAG = re.compile(rf"<({_NAME})({INSIDE})>")
_END = re.compile(rf"</({_NAME})[^<>]{{0,999}}+>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\][^>]*+)?>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++)))?")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,31});)?")
_XML: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its name with the prefix by which its namespace is known here (`itunes:author`, `wp:post_id`; RSS
    has none), the line on which it begins, its attributes by their names, and what it holds: `text` up to the first of
    its `children`; what follows each child is that one's `tail`.
    """

    name: str
    line: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple[Element, ...] = ()
    tail: str = ""

    def all(self, *names: str) -> Iterator[Element]:
        """Its children of these names, in their order."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> Element | None:
        """The first child of one of these names: of the first name that there is."""
        return next((child for name in names for child in self.all(name)), None)

    def said(self, *names: str) -> str:
        """What the first child of these names says that says anything, without the blanks around it; or ""."""
        return next((said for name in names for child in self.all(name) if (said := child.words.strip())), "")

    def get(self, attribute: str) -> str:
        """The value of an attribute, without the blanks around it; "" where there is none."""
        return self.attributes.get(attribute, "").strip()

    @property
    def words(self) -> str:
        """All text inside, as it stands."""
        return self.text + "".join(child.words + child.tail for child in self.children)

    @property
    def inside(self) -> str:
        """What is inside, as markup: of text alone, that text itself."""
        if not self.children:
            return self.text
        return escape(self.text, quote=False) + "".join(
            one.xml + escape(one.tail, quote=False) for one in self.children
        )

    @property
    def xml(self) -> str:
        """Itself as XML, with the prefixes known here and without their declarations."""
        said = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        inside = self.inside if self.children else escape(self.text, quote=False)
        return f"<{self.name}{said}>{inside}</{self.name}>" if inside else f"<{self.name}{said}/>"


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet. `written` is its name as it stands."""

    written: str
    name: str
    line: int
    attributes: dict[str, str]
    spaces: Mapping[str, str]
    said: list[str] = field(default_factory=list)
    children: list[_Open] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    def say(self, words: str) -> None:
        (self.children[-1].tail if self.children else self.said).append(words)

    def done(self) -> Element:
        children = tuple(child.done() for child in self.children)
        return Element(self.name, self.line, self.attributes, "".join(self.said), children, "".join(self.tail))


def pieces(data: bytes) -> Iterator[bytes]:
    """Bytes in pieces, as `parts` takes them."""
    view = memoryview(data)
    return (bytes(view[at : at + _PIECE]) for at in range(0, len(data), _PIECE))


def parts(chunks: Iterable[bytes], faults: Faults, charset: str = "") -> Iterator[Element]:
    """The root of a document, without its children; then each of its children when it is whole. A `channel` of RSS 2.0
    is no part, but its children are, so that one item after the other is read.

    Nothing comes of what holds no element. `charset` is the encoding that a server named. Losses are of area `xml`.
    """
    return _Reading(text(chunks, faults, charset), faults).parts()


class _Reading:
    """One document while it is read: what is not looked at yet, and what is open.

    Of the open elements the first `_around` are no parts, but hold them.
    """

    def __init__(self, source: Iterator[str], faults: Faults) -> None:
        self._source, self._faults = source, faults
        self._held, self._at, self._line, self._counted, self._whole = "", 0, 1, 0, False
        self._open: list[_Open] = []
        self._around, self._begun, self._size, self._meaningless = 0, False, 0, 0

    def parts(self) -> Iterator[Element]:
        """See `parts`."""
        while (sign := self._find("<", 0)) >= 0:
            self._words(self._held[self._at : sign])
            self._advance(sign)
            yield from self._markup()
        if self._too_much():
            self._tell("xml/limit", "dropped", "what follows is too large for one part, or no XML")
        else:
            self._words(self._held[self._at :])
            if self._open:
                self._tell("xml/truncated", "dropped", f"it ends inside `<{self._open[-1].written}>`")
        yield from self._close(0)

    def _markup(self) -> Iterator[Element]:
        """What begins with the `<` at the place that is looked at."""
        self._more(_MOST_OF_A_TAG)
        begin = self._held[self._at : self._at + 9].upper()
        if begin == "<![CDATA[":
            self._say(self._up_to("]]>", 9))
        elif begin.startswith("<!--"):
            self._up_to("-->", 4)
        elif begin.startswith("<?"):
            self._up_to("?>", 2)
        elif begin == "<!DOCTYPE":
            self._doctype()
        else:
            yield from self._tag()

    def _tag(self) -> Iterator[Element]:
        pattern, line = _END if self._held.startswith("</", self._at) else _TAG, self._here()
        match = pattern.match(self._held, self._at, self._at + _MOST_OF_A_TAG)
        if match is None:
            self._meaningless += 1
            self._tell("xml/sign", "changed", "a `<` that begins no tag is taken for itself")
            self._words("<")
            self._advance(self._at + 1)
            return
        self._advance(match.end())
        if pattern is _END:
            yield from self._ended(match[1])
        else:
            yield from self._started(match[1], match[2], line)

    def _started(self, written: str, said: str, line: int) -> Iterator[Element]:
        if len(self._open) >= DEEPEST:
            self._tell("xml/deep", "changed", f"`<{written}>` is inside {DEEPEST} others: its tags are passed over")
            return
        one = self._opened(written, said.removesuffix("/"), line)
        if not self._begun:
            self._begun, self._around = True, 1
            yield one.done()
        elif one.name == "channel" and [outer.name for outer in self._open] == ["rss"]:
            self._around = 2
        elif len(self._open) > self._around:
            self._open[-1].children.append(one)
        elif not self._open:
            self._tell("xml/stray", "changed", f"`<{written}>` stands behind the end of all")
        self._open.append(one)
        if said.endswith("/") or written in _NEVER_CLOSED:
            yield from self._close(len(self._open) - 1)

    def _opened(self, written: str, said: str, line: int) -> _Open:
        given: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(said):
            value = next((one for one in match.groups()[1:] if one is not None), "")
            given.setdefault(match[1], self._meant(value.replace("\n", " ").replace("\t", " ")))
        spaces: Mapping[str, str] = self._open[-1].spaces if self._open else {}
        declared = {name[6:]: value for name, value in given.items() if f"{name}:".startswith("xmlns:")}
        if declared and len(spaces) + len(declared) <= _MOST_SPACES:
            spaces = {**spaces, **{prefix: _prefix(value, prefix) for prefix, value in declared.items()}}
        own = {**spaces, "": ""}  # an attribute without a prefix has no namespace
        named = {_named(name, own): value for name, value in given.items() if not f"{name}:".startswith("xmlns:")}
        return _Open(written, _named(written, spaces), line, named, spaces)

    def _ended(self, written: str) -> Iterator[Element]:
        """The end of the nearest element of this name; of none, it is passed over."""
        level = next((at for at in reversed(range(len(self._open))) if self._open[at].written == written), -1)
        if level < 0:
            self._tell("xml/stray", "changed", f"`</{written}>` ends nothing")
            return
        if level < len(self._open) - 1:
            inner = self._open[level + 1]
            self._faults.add("xml/unclosed", "changed", f"`<{inner.written}>` has no end", inner.line)
        yield from self._close(level)

    def _close(self, level: int) -> Iterator[Element]:
        """Close what is open from this level on; parts that become whole come out."""
        while len(self._open) > level:
            one = self._open.pop()
            one.spaces = {}  # nothing more is opened in it
            if len(self._open) == self._around:
                self._size = 0
                yield one.done()
            self._around = min(self._around, len(self._open))

    def _doctype(self) -> None:
        self._tell("xml/doctype", "dropped", "the document type is passed over: no entity of it is known")
        if match := _DOCTYPE.match(self._held, self._at, self._at + _MOST_OF_A_TAG):
            self._advance(match.end())
        else:
            self._up_to(">", 9)

    def _words(self, said: str) -> None:
        """Text between two tags."""
        if self._open:
            self._say(self._meant(said))
        elif said.strip(_BLANK) and not self._begun:
            self._tell("xml/before", "dropped", f"before the first tag stands `{' '.join(said.split())[:60]}`")

    def _say(self, words: str) -> None:
        if len(self._open) > self._around:
            self._open[-1].say(words)

    def _meant(self, said: str) -> str:
        return _ENTITY.sub(self._entity, said) if "&" in said else said

    def _entity(self, match: re.Match[str]) -> str:
        """A character by its number or its name. Names are those of HTML: what others were declared is not known."""
        decimal, hexadecimal, name = match.groups()
        if name in _XML:
            return _XML[name]
        if decimal or hexadecimal:
            return self._numbered(int(decimal) if decimal else int(hexadecimal, 16))
        found = html5.get(f"{name};", "")
        shown = f"`{match[0]}`" if name else "a bare `&`"
        self._tell("xml/entity", "changed", f"{shown} is read as `{found or match[0]}`")
        return found or match[0]

    def _numbered(self, number: int) -> str:
        sign = chr(number) if number <= _LAST_CHARACTER else ""
        if sign and NO_CHARACTER.match(sign) is None:
            return sign
        self._tell("xml/control", "changed", f"the character U+{number:04X}, which no text holds")
        return control(number)

    def _here(self) -> int:
        """The line that is looked at."""
        self._line += self._held.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _tell(self, kind: str, outcome: Outcome, what: str) -> None:
        self._faults.add(kind, outcome, what, self._here())

    def _advance(self, end: int) -> None:
        self._size += end - self._at
        self._at = end

    def _too_much(self) -> bool:
        return self._size > MOST_OF_A_PART or self._meaningless > _MOST_MEANINGLESS

    def _more(self, wanted: int) -> None:
        """See that so many characters are at hand from the place that is looked at, or all that there are."""
        while len(self._held) - self._at < wanted and not self._whole:
            piece = next(self._source, None)
            if piece is None:
                self._whole = True
            else:
                self._here()
                self._held = self._held[self._at :] + piece
                self._at = self._counted = 0

    def _find(self, what: str, skip: int) -> int:
        """Where this stands next, so many characters on; -1 where it does not, or not within the bounds of a part."""
        while not self._too_much():
            if (found := self._held.find(what, self._at + skip)) >= 0:
                return found
            skip = max(skip, len(self._held) - self._at - len(what) + 1)
            if self._whole:
                break
            if self._size + skip > MOST_OF_A_PART:
                self._size += skip
            self._more(len(self._held) - self._at + 1)
        return -1

    def _up_to(self, end: str, skip: int) -> str:
        """What stands before this end, or before the end of all; the place is behind it then."""
        found = self._find(end, skip)
        begin = self._at + skip  # where more was read, the place has moved
        if found < 0:
            self._tell("xml/truncated", "dropped", f"`{self._held[self._at : begin]}` has no end")
        words = self._held[begin:] if found < 0 else self._held[begin:found]
        self._advance(len(self._held) if found < 0 else found + len(end))
        return words


def _prefix(space: str, written: str) -> str:
    """The prefix that a namespace has here: of one that is not known, the written one."""
    plain = space.strip().lower().removeprefix("https://").removeprefix("http://")
    return SPACES.get(plain, SPACES.get(plain.rstrip("/"), written))


def _named(written: str, spaces: Mapping[str, str]) -> str:
    prefix, _, name = written.rpartition(":")
    known = spaces.get(prefix, prefix)
    return f"{known}:{name}" if known else name

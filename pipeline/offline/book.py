"""The library as one book: EPUB 3.3, with what EPUB Accessibility 1.1 wants to be told of it.

The texts are those of the finished pages of a build. Nothing in the book asks the network, no script is in it, and its
look is the reader's.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import quote

from pipeline.formats.language import direction
from pipeline.model import urls
from pipeline.model.artifact import Artifact
from pipeline.offline import chapter
from pipeline.offline.copy import Build, Member
from pipeline.offline.xml import LANGUAGE, Element, Maker, to_bytes

XHTML: Final = chapter.XHTML
OPS: Final = "http://www.idpf.org/2007/ops"
_TYPE: Final = f"{{{OPS}}}type"
_H: Final = Maker(XHTML, {None: XHTML, "epub": OPS})
_OPF: Final = Maker("http://www.idpf.org/2007/opf", {None: "http://www.idpf.org/2007/opf"})
_DC: Final = Maker("http://purl.org/dc/elements/1.1/", {"dc": "http://purl.org/dc/elements/1.1/"})
_BOX: Final = Maker(
    "urn:oasis:names:tc:opendocument:xmlns:container", {None: "urn:oasis:names:tc:opendocument:xmlns:container"}
)
_FEATURES: Final = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability")
_SCHEMES: Final = ("https://", "http://", "mailto:", "tel:")
"""Of addresses that lead out; EPUBCheck takes no other for known (HTM-025), though `sms:` is."""
_PICTURES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml")
"""Those that every reading system shows (EPUB 3.3, 3.2)."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """An entry on its way into the book: the address of its page, title and authors, the language in which it is
    written (BCP 47), and the part of the book to which it belongs. `paper`: it is there to be filled in.
    """

    address: str
    title: str
    authors: tuple[str, ...]
    language: str
    part: str
    paper: bool = False

    @property
    def name(self) -> str:
        """Of its file: unlike all others, as its address is."""
        return f"text-{self.address.rstrip('/').replace('/', '.') or 'home'}.xhtml"


@dataclass
class Book:
    """A book of `chapters`, in their order, of pages of a build. Its identity is that of the library; its `licence`
    (SPDX) holds for what names no other.
    """

    build: Build
    chapters: Sequence[Chapter]
    description: str = ""
    licence: str = ""
    _texts: dict[str, list[Element]] = field(default_factory=dict, init=False)
    _images: dict[str, Artifact] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        names = {urls.page_file(one.address): one.name for one in self.chapters}
        for one in self.chapters:
            page = urls.page_file(one.address)
            href, src = partial(self._href, page, names), partial(self._src, page)
            self._texts[one.name] = chapter.text(self.build.text(page), href, src)
        ids = {name: {str(e.get("id")) for part in text for e in part.iter()} for name, text in self._texts.items()}
        for name, text in self._texts.items():
            _mend(name, text, ids)

    @property
    def language(self) -> str:
        return self.build.wording.language

    @property
    def size(self) -> int:
        """Bytes of all files, before they are packed; nearly, as a few are made at the end."""
        return sum(member.size for member in self.members())

    def members(self) -> Iterator[Member]:
        """All files; first, and not packed, the one that says what this is (EPUB OCF 3.3, 4.3)."""
        yield _member("mimetype", b"application/epub+zip", packed=False)
        yield _member("META-INF/container.xml", _container())
        yield _member("EPUB/package.opf", self._package())
        yield _member("EPUB/nav.xhtml", self._navigation())
        yield _member("EPUB/book.css", self.build.styles["book.css"].encode())
        yield _member("EPUB/title.xhtml", self._title())
        for one in self.chapters:
            yield _member(f"EPUB/{one.name}", self._chapter(one))
        for name, artifact in sorted(self._images.items()):
            yield Member(f"EPUB/{name}", artifact.size, partial(self.build.open, artifact), packed=False)

    def _href(self, page: str, names: dict[str, str], address: str) -> str:
        """A link of a page, in the book: to a chapter, or to where it leads on the web."""
        found = urls.target(self.build.base_url, page, address)
        if found is None:
            return address if address.startswith(_SCHEMES) else ""
        path, fragment = found
        part = f"#{quote(fragment)}" if fragment else ""
        if path in names:
            return (names[path] if path != page else "") + part
        return urls.absolute(self.build.site_url, quote(urls.asked_for(path))) + part

    def _src(self, page: str, address: str) -> str:
        """A picture of a page, which goes into the book; "" for what no reading system has to show."""
        found = urls.target(self.build.base_url, page, address)
        artifact = self.build.artifacts.get(found[0]) if found else None
        if artifact is None or artifact.headers.get("content-type") not in _PICTURES:
            return ""
        name = f"pictures/{artifact.digest[:16]}.{artifact.path.rpartition('.')[2]}"
        self._images[name] = artifact
        return name

    # Texts

    def _chapter(self, one: Chapter) -> bytes:
        said: list[Element] = [_H("h1", one.title)]
        if one.authors:
            said.append(_H("p", {"class": "by"}, self.build.wording.say("page.by", people=", ".join(one.authors))))
        if one.paper:
            address = urls.absolute(self.build.site_url, one.address)
            note = _H("p", {"class": "note", "lang": self.language, LANGUAGE: self.language})
            note.text = self.build.say("paper", address=address)
            said.append(note)
        return self._document(one.title, [*said, *self._texts[one.name]], one.language)

    def _title(self) -> bytes:
        say = self.build.say
        said = [_H("h1", self.build.title)]
        if self.description:
            said.append(_H("p", {"class": "lead"}, self.description))
        said.append(_H("p", say("copy", title=self.build.title, day=self.build.spoken_day), " ", say("marked")))
        said.append(_H("p", say("whole"), " ", _H("a", {"href": self.build.site_url}, self.build.site_url)))
        return self._document(self.build.title, said, self.language)

    def _document(self, title: str, said: Sequence[Element], language: str) -> bytes:
        known = {"lang": language, "dir": direction(language), LANGUAGE: language}
        head = _H("head", _H("title", title), _H("link", {"rel": "stylesheet", "type": "text/css", "href": "book.css"}))
        return to_bytes(_H("html", known, head, _H("body", *said)), "<!DOCTYPE html>")

    # Navigation

    def _navigation(self) -> bytes:
        contents = _H("ol", _H("li", _H("a", {"href": "title.xhtml"}, self.build.title)))
        for part, chapters in self._parts():
            items = [self._item(one) for one in chapters]
            contents.append(_H("li", _H("span", part), _H("ol", *items)) if part else items[0])
        title = self.build.say("contents")
        toc = _H("nav", {_TYPE: "toc", "id": "toc", "role": "doc-toc"}, _H("h1", title), contents)
        return self._document(title, [toc, self._landmarks()], self.language)

    def _landmarks(self) -> Element:
        """The places that a reading system has buttons for (EPUB 3.3, 7.4.3)."""
        say = self.build.say
        first = self.chapters[0].name if self.chapters else "title.xhtml"
        marks = (
            ("titlepage", "title.xhtml", self.build.title),
            ("toc", "nav.xhtml", say("contents")),
            ("bodymatter", first, say("begin")),
        )
        items = (_H("li", _H("a", {_TYPE: kind, "href": href}, words)) for kind, href, words in marks)
        return _H("nav", {_TYPE: "landmarks", "hidden": "hidden"}, _H("h2", say("landmarks")), _H("ol", *items))

    def _parts(self) -> Iterator[tuple[str, list[Chapter]]]:
        """The parts of the book with their chapters; one without a part stands by itself."""
        for number, one in enumerate(self.chapters):
            if not one.part:
                yield "", [one]
            elif number == 0 or self.chapters[number - 1].part != one.part:
                yield one.part, [other for other in self.chapters if other.part == one.part]

    def _item(self, one: Chapter) -> Element:
        item = _H("li", _H("a", {"href": one.name}, one.title))
        if below := chapter.parts(self._texts[one.name]):
            item.append(_H("ol", *(_H("li", _H("a", {"href": f"{one.name}#{quote(i)}"}, title)) for i, title in below)))
        return item

    # Package

    def _package(self) -> bytes:
        about = _OPF("metadata", *self._said(), *self._accessible())
        spine = _OPF("spine", {"page-progression-direction": direction(self.language)})
        for number in range(-1, len(self.chapters)):
            spine.append(_OPF("itemref", {"idref": f"chapter-{number + 1}"}))
            if number < 0:
                spine.append(_OPF("itemref", {"idref": "nav"}))
        root = _OPF(
            "package",
            {"version": "3.0", "unique-identifier": "id", "dir": direction(self.language)},
            about,
            _OPF("manifest", *self._items()),
            spine,
        )
        root.set(LANGUAGE, self.language)
        return to_bytes(root, dc=_DC.namespace)

    def _said(self) -> Iterator[Element]:
        identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.build.site_url}#book")
        yield _DC("identifier", {"id": "id"}, identity.urn)
        yield _DC("title", self.build.title)
        for language in dict.fromkeys((self.language, *(one.language for one in self.chapters))):
            yield _DC("language", language)
        for author in dict.fromkeys(author for one in self.chapters for author in one.authors):
            yield _DC("creator", author)
        for name, value in (("description", self.description), ("rights", self.licence)):
            if value:
                yield _DC(name, value)
        yield _DC("publisher", self.build.title)
        yield _DC("source", self.build.site_url)
        yield _DC("date", self.build.day)
        yield _meta("dcterms:modified", f"{self.build.day}T00:00:00Z")

    def _accessible(self) -> Iterator[Element]:
        """What EPUB Accessibility 1.1, 3.2 asks for, in the words of schema.org."""
        modes = ("textual", "visual") if self._images else ("textual",)
        for mode in modes:
            yield _meta("schema:accessMode", mode)
        yield _meta("schema:accessModeSufficient", "textual")
        for feature in (*_FEATURES, *(("alternativeText",) if self._images else ())):
            yield _meta("schema:accessibilityFeature", feature)
        yield _meta("schema:accessibilityHazard", "none")
        yield _meta("schema:accessibilitySummary", self.build.say("accessible"))

    def _items(self) -> Iterator[Element]:
        def item(key: str, href: str, kind: str, **more: str) -> Element:
            return _OPF("item", {"id": key, "href": href, "media-type": kind, **more})

        page = "application/xhtml+xml"
        yield item("nav", "nav.xhtml", page, properties="nav")
        yield item("style", "book.css", "text/css")
        yield item("chapter-0", "title.xhtml", page)
        for number, one in enumerate(self.chapters, 1):
            yield item(f"chapter-{number}", one.name, page)
        for number, (name, artifact) in enumerate(sorted(self._images.items()), 1):
            yield item(f"picture-{number}", name, artifact.headers["content-type"])


def _meta(name: str, value: str) -> Element:
    return _OPF("meta", {"property": name}, value)


def _container() -> bytes:
    file = _BOX("rootfile", {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"})
    return to_bytes(_BOX("container", {"version": "1.0"}, _BOX("rootfiles", file)))


def _mend(name: str, text: Sequence[Element], ids: dict[str, set[str]]) -> None:
    """Links to parts of chapters that are not in the book lead to their beginning."""
    for part in text:
        for link in part.iter(f"{{{XHTML}}}a"):
            file, mark, fragment = str(link.get("href", "")).partition("#")
            if mark and ":" not in file and fragment not in ids.get(file or name, set()):
                link.set("href", file or name)


def _member(name: str, data: bytes, *, packed: bool = True) -> Member:
    return Member(name, len(data), lambda: (data,), packed)

"""Elements in lines: text, links, pictures, code and marks, as leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import unquote

from pipeline.formats import hosts
from pipeline.formats.invisible import seen
from pipeline.importing.prose.leaves import BREAK, Leaf, Mark
from pipeline.importing.prose.page import addresses, elements, letters, pictures
from pipeline.importing.prose.page.tree import Element, line_of, words_of
from pipeline.importing.prose.told import Told
from pipeline.importing.prose.turn import Turn
from pipeline.importing.source.loss import Outcome

Marks = tuple[Mark, ...]
_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,60}@(?:[A-Za-z0-9-]{1,60}\.){1,5}[A-Za-z]{2,24}")
_BARE = re.compile(
    rf"(?<![^\W_])(?<![/@.])https?://(?:[^\s<>\"\\^`\[\]{{|}}%]|%[\dA-Fa-f]{{2}})+|(?<![\w.+@-]){_MAIL.pattern}(?![\w@-])"
)
_TAIL = ".,;:!?'\"*_~…”’»)"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_NO_ID = re.compile(r"[^\w.:-]")
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


@dataclass(slots=True)
class Lines:
    """Reads what stands in lines. `labels` are those of the marks of footnotes, `anchors` the ids to which links of the
    text lead, `language` is the one in which most of it is written. What only looks is told where it `counts`.
    """

    base: str
    turn: Turn
    told: Told
    labels: Mapping[Element, str]
    anchors: frozenset[str] = frozenset()
    language: str = ""
    counts: bool = True

    def of(self, parent: Element, marks: Marks = ()) -> Iterator[Leaf]:
        """All that is in an element, with its blocks in lines of their own."""
        yield from self.text(parent.text, parent, marks)
        for child in parent:
            yield from self.element(child, marks)
            yield from self.text(child.tail, parent, marks)

    def text(self, text: str | None, element: Element, marks: Marks) -> Iterator[Leaf]:
        """Text, in which addresses become links."""
        if not text:
            return
        whole, kinds = letters.mended(text)
        for kind in kinds:
            outcome: Outcome = "kept" if kind == "text/lost-letter" else "changed"
            self.told.tell(kind, outcome, text[:80], line_of(element))
        for leaf in _split(whole, marks) if not _links(marks) else (Leaf("text", whole, marks),):
            if leaf.sort == "auto" and "://" in leaf.text:
                target = self.target(leaf.text, line_of(element))
                yield Leaf("text", leaf.text, (*marks, ("link", target)) if target else marks)
            else:
                yield leaf

    def element(self, element: Element, marks: Marks) -> Iterator[Leaf]:
        """One element."""
        tag = element.tag
        if element in self.labels:
            yield Leaf("note", self.labels[element], tuple(mark for mark in marks if mark[0] != "link"))
            return
        self.count(element)
        known: Mapping[str, Callable[[Element, Marks], Iterator[Leaf]]] = {
            "br": self._break, "img": self._picture, "a": self._link, "wbr": self._nothing,
        }  # fmt: skip
        if tag in known:
            if tag == "img" and not _links(marks):
                yield from self.anchor(element)
            yield from known[tag](element, marks)
        elif tag in elements.SILENT:
            yield from (leaf for child in element.iter("img") for leaf in self._picture(child, marks))
        elif tag in elements.MISSED:
            yield from self._missed(element, marks)
        elif tag in elements.CODE:
            yield from self._code(element, marks)
        elif tag in elements.BLOCKS:
            yield BREAK
            if tag == "li":
                yield Leaf("text", _numbered(element), marks)
            yield from self.of(element, marks)
            yield BREAK
        else:
            yield from self.anchor(element)
            yield from self.of(element, self.marked(element, marks))

    def marked(self, element: Element, marks: Marks) -> Marks:
        """The marks that hold in an element which stands among others."""
        mark = self._mark(element)
        return marks if mark is None or mark in marks or mark[0] in {name for name, _ in marks} else (*marks, mark)

    def _mark(self, element: Element) -> Mark | None:
        tag = element.tag
        if tag in elements.MARKS:
            is_bold = "font-weight:normal" not in element.get("style", "").replace(" ", "").lower()
            return (elements.MARKS[tag], "") if is_bold else None
        if tag in ("abbr", "acronym"):
            title = seen(element.get("title", "")).strip()
            return ("abbr", f'<abbr title="{_quoted(title)}">') if title else None
        if tag == "a":
            href = self.href(element)
            return ("link", href) if href else None
        if tag in elements.KEPT:
            return (tag, f"<{tag}>")
        spoken = self.spoken(element)
        return ("span", f"<span{spoken}>") if spoken else _styled(element)

    def spoken(self, element: Element) -> str:
        """Language and direction of a passage that differs from the rest, as attributes."""
        lang, direction = element.get("lang") or element.get("xml:lang") or "", element.get("dir", "").lower()
        differs = _LANGUAGE.fullmatch(lang) is not None and lang.lower() != self.language
        return (f' lang="{lang}"' if differs else "") + (f' dir="{direction}"' if direction == "rtl" else "")

    def count(self, element: Element) -> None:
        """Tell the attributes that are not read, and elements that only look or are none of HTML."""
        tag, line = str(element.tag), line_of(element)
        if tag in elements.LOOKS:
            self.told.tell(f"tag/{tag}", "dropped", f"<{tag}>", line)
        elif tag not in elements.PLAIN | elements.SILENT | elements.MISSED:
            self.told.tell("tag/other", "dropped", f"<{tag[:40]}>", line)
        # Names as a page has them: `{` begins some, by which no value can be asked for.
        for name, value in element.items() if self.counts and tag not in elements.REPLACED else ():
            if name == "id" and value in self.anchors:
                continue
            if kind := elements.unread(tag, str(name)):
                self.told.tell(kind, "dropped", f"{name!s}={value!s}", line)

    def _nothing(self, _element: Element, _marks: Marks) -> Iterator[Leaf]:
        return iter(())

    def _break(self, _element: Element, marks: Marks) -> Iterator[Leaf]:
        yield BREAK._replace(marks=marks)

    def _code(self, element: Element, marks: Marks) -> Iterator[Leaf]:
        text = seen(" ".join(words_of(element).split()))
        if text:
            yield Leaf("code", text, marks)

    def _missed(self, element: Element, marks: Marks) -> Iterator[Leaf]:
        if element.tag == "input" and element.get("type", "").lower() == "checkbox":
            yield Leaf("text", "☑ " if "checked" in element.attrib else "☐ ", marks)
            return
        if element.tag in ("input", "button") and element.get("type", "").lower() == "hidden":
            return
        what = words_of(element) or element.get("src") or element.get("name") or element.get("value") or ""
        stays = element.tag in ("map", "applet", "math", "button")
        self.told.tell(f"html/{element.tag}", "changed" if stays and what else "dropped", what, line_of(element))
        if stays:
            yield from self.of(element, marks)

    def anchor(self, element: Element) -> Iterator[Leaf]:
        """The place of an element to which a link of this text leads."""
        for name in ("id", "name"):
            identity = element.get(name, "")
            if identity in self.anchors and (name == "id" or element.tag == "a"):
                yield Leaf("html", f'<a id="{_quoted(_NO_ID.sub("-", identity))}"></a>')
                return

    def _link(self, element: Element, marks: Marks) -> Iterator[Leaf]:
        yield from self.anchor(element)
        if "href" not in element.attrib:
            yield from self.of(element, marks)
            return
        if (picture := self._enlarged(element)) is not None:
            yield from self._picture(picture, marks)
            return
        before = element.getprevious()
        if before is not None and before.tag == "a" and not before.tail:
            # Two buttons, which a style sheet parts; in Markdown they are one beside the other.
            yield Leaf("text", " ", marks) if self.counts else Leaf("html", "", marks)
        href, line = self.href(element), line_of(element)
        inner = marks if not href or _links(marks) else (*marks, ("link", href))
        leaves = list(self.of(element, inner))
        words = "".join(leaf.text for leaf in leaves if leaf.sort in ("text", "code")).strip()
        if href and not words and not any(leaf.sort == "image" for leaf in leaves):
            self.told.tell("link/empty", "dropped", href, line)
        yield from leaves

    def row(self, row: Sequence[Leaf]) -> list[Leaf]:
        """A line whose links are written as addresses where their words are those."""
        made: list[Leaf] = []
        for target, group in groupby(
            row, lambda leaf: next((value for name, value in leaf.marks if name == "link"), "")
        ):
            run = list(group)
            made += self._as_address(run, target) if target else run
        return made

    def _as_address(self, leaves: list[Leaf], target: str) -> list[Leaf]:
        words = "".join(leaf.text for leaf in leaves).strip() if all(leaf.sort == "text" for leaf in leaves) else ""
        marks = tuple(mark for mark in leaves[0].marks if mark[0] != "link")
        is_web = target.startswith(("https://", "http://"))
        if words and hosts.belied(words, target):
            self.told.tell("link/elsewhere", "changed", target)
            return list(_split(words, marks))
        if words and words == target and is_web:
            return [Leaf("auto", words, marks)]
        if target == f"mailto:{words}" and _MAIL.fullmatch(words):
            return [Leaf("auto", words, marks)]
        if target == f"http://{words}" and words.startswith("www."):
            return [Leaf("text", words, marks)]  # our pages make a link of it
        return leaves

    def _enlarged(self, link: Element) -> Element | None:
        """The picture of a link that only leads to the same picture, large: that file is taken."""
        inside = list(link)
        href = addresses.whole(link.get("href", ""), self.base)
        is_picture = addresses.name_of(href).lower().endswith(_PICTURES) if href else False
        if not is_picture or len(inside) != 1 or words_of(link) or inside[0].tag not in ("img", "picture"):
            return None
        picture = inside[0] if inside[0].tag == "img" else next(iter(inside[0].iter("img")), None)
        if picture is not None and self.turn.picture(href) is not None:
            picture.set("data-orig-file", href)
            return picture
        return None

    def href(self, element: Element) -> str:
        """Where a link leads from the file that is written; "" where it leads nowhere."""
        given, line = element.get("href", "").strip(), line_of(element)
        if given.startswith("#"):
            return self._within(given[1:], line)
        return self.target(given, line)

    def target(self, given: str, line: int) -> str:
        """Where an address of the source leads."""
        url = addresses.whole(given, self.base)
        if reason := addresses.refused(url):
            self.told.tell(reason, "dropped", given, line)
            return ""
        clean = addresses.plain(url)
        if clean != url:
            self.told.tell("link/tracking", "changed", given, line)
        found = self.turn.link(clean)
        return found if found and not addresses.refused(found) else ""

    def _within(self, given: str, line: int) -> str:
        """A link within the text, to a place that it has."""
        name = unquote(given)
        if name in self.anchors:
            return f"#{_NO_ID.sub('-', name)}"
        if name not in ("", "top"):
            self.told.tell("link/within", "dropped", f"#{name}", line)
        return ""

    def _picture(self, image: Element, marks: Marks) -> Iterator[Leaf]:
        if (words := pictures.in_words(image)) is not None:
            yield Leaf("text", words, marks)
            return
        address, line = pictures.source(image, self.base), line_of(image)
        if pictures.counts_readers(image, address):
            self.told.tell("picture/tracking", "dropped", address, line)
            return
        alt = " ".join(letters.mended(image.get("alt") or image.get("title") or "")[0].split())
        data = pictures.inline(address)
        known = data.id if data else address
        shown = self.turn.picture(known) if known and not known.startswith("data:,") else None
        if shown is not None:
            alt = alt or shown.alt
            if not alt:
                self.told.tell("picture/no-alt", "kept", shown.path, line)
            yield Leaf("image", alt, marks, shown.path)
        else:
            yield from self._no_picture(address, alt, line, marks)

    def _no_picture(self, address: str, alt: str, line: int, marks: Marks) -> Iterator[Leaf]:
        """In place of a picture that did not come along: what it shows, with a link to where it is."""
        self.told.tell("picture/missing", "changed", address[:120] or alt, line)
        target = "" if not address or address.startswith("data:") else self.target(address, line)
        words = alt or (addresses.name_of(address) if target else "")
        if words:
            yield Leaf("text", words, (*marks, ("link", target)) if target and not _links(marks) else marks)


def _links(marks: Marks) -> bool:
    return any(name == "link" for name, _ in marks)


def _numbered(item: Element) -> str:
    """The sign of an item where there can be no list: in the cell of a table."""
    around, before = item.getparent(), item.getprevious()
    if around is None or around.tag != "ol":
        return "• "
    number = int(before.get("data-number", "0")) + 1 if before is not None else 1
    item.set("data-number", str(number))
    return f"{number}. "


def _split(text: str, marks: Marks) -> Iterator[Leaf]:
    """A text with the addresses in it by themselves."""
    at = 0
    for found in _BARE.finditer(text) if "://" in text or "@" in text else ():
        address = _without_tail(found[0])
        if "://" in address and "@" not in address and hosts.doubt(address):
            continue  # none that a browser can read, such as a piece of a program: it stays as it is written
        yield Leaf("text", text[at : found.start()], marks)
        yield Leaf("auto", address, marks)
        at = found.start() + len(address)
    yield Leaf("text", text[at:], marks)


def _styled(element: Element) -> Mark | None:
    """What a style says that a mark says as well: programs for letters write bold so."""
    style = element.get("style", "").replace(" ", "").lower()[:500]
    if element.tag not in ("span", "font") or not style:
        return None
    if "font-weight:bold" in style or "font-weight:700" in style or "font-weight:600" in style:
        return ("strong", "")
    return ("em", "") if "font-style:italic" in style else ("s", "") if "line-through" in style else None


def _without_tail(address: str) -> str:
    """An address without the signs of the sentence in which it stands; a bracket that it opened it may close."""
    end, unopened = len(address), address.count(")") - address.count("(")
    while end and address[end - 1] in _TAIL and (address[end - 1] != ")" or unopened > 0):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")

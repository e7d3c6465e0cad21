"""Show notes as feeds carry them: whole for `content:encoded`, brief for `description`.

Apps show HTML out of its page, so every link and source is absolute (RFC 3986), those to a heading of the same page
too. Apple's `description` knows paragraphs, lists and links, and holds 4,000 bytes; what is longer ends with a link to
the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from pipeline.formats.breaks import begins_with_a_time
from pipeline.formats.times import clock

BRIEF_BYTES: Final = 4000
_ADDRESSES: Final = frozenset({"href", "src", "cite", "poster"})
_VOID: Final = frozenset({"area", "br", "col", "hr", "img", "wbr"})
_INLINE: Final = frozenset({"a", "b", "em", "i", "strong"})
_LISTS: Final = frozenset({"ol", "ul"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "caption"})
_BLOCKS: Final = _HEADINGS | {
    *("article", "aside", "blockquote", "dd", "details", "div", "dl", "figcaption", "figure", "hr", "p", "pre"),
    *("section", "table", "tr"),
}
_CELLS: Final = frozenset({"td", "th"})
_BEGIN = re.compile("<(?:a |(?:b|em|i|strong)>)")
_END = re.compile("</(?:a|b|em|i|strong)>")
_LINE = re.compile("<br>|<li>|<p>")
CODES_BYTES: Final = 2000
"""The most that a list of times takes of the brief form."""

Attributes = list[tuple[str, str | None]]
Codes = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Notes:
    """HTML of an episode's notes, `brief` in few tags and bytes, `whole` as on its page."""

    brief: str
    whole: str


def notes(html: str, *, page: str, note: str = "", summary: str = "", codes: Codes = ()) -> Notes:
    """Notes from the sanitised HTML of the body; `page` is the address of the episode's page.

    The content note comes first; the summary opens the brief form, and stands for a body that is empty. `codes` are
    seconds and titles of chapters: apps that know no other chapters read them as a list of times, which is left out
    where the body has one of its own.
    """
    first, opening = _note(note), f"<p>{escape(summary, quote=False)}</p>" if summary.strip() else ""
    body = absolute(html, page) if html.strip() else ""
    blocks = _blocks_of(body)
    times = "" if _has_codes(blocks) else _listed(codes)
    short = times if len(times.encode("utf-8", "replace")) <= CODES_BYTES else ""  # a part of them would be worse
    brief = _fitted([block for block in (first, opening, short, *blocks) if block], page)
    return Notes(brief, "\n".join(part for part in (first, body or opening, times) if part))


def _listed(codes: Codes) -> str:
    """Times and titles, a line each: the first at 0:00, as Apple, Spotify and YouTube want it; one alone is no list."""
    lines = [f"{clock(seconds)} {escape(title, quote=False)}" for seconds, title in codes]
    return f"<p>{'<br>'.join(lines)}</p>" if len(lines) > 1 else ""


def _has_codes(blocks: Iterable[str]) -> bool:
    """Whether a text has a list of times already: two lines that begin with one."""
    lines = (line for block in blocks for line in _LINE.split(block))
    return sum(map(begins_with_a_time, lines)) >= 2


def whole(html: str, *, page: str, note: str = "") -> str:
    """The whole form alone."""
    return "\n".join(part for part in (_note(note), absolute(html, page)) if part)


def _note(note: str) -> str:
    return f"<p><strong>{escape(note, quote=False)}</strong></p>" if note.strip() else ""


def absolute(html: str, page: str) -> str:
    """The HTML with every address made absolute against that of its page; the rest as it was."""
    rewriter = _Absolute(page)
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.out)


def _fitted(blocks: list[str], page: str) -> str:
    text = "\n".join(blocks)
    if len(text.encode("utf-8", "replace")) <= BRIEF_BYTES:
        return text
    more = f'<p><a href="{escape(page)}">{escape(page)}</a></p>'
    room = BRIEF_BYTES - len(more.encode())
    kept: list[str] = []
    for block in blocks:
        size = len(block.encode("utf-8", "replace")) + 1
        if size > room:
            kept += _begun(block, room)
            break
        kept.append(block)
        room -= size
    return "\n".join([*kept, more])


def _begun(block: str, room: int) -> list[str]:
    """The lines of a paragraph that fit; none where it has no lines of its own, or its first one is too long."""
    lines = block.split("<br>")
    room -= len("</p>") + 1
    begun, closed = "", ""
    for line in lines[:-1]:
        begun = f"{begun}<br>{line}" if begun else line
        if len(begun.encode("utf-8", "replace")) > room:
            break
        if len(_BEGIN.findall(begun)) == len(_END.findall(begun)):  # nothing is left open
            closed = begun
    return [f"{closed}</p>"] if closed and block.startswith("<p>") else []


def _blocks_of(html: str) -> list[str]:
    reader = _Brief()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.blocks


def _start(tag: str, attributes: Attributes) -> str:
    words = [tag, *(name if value is None else f'{name}="{escape(value)}"' for name, value in attributes)]
    return f"<{' '.join(words)}>"


class _Absolute(HTMLParser):
    """Copies HTML, with its addresses made absolute. Text and references are copied as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.out: list[str] = []

    def _joined(self, name: str, value: str | None) -> tuple[str, str | None]:
        if value is None or name not in _ADDRESSES:
            return name, value
        try:
            return name, value if urlsplit(value).scheme else urljoin(self.page, value)
        except ValueError:  # `//[` and its like are no addresses
            return name, self.page

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        joined = [self._joined(name, value) for name, value in attrs]
        self.out.append((self.get_starttag_text() or "") if joined == attrs else _start(tag, joined))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")


class _Brief(HTMLParser):
    """Reads HTML into blocks of paragraphs and lists, with links and emphasis; of a picture, its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._parts: list[str] = []
        self._open: list[str] = []
        self._lists = 0
        self._said = self._as_written = False

    def flush(self) -> None:
        """Ends the block that is being read; one without words is dropped."""
        text = "".join([*self._parts, *(f"</{tag}>" for tag in reversed(self._open))]).strip()
        if self._said:
            self.blocks.append(text if text.startswith(("<ul>", "<ol>")) else f"<p>{text}</p>")
        self._parts, self._open, self._lists, self._said = [], [], 0, False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._as_written = self._as_written or tag == "pre"
        if tag in _VOID:
            self._void(tag, attrs)
        elif tag in _LISTS or (tag == "li" and self._lists):
            self._list(tag)
        elif tag in _INLINE and tag not in self._open:
            kept = [(name, value) for name, value in attrs if name == "href" and tag == "a"]
            if kept or tag != "a":
                self._push(tag, _start(tag, kept))
        elif tag in _BLOCKS or tag in _CELLS:
            self._break(tag)
            if tag in _HEADINGS and not self._lists:
                self._push("strong", "<strong>")

    def handle_endtag(self, tag: str) -> None:
        self._as_written = self._as_written and tag != "pre"
        if self._lists and (tag in _LISTS or tag == "li"):
            self._pop(tag)
            self._lists -= tag in _LISTS
            if not self._lists:
                self.flush()
        elif tag in _INLINE:
            self._pop(tag)
        elif tag in _BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        text = escape(data, quote=False)
        self._parts.append(text.strip("\n").replace("\n", "<br>") if self._as_written else text)
        self._said = self._said or bool(data.strip())

    def _void(self, tag: str, attrs: Attributes) -> None:
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")
        elif tag == "br":
            self._parts.append("<br>")
        elif tag == "hr":
            self._break(tag)

    def _list(self, tag: str) -> None:
        if not self._lists:
            self.flush()
        self._lists += tag in _LISTS
        self._push(tag, f"<{tag}>")

    def _break(self, tag: str) -> None:
        if self._lists or tag in _CELLS:
            self._parts.append(" ")
        else:
            self.flush()

    def _push(self, tag: str, text: str) -> None:
        self._open.append(tag)
        self._parts.append(text)

    def _pop(self, tag: str) -> None:
        while tag in self._open:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                return

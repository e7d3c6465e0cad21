"""The Markdown of others (Hugo, Jekyll, kramdown, pandoc, MkDocs, Docusaurus, Obsidian) as HTML with the same lines.

What our dialect reads stays; what other programs add to it becomes HTML that says the same, or is told.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from pipeline.formats import bounds, dialect, markup
from pipeline.importing.prose.forms import plain, shortcodes
from pipeline.importing.prose.page import elements, shapes
from pipeline.importing.prose.page.letters import readable
from pipeline.importing.prose.told import Told

_FENCE = re.compile(r"([ \t]*)(?:[>*+-] {0,3}|\d{1,3}[.)] {0,3})*(`{3,}(?=[^`]*$)|~{3,})")
_CODE = re.compile(r"(?<!\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_TAG = re.compile(
    r"(?<!\\)(?:\{\{[<%][^{}\n]{0,2000}[>%]\}\}|\{%-?\s[^{}\n]{0,2000}%\}"
    r"|\{\{-?\s{0,3}(?:site|page|include|layout|post|paginator|\$?\.|[\"'])[^{}\n<%]{0,500}\}\})"
)
_BLOCK_ATTRIBUTES = re.compile(r"\s{0,12}\{:[^{}\n]{0,500}\}\s*|\s{0,12}\{::[^{}\n]{0,300}/?\}\s*")
_BEHIND = re.compile(r"\{:?[ ]{0,3}(?:[.#][\w-]|[\w-]{1,30}=)[^{}\n]{0,500}\}")
_ATTRIBUTES = re.compile(rf"(?<=[)\]*_>])(?<!\\.){_BEHIND.pattern}")
_SPAN = re.compile(r"(?<!\\)\[([^\[\]\n]{1,500})\]\{[.#][^{}\n]{0,300}\}")
_OF_HEADING = re.compile(r":?[ \t]{0,3}((?:[#.]|[\w-]{1,30}=)[^{}\n]{1,300})\}[ \t]*#*[ \t]*")
_IDENTITY = re.compile(r"#([\w.:-]{1,100})")
_CONTENTS = re.compile(r"\s{0,3}(?:\[TOC\]|\[\[_?TOC_?\]\]|\{\{TOC\}\}|\{:toc\}|<!-- toc -->)\s*", re.IGNORECASE)
_TOC_ITEM = re.compile(r"[*+-]|1\.")
_FENCED = re.compile(
    r"[ \t]{0,12}:{3,99}[ \t]{0,9}(?:\{[ \t]{0,9}\.?([\w-]{1,30})[^{}]{0,300}\}|([\w-]{1,30}))?"  # the sort of box
    r"(?:\[([^\[\]]{0,300})\]|[ \t]{1,9}([^\s{}:][^{}:]{0,300})|[ \t]{1,9})?"  # its title
    r"(?:\{[^{}]{0,300}\})?[ \t:]{0,99}"
)
_FOLDED = re.compile(r'(?:\?\?\?\+?|===[!+]?)[ \t]{1,9}(?:([\w-]{1,30})[ \t]{0,9})?(?:"([^"]{0,300})")?[ \t]{0,9}')
_ABBREVIATION = re.compile(r"\*\[([^\[\]\n]{1,60})\]:[ \t]*(\S.{0,300})")
_NOTE = re.compile(r"(?<=[^\s\]\\])\^\[([^\[\]\n]{1,1000})\]")
_WIKI = re.compile(r"(?<!\\)(!?)\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")
_MARKED = re.compile(r"(?<![=\w\\])==(?=[^\s=])([^=\n]{1,300})(?<=[^\s=])==(?![=\w])")
_RAISED = re.compile(r"(?<=\w)\^([\w+-]{1,10})\^(?!\w)")
_LOWERED = re.compile(r"(?<=[A-Za-z])~([\w+-]{1,4})~(?=\w|\b)")
_EMOJI = re.compile(r"(?<![\w:\\]):[a-z0-9_+-]{1,40}:(?![\w:])")
_CALLOUT = re.compile(r"( {0,3}>[> ]{0,20})\[!(\w{1,20})\][+-]?[ \t]*(.{0,300})")
_REMARK = re.compile(r"(?<!\\)%%[^%\n\\]{1,1000}%%")
_OPENED = re.compile(r"""\s{0,12}<[a-z][a-z0-9]{0,20}\b[^<>\n]{0,500}\bmarkdown=["']?\w{1,10}["']?[^<>\n]{0,500}>\s*""")
_CLOSED = re.compile(r"\s{0,12}</(?:div|section|article|aside|details|figure|header|footer|main)>\s*")


class Line(NamedTuple):
    """A line of what is read, and the line of the source (from 0) of which it is."""

    text: str
    number: int


def html(text: str, told: Told) -> str:
    """HTML that says what Markdown of another program says. Its blocks begin on the lines of the source."""
    text = readable(text)
    lines = _Reader(told).lines(text.split("\n"))
    body = "\n".join(line.text for line in lines)
    if reason := bounds.too_complex(body):
        told.tell("text/too-long", "kept", reason)
        return plain.html(text)
    tokens, _ = dialect.parse(body)
    numbers = [line.number for line in lines]
    _count(tokens, numbers, told)
    return _lined(dialect.write(tokens), numbers)


def _count(tokens: Sequence[Token], numbers: Sequence[int], told: Told) -> None:
    """Tell the attributes that only look, in HTML that stands in a text."""
    for block in tokens:
        for token in (block, *(block.children or ())):
            if token.type in ("html_block", "html_inline"):
                at = block.map[0] if block.map else 0
                line = numbers[at] + 1 if at < len(numbers) else 0
                for tag in markup.tags(token.content):
                    for name, value, _ in markup.given(tag.attributes) if tag.name not in elements.REPLACED else ():
                        is_ours = value.startswith("admonition") or (tag.name, name) == ("a", "id")
                        if not is_ours and (kind := elements.unread(tag.name, name)):
                            told.tell(kind, "dropped", f"{name}={value}", line)


def _lined(written: dialect.Written, numbers: Sequence[int]) -> str:
    """HTML in which each block begins on the line of the source on which it began."""
    owners = {at: token for at, token, child in written.owners if child is None}
    parts: list[str] = []
    count = 0
    for at, part in enumerate(written.parts):
        token = owners.get(at)
        if token is not None and token.map and token.map[0] < len(numbers):
            missing = numbers[token.map[0]] - count
            parts.append("\n" * max(0, missing))
            count += max(0, missing)
        is_text = token is not None and token.type in ("fence", "code_block", "html_block")
        made = part if is_text or not part.startswith("<") else part.strip("\n")
        parts.append(made)
        count += made.count("\n")
    return "".join(parts)


@dataclass(slots=True)
class _Reader:
    """Goes through the lines of one text, and leaves alone what is code."""

    told: Told
    fence: str = ""
    within: int = 0
    """How far a line is indented at least that still belongs to what holds the fence."""
    folded: list[tuple[int, str]] = field(default_factory=list)
    boxes: int = 0
    words: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def lines(self, source: Sequence[str]) -> list[Line]:
        self.words = dict(self._abbreviations(source))
        made: list[Line] = []
        for number, line in enumerate(source):
            made += (Line(text, number) for text in self._read(line, number, source))
        while self.folded:
            made += (Line(text, len(source) - 1) for text in ("", self.folded.pop()[1], ""))
        for at, note in enumerate(self.notes, 1):
            made += (Line("", len(source) - 1), Line(f"[^note-{at}]: {note}", len(source) - 1))
        return made

    def _abbreviations(self, source: Sequence[str]) -> Iterator[tuple[str, str]]:
        for line in source:
            if self._is_code(line):
                continue
            if line.startswith("*[") and (found := _ABBREVIATION.fullmatch(line)):
                yield found[1], found[2].strip()
        self.fence = ""

    def _read(self, line: str, number: int, source: Sequence[str]) -> Iterator[str]:
        """The lines that one line becomes."""
        yield from self._unfolded(line)
        line = line[4 * len(self.folded) :] if self.folded and line.strip() else line
        if self._is_code(line):
            yield line
            return
        if self._is_dropped(line, number, source):
            yield ""
        elif found := _FOLDED.fullmatch(line):
            yield from self._fold(found, line)
        elif line.lstrip().startswith(":::") and (found := _FENCED.fullmatch(line)):
            yield from self._box(found)
        elif "[!" in line and (found := _CALLOUT.fullmatch(line)) and (found[3] or not _is_alert(found[2])):
            yield f"{found[1]}{shapes.CALLOUT}{found[2]}{shapes.CALLOUT}{self._inline(found[3], number + 1)}"
        elif _OPENED.fullmatch(line):
            yield from (line, "")
        elif "<" in line and _CLOSED.fullmatch(line):
            yield from (
                ("", line) if number and source[number - 1].strip() and self._is_text(source, number) else (line,)
            )
        else:
            yield from shortcodes.lines_of(self._inline(line, number + 1))

    @staticmethod
    def _is_text(source: Sequence[str], number: int) -> bool:
        """Whether a tag that ends stands right below text that was to be read as Markdown."""
        before = number - 1
        while before >= max(0, number - 200) and source[before].strip():
            if _OPENED.fullmatch(source[before]):
                return True
            before -= 1
        return False

    def _is_code(self, line: str) -> bool:
        """Whether a line is one of a fenced block: in an item or a box that is indented, such a block ends with it."""
        if self.fence and line.strip() and _indented(line) < self.within:
            self.fence = ""
        if self.fence:
            if line.strip(" \t>").startswith(self.fence) and not line.strip(" \t>").strip(self.fence[0]):
                self.fence = ""
            return True
        found = _FENCE.match(line)
        if found:
            self.fence, self.within = found[2], _indented(found[1]) - 3
        return found is not None

    def _is_dropped(self, line: str, number: int, source: Sequence[str]) -> bool:
        """Whether a line means nothing here: attributes, a place for contents, the meaning of an abbreviation."""
        is_item = _TOC_ITEM.match(line) and line[2:].strip() in (
            "TOC",
            "toc",
            "Table of contents",
            "this will be removed",
        )
        next_line = source[number + 1] if number + 1 < len(source) else ""
        if _CONTENTS.fullmatch(line) or (is_item and "toc" in next_line.lower()):
            self.told.tell("tag/toc", "dropped", line, number + 1)
            return True
        if "{:" in line and _BLOCK_ATTRIBUTES.fullmatch(line):
            self.told.tell("attribute/markdown", "dropped", line, number + 1)
            return True
        return line.startswith("*[") and _ABBREVIATION.fullmatch(line) is not None

    def _fold(self, found: re.Match[str], line: str) -> Iterator[str]:
        """What MkDocs folds, or shows one at a time: it is indented."""
        title = found[2] if found[2] is not None else (found[1] or "").capitalize()
        if line.startswith("==="):
            self.folded.append((4 * len(self.folded) + 4, ""))
            yield from ("", f"**{title}**", "")
        else:
            self.folded.append((4 * len(self.folded) + 4, "</details>"))
            yield from (
                "",
                f"<details{' open' if '+' in line[:4] else ''}><summary>{dialect.escape(title)}</summary>",
                "",
            )

    def _unfolded(self, line: str) -> Iterator[str]:
        """The ends of what is folded, where a line is indented less."""
        while self.folded and line.strip() and not line.startswith(" " * self.folded[-1][0]):
            end = self.folded.pop()[1]
            yield from ("", end, "")

    def _box(self, found: re.Match[str]) -> Iterator[str]:
        sort = found[1] or found[2]
        if not sort:
            yield from ("", "</div>", "") if self.boxes else ("",)
            self.boxes = max(0, self.boxes - 1)
            return
        self.boxes += 1
        title = (found[3] or found[4] or "").strip()
        head = f'<p class="admonition-title">{dialect.escape(title)}</p>' if title else ""
        known = f' class="admonition {sort.lower()}"' if shapes.is_sort(sort) else ""
        yield from ("", f"<div{known}>{head}", "")

    def _inline(self, line: str, number: int) -> str:
        """A line of text, but for the code in it."""
        parts: list[str] = []
        at = 0
        for code in _CODE.finditer(line) if "`" in line else ():
            parts += (self._text(line[at : code.start()], number), code[0])
            at = code.end()
            if behind := _BEHIND.match(line, at):
                at = behind.end()
                self._no_attributes(behind[0], number)
        whole = "".join((*parts, self._text(line[at:], number)))
        return self._heading(whole, number) if line.startswith("#") else whole

    def _heading(self, line: str, number: int) -> str:
        """A heading without its attributes, but for the place that it is."""
        title, _, rest = line.rpartition("{")
        found = _OF_HEADING.fullmatch(rest)
        if found is None or not title or title.endswith("\\"):
            return line
        self.told.tell("attribute/markdown", "dropped", found[1], number)
        identity = _IDENTITY.search(found[1])
        return title.rstrip() + (f' <a id="{identity[1]}"></a>' if identity else "")

    def _text(self, text: str, number: int) -> str:
        if "{" in text:
            text = _TAG.sub(lambda tag: shortcodes.replaced(tag[0], self.told, number), text)
            text = _SPAN.sub(lambda one: one[1], text)
            text = _ATTRIBUTES.sub(lambda one: self._no_attributes(one[0], number), text)
        if "[" in text:
            text = _WIKI.sub(_linked, text)
            text = _NOTE.sub(self._note, text)
        for sign, pattern, tag in (("==", _MARKED, "mark"), ("^", _RAISED, "sup"), ("~", _LOWERED, "sub")):
            if sign in text and "://" not in text:
                text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
        text = _REMARK.sub("", text) if "%%" in text else text
        text = _EMOJI.sub(lambda one: shortcodes.emoji(one[0]), text) if ":" in text else text
        return self._explained(text) if self.words else text

    def _no_attributes(self, found: str, number: int) -> str:
        self.told.tell("attribute/markdown", "dropped", found, number)
        return ""

    def _note(self, found: re.Match[str]) -> str:
        self.notes.append(found[1])
        return f"[^note-{len(self.notes)}]"

    def _explained(self, text: str) -> str:
        """The first time that an abbreviation stands in a text, with what it means."""
        for word, meaning in list(self.words.items()):
            found = re.search(rf"(?<![\w/\"<.-]){re.escape(word)}(?![\w/\">-])", text) if word in text else None
            if found:
                del self.words[word]
                tag = f'<abbr title="{entities.escape(meaning)}">{dialect.escape(word)}</abbr>'
                text = text[: found.start()] + tag + text[found.end() :]
        return text


def _indented(line: str) -> int:
    """How far a line is indented, a tab as far as the next multiple of four."""
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip(" "))


def _is_alert(sort: str) -> bool:
    """Whether GitHub has a box of this sort, which our own dialect reads."""
    return sort.lower() in ("note", "tip", "important", "warning", "caution")


def _linked(found: re.Match[str]) -> str:
    """A link or a picture as Obsidian and wikis write it."""
    is_picture, target, words = found[1], found[2].strip(), (found[3] or "").strip()
    page, mark, part = target.partition("#")
    if is_picture:
        return f"![{'' if words.isdecimal() else words}](<{target}>)"
    path = page if not page or "." in page.rpartition("/")[2] else f"{page}.md"
    return f"[{words or target.replace('#', ', ')}](<{path}{mark}{part}>)"

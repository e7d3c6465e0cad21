"""Markdown, rendered once for page, feed, show notes, PDF and catalogue.

The dialect is Python-Markdown's with tables, fenced code, attribute lists, definition lists, footnotes, admonitions
and sane lists. Links to files of the library become `/@/<library path>#<fragment>`, which `relink` turns into the
addresses of one output. Every id of content has the prefix `h-`, so that none meets an id of the theme.
"""

from __future__ import annotations

import html
import posixpath
import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import quote, unquote

import markdown
from markdown.extensions.toc import slugify_unicode

from pipeline.formats import bounds, form, markup
from pipeline.formats.form import Form

PREFIX = "h-"
INTERNAL = "/@/"

_EXTENSIONS = [
    "tables", "fenced_code", "attr_list", "def_list", "footnotes", "admonition", "sane_lists", "toc",
]  # fmt: skip
# Escape sequences reorder or repaint what a terminal shows, bidirectional overrides what a reader sees; the last ranges
# are no text by Unicode's own definition, so that our marks of form blocks can't be forged.
_UNWANTED = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff]"
)
_FENCE = re.compile(r"(`{3,}|~{3,})[ ]*([^`~\s]*)[^`~]*")
_MARK = re.compile("(<p>)?\ufdd0([0-9]+)\ufdd1(</p>)?")
_MARKER = re.compile(r'<div class="form-block" data-form="([0-9]+)"></div>')
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_BLOCKS = re.compile(r"h[1-6]|p|li|td|th|dt|dd|div|pre|br|tr|blockquote|figcaption|summary|caption")
_MOST_FINDINGS = 20
_MOST_RENDERED = 3_000_000  # about the characters that the search for places may render again
_MOST_SEARCHED = 200_000_000  # and those that may be looked through for targets


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with an id (without prefix), its plain text, and the headings below it."""

    level: int
    id: str
    title: str
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture. `resolved` is a library path, or the whole absolute address; "" when it leads nowhere.

    `line` and `column` are in the body, from 1, of the target's text; 0 when it can't be found there.
    """

    target: str
    resolved: str
    fragment: str
    line: int
    column: int
    image: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the body; line and column count from 1 there, column 0 is the whole line."""

    line: int
    column: int
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class FormBlock:
    """The YAML of a fenced `form` block, the line of the body on which it begins, and the form: None if it is none."""

    text: str
    line: int
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """Finished, safe HTML of a body and what others ask about it. `forms[n - 1]` belongs at `form_marker(n)`."""

    html: str
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()
    words: int = 0
    text: str = ""
    forms: tuple[FormBlock, ...] = ()


def render(body: str, path: str) -> Rendering:
    """Render the body of the file at `path` (a library path). Never raises: what is wrong is in `findings`."""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    reason = bounds.too_complex(body)
    if reason is not None:
        return _refused(reason)
    body, findings = _without_controls(body)
    source, forms, bad_forms = _take_forms(body)
    forms, unreadable = _read(forms, path)
    try:
        raw = _convert(source)
        clean = markup.sanitise(raw)
        findings += bad_forms + unreadable + _unsafe(source, markup.lost(raw, clean))
    except Exception as error:  # noqa: BLE001  # Python-Markdown raises whatever its parsers stumble on
        return _refused(f"Markdown can't be read: {type(error).__name__}")
    pass_ = _Pass(body, path, findings, forms)
    text = _MARK.sub(pass_.form, pass_.run(clean))
    return Rendering(
        text,
        _tree(pass_.headings),
        tuple(pass_.ids),
        tuple(pass_.links),
        tuple(sorted(set(pass_.findings), key=lambda finding: (finding.line, finding.column, finding.message))),
        len(_WORD.findall(pass_.plain())),
        pass_.plain(),
        forms,
    )


def relink(text: str, address: Callable[[str, str], str]) -> str:
    """The HTML of a rendering with each reference to a file of the library replaced.

    `address` is given the library path and the fragment as the author wrote it, and returns the address. The prefix of
    ids is put before the fragment here; one that `address` left off is added.
    """

    def change(tag: str, attributes: dict[str, str]) -> dict[str, str]:
        name = "src" if tag == "img" else "href"
        target = attributes.get(name, "")
        if target.startswith(INTERNAL):
            path, _, fragment = target.removeprefix(INTERNAL).partition("#")
            attributes[name] = _addressed(address, unquote(path), unquote(fragment))
        return attributes

    return markup.rewrite(text, change)


def _addressed(address: Callable[[str, str], str], path: str, fragment: str) -> str:
    base, mark, own = address(path, fragment).partition("#")
    if not fragment or (mark and unquote(own) != fragment):
        return base + mark + own
    return f"{base}#{PREFIX}{quote(fragment, safe=':')}"


def form_marker(number: int) -> str:
    """What stands in the HTML of a rendering at the place of its form block `number`, counted from 1."""
    return f'<div class="form-block" data-form="{number}"></div>'


def fill_forms(text: str, forms: Sequence[str]) -> str:
    """The HTML of a rendering with finished HTML in place of each marker."""
    return _MARKER.sub(lambda match: f'<div class="form-block">{forms[int(match[1]) - 1]}</div>', text)


def to_json(rendering: Rendering) -> dict[str, Any]:
    """A rendering as plain data for a record; `from_json` gives it back."""
    forms = [[block.text, block.line, form.to_json(block.form) if block.form else None] for block in rendering.forms]
    return {**asdict(replace(rendering, forms=())), "forms": forms}


def from_json(data: Mapping[str, Any]) -> Rendering:
    """A rendering from what `to_json` made, also after a way through JSON."""
    return Rendering(
        data["html"],
        tuple(_heading(item) for item in data["headings"]),
        tuple(data["ids"]),
        tuple(Link(**item) for item in data["links"]),
        tuple(Finding(**item) for item in data["findings"]),
        data["words"],
        data["text"],
        tuple(FormBlock(text, line, form.from_json(read) if read else None) for text, line, read in data["forms"]),
    )


def _heading(data: Mapping[str, Any]) -> Heading:
    children = tuple(_heading(child) for child in data["children"])
    return Heading(data["level"], data["id"], data["title"], children)


def too_complex(body: str) -> str | None:
    """Why a body would take unreasonable time or memory to render, or None. Takes time linear in its length."""
    return bounds.too_complex(body)


def _refused(reason: str) -> Rendering:
    hint = "split the text, or remove what repeats"
    return Rendering("", findings=(Finding(1, 0, "too-complex", reason, hint),))


def _without_controls(body: str) -> tuple[str, list[Finding]]:
    findings: list[Finding] = []
    for number, line in enumerate(body.split("\n") if _UNWANTED.search(body) else (), 1):
        found = _UNWANTED.search(line)
        if found is not None and len(findings) < _MOST_FINDINGS:
            message = f"the control character U+{ord(found[0]):04X} is never published"
            hint = "remove it; it may be invisible in your editor"
            findings.append(Finding(number, found.start() + 1, "unsafe-markup", message, hint))
    return _UNWANTED.sub("", body), findings


def _fences(lines: Sequence[str]) -> list[tuple[int, int, str]]:
    """The fenced blocks as Python-Markdown reads them: index of the first and last line, and the language."""
    blocks: list[tuple[int, int, str]] = []
    ends: dict[str, deque[int]] = {}
    for index, line in enumerate(lines):
        if re.fullmatch(r"(?:`{3,}|~{3,})[ ]*", line):
            ends.setdefault(line.rstrip(" "), deque()).append(index)
    at = 0
    while at < len(lines):
        opening = _FENCE.fullmatch(lines[at])
        later = ends.get(opening[1], deque()) if opening else deque()
        while later and later[0] <= at:
            later.popleft()
        if opening and later:
            blocks.append((at, later[0], opening[2]))
            at = later[0]
        at += 1
    return blocks


def _take_forms(body: str) -> tuple[str, tuple[FormBlock, ...], list[Finding]]:
    """The body with a mark in place of each form block (and as many lines), the blocks, and those out of place."""
    lines = body.split("\n")
    forms: list[FormBlock] = []
    inside: set[int] = set()
    for first, last, language in _fences(lines):
        inside.update(range(first, last + 1))
        if language == "form":
            forms.append(FormBlock("".join(f"{line}\n" for line in lines[first + 1 : last]), first + 2))
            mark = f"\ufdd0{len(forms)}\ufdd1"
            blank = [""] * (last - first - 1)
            lines[first : last + 1] = ["", mark, *blank] if blank else [mark, ""]
            lines[first : last + 1] = lines[first : last + 1][: last - first + 1]
    findings = [
        Finding(index + 1, 0, "bad-form", "this form block is read as text", "begin and end it at the start of a line")
        for index, line in enumerate(lines)
        if index not in inside and re.match(r"[ \t]*(?:`{3,}|~{3,})[ ]*form\b", line)
    ]
    return "\n".join(lines), tuple(forms), findings


def _read(blocks: Sequence[FormBlock], path: str) -> tuple[tuple[FormBlock, ...], list[Finding]]:
    """The blocks with their forms, whose ids differ from block to block, and what is wrong in them."""
    taken: set[str] = set()
    found: list[FormBlock] = []
    findings: list[Finding] = []
    for block in blocks:
        read, problems = form.parse(block.text, path, block.line, taken=taken)
        taken |= set(form.ids(read)) if read else set()
        found.append(replace(block, form=read))
        findings += (Finding(p.place.line, p.place.column, p.code, p.message, p.hint) for p in problems)
    return tuple(found), findings


def _convert(source: str) -> str:
    """Unsafe HTML of a source. A new parser each time: footnotes and references outlive a call."""
    settings: dict[str, dict[str, Any]] = {
        "tables": {"use_align_attribute": True},
        "toc": {"slugify": slugify_unicode, "marker": "", "permalink": False},
        "footnotes": {"BACKLINK_TITLE": "Back to the text of note {}"},
    }
    parser = markdown.Markdown(extensions=_EXTENSIONS, extension_configs=settings, output_format="html")
    return parser.convert(source)


def _unsafe(source: str, whole: Counter[markup.Lost]) -> list[Finding]:
    """One finding for each line whose markup was removed: the end of the shortest prefix that shows the loss."""
    if not whole:
        return []
    lines = source.split("\n")
    search = _Search(lines, _fences(lines))
    by_line: dict[int, list[str]] = {}
    hints: dict[int, str] = {}
    gone = {tag for sort, tag, _ in whole if sort == "tag"}
    for item in sorted(whole, key=lambda item: (item[0] == "end", item)):
        if item[1] in gone and item[0] != "tag":
            continue  # the tag itself is told, and takes these with it
        message, hint = markup.describe(item)
        for count in range(1, min(whole[item], _MOST_FINDINGS) + 1):
            line = search.line_of(item, count)
            if message not in by_line.setdefault(line, []):
                by_line[line].append(message)
            hints.setdefault(line, hint)
    worst = sorted(by_line)[:_MOST_FINDINGS]
    return [Finding(n, 0, "unsafe-markup", "; ".join(by_line[n][:4]), hints[n]) for n in worst]


@dataclass(slots=True)
class _Search:
    lines: list[str]
    fences: list[tuple[int, int, str]]
    known: dict[int, Counter[markup.Lost]] = field(default_factory=dict)
    rendered: int = 0

    def line_of(self, item: markup.Lost, count: int) -> int:
        """The first line after which `count` of an item are lost."""
        low, high = 1, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lost(middle)[item] >= count:
                high = middle
            else:
                low = middle + 1
        return low

    def lost(self, count: int) -> Counter[markup.Lost]:
        if count not in self.known:
            if self.rendered > _MOST_RENDERED:
                # Too long to search further: the loss is told at the last line that is known to show it.
                return Counter()
            prefix = "\n".join(self.closed(self.lines[:count]))
            # Python-Markdown's time grows with lines, and with the square of unclosed brackets.
            self.rendered += len(prefix) + 10 * count + prefix.count("[") ** 2 // 4
            raw = _convert(prefix)
            self.known[count] = markup.lost(raw, markup.sanitise(raw))
        return self.known[count]

    def closed(self, lines: list[str]) -> list[str]:
        """A prefix that ends within fenced code, with the fence closed: else its code would be read as markup."""
        for first, last, _ in self.fences:
            if first < len(lines) <= last:
                return [*lines, self.lines[last]]
        return lines


def _heading_lines(body: str) -> dict[int, deque[int]]:
    """The lines that begin a heading with `#` or a tag, by its level. Levels 1 and 2 may also be underlined: never
    those below, which alone can be jumped to.
    """
    lines = body.split("\n")
    code = {index for first, last, _ in _fences(lines) for index in range(first, last + 1)}
    result: dict[int, deque[int]] = {}
    for index, line in enumerate(lines):
        match = re.match(r"[ >*+-]*(?:(#{1,6})|<h([1-6])\b)", line)
        if match and index not in code:
            result.setdefault(len(match[1]) if match[1] else int(match[2]), deque()).append(index + 1)
    return result


@dataclass(slots=True)
class _Pass:
    """One walk over sanitised HTML: ids and addresses are rewritten, and everything asked for is collected."""

    body: str
    path: str
    findings: list[Finding]
    forms: Sequence[FormBlock] = ()
    headings: list[Heading] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cursors: dict[str, int] = field(default_factory=dict)
    level: int = 1
    heading: tuple[int, str, int] | None = None
    muted: bool = False
    marks: dict[int, deque[int]] | None = None
    starts: list[int] = field(default_factory=list)
    searched: int = 0

    def run(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        for match in markup.TAG.finditer(text):
            self.say(text[at : match.start()])
            parts.append(text[at : match.start()])
            parts.append(self.end(match[2]) if match[1] else self.start(match[2], markup.attributes_of(match[3])))
            at = match.end()
        self.say(text[at:])
        parts.append(text[at:])
        return "".join(parts)

    def say(self, text: str) -> None:
        if not self.muted and text:
            self.texts.append(html.unescape(text))

    def plain(self) -> str:
        """The text without markup: one line a block."""
        lines = (" ".join(line.split()) for line in _MARK.sub("", "".join(self.texts)).split("\n"))
        return "\n".join(line for line in lines if line)

    def start(self, tag: str, attributes: dict[str, str]) -> str:
        identity = attributes.pop("id", "")
        if identity:
            self.ids.append(identity)
            attributes = {"id": PREFIX + identity, **attributes}
        if align := attributes.pop("align", ""):
            attributes["class"] = f"{attributes.get('class', '')} align-{align}".strip()
        if _BLOCKS.fullmatch(tag):
            self.texts.append("\n")
        if re.fullmatch("h[1-6]", tag):
            self.open_heading(int(tag[1]), identity)
        elif tag == "a" and "href" in attributes:
            self.link(attributes)
        elif tag == "img":
            self.picture(attributes)
        return markup.write_tag(tag, attributes)

    def end(self, tag: str) -> str:
        if re.fullmatch("h[1-6]", tag) and self.heading is not None:
            level, identity, start = self.heading
            self.heading = None
            if identity:
                title = " ".join("".join(self.texts[start:]).split())
                self.headings.append(Heading(level, identity, title))
        if tag == "a":
            self.muted = False
        if _BLOCKS.fullmatch(tag):
            self.texts.append("\n")
        return f"</{tag}>"

    def open_heading(self, level: int, identity: str) -> None:
        self.heading = (level, identity, len(self.texts))
        line = self.heading_line(level)
        if level > self.level + 1:
            message = f"a heading of level {level} follows one of level {self.level}"
            hint = f"write it with {self.level + 1} `#`"
            self.findings.append(Finding(line, 0, "heading-jump", message, hint))
        self.level = level

    def heading_line(self, level: int) -> int:
        """The line of the next heading of this level, by the marks of headings in the body; 1 when there is none."""
        if self.marks is None:
            self.marks = _heading_lines(self.body)
        lines = self.marks.get(level)
        return lines.popleft() if lines else 1

    def link(self, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("class", ""), attributes["href"]
        if kind in ("footnote-ref", "footnote-backref") and target.startswith("#fn"):
            attributes["href"] = "#" + PREFIX + target[1:]
            self.muted = True  # the number and the arrow are no text
            return
        address = self.refer(target, image=False)
        if address is None:
            del attributes["href"]
        else:
            attributes["href"] = address

    def picture(self, attributes: dict[str, str]) -> None:
        target = attributes.get("src", "")
        line, column = self.find(target, advance=False)
        if "alt" not in attributes or not attributes["alt"].strip():
            hint = "describe what the picture shows to someone who can't see it: `![a quiet path](path.jpg)`"
            self.findings.append(Finding(line or 1, column, "missing-alt", "a picture has no alternative text", hint))
        self.texts.append(f" {attributes.get('alt', '')} ")
        if markup.scheme_of(target):
            message = "a picture stands on another host, which readers would be made to call"
            hint = "put the file into the library and name it by its path"
            self.findings.append(Finding(line or 1, column, "remote-picture", message, hint))
            del attributes["src"]
            return
        address = self.refer(target, image=True)
        if address is None:
            attributes.pop("src", None)
        else:
            attributes["src"] = address

    def refer(self, target: str, *, image: bool) -> str | None:
        """Note a reference, and give its address in the HTML; None when it leads out of the library."""
        line, column = self.find(target)
        if markup.scheme_of(target):
            self.links.append(Link(target, target, "", line, column, image))
            return target
        resolved, fragment = resolve(target, self.path)
        if resolved is None:
            hint = "name a file of the library; `/` at the beginning is its root"
            message = f"`{target[:80]}` leads out of the library"
            self.findings.append(Finding(line or 1, column, "outside-library", message, hint))
            return None
        self.links.append(Link(target, resolved, fragment, line, column, image))
        if not resolved:
            return None  # nothing is written: whoever checks links tells it
        if resolved == self.path and fragment and not image:
            return f"#{PREFIX}{quote(fragment, safe=':')}"
        return INTERNAL + quote(resolved) + (f"#{quote(fragment, safe=':')}" if fragment else "")

    def find(self, target: str, *, advance: bool = True) -> tuple[int, int]:
        """Line and column of the next occurrence of a target in the body, else of its first, else zeros."""
        if not target:
            return 0, 0
        # A target as short as `#y` also stands elsewhere: first look where Markdown and HTML write targets.
        at = -1
        for before in ("](", "](<", "]: ", '="', ""):
            found = self.seek(before + target, self.cursors.get(target, 0))
            if found >= 0:
                at = found + len(before)
                break
        at = self.seek(target, 0) if at < 0 else at
        if at < 0:
            return 0, 0
        if advance:
            self.cursors[target] = at + len(target)
        if not self.starts:
            self.starts = [0, *(match.end() for match in re.finditer("\n", self.body))]
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1

    def seek(self, text: str, start: int) -> int:
        """Where a text stands in the body; -1 also when so much was searched that the places of others must do."""
        if self.searched > _MOST_SEARCHED:
            return -1
        found = self.body.find(text, start)
        self.searched += (found if found >= 0 else len(self.body)) - start
        return found

    def form(self, match: re.Match[str]) -> str:
        if not match[1] or not match[3]:
            hint = "put an empty line before and after it, outside of lists and quotes"
            line = self.forms[int(match[2]) - 1].line - 1
            self.findings.append(Finding(line, 0, "bad-form", "the form block does not stand by itself", hint))
            return match[1] or match[3] or ""
        return form_marker(int(match[2]))


def resolve(target: str, path: str) -> tuple[str | None, str]:
    """The library path and the fragment that a relative reference in the file `path` means, percent signs decoded.

    The path is None when it leads out of the library, and "" when nothing is written.
    """
    base, _, fragment = target.strip().partition("#")
    base = unquote(base.partition("?")[0])
    fragment = unquote(fragment)
    if not base:
        return (path if fragment else ""), fragment
    whole = base.lstrip("/") if base.startswith("/") else posixpath.join(posixpath.dirname(path), base)
    resolved = posixpath.normpath(whole)
    if resolved == ".." or resolved.startswith("../") or "\\" in resolved or "\x00" in resolved:
        return None, fragment
    return resolved, fragment


def _tree(flat: Sequence[Heading]) -> tuple[Heading, ...]:
    """Headings in their order, put below the nearest one before them of a higher level."""
    result: list[Heading] = []
    at = 0
    while at < len(flat):
        end = at + 1
        while end < len(flat) and flat[end].level > flat[at].level:
            end += 1
        head = flat[at]
        result.append(Heading(head.level, head.id, head.title, _tree(flat[at + 1 : end])))
        at = end
    return tuple(result)

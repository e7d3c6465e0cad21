"""One body → its rendering: parsed, sanitised, and looked through once for all that others ask."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from urllib.parse import quote

from markdown_it.token import Token

from pipeline.formats import bounds, dialect, form, markup, places
from pipeline.formats.misread import is_closed, misread
from pipeline.formats.places import Owners, Place, Places
from pipeline.formats.rendering import (
    INTERNAL,
    PREFIX,
    Finding,
    FormBlock,
    Heading,
    Link,
    Rendering,
    form_marker,
    resolve,
)

# Escape sequences reorder or repaint what a terminal shows, bidirectional overrides what a reader sees; the last ranges
# are no text by Unicode's own definition, so that our marks of form blocks can't be forged.
_UNWANTED = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff]"
)
_FORM = re.compile(r"[ \t>*+-]*(?:`{3,}|~{3,})[ ]*form\b")
_MARK = re.compile("(<p>)?\ufdd0([0-9]+)\ufdd1(</p>)?")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "li", "td", "th", "dt", "dd", "div", "pre", "br", "tr", "blockquote", "figcaption", "summary", "caption",
}  # fmt: skip
_MOST_FINDINGS = 20


def rendered(body: str, path: str) -> Rendering:
    """The rendering of a body; see `markdown.render`."""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    if (reason := bounds.too_complex(body)) is not None:
        return _refused(reason)
    body, findings = _without_controls(body)
    try:
        tokens, noted = dialect.parse(body)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a fault of the parser must name its text, and stop no other
        return _refused(f"Markdown can't be read: {type(error).__name__}")
    if (reason := dialect.too_much(tokens)) is not None:
        return _refused(reason)
    return _looked_through(tokens, noted, body.split("\n"), path, findings)


def _looked_through(
    tokens: Sequence[Token], noted: Mapping[str, Any], lines: Sequence[str], path: str, findings: list[Finding]
) -> Rendering:
    forms, bad_forms = _take_forms(tokens, lines)
    forms, unreadable = _read(forms, path)
    written = dialect.write(tokens)
    raw = written.html
    clean = markup.sanitise(raw)
    findings += bad_forms + unreadable + _misread(tokens, noted, lines)
    if clean != raw:
        findings += _unsafe(raw, clean, Owners(written, noted.get("references", {})))
    pass_ = _Pass(path, places.read(tokens, noted, lines), findings, forms)
    text = pass_.run(clean).strip("\n")
    if forms:
        text = _MARK.sub(pass_.form, text)
    plain = pass_.plain()
    return Rendering(
        text,
        _tree(pass_.headings),
        tuple(pass_.ids),
        tuple(pass_.links),
        tuple(sorted(set(pass_.findings), key=lambda finding: (finding.line, finding.column, finding.message))),
        len(_WORD.findall(plain)),
        plain,
        forms,
    )


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


def _take_forms(tokens: Sequence[Token], lines: Sequence[str]) -> tuple[tuple[FormBlock, ...], list[Finding]]:
    """The form blocks, whose tokens are numbered from 1, and what is wrong with those that stand elsewhere."""
    forms: list[FormBlock] = []
    inside: set[int] = set()
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, last = token.map
        inside.update(range(first + 1, last))
        if dialect.language_of(token) == "form" and lines[first].startswith(token.markup) and is_closed(token):
            inside.add(first)
            forms.append(FormBlock(token.content, first + 2))
            token.meta["form"] = len(forms)
    findings = [
        Finding(index + 1, 0, "bad-form", "this form block is read as text", "begin and end it at the start of a line")
        for index, line in enumerate(lines)
        if index not in inside and _FORM.match(line)
    ]
    return tuple(forms), findings


def _misread(tokens: Sequence[Token], noted: Mapping[str, Any], lines: Sequence[str]) -> list[Finding]:
    found = islice(misread(tokens, noted, lines), _MOST_FINDINGS)
    return [Finding(line, column, "misread-markup", message, hint) for (line, column), message, hint in found]


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


def _unsafe(raw: str, clean: str, owners: Owners) -> list[Finding]:
    """One finding for each line whose markup the sanitiser removed."""
    whole = markup.lost(raw, clean)
    gone = {tag for sort, tag, _ in whole if sort == "tag"}
    by_line: dict[int, list[str]] = {}
    hints: dict[int, str] = {}
    for at, item in markup.places(raw, whole) if whole else ():
        if item[1] in gone and item[0] != "tag":
            continue  # the tag itself is told, and takes these with it
        message, hint = markup.describe(item)
        line = owners.line(at)
        if message not in by_line.setdefault(line, []):
            by_line[line].append(message)
        hints.setdefault(line, hint)
    worst = sorted(by_line)[:_MOST_FINDINGS]
    return [Finding(n, 0, "unsafe-markup", "; ".join(by_line[n][:4]), hints[n]) for n in worst]


@dataclass(slots=True)
class _Pass:
    """One walk over sanitised HTML: ids and addresses are rewritten, and everything asked for is collected."""

    path: str
    places: Places
    findings: list[Finding]
    forms: Sequence[FormBlock] = ()
    headings: list[Heading] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    level: int = 1
    heading: tuple[int, str, int] | None = None
    muted: bool = False

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
            self.texts.append(html.unescape(text) if "&" in text else text)

    def plain(self) -> str:
        """The text without markup: one line a block."""
        text = "".join(self.texts)
        lines = (" ".join(line.split()) for line in (_MARK.sub("", text) if self.forms else text).split("\n"))
        return "\n".join(line for line in lines if line)

    def start(self, tag: str, attributes: dict[str, str]) -> str:
        identity = attributes.pop("id", "") if attributes else ""
        if identity:
            self.ids.append(identity)
            attributes = {"id": PREFIX + identity, **attributes}
        if attributes and (align := attributes.pop("align", "")):
            attributes["class"] = f"{attributes.get('class', '')} align-{align}".strip()
        if tag in _BLOCKS:
            self.texts.append("\n")
        if tag in _HEADINGS:
            self.open_heading(int(tag[1]), identity)
        elif tag == "a" and "href" in attributes:
            self.link(attributes)
        elif tag == "img":
            self.picture(attributes)
        return markup.write_tag(tag, attributes)

    def end(self, tag: str) -> str:
        if tag in _HEADINGS and self.heading is not None:
            level, identity, start = self.heading
            self.heading = None
            if identity:
                title = " ".join("".join(self.texts[start:]).split())
                self.headings.append(Heading(level, identity, title))
        if tag == "a":
            self.muted = False
        if tag in _BLOCKS:
            self.texts.append("\n")
        return f"</{tag}>"

    def open_heading(self, level: int, identity: str) -> None:
        self.heading = (level, identity, len(self.texts))
        line = self.places.heading(level)
        if level > self.level + 1:
            message = f"a heading of level {level} follows one of level {self.level}"
            hint = f"write it with {self.level + 1} `#`"
            self.findings.append(Finding(line, 0, "heading-jump", message, hint))
        self.level = level

    def link(self, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("class", ""), attributes["href"]
        if kind in ("footnote-ref", "footnote-backref") and target.startswith("#fn"):
            attributes["href"] = "#" + PREFIX + target[1:]
            self.muted = True  # the number and the arrow are no text
            return
        address = self.refer(target, self.places.target(target), image=False)
        if address is None:
            del attributes["href"]
        else:
            attributes["href"] = address

    def picture(self, attributes: dict[str, str]) -> None:
        target = attributes.get("src", "")
        line, column = place = self.places.target(target)
        if "alt" not in attributes or not attributes["alt"].strip():
            hint = "describe what the picture shows to someone who can't see it: `![a quiet path](path.jpg)`"
            self.findings.append(Finding(line, column, "missing-alt", "a picture has no alternative text", hint))
        self.texts.append(f" {attributes.get('alt', '')} ")
        if markup.scheme_of(target):
            message = "a picture stands on another host, which readers would be made to call"
            hint = "put the file into the library and name it by its path"
            self.findings.append(Finding(line, column, "remote-picture", message, hint))
            del attributes["src"]
            return
        address = self.refer(target, place, image=True)
        if address is None:
            attributes.pop("src", None)
        else:
            attributes["src"] = address

    def refer(self, target: str, place: Place, *, image: bool) -> str | None:
        """Note a reference, and give its address in the HTML; None when it leads out of the library."""
        line, column = place
        if markup.scheme_of(target):
            self.links.append(Link(target, target, "", line, column, image))
            return target
        resolved, fragment = resolve(target, self.path)
        if resolved is None:
            hint = "name a file of the library; `/` at the beginning is its root"
            message = f"`{target[:80]}` leads out of the library"
            self.findings.append(Finding(line, column, "outside-library", message, hint))
            return None
        self.links.append(Link(target, resolved, fragment, line, column, image))
        if not resolved:
            return None  # nothing is written: whoever checks links tells it
        if resolved == self.path and fragment and not image:
            return f"#{PREFIX}{quote(fragment, safe=':')}"
        return INTERNAL + quote(resolved) + (f"#{quote(fragment, safe=':')}" if fragment else "")

    def form(self, match: re.Match[str]) -> str:
        if not match[1] or not match[3]:
            hint = "end the tags that are open before it"
            line = self.forms[int(match[2]) - 1].line - 1
            self.findings.append(Finding(line, 0, "bad-form", "the form block does not stand by itself", hint))
            return match[1] or match[3] or ""
        return form_marker(int(match[2]))


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

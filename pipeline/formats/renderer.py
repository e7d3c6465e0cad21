"""One body → its rendering: parsed, sanitised, and looked through once for all that others ask."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from urllib.parse import quote

from markdown_it.token import Token

from pipeline.formats import bounds, dialect, form, hosts, markup, places
from pipeline.formats.dialect import Words
from pipeline.formats.garbled import garbled
from pipeline.formats.hosts import look_alike
from pipeline.formats.invisible import invisible, name_of
from pipeline.formats.literal import literal
from pipeline.formats.misread import Misread, is_closed, misread
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

_FORM = re.compile(r"[ \t>*+-]*(?:`{3,}|~{3,})[ ]*form\b", re.IGNORECASE)
_MARK = re.compile("(<p>)?\ufdd0([0-9]+)\ufdd1(</p>)?")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "li", "td", "th", "dt", "dd", "div", "pre", "br", "tr", "blockquote", "figcaption", "summary", "caption",
}  # fmt: skip
_MOST_FINDINGS = 20


def rendered(body: str, path: str, words: Words) -> Rendering:
    """The rendering of a body; see `markdown.render`."""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    if (reason := bounds.too_complex(body)) is not None:
        return _refused(reason)
    body, findings = _without_controls(body)
    try:
        tokens, noted = dialect.parse(body, words)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a fault of the parser must name its text, and stop no other
        return _refused("something in this text is more than our reader of Markdown can read")
    if (reason := dialect.too_much(tokens)) is not None:
        return _refused(reason)
    return _looked_through(tokens, noted, body.split("\n"), path, findings, words)


def _looked_through(
    tokens: Sequence[Token],
    noted: Mapping[str, Any],
    lines: Sequence[str],
    path: str,
    findings: list[Finding],
    words: Words,
) -> Rendering:
    forms, bad_forms = _take_forms(tokens, lines)
    forms, unreadable = _read(forms, path)
    written = dialect.write(tokens, words)
    raw = written.html
    clean = markup.sanitise(raw)
    findings += bad_forms + unreadable
    findings += _told("misread-markup", misread(tokens, noted, lines))
    findings += _told("shown-as-written", literal(tokens, lines))
    findings += _told("look-alike", look_alike(lines))
    findings += _told("garbled-text", garbled(lines))
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
    """A body without what nobody sees, and where that stood: one finding a line."""
    findings: dict[int, Finding] = {}
    parts: list[str] = []
    line, end = 1, 0
    for at in invisible(body):
        parts.append(body[end:at])
        line += body.count("\n", end, at)
        end = at + 1
        if line not in findings and len(findings) < _MOST_FINDINGS:
            findings[line] = _unseen(body, at, line)
    return "".join((*parts, body[end:])), list(findings.values())


def _unseen(body: str, at: int, line: int) -> Finding:
    start = body.rfind("\n", 0, at) + 1
    before = body[start:at].rpartition(" ")[2][-20:]
    where = (
        f"right behind `{before}`" if before else "at the beginning of the line" if at == start else "behind a space"
    )
    noun = "invisible" if "(" in (name := name_of(body[at])) else "control"
    message = f"the {noun} character {name} is never published"
    hint = f"remove it: it stands {where}; where you can't see it, type that part of the line again"
    return Finding(line, at - start + 1, "unsafe-markup", message, hint)


def _take_forms(tokens: Sequence[Token], lines: Sequence[str]) -> tuple[tuple[FormBlock, ...], list[Finding]]:
    """The form blocks, whose tokens are numbered from 1, and what is wrong with those that stand elsewhere."""
    forms: list[FormBlock] = []
    inside: set[int] = set()
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, last = token.map
        inside.update(range(first + is_closed(token), last))  # one without an end is told as what it is
        if dialect.language_of(token).lower() == "form" and lines[first].startswith(token.markup) and is_closed(token):
            inside.add(first)
            forms.append(FormBlock(token.content, first + 2))
            token.meta["form"] = len(forms)
    findings = [
        Finding(index + 1, 0, "bad-form", "this form block is read as text", "begin and end it at the start of a line")
        for index, line in enumerate(lines)
        if index not in inside and _FORM.match(line)
    ]
    return tuple(forms), findings


def _told(code: str, found: Iterable[Misread]) -> Iterator[Finding]:
    for (line, column), message, hint in islice(found, _MOST_FINDINGS):
        yield Finding(line, column, code, message, hint)


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
    shift: int = 0
    level: int = 1
    heading: tuple[int, str, int] | None = None
    label: tuple[str, int, Place] | None = None
    muted: bool = False

    def run(self, text: str) -> str:
        # The title of the page is its only heading of the first level: what has some itself goes down by one.
        self.shift = int("<h1>" in text or "<h1 " in text)
        self.level -= self.shift
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
        return markup.write_tag(self.shifted(tag), attributes)

    def shifted(self, tag: str) -> str:
        return f"h{min(6, int(tag[1]) + 1)}" if self.shift and tag in _HEADINGS else tag

    def end(self, tag: str) -> str:
        if tag in _HEADINGS and self.heading is not None:
            level, identity, start = self.heading
            self.heading = None
            if identity:
                title = " ".join("".join(self.texts[start:]).split())
                self.headings.append(Heading(min(6, level + self.shift), identity, title))
        if tag == "a":
            self.muted = False
            self.compare()
        if tag in _BLOCKS:
            self.texts.append("\n")
        return f"</{self.shifted(tag)}>"

    def compare(self) -> None:
        """A link whose words are the address of another site than the one to which it leads."""
        if self.label is None:
            return
        target, start, (line, column) = self.label
        self.label = None
        said = "".join(self.texts[start:]).strip()
        if not said:
            message = "this link has no words, so that nobody sees it"
            self.findings.append(Finding(line, column, "misread-markup", message, "write some between `[` and `]`"))
        if doubt := hosts.belied(said, target):
            self.findings.append(Finding(line, column, "doubtful-address", *doubt))

    def open_heading(self, level: int, identity: str) -> None:
        self.heading = (level, identity, len(self.texts))
        line = self.places.heading(level)
        if level > self.level + 1:
            message = f"a heading of level {level} follows one of level {self.level}"
            if not self.level:
                message = f"the first heading is of level {level}, and a later one of level 1"
            hint = f"write it with {self.level + 1} `#`"
            self.findings.append(Finding(line, 0, "heading-jump", message, hint))
        self.level = level

    def link(self, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("class", ""), attributes["href"]
        if kind in ("footnote-ref", "footnote-backref") and target.startswith("#fn"):
            attributes["href"] = "#" + PREFIX + target[1:]
            self.muted = True  # the number and the arrow are no text
            return
        place = self.places.target(target)
        self.label = target, len(self.texts), place
        address = self.refer(target, place, image=False)
        if address is None:
            del attributes["href"]
        else:
            attributes["href"] = address

    def picture(self, attributes: dict[str, str]) -> None:
        if "src" not in attributes and any(finding.code == "unsafe-markup" for finding in self.findings):
            self.label = None
            return  # its address was refused, which is told with its place
        target = attributes.get("src", "")
        line, column = place = self.places.target(target)
        if "alt" not in attributes or not attributes["alt"].strip():
            hint = "describe what the picture shows to someone who can't see it: `![a quiet path](path.jpg)`"
            self.findings.append(Finding(line, column, "missing-alt", "a picture has no alternative text", hint))
            self.label = None  # a link that has no words but these
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
            if doubt := hosts.doubt(target):
                self.findings.append(Finding(line, column, "doubtful-address", *doubt))
            return target
        resolved, fragment = resolve(target, self.path)
        if resolved is None:
            hint = "name a file of the library; `/` at the beginning is its root"
            message = f"`{target[:80]}` leads out of the library"
            if "\\" in target:
                message = f"`{target[:80]}` is no path: its parts are parted by `\\`"
                hint = f"write `{target[:80].replace(chr(92), '/')}`"
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

"""What looks like markup and is none: readers would see it as it is written, or not at all.

Some of it other dialects read, and this library once did (attribute lists, addresses with spaces, definitions amid a
paragraph); some is a slip of the pen. The preview of an editor shows the same, to those who look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from pipeline.formats.places import Cursor, Place

Misread = tuple[Place, str, str]
"""A place, what is wrong there, and the remedy."""

_Look = Callable[[Sequence[Token], int, Sequence[str]], Iterator[Misread]]

_ATTRIBUTES = re.compile(r"(?<!\{)\{(?::[ ]*[#.]?|[#.])[A-Za-z][^{}\n]*\}|^\{[A-Za-z-]+=[^{}\n]+\}")
_DEFINITION = re.compile(r"""^\[[^\[\]\n]+\]:[ \t]*\S+[ \t]*(?:["'(][^\n]*)?$|^\[\^[^\[\]\n]+\]:""", re.MULTILINE)
_TERM = re.compile(r"(?<=\n):[ \t]+\S")
_HEADING = re.compile(r"^#{1,6}(?=[^\W\d_])", re.MULTILINE)
_FIELD = re.compile(r"[a-z_]+:(?: |$)", re.MULTILINE)
_NO_LINK, _OPENED = re.compile(r"\]\("), re.compile("<!--")
_NO_COMMENT = re.compile("<!(?:-(?!-)|[–—])")
_NEAR, _MOST_MISSED = 2_000, 20
_MARKS = re.compile(r"(?:[ \t]*(?:>|(?:[*+-]|[0-9]{1,9}[.)])[ \t]))*")


def misread(tokens: Sequence[Token], noted: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Misread]:
    """What of a body is read otherwise than it was probably meant. Takes what `dialect.parse` gives."""
    for at, token in enumerate(tokens):
        look = _LOOKS.get(token.type)
        if look is not None and token.map is not None:
            yield from look(tokens, at, lines)
    yield from _footnotes(noted)
    yield from _references(noted)


def _footnotes(noted: Mapping[str, Any]) -> Iterator[Misread]:
    used = noted.get("footnotes", {}).get("refs", {})
    seen: set[str] = set()
    for label, line in noted.get("notes", ()):
        name = f"`[^{label[:60]}]`"
        if label in seen:
            yield (line + 1, 0), f"the footnote {name} stands twice, and the last one is shown", "give it another name"
        elif used[f":{label}"] < 0:
            message = f"nothing refers to the footnote {name}, so it is not shown"
            yield (line + 1, 0), message, f"write {name} in the text, or remove the footnote"
        seen.add(label)


def _references(noted: Mapping[str, Any]) -> Iterator[Misread]:
    known = noted.get("references", {})
    for label, reference in known.items():
        if label.startswith("^"):
            message = f"`[{label[:60].lower()}]` is no footnote: its name has a space"
            yield (reference["map"][0] + 1, 0), message, "write its name without spaces, here and in the text"
    for twice in noted.get("duplicate_refs", ()):
        if twice["href"] != known[twice["label"]]["href"]:
            message = f"`[{twice['label'][:60].lower()}]` leads elsewhere already, by its first definition"
            yield (twice["map"][0] + 1, 0), message, "give one of the two another name"


def _fence(tokens: Sequence[Token], at: int, _lines: Sequence[str]) -> Iterator[Misread]:
    if not is_closed(tokens[at]):
        hint = "end it with a line of the marks that began it"
        yield ((tokens[at].map or (0,))[0] + 1, 0), "this block of code has no end, and takes all that follows", hint


def is_closed(fence: Token) -> bool:
    """Whether a fence has its end: two lines that are not of its content."""
    first, last = fence.map or (0, 0)
    lines = fence.content.count("\n") + (fence.content[-1:] not in ("", "\n"))
    return last - first == lines + 2


def _html(tokens: Sequence[Token], at: int, lines: Sequence[str]) -> Iterator[Misread]:
    """A comment that begins and never ends: what a browser takes for it is all that follows."""
    text = tokens[at].content
    begin = text.rfind("<!--")
    if begin >= 0 and text.find("-->", begin) < 0:
        place = Cursor(lines, text, (tokens[at].map or (0,))[0]).place(begin)
        yield place, "this comment has no end, and takes all that follows", "end it with `-->`"


def _code(tokens: Sequence[Token], at: int, _lines: Sequence[str]) -> Iterator[Misread]:
    if tokens[at - 1].type == "html_block" and tokens[at].content.startswith("<"):
        line = (tokens[at].map or (0,))[0]
        yield (line + 1, 0), "this is shown as code: it is indented, below an empty line", "remove the indentation"


def _heading(tokens: Sequence[Token], at: int, _lines: Sequence[str]) -> Iterator[Misread]:
    heading = tokens[at]
    if at and tokens[at - 1].type == "hr" and _FIELD.match(tokens[at + 1].content):
        message = "these lines are shown as a heading: they look like fields, and fields stand above the text"
        hint = "move them up between the first two lines of `---`, or remove them"
        yield ((heading.map or (0,))[0] + 1, 0), message, hint
    elif heading.markup in ("-", "=") and "\n" in tokens[at + 1].content:
        first, last = heading.map or (0, 0)
        message = f"this line makes a heading of the {last - first - 1} lines above it"
        yield (last, 0), message, "put an empty line before it, or write the heading with `#`"


def _row(tokens: Sequence[Token], at: int, lines: Sequence[str]) -> Iterator[Misread]:
    line = (tokens[at].map or (0,))[0]
    columns = 0
    while tokens[at].type != "tr_close":
        columns += tokens[at].type in ("th_open", "td_open")
        at += 1
    cells = escapedSplit(_MARKS.sub("", lines[line], count=1).strip())
    count = len(cells) - (cells[0] == "") - (cells[-1] == "")
    if count > columns:
        message = f"this row has {count} cells, and its table {columns} columns: the last ones are not shown"
        yield (line + 1, 0), message, "write `\\|` where the text has a `|`, also within backticks"


def _inline(tokens: Sequence[Token], at: int, lines: Sequence[str]) -> Iterator[Misread]:
    block = tokens[at]
    cursor = Cursor(lines, block.content, (block.map or (0,))[0])
    if tokens[at - 1].type == "paragraph_open":
        for sign, pattern, message, hint in _LINES:
            for match in pattern.finditer(block.content) if sign in block.content else ():
                yield cursor.place(match.start()), message, hint
    for part, match, there in parts(block, _PARTS):
        hint = part.hint or _why_no_link(block.content, there)
        yield cursor.place(there), part.message.format(match[0][:60]), hint


class Part(NamedTuple):
    """What is looked for in a stretch of text that has the `sign`. Message and remedy may name what was found."""

    sign: str
    pattern: re.Pattern[str]
    message: str
    hint: str


def parts(block: Token, table: Sequence[Part]) -> Iterator[tuple[Part, re.Match[str], int]]:
    """What of a table stands in the text of a block, and where in its source each begins."""
    after, missed = [0] * len(table), 0
    for text, begin in stretches(block):
        for number, part in enumerate(table):
            for match in part.pattern.finditer(text) if part.sign in text else ():
                where = written_at(block.content, match[0], max(begin, after[number]))
                missed += where < 0
                if missed > _MOST_MISSED:  # each was looked for in all of the block
                    return
                if where >= 0:
                    after[number] = where + 1
                    yield part, match, where


def stretches(block: Token) -> Iterator[tuple[str, int]]:
    """The stretches of a block that are plain text, and a place in its source before which each does not stand."""
    at = 0
    links: list[int] = []
    for child in block.children or ():
        if child.type == "text":
            yield child.content, at
        elif child.type == "link_close" and links:
            at = max(at, links.pop())
        elif child.type == "code_inline":
            # It has spaces for line ends, so that it may not be found; it is not looked for far away.
            begin = block.content.find(child.content, at, at + 2 * len(child.content) + _NEAR)
            at = begin + len(child.content) if begin >= 0 else at
        elif "span" in child.meta:
            begin, end = child.meta["span"]
            is_link = child.type == "link_open"
            links += [end] if is_link else []
            at = max(at, begin if is_link else end)


def written_at(text: str, part: str, after: int) -> int:
    """Where a part stands in the text of a block; -1 where a backslash says that text is meant."""
    at = text.find(part, after)
    opening = text.rfind("[", 0, at) if part == "](" else at
    return -1 if at < 0 or "\\" in (text[at - 1 : at], text[max(0, opening - 1) : opening]) else at


def _why_no_link(text: str, at: int) -> str:
    """What keeps a link from being one."""
    end = text.find("\n", at)
    rest = text[at + 2 : end if end >= 0 else len(text)]
    address, closed, _ = rest.partition(")")
    if not closed:
        return "end the address with `)`"
    if any(quote in address for quote in "“”„‘’«»"):
        return 'write straight quotes around what is shown above the link: `[text](address "words")`'
    digits = address.removeprefix("tel:").strip()
    if digits and not digits.strip("+0123456789 ()/-"):
        return f"write a telephone number so: `(tel:{''.join(one for one in digits if one in '+0123456789')})`"
    return "put an address that has spaces between `<` and `>`, or a backslash before `[` if you mean the text"


_NO_ATTRIBUTES = "remove it: headings are linked by their words, and boxes are written `!!! note`"
_PARTS = (
    Part("{", _ATTRIBUTES, "`{}` is shown as text", _NO_ATTRIBUTES),
    Part("](", _NO_LINK, "this is no link, and is shown as text", ""),
    Part("<!", _OPENED, "this comment has no end, and is shown as text", "end it with `-->`"),
    Part("<!", _NO_COMMENT, "this is no comment, and is shown as text", "write it so: `<!-- your note -->`"),
)
_LINES = (
    (
        "]:",
        _DEFINITION,
        "this definition is shown as text: it is in a paragraph",
        "put an empty line before it",
    ),
    ("\n:", _TERM, "this definition is shown as text: it has no term", "write its term alone in the line above it"),
    ("#", _HEADING, "this is no heading, and is shown as text", "put a space after the `#`, or a backslash before it"),
)
_LOOKS: dict[str, _Look] = {
    "fence": _fence,
    "html_block": _html,
    "code_block": _code,
    "heading_open": _heading,
    "tr_open": _row,
    "inline": _inline,
}

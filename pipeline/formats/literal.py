"""What is markup in Word, in other programs or in other dialects, and is shown here as it is written.

It may be meant: each is a warning. What is certainly broken, `misread` tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from pipeline.formats.misread import Misread, Part, parts
from pipeline.formats.places import Cursor
from pipeline.formats.prose import CODE

_ADDRESS = re.compile(
    r"(?:https?://|www\.|mailto:|tel:|/|\.{1,2}/|#)\S*|\S+\.md(?:#\S*)?|[^\s@]+@[^\s@]+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?"
)
_LETTER = r"[^\W\d_]"
_SIGN = r"[^\w\s\x00-\x7f]"
_BOX = "> [!NOTE]"


class _Line(NamedTuple):
    """How lines of a paragraph begin, and how many must so: below the first line, where the number is negative, and the
    first, where it is 0.
    """

    pattern: re.Pattern[str]
    least: int
    message: str
    hint: str


_NO_TAGS = "remove it, and write in Markdown what it stood for"
_LEFT = (
    "`{0}` is left of what an assistant wrote, and leads nowhere",
    "remove it; name what you have read in `sources`",
)
_PARTS = (
    Part(
        "[^",
        re.compile(r"(?<!\])\[\^([^\[\]\s]{1,60})\]"),
        "there is no footnote `[^{0}]`, and readers see this mark",
        "write the footnote in a line of its own: `[^{0}]: its text`, or remove the mark",
    ),
    Part(
        "^[",
        re.compile(r"(?<=\S)\^\[[^\[\]]{1,200}\]"),
        "a footnote amid the text is shown as it is written",
        "write `[^1]` here, and in a line of its own `[^1]: its text`",
    ),
    Part(
        "![[",
        re.compile(r"!\[\[([^\[\]|]{1,100})(?:\|[^\[\]]{1,100})?\]\]"),
        "`![[{0}]]` is no picture, and is shown as text",
        "write `![what it shows](path-of-its-file)`",
    ),
    Part(
        "[[",
        re.compile(r"(?<!!)\[\[(?!toc\]\])([^\[\]|]{1,100})(?:\|[^\[\]]{1,100})?\]\]"),
        "`[[{0}]]` is no link, and is shown as text",
        "write `[{0}](path-of-its-file.md)`",
    ),
    Part(
        "][",
        re.compile(r"(?<!\w)\[([^\[\]]{1,100})\]\[(?!\d+\])([^\[\]]{0,100})\]"),
        "this is no link: no line says where it leads",
        "write `[{0}](address)`",
    ),
    Part(
        "**",
        re.compile(rf"(?<!\S)\*\*(?=[ ]?{_LETTER})[^*]{{1,30}}\**"),
        "these stars make nothing bold, and are shown as text",
        "write `**bold**`: no space inside the stars, and a space or the end of the sentence behind them",
    ),
    Part(
        "**",
        re.compile(rf"{_LETTER}\*\*{_SIGN}|{_SIGN}\*\*{_LETTER}"),
        "stars between a sign and a letter make nothing bold, and are shown as text",
        "write the sign outside of the stars, as in `「**…**」`, or a space beside them",
    ),
    Part(
        "~~",
        re.compile(r"(?<!\S)~~(?=[^\s~])"),
        "these marks strike nothing out, and are shown as text",
        "write `~~gone~~`, with two marks at each end and no space inside",
    ),
    Part("==", re.compile(r"==(\w[^=]{0,100})=="), "`=={0}==` marks nothing, and is shown as text", "write `**{0}**`"),
    Part(
        ":",
        re.compile(r"(?<!\S):[a-z][a-z0-9_]{1,30}:(?!\S)"),
        "`{0}` is shown as text",
        "write the emoji itself, or remove it",
    ),
    Part(
        "%%",
        re.compile(r"%%[^%\s][^%]{0,500}%%"),
        "this note between `%%` is shown to readers",
        "write it so: `<!-- your note -->`",
    ),
    Part("[/", re.compile(r"\[/[a-z_]{1,20}\]"), "`{0}` is shown as text", _NO_TAGS),
    Part(
        "[",
        re.compile(r"\[(?:gallery|playlist|contact-form-7|video|audio)(?: [^\[\]]{1,300})\]"),
        "this is shown as text: what stands between `[` and `]` puts nothing in its place",
        _NO_TAGS,
    ),
    Part(
        "{{",
        re.compile(r"\{\{[<%][^{}]{1,300}[>%]\}\}"),
        "this is shown as text: what stands between `{{{{` and `}}}}` puts nothing in its place",
        _NO_TAGS,
    ),
    Part(
        "^",
        re.compile(r"(?<=\w)\^([\w+-]{1,10})\^(?!\w)"),
        "these marks raise nothing, and are shown as text",
        "write `<sup>{0}</sup>`",
    ),
    Part(
        "++",
        re.compile(r"(?<!\S)\+\+([\w+-]{1,30})\+\+(?!\w)"),
        "these marks are shown as text",
        "write `<kbd>{0}</kbd>`",
    ),
    Part(
        "{",
        re.compile(r"\{(?:\+\+|--|>>)[^{}]{1,300}(?:\+\+|--|<<)\}"),
        "this change is shown with its marks",
        "write what is to stand here, and remove the rest",
    ),
    Part(":contentReference", re.compile(r":contentReference\[oaicite:\d{1,5}\](?:\{index=\d{1,5}\})?"), *_LEFT),
    Part("†", re.compile(r"【[^【】]{0,60}†[^【】]{0,60}】"), *_LEFT),
    Part(
        "!",
        re.compile(
            r"(?:Error! (?:Reference source not found|Bookmark not defined)|"
            r"Fehler! (?:Verweisquelle konnte nicht gefunden werden|Textmarke nicht definiert))\."
        ),
        "a word processor wrote this in place of a reference that it did not find",
        "write what is meant",
    ),
)
_SWAPPED = re.compile(r"\(([^()\[\]\n]{1,200})\)\[([^\[\]\n]{1,500})\]")
_SPACED = re.compile(r"\[([^\[\]\n]{1,200})\][ ]\(([^()\s]{1,500})\)")
_SIGNS = "•‣▪●○◦·\u2043\uf0b7\uf0a7\uf0d8"
_RUN = "these lines are no list: readers see them run together"
_LINES = (
    _Line(
        re.compile(f"[{_SIGNS}][ \t\xa0]*\\S"),
        1,
        "this sign begins no item of a list: readers see the lines run together",
        "begin each line with `- `",
    ),
    _Line(
        re.compile(rf"(?:[–—][ \xa0]|-(?=[^\W\d_])|\*(?=[^\W\d_][^*]*$)|[–—](?={_LETTER}))"),
        2,
        _RUN,
        "begin each with `- `: a hyphen and a space",
    ),
    _Line(
        re.compile(r"(?:[*+-]|#{1,6}|\d{1,9}[.)])\xa0"),
        1,
        "this is no heading and no item of a list: the space behind its mark is one that does not break",
        "type that space again, without the Alt or Option key",
    ),
    _Line(
        re.compile(r"[a-z]\)[ \t]+\S"),
        2,
        _RUN,
        "begin each with a number: `1. `, `2. `",
    ),
    _Line(
        re.compile(rf"\d{{1,9}}[.)](?={_LETTER})"),
        2,
        _RUN,
        "put a space behind each number: `1. `",
    ),
    _Line(
        re.compile(r"\d{1,9}[.)][ ]+\S"),
        -2,
        "these numbers begin no list: they stand right under a line of text, and don't begin with 1",
        "put an empty line above the first of them",
    ),
    _Line(
        re.compile(r"[*+-][ ]+\S"),
        -1,
        "this line begins no item of a list: it is indented too far",
        "indent it as much as the text of the item to which it belongs, or not at all",
    ),
    _Line(
        re.compile(r"\|.*\|[ ]*$|[^|]*\S \| \S|\+[-=+]{3,}$"),
        2,
        "these lines make no table: its second line is missing, or has another number of columns",
        "write it below the first one, with `---` for each column: `|---|---|`",
    ),
    _Line(
        re.compile(r"\|?[ ]*:?-{3,}:?[ ]*\|[-:| ]*$"),
        0,
        "this line makes no table: no names of columns stand right above it",
        "remove the empty lines between the lines of the table",
    ),
    _Line(
        re.compile(r"%%[ ]*$"),
        1,
        "what stands between these lines is shown to readers",
        "put `<!--` before your note and `-->` behind it",
    ),
    _Line(
        re.compile(r"\*\[[^\[\]]{1,60}\]:[ ]"),
        1,
        "this explains no word, and is shown as text",
        "say in the text what it means, or write it into the glossary",
    ),
    _Line(
        re.compile(rf"(?![{_SIGNS}*+–—-]|[a-z\d]{{1,9}}[.)])\S[^\t]*\t+\S"),
        2,
        "the columns of these lines are lost: tabs are shown as one space",
        "write a table: `| one | two |`, below it `|---|---|`, and a line for each row",
    ),
    _Line(
        re.compile(r"\[[ xX]?\](?![(\[:])[ ]?\S"),
        1,
        "this is no box to tick, and is shown as text",
        "begin the line with `- [ ] `, with a space between the brackets and one behind them",
    ),
    _Line(
        re.compile(r"(?::::|\?\?\?)"),
        1,
        "this begins no box, and is shown as text",
        f"write `{_BOX}` in a line of its own, and begin each line below it with `> `",
    ),
    _Line(
        re.compile(r"\[![A-Za-z]+\]"),
        1,
        "this is no box: its first line must hold the sort alone, and GitHub knows five of them",
        f"write `{_BOX}` (or TIP, IMPORTANT, WARNING, CAUTION) alone in its line, and the text in the next",
    ),
    _Line(
        re.compile(r"(?:\[TOC\]|\[\[toc\]\])$", re.IGNORECASE),
        1,
        "this is shown as text: each page makes its contents from its headings by itself",
        "remove it",
    ),
)
_ITEM = re.compile(r"[*+-][ \t]+\S|\d{1,9}[.)][ \t]+\S")
_QUESTION = re.compile(r"- (?:text|lines|check|choice|scale|table|date|sign):")
_Look = Callable[[Sequence[Token], int, Sequence[str]], Iterator[Misread]]


def literal(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Misread]:
    """What of a body is shown as it is written, though it was probably meant to be more. Takes tokens of `dialect`."""
    for at, token in enumerate(tokens):
        look = _LOOKS.get(token.type)
        if look is not None and token.map is not None:
            yield from look(tokens, at, lines)


def _inline(tokens: Sequence[Token], at: int, lines: Sequence[str]) -> Iterator[Misread]:
    block = tokens[at]
    cursor = Cursor(lines, block.content, (block.map or (0,))[0])
    if tokens[at - 1].type == "paragraph_open":
        yield from _lines(block.content, cursor)
    yield from _turned(block, cursor)
    for part, match, there in parts(block, _PARTS):
        said = match.groups() or (match[0],)
        yield cursor.place(there), part.message.format(*said), part.hint.format(*said)


def _lines(text: str, cursor: Cursor) -> Iterator[Misread]:
    """What is told once a paragraph, of its lines."""
    begins = tuple(_begins(text))
    for sort in _LINES if begins else ():
        looked = begins[:1] if not sort.least else begins
        found = [at for at, line in looked if (at or sort.least >= 0) and sort.pattern.match(line)]
        if found and len(found) >= abs(sort.least):
            yield cursor.place(found[0]), sort.message, sort.hint


def _begins(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a paragraph that are looked at, without their indentation, and where each begins."""
    at = 0
    for line in text.split("\n"):
        bare = line.lstrip(" \t")
        if bare and (not bare[0].isalpha() or "\t" in bare or " | " in bare or bare[1:2] == ")"):
            yield at + len(line) - len(bare), bare
        at += len(line) + 1


def _turned(block: Token, cursor: Cursor) -> Iterator[Misread]:
    """Links whose brackets are the wrong way round, or apart."""
    text = block.content
    if ")[" not in text and "] (" not in text:
        return
    text = CODE.sub(lambda match: " " * len(match[0]), text) if "`" in text else text
    spans = [child.meta["span"] for child in block.children or () if "span" in child.meta]
    for pattern, message, hint in (
        (_SWAPPED, "this is no link: its brackets are the wrong way round", "write `[{}]({})`"),
        (_SPACED, "this is no link: a space stands between its brackets", "remove it: `[{}]({})`"),
    ):
        for match in pattern.finditer(text):
            meant = _ADDRESS.fullmatch(match[2]) and text[match.start() - 1 : match.start()] != "\\"
            inside = any(start <= match.start() < end for start, end in spans)
            if meant and not inside:
                yield cursor.place(match.start()), message, hint.format(match[1][:60], match[2][:200])


def _code(tokens: Sequence[Token], at: int, _lines: Sequence[str]) -> Iterator[Misread]:
    """Paragraphs and lists that are indented, as letters and e-mails are."""
    text = tokens[at].content
    first = text.partition("\n")[0]
    is_text = _ITEM.match(text) or (first[:1].isalpha() and len(first.split()) >= 4)
    if is_text and tokens[at - 1].type != "html_block":
        message = "this is shown as a block of code: it is indented by four spaces or more"
        yield ((tokens[at].map or (0,))[0] + 1, 0), message, "remove the indentation"


def _fence(tokens: Sequence[Token], at: int, _lines: Sequence[str]) -> Iterator[Misread]:
    if "form" not in tokens[at].meta and _QUESTION.match(tokens[at].content):
        language = tokens[at].info.strip()[:20]
        if language.lower() != "form":
            message = "the questions of this form are shown as a block of code"
            yield ((tokens[at].map or (0,))[0] + 1, 0), message, "write `form` right behind the marks of this line"


def _heading(tokens: Sequence[Token], at: int, _lines: Sequence[str]) -> Iterator[Misread]:
    """A sentence above a line of hyphens."""
    text, (first, last) = tokens[at + 1].content, tokens[at].map or (0, 0)
    if tokens[at].markup == "-" and text[-1:] in tuple(".!?…") and last - first == 2:
        message = "this line makes a heading of the sentence above it"
        yield (last, 0), message, "put an empty line above it, or write the heading with `##`"


def _list(tokens: Sequence[Token], at: int, lines: Sequence[str]) -> Iterator[Misread]:
    """A list of bullets that was meant to stand within a number, and stands beside it."""
    if at and tokens[at - 1].type == "ordered_list_close" and (line := _line(tokens[at])) < len(lines):
        indent = len(lines[line]) - len(lines[line].lstrip(" "))
        if indent and lines[line].lstrip(" ").startswith(tokens[at].markup):
            message = "this list stands beside the numbers above it, not within one of them"
            yield (
                (line + 1, 0),
                message,
                "indent its lines by three or four spaces, as the text behind the number",
            )


def _item(tokens: Sequence[Token], at: int, lines: Sequence[str]) -> Iterator[Misread]:
    """An item that is indented a little: it stands beside the one above it."""
    if tokens[at - 1].type != "list_item_close":
        return
    before = at - 1
    while tokens[before].type != "list_item_open" or tokens[before].level != tokens[at].level:
        before -= 1
    item, above = tokens[at], tokens[before]
    aligned = item.info and int(item.info) > int(above.info)  # numbers that end at one column
    if not aligned and _indent(lines[_line(item)], item) > _indent(lines[_line(above)], above) >= 0:
        message = "this item stands beside the one above it, not within it: it is indented too little for that"
        hint = "indent it as much as the text of the item above, or as little as its mark"
        yield (_line(item) + 1, 0), message, hint


def _line(token: Token) -> int:
    return (token.map or (0,))[0]


def _indent(line: str, item: Token) -> int:
    """How far the mark of an item is indented; -1 where something else stands before it."""
    bare = line.lstrip(" ")
    return len(line) - len(bare) if bare.startswith(item.info or item.markup) else -1


_LOOKS: dict[str, _Look] = {
    "inline": _inline,
    "code_block": _code,
    "fence": _fence,
    "heading_open": _heading,
    "bullet_list_open": _list,
    "list_item_open": _item,
}

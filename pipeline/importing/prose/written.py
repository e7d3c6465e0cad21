"""Tokens as Markdown. mdformat lays it out and escapes; every passage is read again, by the reader that pages are made
with, and escaped further until it says what was meant and nothing in it is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from enum import IntEnum
from typing import Any, Final

from markdown_it.token import Token
from mdformat.renderer import DEFAULT_RENDERERS, MDRenderer, RenderContext, RenderTreeNode

from pipeline.formats import bounds, dialect, hosts
from pipeline.formats.literal import literal
from pipeline.formats.misread import misread

Render = Callable[[RenderTreeNode, RenderContext], str]
Flat = list[tuple[str, frozenset[str]]]

#: Where none of these stands, nothing can be taken for markup.
_RISKY = re.compile(
    r"[\\`*_{}\[\]#!|<>~^=%&:†+@]|www\.|^\s{0,9}(?:[-–—•‣▪●○◦·\u2043\uf0b7\uf0a7\uf0d8]|\d{1,9}[.)]|\w\))|\t|\S \(",
    re.MULTILINE,
)
_SIGNS = re.compile(r"[\\`*_{}\[\])<>#+!|~^=%$:&@-]|(?<!\])\(|(?<=www)\.")
_EMOJI = re.compile(r"(?<![\w:\\]):(?=[a-z0-9_+-]{1,40}:(?![\w:]))")
#: What other programs read as raised or marked.
_OTHERS = re.compile(r"(?<=\w)\^(?=[\w+-]{1,10}\^)|(?<![=\w\\])==(?=[^\s=][^=\n]{0,300}==)")
_EVERY = re.compile(rf"{_SIGNS.pattern}|[•‣▪●○◦·\u2043\uf0b7\uf0a7\uf0d8–—]")
_BOX = re.compile(r"(?<!\\)(?:\[(?=\^|!|[ xX]\])|\{(?=:|[.#][A-Za-z]))")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_TAG = re.compile(r"<(/?)([a-z]+)([^<>]*)>")
_VOID = ("br", "wbr", "img")
_ALERTS: Final = ("note", "tip", "important", "warning", "caution")
_LONGEST: Final = 50_000
"""Characters of a passage that is read again: a longer one is escaped without trying."""


def markdown(tokens: Sequence[Token]) -> str:
    """Markdown of our dialect; "" of no tokens."""
    if not tokens:
        return ""
    env: MutableMapping[str, Any] = {}
    text = MDRenderer().render(list(tokens), {"parser_extension": [_Extension]}, env)
    return "\n".join(line.rstrip(" ") for line in text.strip("\n").split("\n")) + "\n"


def _html_mark(node: RenderTreeNode, context: RenderContext) -> str:
    inner = "".join(child.render(context) for child in node.children)
    return f"<{node.type}>{inner}</{node.type}>"


def _text(node: RenderTreeNode, context: RenderContext) -> str:
    """Text as an editor writes it: what is always taken for markup is escaped."""
    alone = RenderTreeNode([node.token], create_root=False) if node.token else node  # it would count its neighbours
    text = DEFAULT_RENDERERS["text"](alone, context)
    text = _BOX.sub(_backslashed, text) if "[" in text or "{" in text else text
    text = _EMOJI.sub(_backslashed, text) if ":" in text else text
    text = _OTHERS.sub(_backslashed, text) if "^" in text or "==" in text else text
    return f"{text[:-1]}\\!" if node.meta.get("before_link") and text.endswith("!") else text


def _backslashed(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"


def _escaped(node: RenderTreeNode, _context: RenderContext) -> str:
    return _SIGNS.sub(_backslashed, node.content)


def _numbered(node: RenderTreeNode, _context: RenderContext) -> str:
    return _EVERY.sub(lambda sign: f"&#{ord(sign[0])};", node.content)


_AS_HTML: Mapping[str, Render] = {"em": _html_mark, "strong": _html_mark, "s": _html_mark}
_MANNERS: tuple[Mapping[str, Render], ...] = (
    {},
    _AS_HTML,
    {"text": _escaped},
    {**_AS_HTML, "text": _escaped},
    {**_AS_HTML, "text": _numbered},
)
"""Ways to write a passage, from the one that is best to read to the one that nothing is taken from."""


class _Read(IntEnum):
    """How a passage is read again."""

    OTHERWISE = 0
    REFUSED = 1
    """It says what is meant, and our checks would refuse it as markup of another program."""
    SUSPECTED = 2
    """It says what is meant, and our checks would ask whether it does."""
    AS_MEANT = 3


def _safest(context: RenderContext, write: Callable[[RenderContext], str], read_again: Callable[[str], _Read]) -> str:
    """A passage in the first manner in which it says what is meant, and in which nothing is suspected besides; where
    there is none, in the first of the best.
    """
    best, found, text = _Read.OTHERWISE, "", ""
    for manner in _MANNERS:
        text = write(context._replace(renderers={**context.renderers, **manner}))
        read = read_again(text) if len(text) <= _LONGEST else _Read.OTHERWISE
        if read > best:
            best, found = read, text
        if best is _Read.AS_MEANT:
            break
    return found or text


def _paragraph(node: RenderTreeNode, context: RenderContext) -> str:
    def write(manner: RenderContext) -> str:
        lines = DEFAULT_RENDERERS["paragraph"](node, manner).split("\n")
        return "\n".join(f"\\{line}" if line[:2] in (": ", "~ ") or line in (":", "~") else line for line in lines)

    return _safest(context, write, lambda text: _says(text, "paragraph_open", node))


def _heading(node: RenderTreeNode, context: RenderContext) -> str:
    def write(manner: RenderContext) -> str:
        return DEFAULT_RENDERERS["heading"](node, manner)

    return _safest(context, write, lambda text: _says(text, "heading_open", node))


def _says(text: str, kind: str, node: RenderTreeNode) -> _Read:
    """Whether Markdown is one block of a kind with the text of a node."""
    if not _RISKY.search(text):
        return _Read.AS_MEANT
    line = node.children[0].token if node.children else None
    children = (line.children if line is not None else None) or []
    if children and children[0].content in ("[ ] ", "[x] "):  # a task: its box means something in an item alone
        text, children = text[4:], children[1:]
    labels = {token.meta["label"] for token in children if token.type == "footnote_ref"}
    whole = "\n\n".join((text, *(f"[^{label}]: x" for label in sorted(labels))))
    if bounds.too_complex(whole):
        return _Read.OTHERWISE
    tokens, noted = dialect.parse(whole)
    if [token.type for token in tokens[:3]] != [kind, "inline", kind.replace("open", "close")]:
        return _Read.OTHERWISE
    if any(token.type != "footnote_block_open" for token in tokens[3:4]) or _flat(tokens[1].children or ()) != _flat(
        children
    ):
        return _Read.OTHERWISE
    if any(_is_doubtful(address) for address in _addresses(tokens[1].children or ()) - _addresses(children)):
        return _Read.OTHERWISE
    return _suspected(tokens, noted, whole)


def _suspected(tokens: Sequence[Token], noted: Mapping[str, Any], text: str) -> _Read:
    """Whether our own checks would take something in a text for markup of another program."""
    lines = text.split("\n")
    if any(misread(tokens, noted, lines)):
        return _Read.REFUSED
    return _Read.SUSPECTED if any(literal(tokens, lines)) else _Read.AS_MEANT


def _addresses(tokens: Sequence[Token]) -> set[str]:
    """The addresses that stand in a line by themselves."""
    return {
        str(token.attrs.get("href")).removeprefix("mailto:")
        for token in tokens
        if token.info == "auto" and token.nesting == 1
    }


def _is_doubtful(address: str) -> bool:
    """Whether an address that nobody wrote as one is better no link: of a mail address a part would be one."""
    return "@" in address or hosts.doubt(address) is not None


def _flat(tokens: Sequence[Token]) -> Flat:
    """What a line says: its text in stretches, each with what holds for it, however that is written."""
    made: Flat = []
    marks: list[str] = []
    for token in tokens:
        piece = _piece(token, marks)
        holding = frozenset(filter(None, marks))  # an address by itself is a link, whoever found it
        if piece and made and made[-1][1] == holding:
            made[-1] = (made[-1][0] + piece, holding)
        elif piece:
            made.append((piece, holding))
    return made


def _piece(token: Token, marks: list[str]) -> str:
    """The text of one token; one that begins or ends a mark changes those that hold."""
    if token.type == "text" or token.content.startswith("["):
        return token.content
    if token.type == "html_inline":
        return _tag(token.content, marks)
    if token.type == "link_open":
        marks.append("" if token.info == "auto" else f"link {token.attrs.get('href')}")
    elif token.nesting == 1:
        marks.append(token.tag)
    elif token.nesting == -1 and marks:
        marks.pop()
    if token.type == "image":
        alt = "".join(one.content for one in token.children or ())
        return f"\0image {token.attrs.get('src')} {alt}\0"
    given = {"softbreak": "\n", "hardbreak": "\0break\0", "code_inline": f"\0code {token.content}\0"}
    return given.get(token.type, f"\0note {token.meta['label']}\0" if token.type == "footnote_ref" else "")


def _tag(text: str, marks: list[str]) -> str:
    text = text.removesuffix("</a>") or text  # the place of a link is written whole, and read in two
    found = _TAG.fullmatch(text)
    if not found or found[2] in _VOID or (found[2] == "a" and not found[1]):
        return f"\0{text}\0"
    if found[2] == "a":
        return ""
    if not found[1]:
        marks.append(found[2] + found[3])
    elif marks:
        marks.pop()
    return ""


def _image(node: RenderTreeNode, _context: RenderContext) -> str:
    alt = _SIGNS.sub(_backslashed, node.content) if _RISKY.search(node.content) else node.content
    return f"![{alt}]({_destination(str(node.attrs['src']))})"


def _link(node: RenderTreeNode, context: RenderContext) -> str:
    target = str(node.attrs["href"])
    if node.info == "auto":
        return f"<{target}>"
    words = "".join(child.render(context) for child in node.children)
    return f"[{words}]({_destination(target)})"


def _destination(target: str) -> str:
    target = _ENTITY.sub(r"\\&", target).replace("\n", "")
    if any(one in target for one in ' ()<>\\"') or not target:
        return "<" + target.replace("<", "%3C").replace(">", "%3E") + ">"
    return target


def _rule(_node: RenderTreeNode, _context: RenderContext) -> str:
    return "---"


def _note(node: RenderTreeNode, _context: RenderContext) -> str:
    return f"[^{node.meta['label']}]"


def _list(node: RenderTreeNode, context: RenderContext) -> str:
    """A list whose numbers count. What belongs to an item is indented as far as its text."""
    tight = node.meta.get("tight", False)
    first = int(node.attrs.get("start", 1))
    made: list[str] = []
    for number, item in enumerate(node.children, first):
        mark = f"{min(number, 999_999_999)}{node.markup}" if node.type == "ordered_list" else node.markup
        text = ("\n" if tight else "\n\n").join(child.render(context) for child in item.children)
        made.append(_below(f"{mark} ", text))
    return ("\n" if tight else "\n\n").join(made)


def _below(mark: str, text: str, indent: int = 0) -> str:
    """A text behind a mark, and its other lines as far to the right as its first."""
    first, *rest = text.split("\n")
    margin = " " * (indent or len(mark))
    return "\n".join((f"{mark}{first}", *(f"{margin}{line}" if line else "" for line in rest)))


def _table(node: RenderTreeNode, context: RenderContext) -> str:
    def write(manner: RenderContext) -> str:
        rows = [[_cell(cell, manner) for cell in row.children] for row in node.children]
        return "\n".join(_rows(rows, node.meta["aligned"]))

    return _safest(context, write, lambda text: _has_cells(text, node))


def _cell(cell: RenderTreeNode, context: RenderContext) -> str:
    text = "".join(child.render(context) for child in cell.children).replace("\n", " ").strip()
    return text.replace("|", "\\|")


def _rows(rows: Sequence[Sequence[str]], aligned: Sequence[str]) -> Iterator[str]:
    line = {"": "---", "center": ":-:", "right": "--:"}
    for number, row in enumerate(rows):
        yield "| " + " | ".join(row) + " |"
        if not number:
            yield "|" + "|".join(line[aligned[at] if at < len(aligned) else ""] for at in range(len(row))) + "|"


def _has_cells(text: str, node: RenderTreeNode) -> _Read:
    if bounds.too_complex(text):
        return _Read.OTHERWISE
    tokens, noted = dialect.parse(text)
    wanted = [cell.children[0].token for row in node.children for cell in row.children]
    found = [token for token in tokens if token.type == "inline"]
    if not tokens or tokens[0].type != "table_open" or tokens[-1].type != "table_close" or len(wanted) != len(found):
        return _Read.OTHERWISE
    pairs = zip(wanted, found, strict=True)
    is_meant = all(_flat((one.children if one else None) or ()) == _flat(two.children or ()) for one, two in pairs)
    return _suspected(tokens, noted, text) if is_meant else _Read.OTHERWISE


def _definitions(node: RenderTreeNode, context: RenderContext) -> str:
    made: list[str] = []
    for part in node.children:
        if part.type == "dt":
            made.append(("\n" if made else "") + _paragraph(part, context).replace("\n", " "))
        else:
            made.append(_below(":   ", "\n\n".join(child.render(context) for child in part.children)))
    return "\n".join(made)


def _passage(node: RenderTreeNode, context: RenderContext) -> str:
    text = "\n\n".join(child.render(context) for child in node.children)
    return _below(f"[^{node.meta['label']}]: ", text, indent=4)


def _box(node: RenderTreeNode, context: RenderContext) -> str:
    """GitHub's box where it knows the sort, else an admonition, which can have a title."""
    sort, title = node.meta["sort"], _SIGNS.sub(_backslashed, node.meta["title"]).replace('"', "”")
    text = "\n\n".join(child.render(context) for child in node.children)
    if sort in _ALERTS and not title:
        lines = (f"[!{sort.upper()}]", *text.split("\n"))
        return "\n".join(f"> {line}".rstrip() for line in lines)
    head = f'!!! {sort} "{title}"' if title else f"!!! {sort}"
    return _below(f"{head}\n\n    ", text, indent=4)


class _Extension:
    """What is written otherwise than mdformat does by itself."""

    RENDERERS: Mapping[str, Render] = {
        "paragraph": _paragraph,
        "heading": _heading,
        "text": _text,
        "image": _image,
        "link": _link,
        "hr": _rule,
        "s": lambda node, context: "~~" + "".join(child.render(context) for child in node.children) + "~~",
        "footnote_ref": _note,
        "bullet_list": _list,
        "ordered_list": _list,
        "table": _table,
        "dl": _definitions,
        "passage": _passage,
        "box": _box,
    }

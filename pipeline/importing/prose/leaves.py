"""What stands in lines of text: leaves with their marks, from which all that is nested wrongly is gone.

HTML nests marks as it likes. As a row of leaves, each with the marks that hold for it, they can be merged, moved off
white space, and nested anew so that each begins and ends once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from markdown_it.token import Token

from pipeline.formats.dialect import escape

Sort = Literal["text", "auto", "break", "image", "code", "html", "note"]
Mark = tuple[str, str]
"""What holds for a leaf: `strong`, `em`, `s`, `link` with its address, or the name of a tag with all of its start."""

_SPACE = re.compile(r"[ \t\n\r\f]+")
_NBSP = "\N{NO-BREAK SPACE}"
#: A space that must not break stands between a number and what is counted, and inside the quotes of French.
_MEANT = re.compile(
    r"(?<=\d)[\xa0\u202f](?=[^\W_]|[%€$£])|(?<=[«–—§])[\xa0\u202f](?=\S)|(?<=\S)[\xa0\u202f](?=[»:;?!–—])"
)
_MARKDOWN = {"strong": "**", "em": "*", "s": "~~"}
_TAGS = {"strong": "strong", "em": "em", "s": "s", "link": "a"}


class Leaf(NamedTuple):
    """A stretch of text, an address, a break, a picture, some code, a tag without content, the mark of a footnote."""

    sort: Sort
    text: str
    marks: tuple[Mark, ...] = ()
    address: str = ""


BREAK = Leaf("break", "\n")


def spaced(leaves: Iterable[Leaf], *, keep_lines: bool = False) -> list[Leaf]:
    """Leaves with one space where there was white space, none at the ends, and none at the ends of a mark."""
    pieces = [piece for leaf in leaves for piece in _pieces(leaf, keep_lines=keep_lines)]
    return _merged(_outside(_single(pieces)))


def _pieces(leaf: Leaf, *, keep_lines: bool) -> Iterator[Leaf]:
    """A leaf with the space around its text apart."""
    if leaf.sort != "text":
        yield leaf
        return
    text = _usual(leaf.text)
    text = _SPACE.sub(lambda one: "\n" if keep_lines and "\n" in one[0] else " ", text)
    core = text.strip(" \n")
    if not core:
        if text:
            yield leaf._replace(text=text[:1])
        return
    if text[0] in " \n":
        yield leaf._replace(text=text[0])
    yield leaf._replace(text=core)
    if text[-1] in " \n":
        yield leaf._replace(text=text[-1])


def _usual(text: str) -> str:
    """A text whose spaces break, but for those that were put there to hold."""
    if _NBSP not in text and "\u202f" not in text:
        return text
    held = {found.start() for found in _MEANT.finditer(text)}
    return "".join(" " if one in "\xa0\u202f" and at not in held else one for at, one in enumerate(text))


def _is_space(leaf: Leaf) -> bool:
    return leaf.sort == "text" and not leaf.text.strip(" \n")


def _single(pieces: Sequence[Leaf]) -> Iterator[Leaf]:
    """One space between two pieces, and none beside a break or at the ends."""
    space: Leaf | None = None
    begun = False
    for piece in pieces:
        if _is_space(piece):
            space = space or piece
            continue
        if piece.sort == "break":
            space, begun = None, False
        elif space and begun:
            yield space
        yield piece
        space, begun = None, begun or piece.sort != "break"


def _outside(pieces: Iterable[Leaf]) -> Iterator[Leaf]:
    """A space has the marks that what stands before it and what stands behind it share; a break likewise. It is in a
    link only where it was: two that stand side by side stay two.
    """
    row = list(pieces)
    for at, piece in enumerate(row):
        if not _is_space(piece) and piece.sort != "break":
            yield piece
            continue
        before = row[at - 1].marks if at else ()
        behind = row[at + 1].marks if at + 1 < len(row) else ()
        yield piece._replace(
            marks=tuple(mark for mark in before if mark in behind and (mark[0] != "link" or mark in piece.marks))
        )


def _merged(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Neighbours with equal marks as one."""
    made: list[Leaf] = []
    for (sort, marks), group in groupby(leaves, lambda leaf: (leaf.sort, leaf.marks)):
        run = list(group)
        if sort in ("text", "code"):
            made.append(Leaf(sort, "".join(leaf.text for leaf in run), marks))
        else:
            made += run
    return made


def lines(leaves: Sequence[Leaf]) -> list[list[Leaf]]:
    """Leaves by their lines."""
    made: list[list[Leaf]] = [[]]
    for leaf in leaves:
        if leaf.sort == "break":
            made.append([])
        else:
            made[-1].append(leaf)
    return made


def joined(rows: Iterable[Sequence[Leaf]]) -> list[Leaf]:
    """Lines as leaves, with a break between two."""
    made: list[Leaf] = []
    for row in rows:
        made += [BREAK, *row] if made else row
    return made


def plain(leaves: Iterable[Leaf]) -> str:
    """The text of leaves."""
    return "".join(leaf.text for leaf in leaves if leaf.sort in ("text", "auto", "code", "break"))


def tokens(leaves: Sequence[Leaf]) -> list[Token]:
    """Leaves as tokens of a line: marks that last longest are opened first."""
    made: list[Token] = []
    opened: list[Mark] = []
    lasts = _lasts(leaves)
    for leaf, until in zip(leaves, lasts, strict=True):
        keep = next((at for at, mark in enumerate(opened) if mark not in leaf.marks), len(opened))
        made += (_closing(mark) for mark in reversed(opened[keep:]))
        del opened[keep:]
        if made and made[-1].type == "text" and any(name == "link" for name, _ in set(leaf.marks) - set(opened)):
            made[-1].meta["before_link"] = True
        fresh = sorted((mark for mark in leaf.marks if mark not in opened), key=lambda mark: -until[mark])
        made += (_opening(mark) for mark in fresh)
        opened += fresh
        made += _written(leaf)
    made += (_closing(mark) for mark in reversed(opened))
    return made


def _lasts(leaves: Sequence[Leaf]) -> list[dict[Mark, int]]:
    """Of each leaf: up to which one each of its marks holds without a gap."""
    made: list[dict[Mark, int]] = []
    behind: dict[Mark, int] = {}
    for at in range(len(leaves) - 1, -1, -1):
        behind = {mark: behind.get(mark, at) for mark in leaves[at].marks}
        made.append(behind)
    return made[::-1]


def _opening(mark: Mark) -> Token:
    name, value = mark
    if name == "link":
        return Token("link_open", "a", 1, attrs={"href": value})
    if name in _MARKDOWN:
        return Token(f"{name}_open", name, 1, markup=_MARKDOWN[name])
    return Token("html_inline", "", 0, content=value)


def _closing(mark: Mark) -> Token:
    name, _ = mark
    if name == "link":
        return Token("link_close", "a", -1)
    if name in _MARKDOWN:
        return Token(f"{name}_close", name, -1, markup=_MARKDOWN[name])
    return Token("html_inline", "", 0, content=f"</{name}>")


def _written(leaf: Leaf) -> list[Token]:
    """A leaf as tokens: an address is a link of its own."""
    if leaf.sort != "auto":
        return [_token(leaf)] if leaf.text or leaf.sort != "html" else []
    opening = Token("link_open", "a", 1, attrs={"href": leaf.text}, info="auto", markup="autolink")
    return [opening, Token("text", "", 0, content=leaf.text), Token("link_close", "a", -1, info="auto")]


def _token(leaf: Leaf) -> Token:
    if leaf.sort == "break":
        return Token("hardbreak", "br", 0)
    if leaf.sort == "image":
        token = Token("image", "img", 0, attrs={"src": leaf.address, "alt": ""}, content=leaf.text)
        token.children = [Token("text", "", 0, content=leaf.text)] if leaf.text else []
        return token
    if leaf.sort == "code":
        return Token("code_inline", "code", 0, content=leaf.text, markup="`")
    if leaf.sort == "note":
        return Token("footnote_ref", "", 0, meta={"label": leaf.text})
    return Token("html_inline" if leaf.sort == "html" else "text", "", 0, content=leaf.text)


def html(leaves: Sequence[Leaf]) -> str:
    """Leaves as HTML in one line, for where Markdown is not read."""
    made: list[str] = []
    for leaf in leaves:
        shown = {"break": "<br>", "html": leaf.text, "code": f"<code>{escape(leaf.text)}</code>"}
        text = shown.get(leaf.sort, escape(leaf.text))
        for name, value in leaf.marks:
            if name in ("strong", "em", "s"):
                text = f"<{_TAGS[name]}>{text}</{_TAGS[name]}>"
            elif name != "link":
                text = f"{value}{text}</{name}>"
        made.append(text)
    return " ".join("".join(made).split())

"""Paragraphs of the classic editor, which writes none: a blank line parts them, the end of a line is a break.

The rule is that of WordPress as readers see it; what it does to text that nobody wrote is not copied. Nothing here adds
or takes a line, so that what stands on line 7 of the result stood on line 7 of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.importing.wordpress.markup.tags import TAG
from pipeline.importing.wordpress.names import names

_BLOCKS = names(
    "address article aside blockquote body caption center col colgroup dd details dialog div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main map menu nav ol",
    "option optgroup p pre section select summary table tbody td tfoot th thead tr ul",
)
"""Tags before and behind which a paragraph ends."""
_OUTSIDE = names(
    "table tbody thead tfoot tr colgroup ul ol dl select optgroup menu html map",
)
"""Tags directly within which there is no text of a paragraph: what blanks stand there mean nothing."""
_WITH_PARAGRAPHS = frozenset(["blockquote"])
"""Tags whose text is a paragraph, though no blank line stands before it."""
_AS_WRITTEN = ("pre", "script", "style", "svg", "textarea", "iframe", "object", "audio", "video", "math")
_BLANK = re.compile(r"\n[ \t\r\f\v\xa0]*+(?:\n[ \t\r\f\v\xa0]*+)+")
_BREAK = re.compile(r"<br\s*+/?>", re.IGNORECASE)
_STOP = re.compile(r"[<\n]")


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of HTML: `tag`, `as-written` (to its end tag), `comment`, `blank` lines, `line` end, or `text`."""

    sort: str
    text: str
    name: str = ""
    closing: bool = False


def paragraphs(html: str) -> str:
    """The same with its paragraphs and breaks as tags."""
    writer = _Writer()
    for token in _tokens(html.replace("\r\n", "\n")):
        writer.take(token)
    return writer.finished()


def _tokens(html: str) -> Iterator[_Token]:
    at, gone = 0, frozenset[str]()
    while at < len(html):
        token, gone = _next(html, at, gone)
        yield token
        at += len(token.text)


def _next(html: str, at: int, gone: frozenset[str]) -> tuple[_Token, frozenset[str]]:
    """The token that begins at `at`. `gone` are the end tags that were sought and do not come any more."""
    if html[at] == "\n":
        blank = _BLANK.match(html, at)
        return (_Token("blank", blank[0]) if blank else _Token("line", "\n")), gone
    if html.startswith("<!--", at):
        end = html.find("-->", at) if "-->" not in gone else -1
        return (_Token("comment", html[at : end + 3]), gone) if end >= 0 else (_Token("text", "<"), gone | {"-->"})
    if html[at] == "<" and (match := TAG.match(html, at)):
        return _tag(html, match, gone)
    stop = _STOP.search(html, at + 1)
    return _Token("text", html[at : stop.start() if stop else len(html)]), gone


def _tag(html: str, match: re.Match[str], gone: frozenset[str]) -> tuple[_Token, frozenset[str]]:
    name, closing = match[2].lower(), bool(match[1])
    if name in _AS_WRITTEN and not closing and name not in gone and not match[3].endswith("/"):
        end = re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(html, match.end())
        if end:
            return _Token("as-written", html[match.start() : end.end()], name), gone
        gone |= {name}
    return _Token("tag", match[0], name, closing), gone


@dataclass(slots=True)
class _Writer:
    """Puts paragraphs around what stands outside of blocks.

    `inside`: a paragraph is open. `bare`: what comes is text of the block that has just begun, without a paragraph of
    its own. `within` are the blocks that are open. `waiting` holds ends of lines of which nobody knows yet whether they
    are breaks, `broken` says that none is needed, as after a tag.
    """

    parts: list[str] = field(default_factory=list)
    inside: bool = False
    bare: bool = False
    within: list[str] = field(default_factory=list)
    waiting: str = ""
    broken: bool = True

    def take(self, token: _Token) -> None:
        if token.sort == "blank":
            self._end()
            self.parts.append(token.text)
            self.bare = False
        elif token.sort == "line" or (self.waiting and _is_white(token)):
            self.waiting += token.text
        elif token.sort == "comment" or _is_white(token):
            self._flush(breaks=False)
            self.parts.append(token.text)
        elif token.name == "p":
            self._paragraph(token)
        elif token.name in _BLOCKS:
            self._block(token)
        else:
            self._inline(token)

    def _paragraph(self, token: _Token) -> None:
        """A paragraph that somebody wrote. Its end says nothing where it ended before, at a blank line."""
        if token.closing and not self.inside:
            self._flush(breaks=False)
            return
        if token.closing:
            self._end()
            return
        self._end()
        self.parts.append(token.text)
        self.inside = True

    def _block(self, token: _Token) -> None:
        self._end()
        self.parts.append(token.text)
        opens = token.sort == "tag" and not token.closing and token.name not in ("hr", "col")
        self.bare = opens and token.name not in _WITH_PARAGRAPHS
        if opens:
            self.within.append(token.name)
        elif token.closing and token.name in self.within[-64:]:
            while self.within.pop() != token.name:
                pass

    def _inline(self, token: _Token) -> None:
        is_break = bool(_BREAK.fullmatch(token.text))
        self._flush(breaks=not is_break)
        outside = self.within and self.within[-1] in _OUTSIDE
        if not (self.inside or self.bare or outside or is_break):
            self.parts.append("<p>")
            self.inside = True
        self.parts.append(token.text)
        self.broken = is_break

    def _flush(self, *, breaks: bool) -> None:
        """The ends of lines that waited: breaks, where text stands before and behind them."""
        if self.waiting:
            self.parts.append(("<br>" if breaks and not self.broken else "") + self.waiting)
            self.waiting = ""

    def _end(self) -> None:
        """The end of what paragraph is open, before the ends of lines that follow it."""
        self.parts.append(("</p>" if self.inside else "") + self.waiting)
        self.inside, self.waiting, self.broken = False, "", True

    def finished(self) -> str:
        self._end()
        return "".join(self.parts)


def _is_white(token: _Token) -> bool:
    return token.sort == "text" and not token.text.strip(" \t\r\f\v\xa0")

"""Tags of HTML as they stand in a text, and what changes them in place: everything else stays as it was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from typing import Final

from pipeline.importing.source.xml import INSIDE

TAG: Final = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9:-]*+)({INSIDE})>")
"""A tag: its slash, its name, its attributes. Quotes part it from text without going back, so that time grows with the
text: of all the `<` from which somebody reads on at one place, no two are in the same state there.
"""
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]++)(\s*+=\s*+)?(?(2)(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++)?)")


class Lines:
    """On which line each character of a text stands, where its first stands on line `first`."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._ends, self._first = [match.start() for match in re.finditer("\n", text)], first

    def at(self, offset: int) -> int:
        """The line of this character."""
        return self._first + bisect_right(self._ends, offset - 1)


def attributes(said: str) -> dict[str, str]:
    """The attributes of a tag, by their names in lower case; the first of a name counts, as for browsers."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(said):
        value = match[3] or ""
        found.setdefault(match[1].lower(), unescape(value[1:-1] if value[:1] in ('"', "'") else value))
    return found


def tag(name: str, given: Mapping[str, str], content: str | None = None) -> str:
    """A tag with what of its attributes says anything; with its content and its end, where that is not None."""
    said = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if value or key == "alt")
    return f"<{name}{said}>" + ("" if content is None else f"{content}</{name}>")


def one_line(html: str) -> str:
    """The same in one line: what comes into a text from elsewhere moves none of its lines."""
    return html.replace("\r\n", "\n").replace("\n", "&#10;")


def blank(text: str) -> str:
    """Nothing, in as many lines as a text has."""
    lines = text.count("\n")
    return f"<!--{lines * chr(10)}-->" if lines else ""


def spans(html: str, *names: str) -> Iterator[tuple[int, int]]:
    """From where to where each tag of the text goes; or each element of these names, with all that is inside."""
    begun: dict[str, int] = {}
    for match in TAG.finditer(html):
        name = match[2].lower()
        if not names:
            yield match.span()
        elif name in names and not match[1]:
            begun.setdefault(name, match.start())
        elif name in begun and match[1]:
            yield begun.pop(name), match.end()


def comments(html: str) -> Iterator[tuple[int, int]]:
    """From where to where each comment goes."""
    begin = html.find("<!--")
    while begin >= 0 and (end := html.find("-->", begin + 4)) >= 0:
        yield begin, end + 3
        begin = html.find("<!--", end + 3)


def changed(html: str, change: Callable[[str, dict[str, str]], Mapping[str, str | None]]) -> str:
    """The text with some attributes changed: `change` is given the name of a tag and its attributes, and answers with
    the new values of those that change, None for those that go.
    """
    return TAG.sub(lambda match: _changed(match, change), html)


def _changed(match: re.Match[str], change: Callable[[str, dict[str, str]], Mapping[str, str | None]]) -> str:
    if match[1]:
        return match[0]
    new = change(match[2].lower(), attributes(match[3]))
    if not new:
        return match[0]
    left = dict(new)

    def written(one: re.Match[str]) -> str:
        name = one[1].lower()
        if name not in new:
            return one[0]
        value = left.pop(name, None)
        return _ends(one[0]) if value is None else f'{one[1]}="{escape(value)}"{_ends(one[0])}'

    said = _ATTRIBUTE.sub(written, match[3])
    more = "".join(f' {name}="{escape(value)}"' for name, value in left.items() if value is not None)
    return f"<{match[2]}{more}{said}>"


def _ends(text: str) -> str:
    """The ends of lines of a text, and nothing else."""
    return "\n" * text.count("\n")

"""Tags of templates in a text: `{{< name … >}} … {{< /name >}}`, `{% name … %} … {% endname %}`, `{{ value }}`.

Time and memory grow with the text: each character is looked at a few times, and nothing is nested by calls.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_ARGUMENT = re.compile(
    r"""(?:([\w.-]{1,60}+)[ \t\n]{0,3}+[=:][ \t\n]{0,3}+|(?![\w.-]{1,60}+[ \t\n]{0,3}+[=:]))"""
    r"""(?:"((?:[^"\\]++|\\.)*)"|'([^']*+)'|`([^`]*+)`|([^\s"'`,=]++)|["'`](.*+))""",
    re.DOTALL,
)


_DEEPEST = 20
"""Tags inside each other: nobody writes so many, and each copies what is in it."""
_INDENT = 80
"""The most characters before a tag that are looked at."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its name, what else stands in it, where it is, and whether it `closes` another or stands alone."""

    name: str
    rest: str
    begin: int
    end: int
    closes: bool = False
    single: bool = False

    def arguments(self) -> tuple[tuple[str, ...], dict[str, str]]:
        """Those without a name, in their order, and those with one."""
        return _arguments(self.rest)


@dataclass(frozen=True, slots=True)
class Found:
    """A tag, with what stands between it and the one that closes it (None: nothing closes it), as it has been cleaned;
    the text of all of it as it was, and the line on which it begins (from 0). `block`: it begins its line.
    """

    tag: Tag
    inner: str | None
    source: str
    line: int
    block: bool = True

    @property
    def given(self) -> tuple[str, ...]:
        return self.tag.arguments()[0]

    @property
    def named(self) -> dict[str, str]:
        return self.tag.arguments()[1]

    def said(self, *names: str | int) -> str:
        """The first argument that is there, by its name or its number."""
        given, named = self.tag.arguments()
        for name in names:
            if isinstance(name, str) and named.get(name):
                return named[name]
            if isinstance(name, int) and name < len(given):
                return given[name]
        return ""


@lru_cache(maxsize=16)
def _arguments(rest: str) -> tuple[tuple[str, ...], dict[str, str]]:
    given, named = [], {}
    for match in _ARGUMENT.finditer(rest):
        value = next((one for one in match.groups()[1:] if one is not None), "").replace('\\"', '"')
        if match[1]:
            named[match[1].lower()] = value
        else:
            given.append(value)
    return tuple(given), named


def between(text: str, opens: str, closes: str) -> Iterator[tuple[int, int]]:
    """Where something begins with `opens` and ends with `closes`."""
    at = 0
    while (begin := text.find(opens, at)) >= 0:
        if (end := text.find(closes, begin + len(opens))) < 0:
            return
        yield begin, end + len(closes)
        at = end + len(closes)


def woven(text: str, tags: Sequence[Tag], replaced: Callable[[Found], str]) -> str:
    """The text with what stands for each tag. What follows stays on its line, where that can be."""
    partners, breaks = _pairs(tags), [match.start() for match in re.finditer("\n", text)]
    closers = frozenset(partners.values())
    open_: list[tuple[Tag, list[str]]] = []
    out: list[str] = []
    at = 0

    def put(tag: Tag, inner: str | None, end: int) -> None:
        source, line = text[tag.begin : end], bisect_left(breaks, tag.begin)
        before = text[max(breaks[line - 1] + 1 if line else 0, tag.begin - _INDENT) : tag.begin]
        found = replaced(Found(tag, inner, source, line, not before.strip()))
        if before and "\n" in found and not before.strip():
            found = found.replace("\n", f"\n{before}")
        behind = "\n\n" if "\n" in found and text[end : end + 1] not in ("", "\n") else ""
        out.append(found + behind + "\n" * (source.count("\n") - found.count("\n")))

    for number, tag in enumerate(tags):
        out.append(text[at : tag.begin])
        at = tag.end
        if number in partners:
            open_.append((tag, out))
            out = []
        elif number in closers:
            inner = "".join(out)
            opener, out = open_.pop()
            put(opener, inner, tag.end)
        else:
            put(tag, None, tag.end)
    return "".join([*out, text[at:]])


def _pairs(tags: Sequence[Tag]) -> dict[int, int]:
    """The numbers of tags that are closed, each with that of the one that closes it."""
    pairs: dict[int, int] = {}
    open_: list[int] = []
    names: Counter[str] = Counter()
    for number, tag in enumerate(tags):
        if not tag.closes:
            if not tag.single and len(open_) < _DEEPEST:
                open_.append(number)
                names[tag.name] += 1
        elif names[tag.name]:
            while tags[opener := open_.pop()].name != tag.name:
                names[tags[opener].name] -= 1
            names[tag.name] -= 1
            pairs[opener] = number
    return pairs

"""Terms in a text: where finished HTML uses a word of a glossary for the first time, and what is put there instead.

A text is read word by word and no word twice, whatever a glossary holds. Nothing is found in headings, links, code and
other places that are no running text. Where its author links to a term, that link is its use, whatever comes before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from pipeline.formats import markup
from pipeline.formats.rendering import INTERNAL

MOST_WORDS = 8
"""Of a spelling: so many words at most are looked at from each word of a text on."""
_WORD = re.compile(r"\w+")
_JOINERS = frozenset("-\u2010\u2011.@/")  # the second and the third are hyphens, too
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_SILENT = frozenset({
    "a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "kbd", "samp", "var", "cite", "dfn", "abbr", "summary",
    "dt", "th", "caption", "figcaption",
})  # fmt: skip
"""Elements that are no running text, or say themselves what they mean."""
_SILENT_CLASSES = frozenset({"admonition-title"})


@dataclass(frozen=True, slots=True)
class Use:
    """The use of a term in a text. What stands from `start` to `end` gives way to what explains it; the words of the
    text stand from `first` to `last`, which is the same unless its author linked to the term.
    """

    start: int
    end: int
    first: int
    last: int
    term: str


class Vocabulary:
    """The spellings of the terms of one language. One with a capital letter is read only as it is written: `CRAFT` is
    no `craft`, and the German noun no verb. Of two alike the first counts; what has too many words is in no text.
    """

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """`spellings`: how a term is written, and the term (`<file>#<id>`)."""
        self._counts: dict[str, list[int]] = {}
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        for written, term in spellings:
            text = escape(" ".join(written.split()), quote=False)
            words = list(_words(text, 0, len(text)))
            if 0 < len(words) <= MOST_WORDS:
                self._learn(text[words[0][0] : words[-1][1]], text[slice(*words[0])].casefold(), len(words), term)

    def _learn(self, text: str, first: str, count: int, term: str) -> None:
        counts = self._counts.setdefault(first, [])
        if count not in counts:
            counts.append(count)
            counts.sort(reverse=True)  # the longest that fits is meant: `urge surfing`, and not `urge`
        if text == text.lower():
            self._folded.setdefault(text.casefold(), term)
        else:
            self._exact.setdefault(text, term)

    def __bool__(self) -> bool:
        return bool(self._counts)

    def at(self, html: str, words: list[tuple[int, int]], number: int) -> tuple[int, str] | None:
        """Of how many words, from this one on, a text makes a term, and which; None where it makes none."""
        start, end = words[number]
        for count in self._counts.get(html[start:end].casefold(), ()):
            last = number + count - 1
            if last < len(words):
                found = " ".join(html[start : words[last][1]].split())
                term = self._exact.get(found) or self._folded.get(found.casefold())
                if term and _stands_alone(html, start, words[last][1]):
                    return count, term
        return None


def too_long(spelling: str) -> bool:
    """Whether a spelling has too many words to be looked for; a hyphen parts two."""
    return sum(1 for _ in _words(spelling, 0, len(spelling))) > MOST_WORDS


def uses(
    html: str, vocabulary: Vocabulary, known: Callable[[str], bool], most: int, told: Collection[str] = ()
) -> tuple[Use, ...]:
    """The first use of each term in finished HTML, in the order of the text: those to which it links, and of the others
    at most so many. `known` says whether there is a term `<file>#<id>`; what the text tells itself is `told`.
    """
    walk = _Walk(html, vocabulary if most else Vocabulary(()), known)
    walk.run()
    found = (use for term, use in walk.found.items() if term not in walk.linked and term not in told)
    return tuple(sorted((*walk.linked.values(), *list(found)[:most]), key=lambda use: use.start))


def explained(html: str, found: Iterable[Use], write: Callable[[Use, str], str]) -> str:
    """The HTML with each use as `write` puts it, which gets the words of the text as HTML."""
    parts: list[str] = []
    at = 0
    for use in found:
        parts += html[at : use.start], write(use, html[use.first : use.last])
        at = use.end
    return "".join((*parts, html[at:]))


@dataclass(slots=True)
class _Walk:
    """One walk over sanitised HTML, whose tags are in order."""

    html: str
    vocabulary: Vocabulary
    known: Callable[[str], bool]
    found: dict[str, Use] = field(default_factory=dict)
    linked: dict[str, Use] = field(default_factory=dict)
    open: list[bool] = field(default_factory=list)
    silent: int = 0
    link: tuple[str, int, int] | None = None

    def run(self) -> None:
        at = 0
        for tag in markup.TAG.finditer(self.html):
            self.read(at, tag.start())
            if tag[1]:
                self.end(tag)
            elif tag[2] not in _VOID:
                self.start(tag)
            at = tag.end()
        self.read(at, len(self.html))

    def start(self, tag: re.Match[str]) -> None:
        attributes = markup.attributes_of(tag[3])
        if tag[2] == "a" and not self.silent and (term := _term_of(attributes.get("href", ""))) and self.known(term):
            self.link = term, tag.start(), tag.end()
        silent = tag[2] in _SILENT or not _SILENT_CLASSES.isdisjoint(attributes.get("class", "").split())
        self.open.append(silent)
        self.silent += silent

    def end(self, tag: re.Match[str]) -> None:
        if self.open:
            self.silent -= self.open.pop()
        if tag[2] == "a" and self.link:
            term, start, first = self.link
            self.linked.setdefault(term, Use(start, tag.end(), first, tag.start(), term))
            self.link = None

    def read(self, start: int, end: int) -> None:
        """The words between two tags."""
        if self.silent or not self.vocabulary or start == end:
            return
        words = list(_words(self.html, start, end))
        number = 0
        while number < len(words):
            match = self.vocabulary.at(self.html, words, number)
            if match is None:
                number += 1
                continue
            first, last = words[number][0], words[number + match[0] - 1][1]
            self.found.setdefault(match[1], Use(first, last, first, last, match[1]))
            number += match[0]


def _term_of(address: str) -> str:
    """The term to which a reference leads, `<file>#<id>`; empty where it leads to none."""
    path, mark, fragment = address.removeprefix(INTERNAL).partition("#")
    return f"{unquote(path)}#{unquote(fragment)}" if mark and address.startswith(INTERNAL) else ""


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where words begin and end, with the marks that are written upon their last letter; entities are none."""
    for match in _WORD.finditer(text, start, end):
        last = match.end()
        while last < end and _is_mark(text[last]):
            last += 1
        if not (text[match.start() - 1 : match.start()] == "&" and text[last : last + 1] == ";"):
            yield match.start(), last


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what stands there is no part of a longer word, of a compound with a hyphen, or of an address."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return not (
        (before[-1:].isalnum() or _is_mark(before[-1:]) or after[:1].isalnum())
        or (before[-1:] in _JOINERS and before[:-1].isalnum())
        or (after[:1] in _JOINERS and after[1:].isalnum())
    )


def _is_mark(char: str) -> bool:
    """Whether a character is written upon the one before it: a vowel of Hindi, an accent of its own."""
    return bool(char) and unicodedata.category(char).startswith("M")

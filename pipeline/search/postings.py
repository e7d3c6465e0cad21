"""Where each word stands: the lists of pages in a Pagefind index, in a form in which those of shards are joined by
concatenation.

A list has for each page its number, as the distance from the page before, and the places of the word on it. The pages
of shards follow each other; so their lists become one when the first distance in each is put right, and all other
bytes stay as they are.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import accumulate, groupby, pairwise
from typing import Self

import cbor2

CHUNK = 48_000
"""Bytes of a file of words at most, some 22 kB when packed: a browser loads one for each word of a query. Only a family
that is larger has a larger file, alone.
"""
FAMILY = 4
"""Letters that begin a family of words, which stands in one file: a browser finds what begins as the word typed only in
the file that it loads for it.
"""
_INTEGER, _ARRAY = 0, 4  # major types of CBOR (RFC 8949)
PLACES, LARGE = (4, 2, 1), CHUNK // 4
"""In such a family a list of more bytes than these keeps so many places of each page, the most for which the file has
room. Words like these stand nearly everywhere: where else on a page they stand says little, and would be most of what a
browser loads for a query.
"""
LONG = LARGE // 64
"""Bytes of a list that a volume cuts for those who join it: what is large among all pages is long in most volumes, and
of these one changes at a time.
"""
_INT = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39].{2}|[\x1a\x3a].{4})"
_MANY = rb"(?:[\x80-\x97]|\x98.|\x99.{2}|\x9a.{4})"  # how an array begins
_INTS = _MANY + _INT + rb"*+"
_PAGE = re.compile(rb"\x83(" + _INT + rb")" + _INTS + _INTS, re.DOTALL)
_LIST = re.compile(rb"(" + _MANY + rb")((?:" + _PAGE.pattern + rb")*+)", re.DOTALL)
"""A list. To find its pages is four times as fast as to make objects of all numbers in it."""
_LENGTH = rb"([\x60-\x77]|\x78.|\x79.{2})"
_WORD, _SPELT = (re.compile(items + _LENGTH, re.DOTALL) for items in (rb"\x83", rb"\x82"))
"""How a word begins, and how one of its spellings: with the length of its text."""
_WEIGHT = rb"(?:[\x20-\x37]|\x38.|\x39.{2}|\x3a.{4})"  # negative: of the places that follow
_PLACE = rb"(?:[\x00-\x17]|\x18.|\x19.{2}|\x1a.{4})"
_FIRST = rb"((?:" + _WEIGHT + rb"*+" + _PLACE + rb"){0,%d})"
_ENTRY = rb"(\x83" + _INT + rb")" + _MANY + _FIRST + _INT + rb"*+(" + _INTS + rb")"
_SHORT = {n: re.compile(_ENTRY % n, re.DOTALL) for n in PLACES}
"""The entry of a page: how it begins, its first places, and what its facts say."""
_ONE = re.compile(_INT, re.DOTALL)
_WIDE, _WIDEST = 24, 26  # in the head of a value: its number is that of one byte, or of four, that follow
_SPELLING = "\0"  # between a word without its accents and one with them: stands in no text, sorts before all


def letters(word: str) -> str:
    """The words that lie with this one, and are joined again when one of them changes: those that begin with the same
    letter, or with one of the same thousand where a script has many. Names of such ranges sort as their words do.
    """
    return _range(word[0])


@cache
def _range(letter: str) -> str:
    number = ord(letter)
    return f"{number if number < 0x3000 else number & ~0x3FF:06x}"


@dataclass(frozen=True, slots=True)
class Postings:
    """Columns, a row a word: the first page and the last one, how many pages, and the bytes of the list after the
    first number. `cut` has the same bytes with fewer places of each page, by how many, of words whose list is long.
    """

    words: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    rest: list[bytes] = field(default_factory=list)
    cut: Mapping[int, Mapping[str, bytes]] = field(default_factory=dict)

    def add(self, word: str, first: int, last: int, pages: int, rest: bytes) -> None:
        """Take the list of a word."""
        self.words.append(word)
        self.first.append(first)
        self.last.append(last)
        self.pages.append(pages)
        self.rest.append(rest)

    def rows(self) -> Iterator[tuple[str, int, int, int, bytes]]:
        """The lists: columns side by side are the fastest way to go through 300,000 of them at 5,000 pages."""
        return zip(self.words, self.first, self.last, self.pages, self.rest, strict=True)

    def to_bytes(self) -> bytes:
        """CBOR of as few values as can be, so that they are read fast."""
        columns = (self.first, self.last, self.pages, [len(one) for one in self.rest])
        packed = (struct.pack(f"<{len(column)}I", *column) for column in columns)
        return cbor2.dumps([self.words, *packed, b"".join(self.rest), self.cut])

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `to_bytes` made."""
        words, *packed, together, cut = cbor2.loads(data)
        first, last, pages, lengths = (list(struct.unpack(f"<{len(words)}I", column)) for column in packed)
        ends = [*accumulate(lengths, initial=0)]
        return cls(words, first, last, pages, [together[a:b] for a, b in pairwise(ends)], cut)

    def with_cuts(self) -> Postings:
        """The same with long lists cut, too: each to fewer places from what was cut to more."""
        of = {word: rest for word, rest in zip(self.words, self.rest, strict=True) if len(rest) > LONG}
        cut = {most: (of := {word: _cut(rest, most) for word, rest in of.items()}) for most in PLACES}
        return replace(self, cut=cut)

    def shortened(self, most: int, wanted: AbstractSet[str]) -> Postings:
        """The lists of these words alone, with at most so many places of each page."""
        cut = self.cut.get(most, {})
        found = Postings()
        for word, first, last, pages, rest in self.rows():
            if word in wanted:
                found.add(word, first, last, pages, cut.get(word) or _cut(rest, most))
        return found


def ranges(chunks: Iterable[bytes]) -> dict[str, Postings]:
    """What the files of words say (CBOR), by ranges of letters. Raises ValueError."""
    made: dict[str, Postings] = {}
    for chunk in chunks:
        for word, distances, rest in _read(chunk):
            if distances:  # a word may have nothing but spellings
                of = letters(word)
                if of not in made:
                    made[of] = Postings()
                numbers = [*map(_whole, distances)]
                made[of].add(word, numbers[0], sum(numbers), len(numbers), rest)
    return made


def _read(data: bytes) -> Iterator[tuple[str, list[bytes], bytes]]:
    """The lists of a file of words as Pagefind writes it: each word, then each of its spellings."""
    _, at = _number(data, 0, _ARRAY)
    words, at = _number(data, at, _ARRAY)
    for _ in range(words):
        word, at = _text(_WORD, data, at)
        distances, rest, at = _list(data, at)
        yield word, distances, rest
        spellings, at = _number(data, at, _ARRAY)
        for _ in range(spellings):
            spelling, at = _text(_SPELT, data, at)
            distances, rest, at = _list(data, at)
            yield f"{word}{_SPELLING}{spelling}", distances, rest


def _list(data: bytes, at: int) -> tuple[list[bytes], bytes, int]:
    """Of the list that begins there the distances between its pages, its bytes after the first, and where it ends."""
    found = _LIST.match(data, at)
    if found is None:
        raise ValueError(f"no list begins at {data[at : at + 4]!r}")
    begin, end = found.span(2)
    distances = _PAGE.findall(data, begin, end)
    if len(distances) != _whole(found[1]):
        raise ValueError(f"a list of {_whole(found[1])} pages has {len(distances)}")
    return distances, data[begin + 1 + len(distances[0]) : end] if distances else b"", end


def _text(of: re.Pattern[bytes], data: bytes, at: int) -> tuple[str, int]:
    """The text of what begins there, and where it ends."""
    found = of.match(data, at)
    if found is None:
        raise ValueError(f"no word begins at {data[at : at + 4]!r}")
    at = found.end()
    end = at + _whole(found[1])
    return data[at:end].decode(), end


def _number(data: bytes, at: int, kind: int) -> tuple[int, int]:
    """How many follow in the value that begins there, and where they begin."""
    head = data[at]
    if head >> 5 != kind or head & 31 > _WIDEST:
        raise ValueError(f"the byte {head:#x} begins another value")
    end = at + 1 + (1 << (head & 31) - _WIDE if head & 31 >= _WIDE else 0)
    return _whole(data[at:end]), end


@cache
def _whole(head: bytes) -> int:
    """The number in the head of a value."""
    return int.from_bytes(head[1:], "big") if len(head) > 1 else head[0] & 31


@dataclass(frozen=True, slots=True)
class Chunk:
    """A file of words: the first one, the last one, and what it holds as CBOR."""

    first: str
    last: str
    data: bytes


def chunks(parts: Iterable[tuple[int, Postings]]) -> Iterator[Chunk]:
    """The files of all words of the parts, each part with the number of its first page, in their order."""
    held: list[tuple[str, bytes]] = []
    size = 0
    lists = _Lists(tuple(parts))
    for _, words in groupby(lists.words(), lambda one: one[0][:FAMILY]):
        family = _family([*words], lists)
        more = sum(len(record) for _, record in family)
        if held and size + more > CHUNK:
            yield _chunk(held)
            held, size = [], 0
        held += family
        size += more
    if held:
        yield _chunk(held)


def _chunk(held: Sequence[tuple[str, bytes]]) -> Chunk:
    return Chunk(held[0][0], held[-1][0], _array([_array([record for _, record in held])]))


def _family(words: Sequence[tuple[str, Mapping[str, bytes]]], of: _Lists) -> list[tuple[str, bytes]]:
    """Words that stand in one file, each with what is said of it."""
    family = [(word, _record(word, lists)) for word, lists in words]
    for most in PLACES:
        if sum(len(record) for _, record in family) <= CHUNK:
            break
        short = of.shortened(most)
        family = [(word, _record(word, {key: short.get(key, lists[key]) for key in lists})) for word, lists in words]
    return family


class _Lists:
    """The lists of all parts together, whole and shortened."""

    def __init__(self, parts: Sequence[tuple[int, Postings]]) -> None:
        self._parts, self._whole = parts, joined(parts)
        rows = zip(self._whole.words, self._whole.rest, strict=True)
        self._large = {word for word, rest in rows if len(rest) > LARGE}
        self._short: dict[int, Mapping[str, bytes]] = {}

    def words(self) -> Iterator[tuple[str, Mapping[str, bytes]]]:
        """Each word with its list and those of its spellings, in order."""
        lists = _listed(self._whole)
        for word, keys in groupby(sorted(lists), lambda key: key.partition(_SPELLING)[0]):
            yield word, {key: lists[key] for key in keys}

    def shortened(self, most: int) -> Mapping[str, bytes]:
        """The lists that are large, in which pages keep their first places. What their facts say stays."""
        if most not in self._short:
            short = ((base, part.shortened(most, self._large)) for base, part in self._parts)
            self._short[most] = _listed(joined(short))
        return self._short[most]


def _listed(of: Postings) -> dict[str, bytes]:
    """The whole list of each word."""
    rows = zip(of.words, of.pages, of.first, of.rest, strict=True)
    return {word: _head(_ARRAY, pages) + _page(first) + rest for word, pages, first, rest in rows}


def _cut(rest: bytes, most: int) -> bytes:
    """What follows the first number of a list, with so many places of each page."""
    begin = _page(0)
    entries = _SHORT[most].findall(begin + rest)  # and no `sub`, which would call a function for each
    return b"".join([page + _counted(places) + facts for page, places, facts in entries])[len(begin) :]


@lru_cache(1 << 14)
def _counted(places: bytes) -> bytes:
    """Some places as an array."""
    return _head(_ARRAY, len(_ONE.findall(places))) + places


@dataclass(slots=True)
class _List:
    """The list of a word as it grows."""

    first: int
    last: int
    pages: int
    rest: list[bytes]


def joined(parts: Iterable[tuple[int, Postings]]) -> Postings:
    """One for all of the parts, each with the number of its first page."""
    lists: dict[str, _List] = {}
    for base, part in parts:
        for word, first, last, pages, rest in part.rows():
            found = lists.get(word)
            if found is None:
                lists[word] = _List(base + first, base + last, pages, [rest])
            else:
                found.rest += _page(base + first - found.last), rest
                found.last = base + last
                found.pages += pages
    of = lists.values()
    return Postings(
        [*lists],
        [one.first for one in of],
        [one.last for one in of],
        [one.pages for one in of],
        [b"".join(one.rest) for one in of],
    )


@cache
def _page(distance: int) -> bytes:
    """How the entry of a page begins: its three values follow, and the first is the distance from the page before."""
    return _head(_ARRAY, 3) + _head(_INTEGER, distance)


def _record(word: str, lists: Mapping[str, bytes]) -> bytes:
    """A word with its list, and with those of its spellings."""
    spelt = [_array([cbor2.dumps(key.partition(_SPELLING)[2]), pages]) for key, pages in lists.items() if key != word]
    return _array([cbor2.dumps(word), lists.get(word, _array([])), _array(spelt)])


def _array(items: Sequence[bytes]) -> bytes:
    return _head(_ARRAY, len(items)) + b"".join(items)


@cache
def _head(kind: int, number: int) -> bytes:
    """How CBOR begins a value: its type with a number, which is how many follow or an integer itself."""
    plain: bytes = cbor2.dumps(number)
    return bytes((plain[0] | kind << 5,)) + plain[1:]

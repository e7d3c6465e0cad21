"""The words of the pages as they are spelt, for who mistypes one: the index itself has stems, which nobody types.

Words that are only ever written with a capital are the names of somebody or something, and nobody is offered a name for
what they typed; where a language writes all nouns so, nobody can tell.

A shard counts on how many of its pages each word stands, and what shards say is added. A browser loads the list when a
query has a word that no result has, and looks there for words that are nearly alike (theme/assets/spelling.js).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

SPELLINGS = "spelt"
"""What a job says of spellings. It is not published."""
FILE = "spellings.txt"
MOST = 5_000
"""Words of the list at most, 45 kB: those that stand on the most pages."""
_ONCE = 50
"""Of so many pages, a word that stands on one is as likely a slip itself."""
_NOUNS = ("de", "lb")
"""Languages that write every noun with a capital."""
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONGEST = 4, 24


def counted(texts: Iterable[str], language: str) -> Counter[str]:
    """On how many of these pages (HTML) each word stands, names apart."""
    found: Counter[str] = Counter()
    for text in texts:
        words = {*_WORD.findall(unescape(_TAG.sub(" ", text)))}
        common = {word.lower() for word in words if language in _NOUNS or word == word.lower()}
        found.update({word for word in common if _SHORTEST <= len(word) <= _LONGEST})
    return found


def added(parts: Iterable[bytes]) -> Counter[str]:
    """What several say, together."""
    found: Counter[str] = Counter()
    for part in parts:
        for line in part.decode().splitlines():
            count, *words = line.split(" ")
            found.update(words if count == "1" else dict.fromkeys(words, int(count)))  # half of all stand on one page
    return found


def to_bytes(counts: Counter[str]) -> bytes:
    """For `added`: on each line a count, and the words that have it."""
    having: dict[int, list[str]] = {}
    for word, count in sorted(counts.items()):
        having.setdefault(count, []).append(word)
    return "\n".join(f"{count} {' '.join(words)}" for count, words in sorted(having.items())).encode()


def listed(counts: Counter[str], pages: int) -> bytes:
    """The list, a word a line, the most frequent first."""
    least = 2 if pages >= _ONCE else 1
    kept = sorted((-count, word) for word, count in counts.items() if count >= least)
    return "".join(f"{word}\n" for _, word in kept[:MOST]).encode()

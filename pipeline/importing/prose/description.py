"""The description of an entry, from a text: whole sentences, of a length that lists and searches show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.formats.prose import sentences

LEAST, MOST = 40, 300
"""Characters."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_TIME = re.compile(r"[(\[]?\d{1,3}:\d{2}(?::\d{2})?[)\]]?\s")
_ENOUGH, _LONG = 120, 80
_ENDS = frozenset('.!?…"”’»)\u3002\uff01\uff1f')


def description(text: str) -> str:
    """The beginning of a plain text, in 40 to 300 characters where it has so many; "" of a text without words.

    It is cut behind a sentence, else behind a word, with an ellipsis. Lines that are only an address, or begin with a
    time code, tell nothing of the whole and are left out; so are headings and the like, where there are sentences.
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if any(map(str.isalpha, _ADDRESS.sub("", line))) and not _TIME.match(line)]
    whole = _joined(line for line in lines if len(line) >= _LONG or line[-1] in _ENDS)
    whole = whole if len(whole) >= LEAST else _joined(lines)
    return whole if len(whole) <= MOST else _cut(whole)


def _joined(lines: Iterable[str]) -> str:
    """As many lines as say enough."""
    whole = ""
    for line in lines:
        whole = f"{whole} {line}".lstrip()
        if len(whole) >= _ENOUGH:
            break
    return whole


def _cut(text: str) -> str:
    end = 0
    for at, sentence in sentences(text[: MOST + 1]):
        stop = at + len(sentence.rstrip())
        if stop <= MOST and text[stop - 1 : stop] in _ENDS:
            end = stop
    if end >= LEAST:
        return text[:end].rstrip()
    space = text.rfind(" ", 0, MOST)
    return text[: space if space >= LEAST else MOST - 1].rstrip(" ,;:–—-") + "…"

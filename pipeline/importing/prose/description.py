"""The description of an entry, from a text: whole sentences, of a length that lists and searches show."""

from __future__ import annotations

import re

from pipeline.formats.prose import sentences

LEAST, MOST = 40, 300
"""Characters."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_TIME = re.compile(r"[(\[]?\d{1,3}:\d{2}(?::\d{2})?[)\]]?\s")
_ENOUGH = 120


def description(text: str) -> str:
    """The beginning of a plain text, in 40 to 300 characters where it has so many; "" of a text without words.

    It is cut behind a sentence, else behind a word, with an ellipsis. Lines that are only an address, or begin with a
    time code, tell nothing of the whole and are left out.
    """
    whole = ""
    for line in text.split("\n"):
        if not any(one.isalpha() for one in _ADDRESS.sub("", line)) or _TIME.match(line.lstrip()):
            continue
        whole = f"{whole} {' '.join(line.split())}".strip()
        if len(whole) >= _ENOUGH:
            break
    return whole if len(whole) <= MOST else _cut(whole)


def _cut(text: str) -> str:
    end = 0
    for at, sentence in sentences(text[: MOST + 1]):
        stop = at + len(sentence.rstrip())
        if stop <= MOST and text[stop - 1 : stop] in tuple('.!?…"”’»)'):
            end = stop
    if end >= LEAST:
        return text[:end].rstrip()
    space = text.rfind(" ", 0, MOST)
    return text[: space if space >= LEAST else MOST - 1].rstrip(" ,;:–—-") + "…"

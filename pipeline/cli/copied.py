"""Copies of a library in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.cli.amounts import size_in_words
from pipeline.copying import Copy


@dataclass(frozen=True, slots=True)
class Written:
    """A copy, the file it was written to, and the size of that; None: it was not written."""

    copy: Copy
    place: str
    size: int | None
    sound: bool


def in_words(one: Written) -> Iterator[str]:
    """What was written, or would be; and what is left out of it."""
    copy = one.copy
    what = f"{copy.texts} {'chapters' if copy.ending == 'epub' else 'pages'}"
    if one.size is None:
        yield f"{one.place} would hold {what} in at most {size_in_words(copy.size)}."
    else:
        yield f"Wrote {one.place}: {what}, {size_in_words(one.size)}."
    if copy.recordings and not one.sound:
        word = "recording" if copy.recordings == 1 else "recordings"
        yield f"  Without sound: {copy.recordings} {word}, {size_in_words(copy.sound)} more, go along with `--sound`."


def as_data(one: Written) -> dict[str, Any]:
    """The same as plain data; sizes in bytes."""
    copy = one.copy
    return {
        "file": one.place,
        "kind": copy.ending,
        "texts": copy.texts,
        "unpacked": copy.size,
        "size": one.size,
        "sound": one.sound and copy.recordings > 0,
        "recordings": copy.recordings,
        "recordings_size": copy.sound,
    }

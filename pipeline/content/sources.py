"""What an entry is made from, and why an entry is not public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from pipeline.content.load import AUDIENCES, PEOPLE, TOPICS
from pipeline.model.entry import Entry, resolve, utc
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library, is_retired


def named(library: Library, entry: Entry[Any]) -> tuple[str, ...]:
    """The files that an entry is made from: its own, and those that its fields name, sorted."""
    value = entry.document.value
    read = {name: said for name, said in value.items() if name != "extra"} if isinstance(value, dict) else value
    fields = (resolve(text, entry.path) for text in _texts(read))
    return tuple(sorted({entry.path, *(path for path in fields if path and library.exists(path))}))


def absent(library: Library, path: str, instant: datetime) -> str:
    """Why nothing is published at the address of the entry in the file `path`; empty when something should be."""
    entry = library.entry(path)
    if entry is None:
        return ""
    above = library.above(entry)
    for one, name in ((entry, "it"), (above, f"its {KINDS[above.kind].label.lower()}" if above else "")):
        if one is not None and one.fields.draft:
            return f"{name} is a draft: `draft: yes` stands in `{one.path}`"
        if one is not None and is_retired(one):
            return f"{name} is withdrawn: `retired: yes` stands in `{one.path}`"
    if library.opens(entry) > instant:
        return f"it becomes public on {utc(library.opens(entry))}"
    return ""


def heirs(library: Library) -> Callable[[str, str], str | None]:
    """Which entry took the place of another, by the address of that and what is known of it, its file or its title: one
    of the same file, file name, title or last part of the address counts, in this order.
    """
    like: dict[str, str] = {}
    for entry in reversed(library.entries):
        like[entry.path.rpartition("/")[2]] = entry.path
        like[f"/{_last(entry.address)}"] = entry.path
        like[f"title {entry.fields.title.casefold()}"] = entry.path

    def heir(address: str, known: str) -> str | None:
        wanted = (known.rpartition("/")[2], f"title {known.casefold()}", f"/{_last(address)}")
        return known if library.entry(known) else next((like[name] for name in wanted if name in like), None)

    return heir


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def shared(path: str) -> bool:
    """Whether a file is read for the library as a whole: settings, theme, people, topics, audiences."""
    return not path.startswith("content/") or path in (PEOPLE, TOPICS, AUDIENCES)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)

"""What an entry leads to: the files that its fields name, and those that its text shows or links to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.formats.markdown import Rendering
from pipeline.formats.scalars import RelPath
from pipeline.model import walk
from pipeline.model.entry import Entry, Picture, resolve


@dataclass(frozen=True, slots=True)
class References:
    """Library paths, whether or not there is something. `fields` are of files that fields name, with those of `extra`,
    which are the editor's own; `pictures` are those among them that pages show, `lead` the picture of the entry itself;
    `shown` and `linked` stand in the text.
    """

    fields: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    lead: str = ""
    shown: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()


def references(entry: Entry[Any], rendering: Rendering) -> References:
    """What an entry leads to."""
    named = [name for _, name in walk.typed(entry.fields, RelPath)]
    extra = (value for value in entry.fields.extra.values() if isinstance(value, str))
    pictures = list(walk.instances(entry.fields, Picture))
    return References(
        fields=_paths((*named, *extra), entry.path),
        pictures=_paths((picture.file for _, picture in pictures), entry.path),
        lead=next(iter(_paths((picture.file for loc, picture in pictures if loc == ("image",)), entry.path)), ""),
        shown=_unique(link.resolved for link in rendering.links if link.image),
        linked=_unique(link.resolved for link in rendering.links if not link.image),
    )


def _paths(names: Iterable[str], beside: str) -> tuple[str, ...]:
    return _unique(path for name in names if (path := resolve(name, beside)))


def _unique(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for path in paths if "://" not in path))

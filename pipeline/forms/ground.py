"""The library for which the forms are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.forms.form import Option


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder in which entries lie that belong to another one: its name, and the title of that one."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the library for which the forms are: its people, by id, and the folders of those entries to
    which others belong, by the kind of the latter; `words` are those that no field has; `otherwise` has, by
    folder, the fields that an entry there writes in another form than is asked for; `timezone` (IANA) is that of times
    without one; `largest`, by the sort of a field, how many bytes a file of it may have; `listed`, topics and
    audiences to choose from where no file has them.
    """

    people: tuple[Option, ...]
    folders: Mapping[str, tuple[Folder, ...]]
    words: Mapping[str, str]
    otherwise: Mapping[str, frozenset[str]] = field(default_factory=dict)
    timezone: str = "UTC"
    largest: Mapping[str, int] = field(default_factory=dict)
    listed: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)

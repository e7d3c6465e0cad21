"""The library for which the forms are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.forms.form import Option


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder in which entries lie that belong to another one: its name, and the title of that one."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the library for which the forms are: its people, by id, and the folders of those entries to
    which others belong, by the kind of the latter; `words` are those that no field has, and `timezone` (IANA) is that
    of times without one.
    """

    people: tuple[Option, ...]
    folders: Mapping[str, tuple[Folder, ...]]
    words: Mapping[str, str]
    timezone: str = "UTC"

"""A form: what an editor is asked for an entry, as data from which every program that shows forms gets its own.

It is made of the fields that a kind declares (`asked.py`), and of nothing else: a new field, or a new kind, has its
form at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal[
    "line",  # text in one line
    "sentences",  # text in several lines
    "whole",  # a whole number
    "number",  # a decimal number
    "yes",  # yes or no
    "day",
    "instant",  # a day, or a day and time
    "choice",  # one of `options`
    "person",  # an id from people.yml
    "topic",  # an id from topics.yml
    "audience",  # an id from audiences.yml
    "entry",  # the path of another entry
    "picture",  # the path of a picture
    "recording",  # the path of a recording
    "captions",  # the path of a WebVTT or SubRip file
    "file",  # the path of any other file
    "fields",  # an object with `fields` of its own
    "names",  # a mapping of names to texts
    "free",  # anything: kept, and never asked for
    "once",  # made when the entry begins, and never changed
]


@dataclass(frozen=True, slots=True)
class Option:
    """One of those between which an editor chooses: what is written, and what is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked. `many`: a list of it, of `least` or more. `shortest` and `longest` count characters;
    `pattern` is a regular expression of the whole value, `remedy` what `check` says to one that does not fit. `default`
    is what holds where nothing is written. `otherwise`: it may be written in another form, for which this does not ask
    (chapters as the path of a file, and not as a list).
    """

    name: str
    label: str
    hint: str
    sort: Sort
    needed: bool = False
    many: bool = False
    least: int = 0
    shortest: int = 0
    longest: int = 0
    pattern: str = ""
    remedy: str = ""
    default: str | bool | int | float | tuple[str, ...] | None = None
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    otherwise: bool = False

    def asks_for(self, value: object) -> bool:
        """Whether this is how a value is written that is there."""
        return not self.otherwise or not value or isinstance(value, tuple if self.many else str)


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for an entry of a kind. `files` is the glob of its files, `folder` where all of them lie. `deep`:
    there may be folders below it; `above`: the name of the kind in whose folders its entries lie (an episode in that of
    its show); `file`: the name of the file where each entry has a folder of its own (`show.yml`). `body`: Markdown
    follows the fields; else the file is all fields.
    """

    name: str
    label: str
    plural: str
    about: str
    files: str
    folder: str
    fields: tuple[Field, ...]
    body: bool = True
    deep: bool = False
    above: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked for each line of a list that the whole library shares. `keyed`: the file is a mapping, whose keys
    are the ids; else a list, in which `id` is a field.
    """

    name: str
    label: str
    file: str
    fields: tuple[Field, ...]
    keyed: bool = False

"""How an entry of a kind begins: what an editor asks for, what there is to build on, and the text that is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pipeline.model.entry import Entry
from pipeline.settings.site import SiteSettings

DESCRIPTION = "Replace this sentence by what the reader will find here, in 40 to 300 characters."
"""What stands in place of the description, whatever begins."""


class CanNotBegin(Exception):
    """There is something to do before this entry can begin: message and remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor asks for. `path` is that of the new file, `guid` a new one; `audio` is the name of a recording."""

    path: str
    guid: str
    audio: str = ""


class Ground(Protocol):
    """What a kind may ask of the library in which an entry of it begins."""

    @property
    def site(self) -> SiteSettings:
        """The settings of the site."""

    def first(self, what: Literal["person", "topic", "audience"]) -> str:
        """The first id of a list that the whole library shares. Raises `CanNotBegin` where it is empty."""

    def address(self, path: str) -> str:
        """The address of the entry that would stand in the file `path`."""

    def siblings(self, path: str) -> tuple[Entry[Any], ...]:
        """The entries of the kind of the file `path` in its folder."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The fields that are filled in, as YAML, beside those that every entry begins with; the body; and other files of
    the entry by their name. `recording` is the name under which the recording lies beside it.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    recording: str = ""


def quoted(text: str) -> str:
    """Text as a YAML scalar in double quotes, whatever it holds."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

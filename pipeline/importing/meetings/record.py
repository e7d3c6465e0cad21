"""A meeting as a source has it: texts by the names of the Meeting Guide's fields, whatever the file is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.problems import Place

MOST: Final = 20_000
"""Meetings of one source, and no more: a directory of a whole country has fewer."""


@dataclass(frozen=True, slots=True)
class Record:
    """One meeting. `said` has no empty values; lists stand with commas, regions with `>`; `others` are what the source
    says in fields that nobody knows, by the names that it has for them.
    """

    place: Place
    said: Mapping[str, str]
    others: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")

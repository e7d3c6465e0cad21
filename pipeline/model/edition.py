"""An edition: one printed form of a handout."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.artifact import Blob


@dataclass(frozen=True, slots=True)
class Edition:
    """A PDF of a handout: a name of its format for people, its path on the site, its bytes, and how many pages."""

    label: str
    path: str
    blob: Blob
    pages: int

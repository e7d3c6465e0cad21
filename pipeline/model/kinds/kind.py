"""What a kind is: its fields, the files it claims, and the address of what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.entry import Entry, Lookup
from pipeline.problems import Problem


def no_checks(entry: Entry[Any], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """The checks of a kind whose fields say it all."""
    return ()


def no_files(fields: Any) -> tuple[tuple[tuple[str | int, ...], str], ...]:  # noqa: ARG001 - the shape of `files`
    """The files of a kind that names none beside the common ones."""
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    `pattern` matches the paths of its files; its group `name` is what becomes the last part of the address and its
    group `folder`, where it has one, the part before. `root` is the address of the shelf. `files` tells which files the
    fields name, with the location of the field that names each.
    """

    name: str
    label: str
    plural: str
    fields: type[Any]
    pattern: re.Pattern[str]
    root: str
    template: str
    check: Callable[[Entry[Any], Lookup], tuple[Problem, ...]] = no_checks
    files: Callable[[Any], tuple[tuple[tuple[str | int, ...], str], ...]] = no_files
    front_matter: bool = field(default=True)

    def claims(self, path: str) -> bool:
        """Whether the file is one of this kind."""
        return self.pattern.fullmatch(path) is not None

    def address(self, path: str, slug: str | None) -> str:
        """The address of the entry in file `path`, relative to the site's root, with `/` at its end."""
        match = self.pattern.fullmatch(path)
        assert match is not None, path
        groups = match.groupdict()
        folder = groups.get("folder") or ""
        return f"{self.root}{folder}{slug or groups['name']}/"

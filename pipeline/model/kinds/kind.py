"""What a kind is: its fields, the files it claims, and the address of what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.entry import Entry, Lookup
from pipeline.model.rows import JsonLd, Outlook, Row
from pipeline.problems import Problem


def no_checks(entry: Entry[Any], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """The checks of a kind whose fields say it all."""
    return ()


def no_files(fields: Any) -> tuple[tuple[tuple[str | int, ...], str], ...]:  # noqa: ARG001 - the shape of `files`
    """The files of a kind that names none beside the common ones."""
    return ()


def no_list(row: Any) -> str:  # noqa: ARG001 - the shape of `listing`
    """What a kind adds to its body whose body says it all."""
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    `pattern` matches the paths of its files; its group `name` is what becomes the last part of the address and its
    group `folder`, where it has one, the part before. `root` is the address of the shelf. `files` tells which files the
    fields name, with the location of the field that names each.

    `row` makes the entry's row of the catalogue from the fields that all rows have, `json_ld` says that row in the
    words of schema.org, and `listing` is HTML of what stands in the fields and not in the body, for readers of a feed.
    """

    name: str
    label: str
    fields: type[Any]
    pattern: re.Pattern[str]
    root: str
    template: str
    row_type: type[Row]
    row: Callable[[Entry[Any], dict[str, Any], Outlook], Row]
    json_ld: Callable[[Any], JsonLd]
    listing: Callable[[Any], str] = no_list
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

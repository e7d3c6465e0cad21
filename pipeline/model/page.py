"""A page on its way: from those who write it, through those who draw its card, to the engine that lays it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.artifact import Blob


@dataclass(frozen=True, slots=True)
class TocItem:
    """A heading in the table of contents, with its id as it stands in the HTML."""

    level: int
    id: str
    title: str
    children: tuple[TocItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `html` is finished; `data` is JSON data for the template, not escaped; `source` is the entry's path."""

    address: str
    title: str
    description: str
    template: str
    html: str = ""
    toc: tuple[TocItem, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that is composed and not yet laid out: what others need to know of it, and where its bytes lie. `sort` is
    what it is in a word or two, `label` the same where its card says so.
    """

    address: str
    title: str
    sort: str
    label: str
    source: str
    page: Blob

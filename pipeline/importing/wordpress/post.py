"""What an export of WordPress holds, as it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pipeline.problems import Place


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and where it begins."""

    text: str = ""
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True, slots=True)
class Filed:
    """A term of a taxonomy (`category`, `post_tag`, one of a plugin) under which a post stands."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader said below a post, without anything that tells who. `date` is as the export has it, UTC."""

    text: str
    date: str


@dataclass(frozen=True)
class Post:
    """One item of an export: a post, a page, a file, whatever has a type. Dates are as the export has them, `date` in
    the time of the site; `guid` byte for byte.
    """

    id: int
    type: str
    status: str
    title: str
    slug: str
    link: str
    guid: str
    permalink: bool
    creator: str
    place: Place
    content: Words = Words()
    excerpt: Words = Words()
    date: str = ""
    date_gmt: str = ""
    modified_gmt: str = ""
    parent: int = 0
    order: int = 0
    password: bool = False
    sticky: bool = False
    file: str = ""
    terms: tuple[Filed, ...] = ()
    meta: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()

    def said(self, *names: str) -> str:
        """What its fields of these names say: the first that says anything."""
        return next(
            (said for name in names for one in self.meta.get(name, ()) if (said := one.text.strip())),
            "",
        )

    @cached_property
    def alt(self) -> str:
        """Of a picture: the words for those who don't see it."""
        return " ".join(self.said("_wp_attachment_image_alt").split())


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes, by the name that is shown."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A term of the site, and the slug of the one above it; what the export says of it, and where."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    about: str = ""
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True, slots=True)
class Export:
    """All of an export, or of several of one site. `written` is when, as it says itself (RFC 822)."""

    title: str = ""
    about: str = ""
    home: str = ""
    root: str = ""
    language: str = ""
    written: str = ""
    version: str = ""
    authors: Mapping[str, Author] = field(default_factory=dict)
    branches: Mapping[tuple[str, str], Branch] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()


NO_DATE: Final = "0000-00-00"

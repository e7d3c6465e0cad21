"""What an engine gets: one page with finished HTML and plain data, and the frame around every page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from typing import Any, Protocol
from urllib.parse import urlsplit

from pipeline.model import urls
from pipeline.model.artifact import canonical
from pipeline.model.page import Page, TocItem


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around every page. `navigation` holds titles and addresses of hub pages, `words` those of `Wording`;
    `site_url` is the library's own address, `base_url` that of the target; `assets`: a file of the theme → where it
    lies, under a name that carries its digest.
    """

    name: str
    description: str
    language: str
    site_url: str
    base_url: str
    navigation: tuple[tuple[str, str], ...]
    words: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        fields = {
            field.name: getattr(self, field.name) for field in dataclass_fields(self)
        }  # `asdict` copies each word
        return canonical({"version": 1, **fields})

    @classmethod
    def from_bytes(cls, data: bytes) -> Frame:
        """What `to_bytes` wrote."""
        plain = json.loads(data)
        del plain["version"]
        return cls(**{**plain, "navigation": tuple((title, address) for title, address in plain["navigation"])})


class Engine(Protocol):
    """What lends pages their frame. It is made for one frame and one look, and lays out as many pages as there are."""

    def page(self, page: Page) -> str:
        """The HTML of a page."""

    def lost(self) -> str:
        """The page of what is not found, which is shown at any address; empty where the theme has none."""


def page_of(data: bytes) -> Page:
    """A page from its JSON."""
    plain = json.loads(data)
    return Page(**{**plain, "toc": _toc(plain["toc"])})


def _toc(items: list[dict[str, Any]]) -> tuple[TocItem, ...]:
    return tuple(TocItem(i["level"], i["id"], i["title"], _toc(i["children"])) for i in items)


def here(url: str, base_url: str, address: str) -> str:
    """A link from the page at an address to a whole address, or to a path from the site's root: relative where it stays
    on the site, so that a site works wherever it is served.
    """
    whole = urlsplit(url).scheme
    if whole and not url.startswith(base_url):
        return url
    path, mark, fragment = url.removeprefix(base_url).partition("#")
    return urls.relative(address, path) + mark + fragment


def script(data: object) -> str:
    """JSON that can stand in a script element: nothing in it ends the element, or begins a comment or another one."""
    text = canonical(data).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

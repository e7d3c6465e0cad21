"""What the engine gets: pages with finished HTML and plain data, and the frame around them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pipeline.model import urls
from pipeline.model.artifact import canonical
from pipeline.model.page import Page, TocItem


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around every page. `navigation` holds titles and addresses of hub pages, `words` those of `Wording`."""

    name: str
    description: str
    language: str
    base_url: str
    navigation: tuple[tuple[str, str], ...]
    words: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """All pages and their frame: the whole input of an engine, and the only one."""

    frame: Frame
    pages: tuple[Page, ...]

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        return canonical({"version": 1, "frame": asdict(self.frame), "pages": [asdict(page) for page in self.pages]})

    @classmethod
    def from_bytes(cls, data: bytes) -> Book:
        """What `to_bytes` wrote."""
        plain = json.loads(data)
        frame = plain["frame"] | {"navigation": tuple((title, path) for title, path in plain["frame"]["navigation"])}
        pages = (Page(**(page | {"toc": _toc(page["toc"])})) for page in plain["pages"])
        return cls(Frame(**frame), tuple(pages))


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

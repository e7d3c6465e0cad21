"""What a reader can do with a page: share its address, report a problem, follow the library."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.page import Page


def with_tools(pages: Iterable[Page], library: Library) -> Iterator[Page]:
    """The pages, each with its canonical address, where problems are reported, and the feed to follow."""
    homes = {*map(urls.topic, library.topics)}
    homes |= {entry.address for kind in KINDS.values() if kind.feed for entry in library.of(kind)}
    for page in pages:
        address = urls.absolute(library.settings.site.url, page.address)
        report = _report(library, {"title": page.title, "address": address})
        follow = _feed(page, homes)
        yield replace(page, data={**page.data, "address": address, "report": report, "follow": follow})


def _report(library: Library, given: Mapping[str, str]) -> str:
    pattern = library.settings.site.report or ""
    return re.sub(r"\{(title|address)\}", lambda match: quote(given[match[1]], safe=""), pattern)


def _feed(page: Page, homes: Collection[str]) -> str:
    """The nearest feed above a page: of its topic or show, whose addresses are `homes`, or of the library."""
    steps = page.address.split("/")
    above = ("/".join([*steps[:count], ""]) for count in range(len(steps), 0, -1))
    return next((home for home in above if home in homes), "") + urls.FEED

"""What a reader can do with a page: share its address, report a problem, follow the library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.page import Page
from pipeline.model.published import Published
from pipeline.model.rows import Data


class Tools:
    """The tools of the pages of a library."""

    def __init__(self, published: Published) -> None:
        self._published, library = published, published.library
        self._homes = {*map(urls.topic, library.topics)}
        self._homes |= {entry.address for kind in KINDS.values() if kind.feed for entry in library.of(kind)}
        published.answers.facts("feed to follow", self._feed)

    def of(self, page: Page) -> Data:
        """The canonical address of a page, where problems are reported, and the feed to follow."""
        site = self._published.site
        address = urls.absolute(site.url, page.address)
        report = _filled(site.report or "", {"title": page.title, "address": address})
        follow = self._published.answers.fact("feed to follow", page.address)
        return {"address": address, "report": report, "follow": follow}

    def _feed(self, address: str) -> str:
        """The nearest feed above the page at an address: of its topic or show, or of the library."""
        steps = address.split("/")
        above = ("/".join([*steps[:count], ""]) for count in range(len(steps), 0, -1))
        return next((home for home in above if home in self._homes), "") + urls.FEED


def _filled(pattern: str, given: Mapping[str, str]) -> str:
    return re.sub(r"\{(title|address)\}", lambda match: quote(given[match[1]], safe=""), pattern)

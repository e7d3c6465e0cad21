"""Small files that a feed names and that are read at once, since what they hold becomes fields or text."""

from __future__ import annotations

from pipeline.importing.feed.taking import Taking
from pipeline.importing.source.origin import Origin
from pipeline.importing.source.xml import Element
from pipeline.web import Unreachable

_MOST = 5_000_000


class Reading:
    """Reads them from the origin of the feed."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin

    def text(self, url: str, element: Element, taking: Taking) -> str | None:
        """The text at an address; None where there is none, which is told, and the element kept."""
        try:
            data = self._origin.read(url).data
        except Unreachable as error:
            taking.dropped(element, f"{url}: {error.message}", "fetch/failed")
            taking.keep(element)
            return None
        if len(data) > _MOST:
            taking.keep(element, f"{url} has {len(data):,} bytes")
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace")

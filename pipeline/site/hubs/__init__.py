"""Hubs: the pages that list entries. The navigation names them and nothing else.

`Hubs` makes them by their addresses. Which entries stand on which list, on which page of it and what a long one can be
narrowed to is known to `lists`, in which other orders a long one may be read to `orders`.
"""

from pipeline.site.hubs.pages import Hubs
from pipeline.site.hubs.sections import Section, sections

__all__ = ["Hubs", "Section", "sections"]

"""The pages of all headings: titles and what stands below them, where a script is not there to search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model import urls
from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.headings import headed
from pipeline.model.kinds import KINDS
from pipeline.model.page import Page, TocItem
from pipeline.model.published import Published
from pipeline.model.rows import Data
from pipeline.site.compile import toc

_TEMPLATE = "hubs/headings.html"


class Headings:
    """The pages of all headings, each made by its address."""

    def __init__(self, published: Published) -> None:
        self._published, self._listed = published, headed(published.library)
        published.answers.facts("headed", self._mark)
        published.answers.answers("under headings", self._of, kept=True)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where they lie: the first of them is that to which all pages lead."""
        return tuple({urls.HEADINGS: None, **dict.fromkeys(self._listed)})

    def page(self, address: str) -> Page:
        """The page at an address."""
        published, several = self._published, urls.HEADINGS not in self._listed
        published.answers.fact("headed", address)
        say = published.say
        path: list[Data] = [{"address": "", "title": say("hubs.home")}]
        title, about = say("hubs.headings"), say("hubs.headings-about")
        if several and address == urls.HEADINGS:
            parts = [{"url": to, "title": _span(of), "count": len(of)} for to, of in self._listed.items()]
            return Page(address, title, about, _TEMPLATE, data={"path": path, "pages": parts})
        listed = self._listed[address]
        entries = [published.answers.ask("under headings", entry.path) for entry in listed]
        if several:
            path.append({"address": urls.HEADINGS, "title": title})
            title = f"{title}: {_span(listed)}"
        return Page(address, title, about, _TEMPLATE, data={"path": path, "entries": entries})

    def _mark(self, address: str) -> str:
        if address in self._listed:
            said: list[Any] = [(entry.path, entry.fields.title) for entry in self._listed[address]]
        else:
            said = [(to, _span(of), len(of)) for to, of in self._listed.items()]
        return sha256(canonical(said))[:20]

    def _of(self, path: str) -> Data:
        """An entry with its headings."""
        published = self._published
        entry = published.find(path)
        assert entry is not None, path
        kind, teaser = KINDS[entry.kind], published.teaser(entry)
        own = kind.page(published.row(entry), entry, published).headings
        below = [*_flat(toc(published.rendering(entry).headings)), *({"id": i, "title": title} for i, title in own)]
        return {
            "url": entry.address,
            "title": teaser.title,
            "language": teaser.language,
            "kind": "" if kind.free else published.say(f"kinds.{kind.name}.singular"),
            "headings": below,
        }


def _flat(items: Iterable[TocItem]) -> Iterator[Data]:
    for item in items:
        yield {"id": item.id, "title": item.title}
        yield from _flat(item.children)


def _span(listed: tuple[Entry[Any], ...]) -> str:
    """`Asking a doctor – Being ready`."""
    first, last = listed[0].fields.title, listed[-1].fields.title
    return first if first == last else f"{first} – {last}"

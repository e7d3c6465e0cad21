"""Pages on their way to the engine: each is composed anew only when something that it shows has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

from pydantic_core import to_json

from pipeline.model import urls
from pipeline.model.answers import Question
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.page import Draft, Page
from pipeline.model.published import Published
from pipeline.site import compile as compiler
from pipeline.site.headings import Headings
from pipeline.site.hubs import Hubs
from pipeline.site.metadata import head, sort
from pipeline.site.related import Related
from pipeline.site.tools import Tools

HOME = "first page"


class Drafts:
    """The drafts of everything that is public. `keep` takes the bytes of a page, and gives them back by their blob;
    `asked` is the question that the draft at a path answers, once there are `all`.
    """

    def __init__(self, published: Published, keep: Callable[[bytes], Blob]) -> None:
        self._published, self._keep = published, keep
        self._related, self._hubs, self._tools = Related(published), Hubs(published), Tools(published)
        self._headings = Headings(published)
        self.asked: dict[str, Question] = {}
        published.answers.answers("drafts", self._of_entry, kept=True)
        published.answers.answers("hub", self._of_hub, kept=True)
        published.answers.answers("headings page", lambda at: [self._plain(self._headings.page(at))], kept=True)

    def all(self) -> tuple[Draft, ...]:
        """All of them, sorted by address."""
        asked = [("drafts", entry.path) for entry in self._published.library.entries]
        asked += [("hub", address) for address in self._hubs.addresses]
        asked += [("headings page", address) for address in self._headings.addresses]
        if self._published.library.entry_at("") is None:
            asked.append(("hub", HOME))
        found = []
        for question in asked:
            for plain in self._published.answers.ask(*question):
                draft = _draft(plain)
                found.append(draft)
                self.asked[urls.page_file(draft.address)] = question
        return tuple(sorted(found, key=lambda draft: draft.address))

    def again(self, path: str) -> None:
        """Compose the page that lies at a path, whose bytes were lost."""
        self._published.answers.forget(*self.asked[path])
        self._published.answers.ask(*self.asked[path])

    def _of_entry(self, path: str) -> list[Any]:
        entry = self._published.find(path)
        assert entry is not None, path
        return [self._plain(page) for page in self._pages(entry)]

    def _pages(self, entry: Entry[Any]) -> Iterator[Page]:
        for page in compiler.pages(entry, self._published, self._related):
            yield page if page.address else self._hubs.home(page)

    def _of_hub(self, address: str) -> list[Any]:
        return [self._plain(self._hubs.home(None) if address == HOME else self._hubs.page(address))]

    def _plain(self, page: Page) -> dict[str, Any]:
        published = self._published
        data = {**page.data, **self._tools.of(page), "head": head(page, published)}
        blob = self._keep(to_json(replace(page, data=data)))
        kind = KINDS.get(page.data.get("kind", ""))
        label = published.say(f"kinds.{kind.name}.singular") if kind and not kind.free else ""
        return asdict(Draft(page.address, page.title, sort(page, published), label, page.source, blob))


def _draft(plain: dict[str, Any]) -> Draft:
    return Draft(**{**plain, "page": Blob(**plain["page"])})

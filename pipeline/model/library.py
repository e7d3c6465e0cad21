"""The library: everything editors wrote, resolved, and what is public of it at an instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pipeline.formats.wording import Wording
from pipeline.model.entry import Entry, Reference, resolve
from pipeline.model.kinds.article import Article
from pipeline.model.kinds.book_list import BookList
from pipeline.model.kinds.episode import Episode
from pipeline.model.kinds.handout import Handout
from pipeline.model.kinds.link_list import LinkList
from pipeline.model.kinds.page import Page
from pipeline.model.kinds.show import Show
from pipeline.model.taxonomy import Heading, Person
from pipeline.model.tree import File, Tree
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Library:
    """All entries, sorted by path. People, topics and audiences stand in the order in which they were written.

    `wording` has the words of the interface, in the language of the site.
    """

    settings: Settings
    tree: Tree
    entries: tuple[Entry[Any], ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    topics: Mapping[str, Heading] = field(default_factory=dict)
    audiences: Mapping[str, Heading] = field(default_factory=dict)
    wording: Wording = field(default_factory=Wording)
    _by_path: Mapping[str, Entry[Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_path", {entry.path: entry for entry in self.entries})

    def at(self, instant: datetime, *, drafts: bool = False) -> Library:
        """The library that is public at this instant: later entries, drafts, and episodes of absent shows are gone."""
        kept = (e for e in self.entries if self.opens(e) <= instant and not self.hidden(e, drafts=drafts))
        return replace(self, entries=tuple(kept))

    def opens(self, entry: Entry[Any]) -> datetime:
        """When an entry becomes public: an episode not before its show."""
        show = self._show(entry)
        return max(entry.public_from, show.public_from) if show else entry.public_from

    def hidden(self, entry: Entry[Any], *, drafts: bool = False) -> bool:
        """Whether an entry is public at no time: a draft, retired, or an episode of a show that is."""
        if entry.kind == "episode" and ((show := self._show(entry)) is None or self.hidden(show, drafts=drafts)):
            return True
        return bool((entry.fields.draft and not drafts) or getattr(entry.fields, "retired", False))

    def _show(self, entry: Entry[Any]) -> Entry[Any] | None:
        return self.entry(show_path(entry.path)) if entry.kind == "episode" else None

    def find(self, path: str) -> Reference | None:
        """The entry in the file `path`, as others may know it."""
        entry = self.entry(path)
        if entry is None:
            return None
        return Reference(entry.path, entry.address, entry.fields.title, entry.kind, entry.public_from)

    def exists(self, path: str) -> bool:
        return path in self.tree

    def entry(self, path: str) -> Entry[Any] | None:
        """The entry in the file `path`, or None."""
        return self._by_path.get(path)

    def _of(self, kind: str) -> tuple[Entry[Any], ...]:
        return tuple(entry for entry in self.entries if entry.kind == kind)

    @property
    def pages(self) -> tuple[Entry[Page], ...]:
        return self._of("page")

    @property
    def articles(self) -> tuple[Entry[Article], ...]:
        return self._of("article")

    @property
    def book_lists(self) -> tuple[Entry[BookList], ...]:
        return self._of("book-list")

    @property
    def link_lists(self) -> tuple[Entry[LinkList], ...]:
        return self._of("link-list")

    @property
    def handouts(self) -> tuple[Entry[Handout], ...]:
        return self._of("handout")

    @property
    def shows(self) -> tuple[Entry[Show], ...]:
        return self._of("show")

    @property
    def episodes(self) -> tuple[Entry[Episode], ...]:
        """All episodes, by path."""
        return self._of("episode")

    def episodes_of(self, show: Entry[Show]) -> tuple[Entry[Episode], ...]:
        """The episodes of a show, newest first."""
        own = (episode for episode in self.episodes if show_path(episode.path) == show.path)
        return tuple(sorted(own, key=lambda e: (e.public_from, e.path), reverse=True))

    def show_of(self, episode: Entry[Episode]) -> Entry[Show]:
        """The show of an episode; a checked library has one."""
        return next(show for show in self.shows if show.path == show_path(episode.path))

    def audio_of(self, episode: Entry[Episode]) -> File | None:
        """The recording of an episode, or None when it is not there."""
        from_here = resolve(episode.fields.audio, episode.path)
        return self.tree.get(from_here) if from_here else None


def show_path(episode_path: str) -> str:
    """The path of the `show.yml` beside an episode."""
    return f"{episode_path.rsplit('/', 1)[0]}/show.yml"

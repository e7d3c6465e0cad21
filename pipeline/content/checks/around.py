"""What the checks of one entry may ask about everything around it.

Each thing that they ask is noted (see `model/answers.py`), so that the findings of an entry stay until one of them is
answered otherwise. Nothing else about the rest of the library may reach such a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from pydantic_core import to_json

from pipeline.content.texts import places
from pipeline.formats.markdown import Heading, Rendering
from pipeline.model import urls
from pipeline.model.addresses import Addresses, addresses
from pipeline.model.answers import Answers
from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry, Reference
from pipeline.model.kinds import KINDS, claiming
from pipeline.model.library import Library
from pipeline.model.taxonomy import LISTS
from pipeline.model.wordlist import Wordlist
from pipeline.problems import Known
from pipeline.settings import Settings


class Around:
    """The rest of a library. `renderings` go by the path of their entry; `instant` is that of the run."""

    def __init__(
        self, library: Library, renderings: Mapping[str, Rendering], instant: datetime, answers: Answers | None = None
    ) -> None:
        self._library, self._renderings, self._instant = library, renderings, instant
        self._answers = answers = answers or Answers()
        self._near: dict[str, Known] = {}
        answers.facts("entry", self._entry)
        answers.facts("exists", lambda path: "yes" if library.tree.lies_there(path) else "")
        answers.facts("files", lambda _: self._files)
        answers.facts("entries", lambda _: self._entries)
        answers.facts("at", self._at)
        answers.facts("recorded", lambda path: self._recorded.get(path, ""))
        answers.facts("listed", lambda name: "yes" if self._is_listed(*name.split(" ", 1)) else "")
        answers.facts("list", self._list)
        answers.facts("words", lambda _: _of_words(library.wordlist))
        answers.facts("past", lambda day: "yes" if date.fromisoformat(day) < self._today else "")
        answers.facts("later", lambda pair: self._later(*pair.split("\n")))
        answers.answers("reference", self._reference)
        answers.answers("hidden", self._hidden)
        answers.answers("ids", self._ids)

    @property
    def settings(self) -> Settings:
        return self._library.settings

    def find(self, path: str) -> Reference | None:
        """The entry that stands in the file `path`, or None."""
        found: Reference | None = self._answers.ask("reference", path)
        return found

    def wordlist(self) -> Wordlist:
        """The words that the library avoids and accepts."""
        self._answers.fact("words")
        return self._library.wordlist

    def exists(self, path: str) -> bool:
        """Whether the library has a file `path`."""
        return bool(self._answers.fact("exists", path))

    def recorded_for(self, path: str) -> str:
        """The file of the episode of which a file is the recording; "" where it is none."""
        return self._answers.fact("recorded", path)

    def entry_at(self, address: str) -> str:
        """The file of the entry to which an address of this site leads, whole or from the root; "" where none is."""
        there = self._answers.fact("at", self.path_of(address) or "")
        return there[1:] if there.startswith("/") else ""

    def is_address(self, address: str) -> bool:
        """Whether anything of this library may lie at one of its addresses."""
        return bool(self._answers.fact("at", self.path_of(address) or ""))

    def is_nowhere(self, address: str) -> bool:
        """Whether an address is one of this library, and nothing of it lies there."""
        return self.path_of(address) is not None and not self.is_address(address)

    def path_of(self, address: str) -> str | None:
        """The path, below the root of the site, of an address of it or of one of its targets; None of any other."""
        targets = self.settings.targets.values()
        return urls.own(address, self.settings.site.url, [one.base_url for one in targets if one.base_url])

    def rendering(self, entry: Entry[Any]) -> Rendering:
        """The text of the entry itself."""
        self._answers.fact("entry", entry.path)
        return self._renderings[entry.path]

    def ids(self, path: str) -> Known:
        """The ids in the text of an entry."""
        found = self._answers.ask("ids", path)
        return self._known(f"ids {path}", found)

    def is_listed(self, what: str, name: str) -> bool:
        """Whether there is a person, topic or audience of this id; where no list could be read, that was told of it."""
        return bool(self._answers.fact("listed", f"{what} {name}"))

    def is_hidden(self, path: str) -> bool:
        """Whether an entry is public at no time."""
        return bool(self._answers.ask("hidden", path))

    def is_later(self, other: str, own: str) -> bool:
        """Whether one entry becomes public later than another, and later than now."""
        return bool(self._answers.fact("later", f"{other}\n{own}"))

    def is_past(self, day: date) -> bool:
        """Whether a day is over where the library is at home."""
        return bool(self._answers.fact("past", day.isoformat()))

    def turns(self) -> Iterator[datetime]:
        """The ends of all days of which that was asked."""
        for day in map(date.fromisoformat, self._answers.asked("past")):
            if day < date.max:
                yield datetime.combine(day + timedelta(days=1), time(), self._library.settings.zone)

    def headings(self, path: str) -> tuple[Heading, ...]:
        """The headings in the text of an entry."""
        self._answers.fact("entry", path)
        return self._renderings[path].headings

    def opens(self, path: str) -> datetime:
        """When an entry becomes public. Only for what is told of an answer that was asked."""
        return self._library.opens(self._library.entry(path))  # type: ignore[arg-type]  # it was found

    def near(self, what: str) -> Known:
        """All ids of a list, or all paths of entries (`entry`), for «did you mean»: asked when a name is wrong."""
        self._answers.fact(*(("entries", "") if what == "entry" else ("list", what)))
        names = (entry.path for entry in self._library.entries) if what == "entry" else self._ids_of(what)
        return self._known(what, names)

    def paths(self) -> tuple[str, ...]:
        """All files of the library: asked when a path is wrong."""
        self._answers.fact("files")
        return tuple(self._library.tree.files)

    def _known(self, what: str, names: Iterable[str]) -> Known:
        """Words that are known, made ready once for as many wrong ones as there are."""
        if what not in self._near:
            self._near[what] = Known(names)
        return self._near[what]

    # The answers

    def _entry(self, path: str) -> str:
        entry, file = self._library.entry(path), self._library.tree.get(path)
        return f"{file.digest} {entry.address}" if entry and file else ""

    def _reference(self, path: str) -> Reference | None:
        self._answers.fact("entry", path)
        return self._library.find(path)

    def _hidden(self, path: str) -> bool:
        self._answers.fact("entry", path)
        entry = self._library.entry(path)
        if entry is None:
            return True
        if above := KINDS[entry.kind].path_above(path):
            self._answers.ask("hidden", above)
        return self._library.hidden(entry)

    def _ids(self, path: str) -> tuple[str, ...]:
        self._answers.fact("entry", path)
        entry = self._library.entry(path)
        return places(entry, self._renderings[path]) if entry else ()

    def _at(self, path: str) -> str:
        """What lies at a path of the site: `/` and the file of an entry, `yes` for anything else, "" for nothing."""
        table = self._claims
        claimed = table.claims.get(path) or table.claims.get(f"{path}/{urls.INDEX}")
        if claimed is None:
            return "yes" if path and (table.covers(path) or {path, f"{path}/{urls.INDEX}"} & self._unread) else ""
        if claimed.old:
            return f"/{claimed.old.entry.path}"
        page = self._pages.get(claimed.path)
        return f"/{page}" if page else "yes"

    def _later(self, other: str, own: str) -> str:
        """The two instants, where the first is the later one."""
        opens, here = self.opens(other), self.opens(own)
        later = opens.timestamp() > max(here.timestamp(), self._instant.timestamp())
        return f"{opens} {here}" if later else ""

    def _ids_of(self, what: str) -> Mapping[str, object]:
        lists: dict[str, Mapping[str, object]] = {
            "person": self._library.people,
            "topic": self._library.topics,
            "audience": self._library.audiences,
        }
        return lists[what]

    def _is_listed(self, what: str, name: str) -> bool:
        named = self._ids_of(what)
        return name in named or (not named and LISTS[what] in self._library.tree)

    def _list(self, what: str) -> str:
        return sha256(canonical(sorted(self._ids_of(what))))

    @cached_property
    def _claims(self) -> Addresses:
        return addresses(self._library)

    @cached_property
    def _recorded(self) -> Mapping[str, str]:
        sound = ((self._library.recording(entry), entry.path) for entry in self._library.entries)
        return {file.path: path for file, path in sound if file}

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        entries = reversed(self._library.entries)  # of two at one address, the first
        return {urls.page_file(entry.address): entry.path for entry in entries}

    @cached_property
    def _unread(self) -> frozenset[str]:
        """The pages of files that have problems of their own, as far as their names tell where those would lie."""
        files = (file.path for file in self._library.tree if self._library.entry(file.path) is None)
        kinds = ((path, claiming(path)) for path in files)
        return frozenset(urls.page_file(kind.address(path, None)) for path, kind in kinds if kind)

    @cached_property
    def _files(self) -> str:
        return sha256(canonical(list(self._library.tree.files)))

    @cached_property
    def _entries(self) -> str:
        return sha256(canonical([entry.path for entry in self._library.entries]))

    @cached_property
    def _today(self) -> date:
        return self._instant.astimezone(self._library.settings.zone).date()


def _of_words(wordlist: Wordlist) -> str:
    return sha256(to_json((wordlist.words, wordlist.accept)))

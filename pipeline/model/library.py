"""The library: everything editors wrote, resolved, and what is public of it at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from pipeline.formats.wording import Wording
from pipeline.model.entry import Entry, Reference, resolve
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind, Span
from pipeline.model.media import Elsewhere, Local
from pipeline.model.taxonomy import Heading, Person
from pipeline.model.tree import File, Tree
from pipeline.model.wordlist import Wordlist
from pipeline.problems import Place
from pipeline.settings import Settings

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Library:
    """All entries, sorted by path. People, topics and audiences stand in the order in which they were written.

    `wording` has the words of the interface, in the language of the site; `places` says where people, topics and
    audiences are written: `topic sleep` → its place. `wordlist`: the words that texts avoid, and what readers type who
    need help before all else. `originals` has the path of each translation → that of what it translates. `over` has the
    paths of what is over at the instant at which the library is looked at.
    """

    settings: Settings
    tree: Tree
    entries: tuple[Entry[Any], ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    topics: Mapping[str, Heading] = field(default_factory=dict)
    audiences: Mapping[str, Heading] = field(default_factory=dict)
    wording: Wording = field(default_factory=Wording)
    places: Mapping[str, Place] = field(default_factory=dict)
    wordlist: Wordlist = field(default_factory=Wordlist)
    originals: Mapping[str, str] = field(default_factory=dict)
    over: frozenset[str] = frozenset()
    _by_path: Mapping[str, Entry[Any]] = field(init=False, repr=False, compare=False)
    _by_kind: Mapping[str, tuple[Entry[Any], ...]] = field(init=False, repr=False, compare=False)
    _below: Mapping[str, tuple[Entry[Any], ...]] = field(init=False, repr=False, compare=False)
    _translations: Mapping[str, tuple[Entry[Any], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds: dict[str, list[Entry[Any]]] = {}
        below: dict[str, list[Entry[Any]]] = {}
        for entry in self.entries:
            kinds.setdefault(entry.kind, []).append(entry)
            if above := KINDS[entry.kind].path_above(entry.path):
                below.setdefault(above, []).append(entry)
        newest = {path: tuple(sorted(found, key=newest_first, reverse=True)) for path, found in below.items()}
        object.__setattr__(self, "_by_path", {entry.path: entry for entry in self.entries})
        object.__setattr__(self, "_by_kind", {kind: tuple(found) for kind, found in kinds.items()})
        object.__setattr__(self, "_below", newest)
        together: dict[str, list[Entry[Any]]] = {path: [] for path in self.originals.values()}
        for entry in self.entries if together else ():
            if (first := self.originals.get(entry.path, entry.path)) in together:
                together[first].append(entry)
        object.__setattr__(self, "_translations", {path: tuple(found) for path, found in together.items()})

    def at(self, instant: datetime) -> Library:
        """The library that is public at this instant: later entries, drafts, and what belongs to them, are gone."""
        return self._of((e for e in self.entries if self.opens(e) <= instant and not self.hidden(e)), instant)

    def _of(self, entries: Iterable[Entry[Any]], instant: datetime) -> Library:
        kept = tuple(entries)
        over = frozenset(e.path for e in kept if (span := self.span(e)) and span.ends <= instant)
        return replace(self, entries=kept, over=over)

    def whole(self, instant: datetime) -> Library:
        """The same with drafts and later entries, as who writes them sees it. What belongs to nothing is gone."""
        return self._of((e for e in self.entries if not self._is_loose(e) and not is_silent(e)), instant)

    def turns(self) -> Iterator[datetime]:
        """The instants at which another library is public, or another part of it is over; in no order."""
        for entry in self.entries:
            yield self.opens(entry)
            if span := self.span(entry):
                yield span.ends

    @property
    def dated(self) -> bool:
        """Whether there is something of which calendars can learn."""
        return any(KINDS[kind].occasions for kind in self._by_kind)

    def span(self, entry: Entry[Any]) -> Span | None:
        """The time of an entry that does not last."""
        of = KINDS[entry.kind].span
        return of(entry, self.settings) if of else None

    def opens(self, entry: Entry[Any]) -> datetime:
        """When an entry becomes public: not before the one to which it belongs."""
        above = self.above(entry)
        if above is None:
            return entry.public_from
        return max(entry.public_from, self.opens(above), key=datetime.timestamp)  # and not by the clocks of one zone

    def day(self, entry: Entry[Any]) -> str:
        """The day on which an entry was last changed, or became public (ISO 8601), where the library is at home; ""
        where it has none.
        """
        instant = getattr(entry.fields, "updated", None) or entry.fields.date
        return self.settings.instant(instant).astimezone(self.settings.zone).date().isoformat() if instant else ""

    def hidden(self, entry: Entry[Any]) -> bool:
        """Whether an entry is public at no time: a draft, one retired without a farewell, and one that belongs to such,
        or to none.
        """
        above = self.above(entry)
        own = bool(entry.fields.draft) or is_silent(entry)
        return own or self._is_loose(entry) or bool(above and self.hidden(above))

    def _is_loose(self, entry: Entry[Any]) -> bool:
        """Whether an entry belongs to none, though it should, or to one that was withdrawn."""
        above = self.above(entry)
        return (above is None or is_retired(above)) if KINDS[entry.kind].above else False

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

    def entry_at(self, address: str) -> Entry[Any] | None:
        """The entry at an address, or None."""
        return next((entry for entry in self.entries if entry.address == address), None)

    def of(self, kind: Kind[F]) -> tuple[Entry[F], ...]:
        """The entries of a kind, by path."""
        return self._by_kind.get(kind.name, ())

    def above(self, entry: Entry[Any]) -> Entry[Any] | None:
        """The entry to which one belongs, as an episode to its show; None where there is none."""
        path = KINDS[entry.kind].path_above(entry.path)
        return self.entry(path) if path else None

    def belongs_to(self, entry: Entry[Any]) -> Entry[Any]:
        """The same of an entry of a checked library that belongs to one. Raises KeyError where that is absent."""
        return self._by_path[KINDS[entry.kind].path_above(entry.path) or ""]

    def below(self, entry: Entry[Any]) -> tuple[Entry[Any], ...]:
        """The entries that belong to one, newest first."""
        return self._below.get(entry.path, ())

    def original(self, entry: Entry[Any]) -> Entry[Any]:
        """The entry that one translates; itself where it translates none that is there."""
        return self.entry(self.originals.get(entry.path, "")) or entry

    def translations(self, entry: Entry[Any]) -> tuple[Entry[Any], ...]:
        """The entries that say the same as one in other languages: the original first, where it is public."""
        first = self.originals.get(entry.path, entry.path)
        found = (other for other in self._translations.get(first, ()) if other.path != entry.path)
        return tuple(sorted(found, key=lambda other: (other.path != first, other.path)))

    def is_stale(self, entry: Entry[Any]) -> bool:
        """Whether the original of a translation was changed on a later day than that."""
        original = self.original(entry)
        changed = original is not entry and getattr(original.fields, "updated", None)
        return bool(changed) and self.day(original) > self.day(entry)

    def language(self, entry: Entry[Any]) -> str:
        """BCP 47: of the entry, else of the one to which it belongs, else of the site."""
        return self._inherited(entry, "language") or self.settings.site.language

    def licence(self, entry: Entry[Any]) -> str:
        """SPDX: of the entry, else of the one to which it belongs, else of the site."""
        return self._inherited(entry, "licence") or self.settings.site.licence

    def _inherited(self, entry: Entry[Any], name: str) -> str:
        own, above = getattr(entry.fields, name, None), self.above(entry)
        return str(own or "") or (self._inherited(above, name) if above else "")

    def named(self, entry: Entry[Any], path: str | None) -> File | None:
        """The file that a field of an entry names, or None when it is not there."""
        from_here = resolve(path, entry.path) if path else None
        return self.tree.get(from_here) if from_here else None

    def recording(self, entry: Entry[Any]) -> File | None:
        """The recording of an entry; None where it has none, as on another host, or that is not there. One that lies
        outside the library bears its address as its path, and its size is known once it was fetched.
        """
        audio = getattr(entry.fields, "audio", None)
        if isinstance(audio, Elsewhere):
            return File(audio.url, audio.sha256, 0, pointer=True)
        path = audio.file if isinstance(audio, Local) else audio
        return self.named(entry, path) if isinstance(path, str) else None


def is_retired(entry: Entry[Any]) -> bool:
    """Whether an entry was withdrawn."""
    return bool(getattr(entry.fields, "retired", False))


def is_silent(entry: Entry[Any]) -> bool:
    """Whether it was withdrawn without a word for those who come."""
    return is_retired(entry) and not getattr(entry.fields, "farewell", "")


def newest_first(entry: Entry[Any]) -> tuple[datetime, str]:
    """The key by which lists are sorted, in reverse."""
    return entry.public_from, entry.path

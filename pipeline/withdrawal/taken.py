"""What is taken back: the entries, the files that are theirs alone, and what goes out of files that stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pipeline.formats.transcripts import likeness
from pipeline.formats.yaml import Path
from pipeline.model import urls, walk
from pipeline.model.entry import Entry, Names, Picture, resolve
from pipeline.model.kinds import KINDS, claiming
from pipeline.model.kinds.show.fields import Credit
from pipeline.model.library import Library
from pipeline.model.media import Spoken
from pipeline.model.references import References
from pipeline.model.taxonomy import LISTS
from pipeline.problems import Place, Problem

PEOPLE = LISTS["person"]

Voices = Mapping[str, Mapping[str, Place]]
"""Path of each episode → who speaks in its transcripts (a name's `likeness`), with the first cue of each."""
_SILENCE: Final[Voices] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody asks for: entries, a person (by the id, where there is one, and by names), or a single file."""

    entries: tuple[Entry[Any], ...] = ()
    person: str = ""
    names: tuple[str, ...] = ()
    file: str = ""

    @property
    def is_a_person(self) -> bool:
        return bool(self.person or self.names)


@dataclass(frozen=True, slots=True)
class Taken:
    """What goes: entries, each with the place that says why; files, in the order in which they are removed, those that
    tell of others last; and values, by the file that stays without them. `words` are those by which it is still found,
    `person` is the id or the name of the one who takes it back, where that is a person.
    """

    entries: Mapping[str, Place]
    files: tuple[str, ...]
    cuts: Mapping[str, tuple[Path, ...]]
    words: tuple[str, ...]
    person: str = ""


def voices(spoken: Mapping[str, Spoken]) -> Voices:
    """Who speaks in episodes, by the names that are published."""
    found: dict[str, dict[str, Place]] = {}
    for path, words in spoken.items():
        for said in words.transcripts:
            for cue, line in zip(said.transcript.cues, said.transcript.lines, strict=True):
                found.setdefault(path, {}).setdefault(likeness(cue.speaker), Place(said.path, line))
    return found


def meant(library: Library, asked: str, voices: Voices = _SILENCE) -> Meant | None:
    """What is asked for by a GUID, a path or an address, the id of a person or a name; None where nothing is so."""
    path = asked.removeprefix("./").lstrip("/")
    called = {path, f"content/{path}", f"/{path.rstrip('/')}/"}
    for entry in library.entries:
        if asked in _guids(entry) or entry.path in called or f"/{entry.address}" in called:
            return Meant((entry, *library.below(entry)))
    if asked in library.people:
        return Meant(person=asked, names=(library.people[asked].name,))
    for person_id, person in library.people.items():
        if person.name.casefold() == asked.casefold():
            return Meant(person=person_id, names=(person.name,))
    if any(asked == credit.name for entry in library.entries for credit in _credits(entry)) or (
        likeness(asked) in {name for heard in voices.values() for name in heard if name}
    ):
        return Meant(names=(asked,))
    file = next((one for one in (path, f"content/{path}") if one.startswith("content/") and one in library.tree), "")
    return Meant(file=file) if file else None


def _guids(entry: Entry[Any]) -> tuple[str, ...]:
    found = (getattr(entry.fields, name, None) for name in ("identity", "guid"))
    return tuple(dict.fromkeys(str(guid) for guid in found if guid))


def taken(
    library: Library,
    leads: Mapping[str, References],
    what: Meant,
    keep: Collection[str],
    also: Collection[str],
    voices: Voices = _SILENCE,
) -> Taken:
    """All that goes with it. `keep` are entries that stay, and only lose the person; `also` are other names."""
    names = (*what.names, *also)
    of_person = dict(_of_person(library, what, frozenset(names), voices)) if what.is_a_person else {}
    entries = {entry.path: Place(entry.path) for entry in what.entries} or {
        path: place for path, (place, whole, _) in of_person.items() if whole and path not in keep
    }
    cuts = {path: locs for path, (_, _, locs) in of_person.items() if path not in entries and locs}
    if what.person in library.people and len(library.people) > 1:
        cuts[PEOPLE] = ((what.person,),)
    files = tuple(_files(library, leads, entries, what))
    person = what.person or next(iter(what.names), "")
    return Taken(entries, files, cuts, tuple(_words(library, entries, what, names)), person)


def _of_person(
    library: Library, what: Meant, names: frozenset[str], voices: Voices
) -> Iterator[tuple[str, tuple[Place, bool, tuple[Path, ...]]]]:
    """The entries that name a person: where, whether all of the entry is theirs to take back, and the values that name
    them. An entry to which others belong is not; of it only they go.
    """
    above_others = {kind.above.name for kind in KINDS.values() if kind.above}
    for entry in library.entries:
        locs = tuple(_locs(entry, what.person, names))
        if locs:
            yield entry.path, (entry.place(*locs[0]), entry.kind not in above_others, tuple(map(_whole, locs)))
            continue
        above = library.above(entry)
        heard = next(_spoken(above, what.person, names), None) if above and not any(_credits(entry)) else None
        place = above.place(*heard) if above and heard else _heard(voices.get(entry.path, {}), names)
        if place:
            yield entry.path, (place, True, ())


def _heard(heard: Mapping[str, Place], names: frozenset[str]) -> Place | None:
    """Where a person speaks in the transcripts of an episode that names them nowhere else."""
    called = {likeness(name) for name in names}
    return min((place for name, place in heard.items() if name in called), default=None)


def perhaps(voices: Voices, found: Taken, keep: Collection[str]) -> Iterator[Problem]:
    """Those who speak in what stays by a part of the person's name: whether it is them, people decide."""
    names = {likeness(word) for word in found.words} if found.person else set[str]()
    parts = {part for name in names for part in name.split()} - names
    for path, heard in voices.items():
        for name, place in heard.items():
            if path not in found.entries and name in parts and not {path, place.path} & set(keep):
                message = "somebody speaks here by a part of their name, and may be them"
                hint = (
                    f"if it is them, ask again with `--name` and this name, and the episode goes; `--keep {path}` says"
                )
                yield Problem(place, message, f"{hint} that it is somebody else", "still-named")


def _locs(entry: Entry[Any], person: str, names: frozenset[str]) -> Iterator[Path]:
    """Where the fields of an entry name a person."""
    for node in walk.nodes(entry.fields):
        if isinstance(node.value, str) and node.value == person and any(m.what == "person" for m in node.marks(Names)):
            yield node.loc
    for loc, credit in walk.instances(entry.fields, Credit):
        if credit.name in names:
            yield (*loc, "name")
    speakers: Mapping[str, str] = getattr(entry.fields, "speakers", {})
    yield from (("speakers", name) for name, who in speakers.items() if who in (person, *names) and who)


def _spoken(entry: Entry[Any], person: str, names: frozenset[str]) -> Iterator[Path]:
    """Where an entry names a person for those below it that name nobody."""
    return (loc for loc in _locs(entry, person, names) if loc[0] == "people")


def _credits(entry: Entry[Any]) -> Iterator[Credit]:
    return (credit for _, credit in walk.instances(entry.fields, Credit))


def _whole(loc: Path) -> Path:
    """The item of a list in which a value stands; the value itself where it stands in none."""
    last = max((number for number, part in enumerate(loc) if isinstance(part, int)), default=len(loc) - 1)
    return loc[: last + 1]


def _files(library: Library, leads: Mapping[str, References], entries: Collection[str], what: Meant) -> Iterator[str]:
    """The files that nothing else of the library uses; an entry is the last of its own, since it tells of the others,
    and the list of people the very last.
    """
    used = {path for entry, found in leads.items() if entry not in entries for path in _led(found)}
    used |= {path for person, path in _pictures(library) if person != what.person or not what.person}
    theirs = {path for entry in entries if entry in leads for path in _led(leads[entry])}
    theirs |= {path for person, path in _pictures(library) if what.person and person == what.person}
    yield from sorted(path for path in theirs - used if path in library.tree and claiming(path) is None)
    yield from filter(None, (what.file,))
    yield from sorted(entries, key=lambda path: (path not in _below(library, entries), path))
    if list(library.people) == [what.person]:
        yield PEOPLE


def _below(library: Library, entries: Iterable[str]) -> set[str]:
    """Those of the entries that belong to another."""
    return {path for path in entries if (entry := library.entry(path)) and library.above(entry)}


def _led(found: References) -> Iterable[str]:
    return (*found.fields, *found.shown, *found.linked)


def _pictures(library: Library) -> Iterator[tuple[str, str]]:
    """The pictures of the lists: whose (a person's id, or ""), and their paths."""
    lists: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("person", library.people),
        ("topic", library.topics),
        ("audience", library.audiences),
    )
    for what, listed in lists:
        for name, value in listed.items():
            for _, picture in walk.instances(value, Picture):
                if path := resolve(picture.file, LISTS[what]):
                    yield (name if what == "person" else ""), path


def _words(library: Library, entries: Iterable[str], what: Meant, names: Iterable[str]) -> Iterator[str]:
    """By what the rest of the library may still tell of it."""
    yield from names
    if what.person:
        yield urls.person(what.person).rstrip("/")
        yield what.person if "-" in what.person else ""  # others are words, or are names as well
    for path in entries:
        if not what.is_a_person and (entry := library.entry(path)):
            yield from (entry.fields.title, entry.address.rstrip("/"))
            yield from _guids(entry)

"""Every address that a library promises, claimed once: what will be published, who claims it, and where that stands.

The table is made from the library before anything is built. `check` reports two claims on one address with the places
of both; a release holds nothing that was not claimed, and nothing claimed is missing from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.headings import headed
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.old import Old, old
from pipeline.model.taxonomy import LISTS
from pipeline.problems import Place, Problem

FOLDERS: Mapping[str, str] = {
    urls.ASSETS: "what pages are made of",
    urls.MEDIA: "sound and what belongs to it",
    urls.FILES: "the documents to which texts lead",
    urls.SEARCH: "the search",
    "api/": "the catalogue",
}
"""Folders of files whose names only a build knows: nothing else may lie there."""
SEGMENT, WHOLE = 200, 800
"""Bytes of a part of an address, and of all of it: names of files that are made of it, and keys in a store, are longer.
Files have at most 255 bytes on a disk, keys 1,024 in a store.
"""
APART = ("print/", "offline/", "cards/")
"""Folders of the theme for what is no page: what is printed, copies, and cards."""
_NOT_COPIED = (".html", ".yml", ".md", ".py")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on one file of the site. `what` says in words what will lie there; `where` finds the place where it is
    written, None where the pipeline claims it and no editor.

    `sure`: every build makes it. What is not is kept free all the same: a list without entries yet, a PDF where the
    tool is missing. `old` is what lies there where it is an old address.
    """

    path: str
    what: str
    where: Callable[[], Place] | None = None
    remedy: str = ""
    sure: bool = True
    old: Old | None = None

    @property
    def place(self) -> Place:
        return self.where() if self.where else Place("")

    @property
    def address(self) -> str:
        """As people write it: `/about/`."""
        return f"/{urls.asked_for(self.path)}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The claims by path. Where several want one path, the first has it; `problems` tells of the others."""

    claims: Mapping[str, Claim]
    problems: tuple[Problem, ...] = ()
    folders: Mapping[str, str] = field(default_factory=lambda: FOLDERS)

    @property
    def sure(self) -> tuple[str, ...]:
        """What every build makes."""
        return tuple(path for path, claim in self.claims.items() if claim.sure)

    @property
    def old(self) -> tuple[Old, ...]:
        """The old addresses that lead to what is there now."""
        return tuple(claim.old for claim in self.claims.values() if claim.old)

    def covers(self, path: str) -> bool:
        """Whether a file may be published there."""
        return (
            path in self.claims
            or path.startswith(tuple(self.folders))
            or urls.is_sitemap_part(path)
            or urls.is_part(path)
        )

    def missing(self, paths: Iterable[str]) -> tuple[str, ...]:
        """What every build makes and these paths lack."""
        there = frozenset(paths)
        return tuple(path for path in self.sure if path not in there)


def addresses(library: Library) -> Addresses:
    """The table of a library: of all of it, to check it, or of what is public, to publish that."""
    found: dict[str, Claim] = {}
    folders: dict[str, Claim] = {}
    whole = _whole(library)
    problems = []
    for claim in _claims(library):
        problem = _too_long(claim) or _taken(claim, found, folders, whole)
        if problem:
            if claim.old is None or claim.old.named:  # what only follows from an old address gives way
                problems.append(problem)
            continue
        found[claim.path] = claim
        for folder in _above(claim.path):
            folders.setdefault(folder, claim)
    return Addresses(found, tuple(problems), whole)


def _whole(library: Library) -> Mapping[str, str]:
    """The folders that are claimed whole, and whose each is."""
    return {**FOLDERS, urls.ADMIN: "the forms for editors"} if library.settings.site.editing else FOLDERS


def kept_free() -> frozenset[str]:
    """The addresses that no entry has, in any library: those of lists, and of folders that are claimed whole."""
    hubs = (kind.root for kind in KINDS.values() if kind.hub)
    return frozenset((*FOLDERS, urls.ADMIN, urls.TOPICS, urls.AUDIENCES, urls.PEOPLE, urls.HEADINGS, *hubs))


def _claims(library: Library) -> Iterator[Claim]:
    """In the order of who gives way: first what we name, then the theme, then entries, then old addresses."""
    yield from _of_the_library(library)
    yield from _of_kinds(library)
    yield from _of_lists(library)
    yield from _of_headings(library)
    yield from _of_the_theme(library)
    for entry in library.entries:
        yield from _of_an_entry(entry)
        yield from _of_a_long_feed(library, entry)
    before = [claim for entry in library.entries for claim in _of_before(library, entry)]
    yield from sorted(
        before, key=lambda claim: claim.old is None or not claim.old.named
    )  # what editors wrote goes first


def _of_the_library(library: Library) -> Iterator[Claim]:
    shows = any(KINDS[entry.kind].feed for entry in library.entries)
    yield Claim(urls.FEED, "the feed of what is new")
    yield Claim(urls.JSON_FEED, "the feed of what is new")
    yield Claim(urls.CATALOG, "the catalogue")
    yield Claim(urls.SITEMAP, "the list of pages for search engines")
    yield Claim(urls.ROBOTS, "the word to search engines")
    yield Claim(urls.NOT_FOUND, "the page of what is not found", sure=False)  # a theme may have none
    yield Claim(urls.SUBSCRIPTIONS, "the file of all podcasts", sure=shows)
    yield Claim(urls.CALENDAR, "the calendar of the library", sure=library.dated)
    yield Claim(urls.PUBLISHER, "the feed that lists all podcasts", sure=shows and library.settings.feeds.publisher)
    if library.settings.offline.keep:
        yield Claim(urls.WORKER, "the worker that keeps pages for readers", sure=False)
        yield Claim(urls.KEPT, "the digests of all pages, for those who keep some", sure=False)
    if library.entry_at("") is None:
        yield Claim(urls.page_file(""), "the first page")


def _of_kinds(library: Library) -> Iterator[Claim]:
    for kind in KINDS.values():
        if kind.hub:
            noun = str(library.wording.words.get(f"kinds.{kind.name}.plural", kind.label))
            there = bool(library.of(kind))
            yield Claim(urls.page_file(kind.root), f"the page that lists “{noun}”", sure=there)
            for ending in kind.hub.exports:
                yield Claim(urls.export(kind.root, ending), f"the file of all “{noun}”", sure=there)
            for one in kind.hub.printed.formats if kind.hub.printed else ():
                yield Claim(one.path(kind.root), f"the PDF of all “{noun}”", sure=False)


def _of_lists(library: Library) -> Iterator[Claim]:
    """The hubs of topics, audiences and people, and what belongs to each."""
    lists = (
        ("topic", urls.TOPICS, urls.topic, library.topics),
        ("audience", urls.AUDIENCES, urls.audience, library.audiences),
        ("person", urls.PEOPLE, urls.person, library.people),
    )
    for what, root, address, listed in lists:
        yield Claim(urls.page_file(root), f"the page that lists `{LISTS[what]}`", sure=bool(listed))
        for one in listed:
            place = partial(_listed, library, what, one)
            yield Claim(urls.page_file(address(one)), f"the page of the {what} `{one}`", place, "give it another id")
            if what == "topic":
                for name in (urls.FEED, urls.JSON_FEED):
                    yield Claim(address(one) + name, f"the feed of the topic `{one}`", place)
            yield Claim(urls.listening_list(one), f"the listening list of the topic `{one}`", place, sure=False)


def _of_headings(library: Library) -> Iterator[Claim]:
    for address in {urls.HEADINGS: None, **dict.fromkeys(headed(library))}:
        yield Claim(urls.page_file(address), "a page of all headings")


def _listed(library: Library, what: str, name: str) -> Place:
    """Where a topic, an audience or a person is written."""
    return library.places.get(f"{what} {name}", Place(LISTS[what]))


def _of_the_theme(library: Library) -> Iterator[Claim]:
    """Files of the theme that lie on the site under their own names."""
    for file in library.tree:
        name = file.path.removeprefix("theme/")
        plain = not name.startswith((*APART, "strings/", urls.ASSETS)) and not name.endswith(_NOT_COPIED)
        if file.path.startswith("theme/") and plain:
            place = partial(Place, file.path)
            yield Claim(name, "a file of the theme", place, "give that file another name", sure=False)


def _of_an_entry(entry: Entry[Any]) -> Iterator[Claim]:
    kind, remedy = KINDS[entry.kind], "give one of them another `slug`"
    place, noun = partial(entry.place, "slug"), kind.label.lower()
    yield Claim(urls.page_file(entry.address), f"that of `{entry.path}`", place, remedy)
    for path in kind.beside(entry):
        file = urls.page_file(path) if path.endswith("/") else path
        yield Claim(file, f"that of a file beside the {noun} `{entry.path}`", place, remedy, sure=False)
    for ending in kind.exports if kind.exported(entry) else ():
        path = urls.export(entry.address, ending)
        yield Claim(path, f"that of a file beside the {noun} `{entry.path}`", place, remedy)
    if kind.feed:
        yield Claim(urls.show_feed(entry.address), f"the feed of `{entry.path}`", place, remedy)


def _of_a_long_feed(library: Library, entry: Entry[Any]) -> Iterator[Claim]:
    if KINDS[entry.kind].feed:
        for number in range(1, urls.archived(len(library.below(entry)), library.settings.feeds.limit) + 1):
            path, place = urls.show_archive(entry.address, number), partial(entry.place, "slug")
            yield Claim(path, f"a part of the feed of `{entry.path}`", place, "give one of them another `slug`")


def _of_before(library: Library, entry: Entry[Any]) -> Iterator[Claim]:
    for one in old(library, entry):
        place = partial(entry.place, "redirect_from", one.number)
        yield Claim(one.path, f"an old address of `{one.entry.path}`", place, "remove it here", old=one)


def _taken(
    claim: Claim, found: Mapping[str, Claim], folders: Mapping[str, Claim], whole: Mapping[str, str]
) -> Problem | None:
    """What stands against a claim: one on the same file, or on a file where this one needs a folder, or the reverse."""
    other = found.get(claim.path) or folders.get(claim.path)
    other = other or next((found[above] for above in _above(claim.path) if above in found), None)
    inside = next((what for folder, what in whole.items() if claim.path.startswith(folder)), None)
    if inside and claim.where:
        return _told(claim, f"in the folder of {inside}")
    if claim.where and urls.is_part(claim.path):
        return _told(claim, "that of a page of a long list")
    if other is None:
        return None
    where = f" ({other.place})" if other.where else ""
    return _told(claim, f"{other.what}{where}")


def _told(claim: Claim, whose: str) -> Problem:
    message = f"the address `{claim.address}` is already {whose}"
    return Problem(claim.place, message, claim.remedy or "rename one of them", "duplicate-address")


def _too_long(claim: Claim) -> Problem | None:
    parts = claim.path.encode().split(b"/")
    if len(claim.path.encode()) <= WHOLE and max(map(len, parts)) <= SEGMENT:
        return None
    message = f"the address `{claim.address[:60]}…` is too long"
    hint = f"shorten it: each part has at most {SEGMENT} bytes, all of it {WHOLE}"
    return Problem(claim.place, message, hint, "invalid-value")


def _above(path: str) -> Iterator[str]:
    """The folders in which a file lies, without their slashes."""
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))

"""What a kind is: all that is particular to one sort of entry, in one value that every stage and command reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pipeline.formats.letters import slug
from pipeline.formats.wording import ENGLISH, Words
from pipeline.model.access import Access
from pipeline.model.edition import Format
from pipeline.model.entry import Entry, Lookup
from pipeline.model.gathering.occasion import Occasion
from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.rows import Data, Desk, JsonLd, Outlook, Row, thing
from pipeline.model.terms import Term
from pipeline.problems import Problem
from pipeline.settings import Settings

F = TypeVar("F")
Say = Callable[..., str]
"""Words of the interface: a name, and values by theirs."""
_WILD = re.compile(r"\*\*/|\*|<[a-z]+>/?")
_NAMED = re.compile(r"<[a-z]+>")


Rows = Sequence[Any]
"""The rows of all entries of a kind, in the order of their files."""


@dataclass(frozen=True, slots=True)
class Print:
    """All entries of a kind on one printed sheet: its formats, the HTML of what stands below its head, and a style
    sheet of its own in `theme/print/`.
    """

    formats: tuple[Format, ...]
    body: Callable[[Rows, Desk], str]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Hub:
    """The page that lists the entries of a kind. `place` orders the navigation, least first. Entries are grouped by
    their first topic, by kind with those that belong to them, or by whether they are over. `leads_to`: what its
    template calls it → path.

    A kind that lists its entries in its own way brings a `template`, which gets all of them on one page, and as `own`
    what `data` makes of their rows. `exports`: ending → all entries as one file to take away, which lies beside the hub
    and bears its name; `printed`, the same as PDF. `talk`: people talk to each other there, so that it is named where
    help is offered.
    """

    place: int
    groups: Literal["topic", "kind", "over"] = "topic"
    leads_to: Mapping[str, str] = field(default_factory=dict)
    template: str = ""
    talk: bool = False
    data: Callable[[Rows, Desk], Data] = lambda rows, desk: {}  # noqa: ARG005 - the shape of `data`
    exports: Mapping[str, Callable[[Rows, Desk], str]] = field(default_factory=dict)
    printed: Print | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What `new` adds to an entry that is there, by its ISBN: what it is called, and the field of the entry that lists
    all of them.
    """

    name: str
    field: str


@dataclass(frozen=True, slots=True)
class Front:
    """Where the first page shows a kind: the section (`home.…` of the words), and how many entries (0: all)."""

    section: str
    most: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The time of an entry that does not last: it is over at `ends`, and what it tells of begins at `begins`, where it
    tells of such a thing.
    """

    ends: datetime
    begins: datetime | None = None


@dataclass(frozen=True, slots=True)
class SubPage:
    """A page beside that of its entry, at `name` below its address. It is no entry, and the search leaves it out."""

    name: str
    title: str
    description: str
    template: str
    data: Data


@dataclass(frozen=True, slots=True)
class Parts:
    """What a kind adds to the page of an entry: data for its template, the parts below the text (id and title) that its
    contents name, and pages beside it.
    """

    data: Data = field(default_factory=dict)
    headings: tuple[tuple[str, str], ...] = ()
    pages: tuple[SubPage, ...] = ()


def _checks(entry: Entry[Any], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """A kind whose fields say it all."""
    return ()


def _row(entry: Entry[Any], outlook: Outlook) -> Data:  # noqa: ARG001 - the shape of `row`
    """A kind without fields of its own."""
    return {}


def _json_ld(row: Row) -> JsonLd:
    return thing("WebPage", row)


def _listing(row: Any, say: Say) -> str:  # noqa: ARG001 - the shape of `listing`
    """A kind whose body says it all."""
    return ""


def _terms(entry: Entry[Any]) -> tuple[Term, ...]:  # noqa: ARG001 - the shape of `terms`
    """A kind that explains no words."""
    return ()


def _page(row: Any, entry: Entry[Any], desk: Desk) -> Parts:  # noqa: ARG001 - the shape of `page`
    """A kind whose page shows its text and its row."""
    return Parts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[F]):
    """One kind of entry.

    What it is:

    - `name`, `fields` (what an editor writes) and `words` (language → words of the interface; `kinds.<name>` has
      `singular` and `plural`, and for its hub `about`);
    - `files`, the glob of its files. `*` is the name of an entry, and before it `**/` or `<folder>/` the folder, which
      stands in the address too; where there is no `*`, `<name>` is the name. `fixed` are files with an address of
      their own;
    - `root`, below which its entries lie, and which is the address of its `hub`; `above`, the kind to whose entry in
      the same folder each belongs, and below which it lies then; `ending`s of files made of it beside its page;
    - `check`, of an entry by itself; `begin`, what `new` writes, and the lines of that which are `placeholders`, and
      must not stay; `item`, what `new` adds to one that is there;
    - `terms`, the words that an entry explains: its page has a place for each, to which texts can lead.

    What goes out: `row_type`, and the fields of it that `row` adds to those of all rows; `json_ld` says the row in the
    words of schema.org, `access` how it can be met besides as text; `listing` is HTML of what stands in the fields and
    not in the body, for readers of a feed; `noted` is what lists say beside its kind; `exports` are files to take away,
    of those entries that are `exported`; `occasions`, what of it stands in the calendar of the library; `template` and
    `page` make its page.

    How others treat it: one that has a `span` is over some day, by the settings of the site: the first page shows it
    no more then, the hub of its kind has it last, and it is related to nothing; `news` has a date, and is among what is
    new and what is related; `use`, what a reader does with it; a `free` page stands by itself, and the foot of each
    page names it; each entry of one that is `bound` is a chapter of the library as a book; `forms` may stand in its
    body; in one that is `explained` the terms of the library are explained where they first stand, unless
    `explain_terms` says no; one that is `plain` text, as other programs write it, keeps its line breaks
    (`formats/breaks`); `feed`: each of its entries has the address of a podcast feed (only shows get what lies there);
    `artwork`: its picture is what podcast directories show.

    Raises `ValueError` where it says too little.
    """

    name: str
    files: str
    fields: type[F]
    row_type: type[Row]
    template: str
    words: Mapping[str, Words]
    root: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    hub: Hub | None = None
    above: Kind[Any] | None = None
    front: Front = Front("newest")
    news: bool = True
    use: Literal["read", "heard", "done", ""] = ""
    free: bool = False
    bound: bool = False
    forms: bool = False
    explained: bool = False
    plain: bool = False
    feed: bool = False
    artwork: Literal["needed", "own", ""] = ""
    row: Callable[[Entry[F], Outlook], Data] = _row
    json_ld: Callable[[Any], JsonLd] = _json_ld
    access: Callable[[Any], Access] = lambda _: Access()
    listing: Callable[[Any, Say], str] = _listing
    page: Callable[[Any, Entry[F], Desk], Parts] = _page
    noted: Callable[[Any, Desk], str] = lambda row, desk: ""  # noqa: ARG005 - the shape of `noted`
    exports: Mapping[str, Callable[[Any, Desk], str]] = field(default_factory=dict)
    exported: Callable[[Entry[F]], bool] = lambda _: True
    occasions: Callable[[Any, Desk], Iterable[Occasion]] | None = None
    span: Callable[[Entry[F], Settings], Span] | None = None
    beside: Callable[[Entry[F]], Iterator[str]] = lambda _: iter(())
    terms: Callable[[Entry[F]], tuple[Term, ...]] = _terms
    check: Callable[[Entry[F], Lookup], tuple[Problem, ...]] = _checks
    begin: Callable[[Wish, Ground], Beginning] | None = None
    placeholders: str = ""
    item: Item | None = None
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raises `ValueError` where the room says too little, or says it in a way that no page could follow."""
        if faults := tuple(_faults(self)):
            raise ValueError(f"the kind `{self.name}`: {'; '.join(faults)}")
        pattern, at = "", 0
        for wild in _WILD.finditer(self.files):
            part = r"(?P<name>[^/]+)" + ("/" if wild[0].endswith("/") else "")
            if self._is_folder(wild[0]):
                part = r"(?P<folder>(?:[^/]+/)*)" if wild[0] == "**/" else r"(?P<folder>[^/]+/)"
            pattern += re.escape(self.files[at : wild.start()]) + part
            at = wild.end()
        object.__setattr__(self, "_pattern", re.compile(pattern + re.escape(self.files[at:])))

    def _is_folder(self, wild: str) -> bool:
        """Whether a part of `files` stands for the folder, and not for the name."""
        return wild == "**/" or (wild.startswith("<") and "*" in self.files)

    @property
    def label(self) -> str:
        """What the kind is called in English."""
        return str(self.words[ENGLISH]["kinds"][self.name]["singular"])

    @property
    def front_matter(self) -> bool:
        """Whether the fields stand before a body; else the file is all fields."""
        return self.files.endswith(".md")

    @property
    def pattern(self) -> str:
        """Its files as other programs name many: `*` is a part of a path, and `**` any number of folders."""
        return _NAMED.sub("*", self.files)

    @property
    def folder(self) -> str:
        """The folder in which its files lie, as far as all of them do."""
        return _WILD.split(self.files)[0].rpartition("/")[0]

    def claims(self, path: str) -> bool:
        """Whether the file is one of this kind."""
        return self._pattern.fullmatch(path) is not None

    def parts(self, path: str) -> tuple[str, str]:
        """The folder, empty or with `/` at its end, and the name of the entry in file `path`."""
        match = self._pattern.fullmatch(path)
        assert match is not None, path
        groups = match.groupdict()
        return groups.get("folder") or "", groups["name"]

    def misnamed(self, path: str, *, has_slug: bool) -> Iterator[tuple[str, str]]:
        """The names of folders and the name of the entry in file `path` that can't be part of an address, each with the
        nearest that can, which is empty where none is near. What has a `slug` may have any name.
        """
        folder, last = self.parts(path)
        for name in (*folder.split("/"), *(() if has_slug else (last,))):
            if name != (right := slug(name)):
                yield name, right

    def path(self, name: str, folder: str = "") -> str:
        """The file of the entry of this name; `folder` is empty or ends in `/`."""

        def part(wild: re.Match[str]) -> str:
            return folder if self._is_folder(wild[0]) else name + "/" * wild[0].endswith("/")

        return _WILD.sub(part, self.files)

    def path_above(self, path: str) -> str | None:
        """The file of the entry to which the one in file `path` belongs; None where it belongs to none."""
        return self.above.path(self.parts(path)[0].rstrip("/")) if self.above else None

    def address(self, path: str, slug: str | None, above: str = "") -> str:
        """The address of the entry in file `path`, relative to the site's root, with `/` at its end; `above` is that of
        the entry to which it belongs.
        """
        if path in self.fixed:
            return self.fixed[path]
        folder, name = self.parts(path)
        return f"{above or self.root + folder}{slug or name}/"


def _faults(kind: Kind[Any]) -> Iterator[str]:
    """What is wrong with a room."""
    own = kind.words.get(ENGLISH, {}).get("kinds", {}).get(kind.name, {})
    for word in ("singular", "plural", *(("about",) if kind.hub else ())):
        if not own.get(word):
            yield f"its English words lack `kinds.{kind.name}.{word}`"
    if kind.root and (kind.root.startswith("/") or not kind.root.endswith("/")):
        yield f"its root is written as `library/articles/`, not as `{kind.root}`"
    if kind.hub and not kind.root:
        yield "a hub needs a `root`, its address"

"""Items → drafts: what a source says, as an entry of this library says it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.formats.invisible import seen
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.keeping.draft import Draft
from pipeline.importing.laying.fitting import KEPT, fitted
from pipeline.importing.laying.known import Addresses
from pipeline.importing.laying.leaves import GONE, Leaf, all_grown, assets
from pipeline.importing.laying.terms import Filing
from pipeline.importing.laying.who import People
from pipeline.importing.prose import Prose, Shown, description, prose
from pipeline.importing.prose.page import letters
from pipeline.importing.source.found import Asset, Inside, Item, Lead, Named, Text
from pipeline.importing.source.loss import Loss
from pipeline.model import urls
from pipeline.model.addresses import FOLDERS
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.kinds.show.fields import FEED_BYTES
from pipeline.model.library import Library
from pipeline.problems import Place

RECORDING = "recording"
"""What the field of chapters says where those of the recording are meant."""
_LINES = ("title", "subtitle", "description")
"""What people read in lists: signs that nobody sees, such as those that turn the reading round, stand in none."""
_UNLINKED = ("audio", "guid", "new_feed_url", "redirect_from", "extra")
"""Fields whose addresses are no links of a page."""
_OURS = (urls.PEOPLE, urls.TOPICS, urls.AUDIENCES, urls.HEADINGS, urls.SEARCH, urls.ADMIN, *FOLDERS)
"""Where a library lays what it makes of lists and of things that come and go: no old address leads from there."""
LEAST = 40
"""The fewest characters of a description."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that came along: where it lies in the library, and the SHA-256 of its bytes. One that stays where it is
    has its `url` and no path; `length` in bytes and `type` are what is known of it.
    """

    path: str = ""
    sha256: str = ""
    url: str = ""
    length: int = 0
    type: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is to build on: what people decided, who is who, under what things are filed; the library, its
    addresses, which are taken, and the ids of recordings that hold chapters.
    """

    decisions: Decisions
    people: People
    filing: Filing
    library: Library
    claimed: frozenset[str] = frozenset()
    chaptered: frozenset[str] = frozenset()


class Composer:
    """Makes drafts. `paths` are the files of items by their ids, `files` what came along by the ids of assets, `where`
    the file for each address of the source.
    """

    def __init__(
        self, ground: Ground, paths: Mapping[str, str], files: Mapping[str, Brought], where: Addresses
    ) -> None:
        self._ground, self._paths, self._files, self._where = ground, paths, files, where
        self._claimed = {*ground.claimed, *chain.from_iterable(map(_addresses, paths.values()))}

    def draft(self, item: Item) -> Draft:
        """The entry that an item becomes."""
        path, kind, losses = self._paths[item.id], KINDS[item.kind], list(item.losses)
        text, summary = self._prose(item.body, path), self._prose(item.summary, path)
        made = all_grown(self._heard(dict(item.fields)), lambda leaf: self._become(leaf, path))
        made = {name: one for name, said in made.items() if (one := self._led(name, said, item, losses)) is not GONE}
        made |= self._filed(item, made, losses)
        if made.get("authors"):
            made["authors"] = list(dict.fromkeys(made["authors"]))
        elif _asks(kind, "authors"):
            made["authors"] = [self._nobody(item, losses)]
        if made.get("language") == self._ground.library.settings.site.language and kind.front_matter:
            del made["language"]
        if not made.get("description"):
            made["description"] = self._described(item, summary, text, losses)
        if old := self._old(item, path):
            made["redirect_from"] = [*made.get("redirect_from", ()), *old]
        made |= {name: _read(one, item, losses) for name in _LINES if isinstance(one := made.get(name), str)}
        made, aside = fitted(item.kind, made, item.place)
        body = text.markdown if kind.front_matter else None
        told = (*losses, *text.losses, *aside)
        return Draft(item.id, item.kind, path, made, body, item.place, self._beside(item), item.old, told)

    def _filed(self, item: Item, made: Mapping[str, Any], losses: list[Loss]) -> dict[str, Any]:
        """Topics and audiences, and the terms of which none became."""
        kind = KINDS[item.kind]
        named = [one.name for one in fields(kind.fields)]
        filed = self._ground.filing.filed(item, named, [one for one in named if _asks(kind, one)])
        losses += filed.losses
        found = {"topics": list(filed.topics), "audiences": list(filed.audiences)}
        extra = {"extra": _extra(made, {"terms": list(filed.left)})} if filed.left else {}
        return {name: ids for name, ids in found.items() if ids} | extra

    def _heard(self, said: dict[str, Any]) -> dict[str, Any]:
        """The sound of an episode as its field says it, where it stays on its host."""
        audio = said.get("audio")
        sound = audio.get("file") if isinstance(audio, dict) else None
        got = self._files.get(sound.id) if isinstance(sound, Asset) else None
        if got is None or got.path or not isinstance(audio, dict):
            return said
        rest = {name: value for name, value in audio.items() if name != "file"}
        if got.sha256:
            return said | {"audio": {"url": got.url, "sha256": got.sha256, **rest}}
        hosted = {"url": got.url, "length": got.length, "type": got.type}
        return said | {"audio": hosted | ({"seconds": rest["seconds"]} if rest.get("seconds") else {})}

    def _become(self, leaf: Leaf, path: str) -> Any:
        if isinstance(leaf, Asset):
            got = self._files.get(leaf.id)
            return _beside(got.path, path) if got and got.path else GONE
        if isinstance(leaf, Named):
            if not leaf.as_guest:
                return self._ground.people.author(leaf)
            return self._guest(self._ground.people.credit(leaf), path)
        if isinstance(leaf, Lead):
            return _beside(found, path) if (found := self._where.file(leaf.url)) else GONE
        if isinstance(leaf, Inside):
            return RECORDING if leaf.asset.id in self._ground.chaptered else list(leaf.otherwise) or GONE
        return leaf.name

    def _guest(self, credit: dict[str, Any], path: str) -> dict[str, Any]:
        image = credit.pop("image", None)
        got = self._files.get(image.id) if image else None
        shown = {"image": {"file": _beside(got.path, path), "alt": image.about}} if got and got.path else {}
        return credit | shown

    def _prose(self, text: Text | None, path: str) -> Prose:
        if text is None:
            return Prose("", "", ())
        turn = _Turn(self, path, text.place)
        made = prose(text, turn)
        return replace(made, losses=(*made.losses, *turn.losses))

    def _described(self, item: Item, summary: Prose, text: Prose, losses: list[Loss]) -> str:
        """What an item is about, in 40 to 300 characters: of its summary, or its text, or else of what is known."""
        if not KINDS[item.kind].front_matter and len(whole := _whole(summary.plain or text.plain)) >= LEAST:
            return whole
        for told in (summary.plain, _together(summary.plain, text.plain), text.plain):
            if len(short := description(told)) >= LEAST:
                if told == summary.plain and len(short) < len(" ".join(told.split())):
                    losses.append(Loss("description/cut", "changed", short, item.place))
                return short
        made = self._known(item, _together(summary.plain, text.plain))
        losses.append(Loss("description/none", "changed", made, item.place))
        return made

    def _known(self, item: Item, words: str) -> str:
        """What there is to say of an item with few words or none, as much as a description needs."""
        site = self._ground.library.settings.site
        day = str(item.fields.get("date", ""))[:10]
        known = (item.fields.get("title"), words, site.title, day, site.description, *map(_asked_of, item.old))
        said = ""
        for one in known:
            if one and len(said) < LEAST:
                said = f"{said} · {one}".removeprefix(" · ")
        return description(said.ljust(LEAST, "."))

    def _nobody(self, item: Item, losses: list[Loss]) -> str:
        """Who wrote what has no author: whom people named for that, or the library itself."""
        one = self._ground.decisions.default.author or self._ground.people.author(Named(self._title))
        losses.append(Loss("author/none", "changed", one, item.place))
        return one

    @property
    def _title(self) -> str:
        return self._ground.library.settings.site.title

    def _old(self, item: Item, path: str) -> list[str]:
        """The addresses of an item that can lead here from the same host: paths, each claimed by one entry."""
        found, has_feed = [], KINDS[item.kind].feed
        for plain in sorted(map(_plain, item.old), key=urls.is_feed):  # a page that moved has its feed below it
            taken = {plain, *([urls.show_feed(plain)] if has_feed and plain.endswith("/") else [])}
            if not plain or plain.startswith(_OURS) or taken & self._claimed:
                continue
            if has_feed or not urls.is_feed(plain):
                self._claimed |= taken
                found.append(f"/{plain}")
        return found

    def _beside(self, item: Item) -> dict[str, str]:
        """The digests of the files that its fields name, by their paths."""
        there = (self._files.get(asset.id) for asset in assets(item))
        return {one.path: one.sha256 for one in there if one and one.path}

    def link(self, url: str, path: str) -> str:
        """Where an address of the source leads from the file at `path`: to what came along, to an entry that is here,
        or where it led before; "" where it is one of this library, or a path in a folder, and nothing lies there.
        """
        if found := self._where.file(url):
            return _beside(found, path)
        if _is_path(url):
            return ""
        there = self._own(url)
        if there is None:
            return url
        entry = self._ground.library.entry_at(urls.asked_for(there))
        return _beside(entry.path, path) if entry else ""

    def _own(self, url: str) -> str | None:
        """The file of the site at a whole address of this library; None for any other."""
        settings = self._ground.library.settings
        bases = [to.base_url for to in settings.targets.values() if to.base_url]
        return urls.own(url, settings.site.url, bases) if "://" in url else None

    def _led(self, name: str, said: Any, item: Item, losses: list[Loss]) -> Any:
        """A field whose addresses of this library lead to what lies there, or are not in it."""
        if name in _UNLINKED:
            return said
        if isinstance(said, dict):
            parts = {key: self._led(key, one, item, losses) for key, one in said.items()}
            return {key: one for key, one in parts.items() if one is not GONE}
        if isinstance(said, list):
            return [one for part in said if (one := self._led(name, part, item, losses)) is not GONE]
        if not isinstance(said, str) or (there := self._own(said)) is None:
            return said
        if there in self._claimed or urls.asked_for(there) in self._claimed:
            return said
        if found := self._where.file(said):
            return urls.absolute(self._ground.library.settings.site.url, next(_addresses(found)))
        losses.append(Loss("link/nowhere", "dropped", f"{name}: {said}", item.place))
        return GONE

    def picture(self, url: str, path: str) -> Shown | None:
        """The picture that came along from an address, from the file at `path`; an entry there is none."""
        found = self._where.file(url)
        if any(kind.claims(found) for kind in KINDS.values()):
            return None
        return Shown(_beside(found, path), self._where.about(url)) if found else None


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where the addresses in one text lead, from the file in which it is written; what is told of them."""

    composer: Composer
    path: str
    place: Place
    losses: list[Loss] = field(default_factory=list)

    def link(self, url: str) -> str:
        found = self.composer.link(url, self.path)
        if not found:
            self.losses.append(Loss("link/nowhere", "dropped", url, self.place))
        return found

    def picture(self, url: str) -> Shown | None:
        return self.composer.picture(url, self.path)


def _is_path(url: str) -> bool:
    """Whether an address is a path in the folder of a source: it has no scheme, and leads to more than a part."""
    return not url.startswith("#") and ":" not in url.partition("/")[0]


def _beside(file: str, path: str) -> str:
    """A file as the one at `path` names it."""
    return posixpath.relpath(file, posixpath.dirname(path))


def _together(summary: str, text: str) -> str:
    """A summary and the text that follows it, in one line: each sentence ends before the next begins."""
    first, rest = " ".join(summary.split()), " ".join(text.split())
    end = "." if first and rest and first[-1].isalnum() else ""
    return f"{first}{end} {rest}".strip()


def _addresses(path: str) -> Iterator[str]:
    """The addresses that an entry in a file has by now: its page, and its feed."""
    kind = next(kind for kind in KINDS.values() if kind.claims(path))
    above = kind.path_above(path)
    address = kind.address(path, None, kind.above.address(above, None) if above and kind.above else "")
    yield address
    if kind.feed:
        yield urls.show_feed(address)


def _whole(told: str) -> str:
    """All of a text, its paragraphs apart, as an entry says it that has no other: as much as feeds take."""
    text = "\n\n".join(" ".join(part.split()) for part in told.split("\n\n") if part.strip())
    if len(text.encode()) <= FEED_BYTES:
        return text
    head = text.encode()[: FEED_BYTES - len("…".encode())].decode("utf-8", "ignore")
    return f"{head[: max(head.rfind(' '), LEAST)].rstrip()}…"


def _asked_of(old: str) -> str:
    """An old address as people read it: what is asked of it besides may open what is for some alone."""
    return old.partition("#")[0].partition("?")[0]


def _read(line: str, item: Item, losses: list[Loss]) -> str:
    """A line as it was meant: in letters that people see, where another encoding made others of them."""
    whole, kinds = letters.mended(line)
    losses += (Loss(kind, "changed", whole, item.place) for kind in kinds)
    return seen(whole)


def _plain(old: str) -> str:
    """The path of a whole address, as `redirect_from` can have it; "" where it can't."""
    try:
        parts = urlsplit(old)
    except ValueError:
        return ""
    plain = urls.asked_for(urls.old(unquote(parts.path)))
    return plain if not parts.query and plain.strip("/") and urls.is_plain(plain) else ""


def _asks(kind: Kind[Any], name: str) -> bool:
    """Whether an entry of this kind must have a field."""
    return any(one.name == name and getattr(one.default, "is_required", lambda: False)() for one in fields(kind.fields))


def _extra(made: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    extra = dict(made.get("extra") or {})
    return extra | {KEPT: {**extra.get(KEPT, {}), **more}}

"""Items → drafts: what a source says, as an entry of this library says it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.importing.decisions import Decisions
from pipeline.importing.draft import Draft
from pipeline.importing.fitting import KEPT, fitted
from pipeline.importing.found import Asset, Item, Named, Text
from pipeline.importing.known import Addresses
from pipeline.importing.leaves import GONE, Leaf, assets, grown
from pipeline.importing.loss import Loss
from pipeline.importing.prose import Prose, Shown, description, prose
from pipeline.importing.terms import Filing
from pipeline.importing.who import People
from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library

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
    """What there is to build on: what people decided, who is who, under what things are filed; the library, and its
    addresses, which are taken.
    """

    decisions: Decisions
    people: People
    filing: Filing
    library: Library
    claimed: frozenset[str] = frozenset()


class Composer:
    """Makes drafts. `paths` are the files of items by their ids, `files` what came along by the ids of assets, `where`
    the file for each address of the source.
    """

    def __init__(
        self, ground: Ground, paths: Mapping[str, str], files: Mapping[str, Brought], where: Addresses
    ) -> None:
        self._ground, self._paths, self._files, self._where = ground, paths, files, where
        self._claimed = {*ground.claimed, *map(_address, paths.values())}

    def draft(self, item: Item) -> Draft:
        """The entry that an item becomes."""
        path, kind = self._paths[item.id], KINDS[item.kind]
        named = frozenset(one.name for one in fields(kind.fields))
        made = grown(self._heard(dict(item.fields)), lambda leaf: self._become(leaf, path))
        losses = list(item.losses)
        filed = self._ground.filing.filed(item, named)
        losses += filed.losses
        text = self._prose(item.body, path)
        made |= {"topics": list(filed.topics)} if filed.topics else {}
        made |= {"audiences": list(filed.audiences)} if filed.audiences else {}
        if filed.left:
            made["extra"] = _extra(made, {"terms": list(filed.left)})
        if "authors" in named and _asks(kind, "authors") and not made.get("authors"):
            made["authors"] = [self._nobody()]
            losses.append(Loss("author/none", "changed", made["authors"][0], item.place))
        if not made.get("description"):
            made["description"], told = self._described(item, text, path)
            losses += told
        if old := self._old(item, path):
            made["redirect_from"] = [*made.get("redirect_from", ()), *old]
        made, more = fitted(item.kind, made, item.place)
        body = text.markdown if kind.front_matter else None
        beside = {one.path: one.sha256 for one in self._beside(item)}
        return Draft(item.id, item.kind, path, made, body, item.place, beside, item.old, (*losses, *text.losses, *more))

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
        return leaf.name

    def _guest(self, credit: dict[str, Any], path: str) -> dict[str, Any]:
        image = credit.pop("image", None)
        got = self._files.get(image.id) if image else None
        shown = {"image": {"file": _beside(got.path, path), "alt": image.about}} if got and got.path else {}
        return credit | shown

    def _prose(self, text: Text | None, path: str) -> Prose:
        return prose(text, _Turn(self, path)) if text else Prose("", "", ())

    def _described(self, item: Item, text: Prose, path: str) -> tuple[str, tuple[Loss, ...]]:
        """What an item is about, in 40 to 300 characters: of its summary, or its text, or else of what is known."""
        summary = self._prose(item.summary, path).plain
        for told in (summary, f"{summary} {text.plain}".strip(), text.plain):
            if len(short := description(told)) >= LEAST:
                cut = len(short) < len(" ".join(told.split())) and told == summary
                return short, (Loss("description/cut", "changed", short, item.place),) if cut else ()
        known = (item.fields.get("title"), *item.fields.get("subtitle", ()), str(item.fields.get("date", ""))[:10])
        said = " · ".join(str(one) for one in (*known, self._ground.library.settings.site.title, *item.old) if one)
        made = description(said.ljust(LEAST, "."))
        return made, (Loss("description/none", "changed", made, item.place),)

    def _nobody(self) -> str:
        """Who wrote what has no author: whom people named for that, or the library itself."""
        return self._ground.decisions.default.author or self._ground.people.author(
            Named(self._ground.library.settings.site.title or "Editors")
        )

    def _old(self, item: Item, path: str) -> list[str]:
        """The addresses of an item that can lead here from the same host: paths, each claimed by one entry."""
        found = []
        for old in item.old:
            plain = _plain(old)
            feed = urls.is_feed(plain)
            if not plain or plain in self._claimed or (feed and not KINDS[item.kind].feed):
                continue
            self._claimed.add(plain)
            found.append(f"/{plain}")
        return found

    def _beside(self, item: Item) -> Iterable[Brought]:
        return (one for asset in assets(item) if (one := self._files.get(asset.id)) and one.path)

    def file(self, url: str) -> str:
        """The file that lies at an address of the source by now; "" for none."""
        return self._where.file(url)

    def about(self, url: str) -> str:
        """What the picture at an address shows, as its source says."""
        return self._where.about(url)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where the addresses in one text lead, from the file in which it is written."""

    composer: Composer
    path: str

    def link(self, url: str) -> str:
        found = self.composer.file(url)
        return _beside(found, self.path) if found else url

    def picture(self, url: str) -> Shown | None:
        found = self.composer.file(url)
        return Shown(_beside(found, self.path), self.composer.about(url)) if found else None


def _beside(file: str, path: str) -> str:
    """A file as the one at `path` names it."""
    return posixpath.relpath(file, posixpath.dirname(path))


def _address(path: str) -> str:
    kind = next(kind for kind in KINDS.values() if kind.claims(path))
    above = kind.path_above(path)
    return kind.address(path, None, kind.above.address(above, None) if above and kind.above else "")


def _plain(old: str) -> str:
    """The path of a whole address, as `redirect_from` can have it; "" where it can't."""
    try:
        parts = urlsplit(old)
    except ValueError:
        return ""
    plain = urls.old(unquote(parts.path))
    return plain if not parts.query and plain.strip("/") and urls.is_plain(plain) else ""


def _asks(kind: Kind[Any], name: str) -> bool:
    """Whether an entry of this kind must have a field."""
    return any(one.name == name and getattr(one.default, "is_required", lambda: False)() for one in fields(kind.fields))


def _extra(made: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    extra = dict(made.get("extra") or {})
    return extra | {KEPT: {**extra.get(KEPT, {}), **more}}

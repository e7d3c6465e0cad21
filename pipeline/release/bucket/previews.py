"""Previews of changes: each lies below its own name, and all of them share what is heavy.

BASE/<name>/…                    a preview: a whole library, with a state of its own
BASE/_media/<digest>/<file>      sound, pictures and PDFs that the live target lacks, for all previews
STATE/_previews/<name>.json      what is known of each preview, and which of those files its pages lead to

No name of a preview begins with `_`. What the live target publishes under a name that carries its digest is addressed
there, and never copied.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import quote

from pipeline.model import urls
from pipeline.model.artifact import Artifact, Blob, Manifest, Piece, by_path, canonical, carries
from pipeline.model.entry import utc
from pipeline.release.bucket import layout
from pipeline.release.manifest.headers import IMMUTABLE, content_type
from pipeline.release.state.errors import TargetError
from pipeline.release.state.target import Read
from pipeline.settings import TargetSettings

MEDIA = "_media/"
NOTES = "_previews/"
_HEAVY = ("audio/", "video/", "image/", "application/pdf")
_DIGEST = 64


class Place(Protocol):
    """Where all previews of a target lie. All may raise `TargetError`."""

    def names(self) -> tuple[str, ...]:
        """The names of the previews of which something was noted, sorted."""

    def noted(self, name: str) -> bytes | None:
        """What was noted of a preview; None where nothing was."""

    def note(self, name: str, data: bytes) -> None:
        """Note something of a preview, in the place of what was noted before."""

    def media(self) -> Collection[str]:
        """The paths of the files that previews share."""

    def put(self, artifacts: Iterable[Artifact], read: Read) -> None:
        """Put some of them, each whole or not at all."""

    def drop(self, paths: Collection[str]) -> None:
        """Delete some of them."""

    def remove(self, name: str) -> int:
        """Remove all that is public of a preview, its state, and last what was noted of it: how many files were
        public. Whoever was stopped does it again.
        """

    def policy(self) -> str:
        """The least rights that previews need here, as `Target.policy`."""


def within(target: TargetSettings, name: str) -> TargetSettings:
    """The settings of one preview below a target of previews. Its state lies in that of the target."""
    assert target.base_url
    below = {"base_url": f"{target.base_url}{name}/"}
    if target.type == "s3":
        bucket, state = layout.state_place(target.bucket, target.prefix, target.state)
        below |= {"prefix": layout.normal(target.prefix) + name, "state": f"s3://{bucket}/{state}{name}"}
    else:
        below |= {"path": f"{target.path.rstrip('/')}/{name}"}
        below |= {"state": f"{target.state.rstrip('/')}/{name}"} if target.state else {}
    given = {one.name: value for one in fields(target) if (value := getattr(target, one.name)) != ""}
    return TargetSettings(**{**given, **below})


# What pages lead to


@dataclass(slots=True)
class Elsewhere:
    """Where the heavy files of a preview are: of each path, the whole address. `live` are the paths to which it may
    lead at the live target, which is reached at `live_url`; `base_url` is that of all previews.
    """

    base_url: str
    live_url: str = ""
    live: Collection[str] = frozenset()
    addresses: dict[str, str] = field(default_factory=dict)
    shared: dict[str, Artifact] = field(default_factory=dict)

    def take(self, pieces: Iterable[Piece]) -> None:
        """Decide where those of these pieces are that are heavy."""
        for piece in pieces:
            kind = piece.type or content_type(piece.path)
            heavy = kind.startswith(_HEAVY) or piece.path.startswith(urls.FILES)
            if isinstance(piece.data, Blob) and heavy and piece.path not in self.addresses:
                self.addresses[piece.path] = self._address(piece.path, piece.data, kind, piece.source)

    def _address(self, path: str, blob: Blob, kind: str, source: str) -> str:
        if path in self.live and carries(path, blob.digest):
            return urls.absolute(self.live_url, quote(path, safe="/"))
        place = shared_path(path, blob.digest)
        said = {"content-type": kind, "cache-control": IMMUTABLE}
        self.shared[place] = Artifact(place, blob.digest, blob.size, said, source)
        return urls.absolute(self.base_url, quote(place, safe="/"))

    def url(self, path: str, base_url: str) -> str:
        """The whole address of a path of the site at `base_url`."""
        return self.addresses.get(path) or urls.absolute(base_url, path)

    @property
    def pages(self) -> dict[str, str]:
        """The pages of the live target: the address from the site's root, and the whole of it."""
        addresses = (urls.asked_for(path) for path in self.live if urls.is_page_file(path))
        return {address: urls.absolute(self.live_url, quote(address, safe="/")) for address in addresses}

    @property
    def sources(self) -> tuple[str, ...]:
        """Where pages take pictures and sound from, besides from beside themselves."""
        return tuple(dict.fromkeys(filter(None, (self.live_url, urls.absolute(self.base_url, MEDIA)))))

    def without(self, manifest: Manifest) -> Manifest:
        """What a preview holds of a whole library: not its heavy files; and no identity of shows and episodes, which
        it does not publish and so does not promise, nor records, which the live target keeps.
        """
        stay = (one for path, one in manifest.artifacts.items() if path not in self.addresses)
        shared = by_path(self.shared.values())
        return replace(manifest, artifacts=by_path(stay), shared=shared, episodes=(), shows=(), records=())


class Nowhere(Elsewhere):
    """What is made for any other target: it holds all of it."""

    def __init__(self) -> None:
        super().__init__("")

    def take(self, pieces: Iterable[Piece]) -> None:
        """Everything stays where it is."""


def shared_path(path: str, digest: str) -> str:
    """`handouts/log/log.pdf` → `_media/<digest>/log.pdf`: by all of the digest, since the first puts it for all."""
    return f"{MEDIA}{digest}/{path.rpartition('/')[2]}"


def lasting(manifest: Manifest, superseded: Collection[str] = ()) -> frozenset[str]:
    """The paths of a live release to which a preview may lead: pages, and files that stay what they are; of what was
    superseded nobody knows for how long.
    """
    files = (path for path, one in manifest.artifacts.items() if one.immutable and path not in superseded)
    pages = (
        path for path, one in manifest.artifacts.items() if urls.is_page_file(path) and "location" not in one.headers
    )
    return frozenset((*files, *pages))


def absent(place: Place, manifest: Manifest) -> tuple[Artifact, ...]:
    """What the pages of a preview lead to and is not yet in the place that all share."""
    held = place.media() if manifest.shared else ()
    return tuple(artifact for path, artifact in manifest.shared.items() if path not in held)


def must_fit(manifest: Manifest, base_url: str) -> None:
    """Raises `TargetError` when this manifest is not of the preview at an address: see `Publish.of`."""
    if manifest.base_url != base_url:
        message = f"This was built for {manifest.base_url}, not for {base_url}; nothing was written."
        raise TargetError(message, "Build it for this preview.")
    for path, artifact in manifest.shared.items():
        if path != shared_path(path, artifact.digest) or len(artifact.digest) != _DIGEST or artifact.path != path:
            raise TargetError(f"`{path}` does not carry the digest of its bytes; nothing was written.", "Build again.")


# What is known of previews


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a preview: when it was published last, at which address, how many files and bytes it has, and
    the shared files that its pages lead to. It is not `whole` while a publish is under way, or after one that stopped.
    """

    name: str
    published: datetime
    address: str
    files: int = 0
    size: int = 0
    media: frozenset[str] = frozenset()
    whole: bool = False

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        said = {
            "version": 1,
            "name": self.name,
            "published": utc(self.published),
            "address": self.address,
            "files": self.files,
            "size": self.size,
            "media": sorted(self.media),
            "whole": self.whole,
        }
        return canonical(said)

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> Note:
        """What `to_bytes` wrote. Raises `TargetError` on anything else: who took it for nothing would remove what
        pages lead to.
        """
        try:
            plain = json.loads(data)
            if plain["version"] != 1:
                raise ValueError
            published, media = datetime.fromisoformat(plain["published"]), frozenset(plain["media"])
            return cls(name, published, plain["address"], plain["files"], plain["size"], media, plain["whole"])
        except (KeyError, TypeError, ValueError):
            message = f"What is known of the preview `{name}` can't be read."
            raise TargetError(message, f"Remove it: `pipeline preview --remove {name}`.") from None

    def is_over(self, now: datetime, days: int) -> bool:
        """Whether its time is over."""
        return now - self.published >= timedelta(days=days)


def known(place: Place) -> tuple[Note, ...]:
    """All previews, by name."""
    found = ((name, place.noted(name)) for name in place.names())
    return tuple(Note.from_bytes(name, data) for name, data in found if data is not None)


@dataclass(frozen=True, slots=True)
class Publish:
    """The publish of one preview: what its pages lead to is there before them, and no `prune` takes it away."""

    place: Place
    note: Note
    manifest: Manifest

    @classmethod
    def of(cls, place: Place, name: str, manifest: Manifest, base_url: str, now: datetime) -> Publish:
        """The publish of a manifest at an instant. Raises `TargetError` when it was built for another address, or puts
        among the shared files what is not named by its digest: it may come from people we don't know.
        """
        must_fit(manifest, base_url)
        size = sum(artifact.size for artifact in manifest.artifacts.values())
        media = frozenset(manifest.shared)
        return cls(place, Note(name, now, base_url, len(manifest.artifacts), size, media, whole=True), manifest)

    def begin(self, read: Read, *, changing: bool = True) -> None:
        """Note it, then put what is shared and absent. What the pages that are public now lead to stays noted until
        they are replaced. Where no page is `changing`, what was noted before holds until the `end`.
        """
        data, name = self.place.noted(self.note.name), self.note.name
        before = Note.from_bytes(name, data) if data else Note(name, self.note.published, "")
        if changing or not before.whole or before.media != self.note.media:
            self.place.note(name, replace(self.note, media=self.note.media | before.media, whole=False).to_bytes())
            self._put(read)

    def end(self, read: Read) -> None:
        """Put again what a `prune` took that had looked before this one was noted; then it is whole."""
        self._put(read)
        self.place.note(self.note.name, self.note.to_bytes())

    def _put(self, read: Read) -> None:
        if lacking := absent(self.place, self.manifest):
            self.place.put(lacking, read)


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went: previews, and shared files that none of those left leads to."""

    previews: tuple[str, ...]
    media: tuple[str, ...]


def prune(place: Place, now: datetime, days: int) -> Pruned:
    """Remove the previews whose time is over, and the shared files that no preview leads to."""
    over = tuple(note.name for note in known(place) if note.is_over(now, days))
    for name in over:
        place.remove(name)
    return Pruned(over, sweep(place))


def clear(place: Place) -> Pruned:
    """Remove all previews, and all that they share: when something is taken back, no preview may show it."""
    all_of_them = place.names()
    for name in all_of_them:
        place.remove(name)
    return Pruned(all_of_them, sweep(place))


def sweep(place: Place) -> tuple[str, ...]:
    """Delete the shared files that no preview leads to, and say which. What lies there is listed first: whatever is put
    afterwards stays.
    """
    held = sorted(place.media())
    used = {path for note in known(place) for path in note.media}
    idle = tuple(path for path in held if path not in used)
    if idle:
        place.drop(idle)
    return idle

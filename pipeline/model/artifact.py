"""What goes out: pieces with their bytes, artifacts with their headers, the manifest, and the plan of changes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Any

from pydantic_core import to_json

from pipeline.problems import Problem

_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
VERSION = 2
"""What manifests are written in."""
ENCODED = {"gzip": ".gz", "br": ".br"}
"""Codings of HTTP → the endings by which servers know them beside a file."""
_DIGEST = re.compile(r"-[0-9a-f]{12}(?=(?:\.[a-z]+)?\.[A-Za-z0-9_]+$)")


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that lie in the blob store: SHA-256 in hexadecimal, size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to publish: its path from the site's root, its bytes (or where they lie), and what it was made from.
    `leads_to` is an address from the root, for a page that only leads there; `type` the media type, where the name does
    not tell it.
    """

    path: str
    data: bytes | Blob
    source: str = ""
    leads_to: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of a release. `headers` are those a server must send, names in lower case. Of bytes in another coding
    (`content-encoding`) `plain` is the digest that they had before; "" for what is as it was made.
    """

    path: str
    digest: str
    size: int
    headers: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    plain: str = ""

    @property
    def immutable(self) -> bool:
        """Whether the address never changes its bytes, since it carries their digest: seen by the digest itself, as a
        name that only looks so (`log-202611241830.pdf`) promises nothing.
        """
        return carries(self.path, self.plain or self.digest)

    @property
    def beside(self) -> bool:
        """Whether it is another coding of the file beside it, which a server picks by itself and nobody asks for."""
        return bool(self.plain) and self.path.endswith(tuple(ENCODED.values()))

    @property
    def contents(self) -> tuple[str, ...]:
        """The digests of its bytes, as they are stored and as they were before."""
        return (self.digest, self.plain) if self.plain else (self.digest,)

    def is_made_of(self, body: bytes) -> bool:
        """Whether these are its bytes, as they are stored or as they were before."""
        return sha256(body) in self.contents


@dataclass(frozen=True, slots=True)
class PublishedEpisode:
    """What the guard remembers of a published episode."""

    show: str
    path: str
    title: str
    guid: str
    permalink: bool
    enclosure: str
    sound: str = ""
    """The digest of the sound in the enclosure, as it was before it was tagged."""
    address: str = ""
    """Of its page, from the site's root."""
    published: str = ""
    """The instant of its date, in ISO 8601."""
    announced: str = ""
    """The instant of the release with which it was announced, in UTC; "" for one that was not."""
    length: int = 0
    type: str = ""
    """Bytes and media type of an enclosure on another host, which is no file of the release; else 0 and ""."""

    def to_json(self) -> dict[str, Any]:
        """Sorted plain data; what is said of other hosts alone stands there of those."""
        plain = asdict(self)
        if not self.type:
            del plain["length"], plain["type"]
        return _sorted(plain)


@dataclass(frozen=True, slots=True)
class PublishedShow:
    """What the guard remembers of a published show: its file, its title, its `podcast:guid`, the path of its feed."""

    path: str
    title: str
    guid: str
    feed: str
    medium: str = "podcast"
    """Of `podcast:medium`: who is told of a new episode may ask for some media alone."""


@dataclass(frozen=True)  # without slots, as what is worked out once is kept beside the fields
class Manifest:
    """The whole truth of what goes out: artifacts by path, the identity of every show and episode, and what is
    withdrawn: the GUIDs of episodes, and the files of shows.

    `gone` are the addresses, from the site's root, of pages and feeds of what is withdrawn and leads nowhere.
    `records` are the keys of the durable records that it rests on: a target keeps them, where later builds find them.
    Nothing in a manifest changes once it is made, so its bytes and their digest are worked out once.
    """

    artifacts: Mapping[str, Artifact] = field(default_factory=dict)
    episodes: tuple[PublishedEpisode, ...] = ()
    site: str = ""
    base_url: str = ""
    retired: frozenset[str] = frozenset()
    records: tuple[str, ...] = ()
    shows: tuple[PublishedShow, ...] = ()
    gone: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    """The files of published episodes that keep their ends, though new ones of their shows have others."""
    shared: Mapping[str, Artifact] = field(default_factory=dict)
    """What pages of a preview lead to and all previews share: it lies beside the release, not in it."""

    @property
    def files(self) -> Mapping[str, Artifact]:
        """All that a build makes: what the release holds, and what lies beside it."""
        return {**self.artifacts, **self.shared} if self.shared else self.artifacts

    @cached_property
    def data(self) -> bytes:
        """The manifest's canonical form."""
        return to_json(self.to_json())  # which is sorted: the same as `canonical`, in a third of the time

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the manifest's canonical form."""
        return sha256(self.data)

    def to_json(self) -> dict[str, Any]:
        """The manifest as sorted plain data. Headers that files share stand once, in a table; files name its rows."""
        table = _Table()
        shared = {"shared": _plain(self.shared, table)} if self.shared else {}
        return {
            "artifacts": _plain(self.artifacts, table),
            "base_url": self.base_url,
            "episodes": [episode.to_json() for episode in self.episodes],
            **({"gone": list(self.gone)} if self.gone else {}),
            "headers": table.rows,
            "records": list(self.records),
            "retired": sorted(self.retired),
            **shared,
            "shows": [_sorted(asdict(show)) for show in self.shows],
            "site": self.site,
            **({"standing": list(self.standing)} if self.standing else {}),
            "version": VERSION,
        }

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """The manifest whose `data` this is. Raises as `from_json` does."""
        plain = json.loads(data)
        found = cls.from_json(plain)
        if plain["version"] == VERSION:
            vars(found)["data"] = data
        return found

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        """The manifest that `to_json` wrote, today's or one of version 1, in which each file has headers of its own.
        Raises KeyError, TypeError or ValueError on anything else.
        """
        if data["version"] not in (1, VERSION):
            raise ValueError(f"a manifest of version {data['version']}; this program knows 1 and {VERSION}")
        table = dict(enumerate(data.get("headers", ())))
        headers = table.__getitem__ if data["version"] == VERSION else dict

        def files(plain: Mapping[str, Any]) -> dict[str, Artifact]:
            return {
                path: Artifact(
                    path,
                    facts["digest"],
                    facts["size"],
                    headers(facts["headers"]),
                    facts["source"],
                    facts.get("plain", ""),
                )
                for path, facts in plain.items()
            }

        return cls(
            artifacts=files(data["artifacts"]),
            shared=files(data.get("shared", {})),
            episodes=tuple(PublishedEpisode(**facts) for facts in data["episodes"]),
            shows=tuple(PublishedShow(**facts) for facts in data.get("shows", ())),
            gone=tuple(data.get("gone", ())),
            retired=frozenset(data["retired"]),
            records=tuple(data["records"]),
            standing=tuple(data.get("standing", ())),
            site=data["site"],
            base_url=data["base_url"],
        )


def _coded(artifact: Artifact) -> dict[str, str]:
    return {"plain": artifact.plain} if artifact.plain else {}


def _sorted(plain: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(plain.items()))


class _Table:
    """Headers, each set of them once, in the order in which files name them."""

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []
        self._known: dict[int, int] = {}
        self._alike: dict[tuple[tuple[str, str], ...], int] = {}

    def row(self, headers: Mapping[str, str]) -> int:
        """The number of these headers; most files share the very object that another has."""
        found = self._known.get(id(headers))
        if found is None:
            found = self._alike.setdefault(tuple(sorted(headers.items())), len(self.rows))
            if found == len(self.rows):
                self.rows.append(_sorted(headers))
            self._known[id(headers)] = found
        return found


def _plain(artifacts: Mapping[str, Artifact], table: _Table) -> dict[str, Any]:
    return {
        path: {"digest": a.digest, "headers": table.row(a.headers), **_coded(a), "size": a.size, "source": a.source}
        for path, a in sorted(artifacts.items())
    }


NEW, HEADERS, EXPIRED = "new", "headers changed", "superseded, its time is over"
"""Reasons of a change that say what caches may hold: nothing, the same bytes, or what nobody asks for any more."""


class Action(StrEnum):
    """What a publish does with one path."""

    PUT = "put"
    KEEP = "keep"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a plan, with its reason. `copied`: the target has the bytes and copies them, so that none go out."""

    action: Action
    path: str
    reason: str
    size: int = 0
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a publish will do, in order, complete before the first write.

    `manifest` is what the target holds afterwards, `before` the digest of the one it holds now. `superseded` says since
    when each retained file has had no name; `records` are the keys of the durable records that the target lacks.
    `unrecorded`: the target's own record is written anew even when no file changes. `abandoned` tells of published
    pages at whose address nothing will be. `release` is the id of the release that is public now.
    `withdrawing`: something is taken back, and what is kept of it goes once this is public. `drifted` are paths at
    which the target no longer has what it remembers.
    """

    changes: tuple[Change, ...]
    manifest: Manifest
    before: str = ""
    enclosures_replaced: int = 0
    refusals: tuple[str, ...] = ()
    superseded: Mapping[str, datetime] = field(default_factory=dict)
    records: tuple[str, ...] = ()
    unrecorded: bool = False
    abandoned: tuple[Problem, ...] = ()
    release: str = ""
    withdrawing: bool = False
    drifted: frozenset[str] = frozenset()

    def only(self, action: Action) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.action is action)

    @property
    def empty(self) -> bool:
        """Whether the target already has it all, and knows it."""
        return not self.only(Action.PUT) and not self.only(Action.DELETE) and not self.unrecorded

    @property
    def bytes_to_put(self) -> int:
        """What goes out."""
        return sum(change.size for change in self.only(Action.PUT) if not change.copied)

    @property
    def bytes_to_copy(self) -> int:
        """What the target copies from itself."""
        return sum(change.size for change in self.only(Action.PUT) if change.copied)


def canonical(data: object) -> bytes:
    """Sorted compact JSON in UTF-8: the form of every key, record, manifest and state."""
    return _encoded(data).encode()


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def hashed(path: str, digest: str) -> str:
    """`media/show/episode.mp3` → `media/show/episode-0123456789ab.mp3`: an address that never changes its bytes."""
    stem, dot, ending = path.rpartition(".")
    return f"{stem}-{digest[:12]}{dot}{ending}"


def carries(path: str, digest: str) -> bool:
    """Whether the name of a file carries this digest: see `hashed`."""
    return f"-{digest[:12]}." in path.rpartition("/")[2]


def unhashed(path: str) -> str:
    """The name without its digest: the inverse of `hashed`, for `….chapters.json` too."""
    return _DIGEST.sub("", path)


def looks_hashed(path: str) -> bool:
    """Whether a name may carry a digest, as far as can be told without the bytes: see `Artifact.immutable`."""
    return unhashed(path) != path


def by_path(artifacts: Iterable[Artifact]) -> dict[str, Artifact]:
    """Artifacts sorted by path."""
    return {artifact.path: artifact for artifact in sorted(artifacts, key=attrgetter("path"))}

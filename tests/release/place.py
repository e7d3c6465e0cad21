"""A bucket to publish to, on the S3 server or in memory, with a library in two versions whose files name each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.model.artifact import Artifact, Manifest, Piece, hashed, sha256
from pipeline.release import AS_IT_WAS, Drift, ReleaseInfo, Target, assemble, plan
from pipeline.release.bucket import layout
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.stores.s3 import Bucket
from tests.support.s3 import Server
from tests.support.s3_memory import MemoryS3

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
PREFIX = "sites/library"
STATE = "sites/.library/state/"
AUDIO = {n: hashed("media/s/e.mp3", sha256(n.encode())) for n in ("one", "two")}
VERSIONS: list[dict[str, bytes]] = [
    {
        AUDIO["one"]: b"one",
        "assets/site.css": b"css one",
        "index.html": f"home one [assets/site.css] [gone/index.html] [{AUDIO['one']}] [feed.xml]".encode(),
        "gone/index.html": b"gone one [feed.xml]",
        "same/index.html": b"same [assets/site.css]",
        "feed.xml": f"feed one [{AUDIO['one']}] [index.html]".encode(),
    },
    {
        AUDIO["two"]: b"two",
        "assets/site.css": b"css two",
        "index.html": f"home two [assets/site.css] [new/index.html] [{AUDIO['two']}] [new/feed.xml]".encode(),
        "new/index.html": b"new two [new/feed.xml]",
        "new/feed.xml": b"feed new [new/index.html] [index.html]",
        "same/index.html": b"same [assets/site.css]",
        "feed.xml": f"feed two [{AUDIO['two']}] [index.html]".encode(),
    },
]
CLIENTS: dict[tuple[str, bool], Any] = {}


class Place:
    """A bucket of its own for one test, and how it is asked."""

    def __init__(self, server: Server | MemoryS3, endpoint: str = "", bucket: str = "", **more: Any) -> None:
        self.server, self.more = server, more
        self.endpoint = endpoint or (server.endpoint if isinstance(server, Server) else "")
        self.bucket = bucket or (server.bucket(PREFIX) if isinstance(server, Server) else server.bucket())

    def target(self, *, forked: bool = False, **more: Any) -> BucketTarget:
        """The target. Clients take a while to make, so they are shared; not with a child, which would write into our
        connections: all children get one that nobody used before them.
        """
        target = BucketTarget(Bucket(self.bucket, self.endpoint), prefix=PREFIX, **{**self.more, **more})
        if isinstance(self.server, MemoryS3):
            target._public._client = self.server  # type: ignore[assignment] # as much of a client as is asked
        else:
            key = self.endpoint, forked
            CLIENTS[key] = target._public._client = CLIENTS.get(key) or target._public.client
        return target

    @property
    def client(self) -> Any:
        """A client with every right."""
        return self.server.client() if isinstance(self.server, Server) else self.server

    @property
    def reached(self) -> dict[str, bytes]:
        """What lies there; in an exact bucket each page under its directory too."""
        return self.server.objects(self.bucket, f"{PREFIX}/")

    @property
    def public(self) -> dict[str, bytes]:
        """What lies there, by path."""
        reached = self.reached
        return {path: data for path, data in reached.items() if path and not is_alias(path, reached)}

    @property
    def private(self) -> dict[str, bytes]:
        return self.server.objects(self.bucket, STATE)

    def clean(self) -> bool:
        """No publish is pending and no release is kept that can't be had again."""
        state = self.target().state()
        records = {key.partition("/")[2] for key in self.private if key.startswith("releases/")}
        return state.ours == () and records == {f"{release.id}.json.gz" for release in self.target().releases()}


def assembled(contents: dict[str, bytes], routes: dict[str, str] | None = None) -> Manifest:
    """The manifest of these files."""
    return assemble((Piece(p, data) for p, data in contents.items()), (), "https://l.example/", "", routes or {})


def publish(
    target: Target,
    contents: dict[str, bytes],
    days: int = 0,
    read: Callable[[Artifact], Iterable[bytes]] | None = None,
    routes: dict[str, str] | None = None,
    drift: Drift = AS_IT_WAS,
) -> list[str]:
    """Publish, and tell what was read."""
    after = assembled(contents, routes)
    state, now = target.state(), NOW + timedelta(days=days)
    changes = plan(
        state.manifest,
        after,
        max_delete=9,
        now=now,
        ours=state.ours,
        superseded=state.superseded,
        retain_days=30,
        drift=drift,
    )
    asked: list[str] = []

    def bytes_of(artifact: Artifact) -> Iterable[bytes]:
        asked.append(artifact.path)
        return [contents[artifact.path]]

    if not changes.empty or state.release is None:
        target.apply(changes, read or bytes_of, ReleaseInfo.of(changes, now))
    return asked


def is_alias(key: str, files: Container[str]) -> bool:
    """Whether it is another key of a page: `x/`, or `x` beside it."""
    return key.endswith("/") or f"{key}/" in files


def whole(files: dict[str, bytes], held: Collection[str] | None = None) -> bool:
    """Whether each object is one of a release, and everybody meets only what is there: who comes to the home page, who
    reads a feed, and who holds a file (one of `held`; by default any). Before there is a home page no feed is told of,
    and each may lead there.
    """
    starts = files.keys() if held is None else {path for path in files if path in held or path.endswith(".xml")}
    seen, ahead = set(), {*starts, *({"index.html"} & files.keys())}
    while ahead:
        path = ahead.pop()
        seen.add(path)
        ahead |= set(re.findall(r"\[(.+?)\]", files[path].decode())) - seen - ({"index.html"} - files.keys())
        if not ahead <= files.keys():
            return False
    return all(_is_of_a_release(key, data, files) for key, data in files.items())


def _is_of_a_release(key: str, data: bytes, files: Container[str]) -> bool:
    if key and f"{key}/" in files:
        return data == layout.lead(Artifact(f"{key}/index.html", "", 0))[1]
    path = key if key and not key.endswith("/") else f"{key}index.html"
    return any(version.get(path) == data for version in VERSIONS)

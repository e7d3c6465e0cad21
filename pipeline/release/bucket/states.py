"""What a bucket's state says is public: one value, so that one request tells all."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.model.artifact import Artifact, Manifest, canonical
from pipeline.release.state.errors import TargetError
from pipeline.release.state.history import ReleaseInfo
from pipeline.release.state.withdrawn import NOTHING, Withdrawn

CURRENT = "current.json.gz"
STATE_VERSION = 2
"""What a target's state is written in. Version 1, of manifests of version 1, is read all the same."""
WITHDRAWN_VERSION = 3
"""The same where something was taken back: a program that would lose that can't publish there."""


def record(release_id: str) -> str:
    """Where the state keeps what `CURRENT` says, or said, or shall say of a release."""
    return f"releases/{release_id}.json.gz"


@dataclass(frozen=True, slots=True)
class Current:
    """The release that is public with its manifest, the others that are kept (those before it first), and the ids of
    publishes that began since and never finished. `exact` says under which keys pages lie: see `layout.Keys`;
    `withdrawn` is what must never be public again, whatever release is.
    """

    release: ReleaseInfo | None = None
    manifest: Manifest | None = None
    earlier: tuple[ReleaseInfo, ...] = ()
    pending: tuple[str, ...] = ()
    exact: int = 0
    withdrawn: Withdrawn = NOTHING

    def to_bytes(self) -> bytes:
        """Compressed JSON; the same value always gives the same bytes."""
        data = {
            "version": STATE_VERSION if self.withdrawn == NOTHING else WITHDRAWN_VERSION,
            "release": self.release.to_json() if self.release else None,
            "manifest": self.manifest.to_json() if self.manifest else None,
            "earlier": [release.to_json() for release in self.earlier],
            "pending": list(self.pending),
            "exact": int(self.exact),
        }
        if self.withdrawn != NOTHING:
            data["withdrawn"] = self.withdrawn.to_json()
        return gzip.compress(canonical(data), mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> Current | None:
        """What `to_bytes` wrote; None when it is broken. Raises `TargetError` when a newer program wrote it."""
        try:
            plain = json.loads(gzip.decompress(data))
            must_know(plain)
            return cls(
                ReleaseInfo.from_json(plain["release"]) if plain["release"] else None,
                Manifest.from_json(plain["manifest"]) if plain["manifest"] else None,
                tuple(ReleaseInfo.from_json(release) for release in plain["earlier"]),
                tuple(plain["pending"]),
                plain["exact"],
                Withdrawn.from_json(plain["withdrawn"]) if "withdrawn" in plain else NOTHING,
            )
        except (OSError, EOFError, zlib.error, KeyError, TypeError, ValueError, AttributeError):
            return None

    @property
    def releases(self) -> tuple[ReleaseInfo, ...]:
        """All that are kept, the public one first."""
        return (self.release, *self.earlier) if self.release else self.earlier

    def differing(self, other: Manifest) -> set[str]:
        """The paths that a way from here to another manifest touches."""
        ours, theirs = self.manifest.artifacts if self.manifest else {}, other.artifacts
        return {path for path in {*ours, *theirs} if not is_same(ours.get(path), theirs.get(path))}


def must_know(state: Any) -> None:
    """Raises `TargetError` when a newer version of this program wrote this state."""
    version = state.get("version") if isinstance(state, dict) else None
    if isinstance(version, int) and version > WITHDRAWN_VERSION:
        raise TargetError(
            f"A newer version of this program published here last (state version {version}; this one knows "
            f"{WITHDRAWN_VERSION}); nothing was changed.",
            "Publish with that version, or bring this one up to date.",
        )


def is_same(one: Artifact | None, other: Artifact | None) -> bool:
    """Whether two artifacts would be served alike."""
    if one is None or other is None:
        return one is other
    return (one.digest, dict(one.headers)) == (other.digest, dict(other.headers))


def arrived(pending: Iterable[Manifest], sizes: dict[str, int], known: Manifest | None) -> dict[str, Artifact]:
    """The hashed files that publishes which never finished brought whole. Such an address never changes its bytes and
    objects appear whole or not at all, so a name and its size say enough: they are not sent again.
    """
    held = known.artifacts if known else {}
    return {
        path: artifact
        for manifest in pending
        for path, artifact in manifest.artifacts.items()
        if artifact.immutable and path not in held and sizes.get(path) == artifact.size
    }

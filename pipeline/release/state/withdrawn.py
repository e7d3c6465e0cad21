"""What was taken back at a target: known by the digests of its bytes alone, and never published there again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pipeline.model.artifact import Artifact, Manifest, PublishedEpisode
from pipeline.problems import Place, Problem


@dataclass(frozen=True)  # without slots, as the digests are gathered once
class Withdrawn:
    """The bytes that were taken back, in a group for each time somebody did. `open`: somebody began, and not all that
    is kept of it is gone yet. No name, title or address is among it, so that to remember is no trace of a person.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    open: bool = False

    @cached_property
    def digests(self) -> frozenset[str]:
        """SHA-256 in hexadecimal, of all groups."""
        return frozenset(digest for group in self.groups for digest in group)

    def and_also(self, digests: Collection[str]) -> Withdrawn:
        """With one group more, begun and not yet at its end; what is known already stands there once."""
        fresh = tuple(sorted(set(digests) - self.digests))
        return Withdrawn((*self.groups, fresh) if fresh else self.groups, open=True)

    def without(self, digests: Collection[str]) -> Withdrawn:
        """Without the groups in which one of these stands: they may be published again."""
        return replace(self, groups=tuple(group for group in self.groups if not set(group) & set(digests)))

    def closed(self) -> Withdrawn:
        """The same, now that all is gone."""
        return replace(self, open=False)

    def holds(self, artifact: Artifact) -> bool:
        """Whether an artifact has such bytes, packed or not."""
        return not self.digests.isdisjoint(artifact.contents)

    def stays(self, artifact: Artifact) -> bool:
        """Whether a file that has no name any more may stay for those who hold its address."""
        sound = artifact.headers.get("content-type", "").startswith(_SOUND)
        return not self.holds(artifact) and (not self.open or sound)

    def to_json(self) -> dict[str, Any]:
        return {"groups": [list(group) for group in self.groups], "open": self.open}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Withdrawn:
        """What `to_json` wrote. Raises KeyError or TypeError on anything else."""
        return cls(tuple(tuple(group) for group in data["groups"]), bool(data["open"]))


def union(found: Iterable[Withdrawn]) -> Withdrawn:
    """All that any of these knows of; begun where one says so."""
    groups: dict[tuple[str, ...], None] = {}
    is_open = False
    for one in found:
        groups |= dict.fromkeys(one.groups)
        is_open |= one.open
    return Withdrawn(tuple(groups), is_open)


NOTHING = Withdrawn()
_SOUND = ("audio/", "video/")
"""Of what was superseded, only sound stays while something is taken back: cards show titles, transcripts names."""


def others(manifest: Manifest, withdrawn: Withdrawn) -> Manifest:
    """A manifest without what was taken back: of that nobody asks where it has gone."""
    if not withdrawn.digests:
        return manifest
    gone = {path for path, artifact in manifest.artifacts.items() if withdrawn.holds(artifact)}
    return replace(
        manifest,
        artifacts={path: artifact for path, artifact in manifest.artifacts.items() if path not in gone},
        episodes=tuple(_other_episodes(manifest, gone, withdrawn.digests)),
        shows=tuple(show for show in manifest.shows if show.feed not in gone),
    )


def _other_episodes(manifest: Manifest, gone: Collection[str], digests: Collection[str]) -> Iterator[PublishedEpisode]:
    """Those that were not taken back: by their sound, or by their pages where that is not theirs alone, as on another
    host or where two episodes have the same.
    """
    sounds = {path: artifact.digest for path, artifact in manifest.artifacts.items()}
    own = [one.sound or sounds.get(one.enclosure, "") for one in manifest.episodes]
    shared, sources = Counter(own), {manifest.artifacts[path].source for path in gone}
    for one, sound in zip(manifest.episodes, own, strict=True):
        if sound not in digests and not ((not sound or shared[sound] > 1) and one.path in sources):
            yield one


def refused(files: Mapping[str, str], withdrawn: Withdrawn) -> tuple[Problem, ...]:
    """Those of the files of a library (path → digest) that were taken back at its target, as after a revert: nothing is
    built from them.
    """
    message = "this file was taken back, and is published no more"
    hint = "remove it; if it may be published again after all, say so: `pipeline purge --readmit {}`"
    held = (path for path, digest in files.items() if digest in withdrawn.digests)
    return tuple(Problem(Place(path), message, hint.format(path), "taken-back") for path in held)

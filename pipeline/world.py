"""The world that one run is given: everything that is not a value. A test gives twins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pipeline.announce import Courier
from pipeline.edge import Edge
from pipeline.jobs.cache import Cache
from pipeline.jobs.run import Runner
from pipeline.model.artifact import Artifact, Blob, Manifest
from pipeline.model.tree import Tree
from pipeline.problems import Problem
from pipeline.release.bucket.previews import Elsewhere, Place
from pipeline.release.looking.look import Client
from pipeline.release.state.target import Target, TargetState
from pipeline.release.state.withdrawn import NOTHING, Withdrawn
from pipeline.settings import Settings, TargetSettings


class Source(Protocol):
    """Where the library comes from."""

    def tree(self) -> tuple[Tree, tuple[Problem, ...]]:
        """All its files, and what can't be one."""

    def open(self, blob: Blob) -> Iterator[bytes] | None:
        """The bytes of a file of the last tree in chunks, or None when they are not here."""

    def locate(self, blob: Blob) -> object | None:
        """The path of a file of this machine that holds them, or None where there is none."""

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file of the library: whole, or not at all."""

    def move(self, path: str, goal: str) -> None:
        """Give a file of the library another path, and remove the folders that are empty then."""

    def remove(self, path: str) -> None:
        """Remove a file of the library, and the folders that are empty then; nothing happens when there is none."""


class Output(Protocol):
    """`dist/`: what was built for a target, and its manifest beside it."""

    def lacking(self, manifest: Manifest) -> tuple[Artifact, ...]:
        """What `write` would have to open: all that the tree of the last build does not hold as it left it."""

    def write(self, manifest: Manifest, open_: Callable[[Artifact], Iterable[bytes] | None]) -> None:
        """Lay out the tree of a manifest; the one before stays until this one is whole.

        Files that `open_` gives None for are left out: the target has them.
        """

    def manifest(self) -> Manifest | None:
        """The manifest of the last build, or None."""

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        """The bytes of an artifact of the last build. Raises `FileNotFoundError` when they are gone, or
        when somebody changed them since.
        """


@dataclass(frozen=True, slots=True)
class Preview:
    """A run for one preview: its name, its own settings, where all previews lie and at which address, and the live
    target (None: there is none), which is read and never written.
    """

    name: str
    settings: TargetSettings
    place: Place
    base_url: str
    live: Target | None = None
    live_url: str = ""
    seen: list[tuple[TargetState, frozenset[str]]] = field(default_factory=list)
    """What the live target was seen to hold, and which paths of it stay what they are: asked once a run."""

    def elsewhere(self) -> Elsewhere:
        """Where the heavy files of this preview are; nothing is decided yet."""
        lasting = self.seen[0][1] if self.seen else frozenset[str]()
        return Elsewhere(self.base_url, self.live_url, lasting)

    @property
    def withdrawn(self) -> Withdrawn:
        """What was taken back at the live target, and must not come back by a preview. May raise `TargetError`."""
        if self.seen and self.seen[0][0].release:
            return self.seen[0][0].withdrawn
        return self.live.state().withdrawn if self.live else NOTHING


@dataclass(frozen=True, slots=True)
class World:
    """One run: its settings, its instant, and those who touch what is outside."""

    settings: Settings
    target_name: str
    instant: datetime
    source: Source
    cache: Cache
    runner: Runner
    output: Output
    target: Target
    client: Client
    courier: Courier
    retag: frozenset[str] = frozenset()
    """Episodes whose published sound gets new tags, and so a new address."""
    remaster: frozenset[str] = frozenset()
    """Episodes whose published sound is made anew, with what their show says of its ends by now."""
    gone: frozenset[str] = frozenset()
    """Digests of bytes that are about to be taken back: nothing stands that was made with them."""
    seen: list[TargetState | None] = field(default_factory=list)
    """What a build saw of the target that still stands: a plan that follows at once need not ask again. None where the
    target did not answer.
    """
    edge: Edge | None = None
    """The CDN before the target, if there is one."""
    writing: TargetSettings | None = None
    """Set where a library is shown to those who write it, and goes nowhere: how it would be published there."""
    preview: Preview | None = None
    """Set where the target is a preview; `target_name` is then a name of its own."""

    @property
    def to(self) -> TargetSettings:
        """The settings of the target."""
        own = self.preview.settings if self.preview else self.writing
        return own or self.settings.targets[self.target_name]

    @property
    def origin(self) -> Target:
        """The target that published the sound on which a build rests."""
        return (self.preview and self.preview.live) or self.target

    @property
    def base_url(self) -> str:
        """Where the target is reached: its own address, or the site's."""
        return self.to.base_url or self.settings.site.url

    @property
    def canonical(self) -> bool:
        """Whether the target is the library's own address."""
        return self.base_url == self.settings.site.url

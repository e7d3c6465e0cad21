"""What was given away moves into an empty library in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline import content, moving
from pipeline.importing import READERS
from pipeline.importing.fetching import Got, Missed, Wanted
from pipeline.model.artifact import Blob, sha256
from pipeline.model.library import Library
from pipeline.web import Fetched, Unreachable
from pipeline.world import World
from tests.support import library, twins

LISTS = ("content/people.yml", "content/topics.yml", "content/audiences.yml", "theme/strings/en.yml", "pipeline.toml")


@dataclass
class Away:
    """A source in memory, and who brings files from it; what it does not hold, but its web does, is bytes that tell
    their address.
    """

    files: Mapping[str, bytes]
    named: tuple[str, ...]
    brought: dict[str, bytes] = field(default_factory=dict)

    def paths(self, named: str) -> Iterator[str]:
        return iter(sorted(self.files))

    def size(self, path: str, within: str = "") -> int:
        return len(self.read(path, within).data)

    def read(self, where: str, within: str = "") -> Fetched:
        if where not in self.files:
            raise Unreachable(f"`{where}` answers 404", status=404)
        return Fetched(self.files[where], where)

    def open(self, path: str | Blob, within: str = "") -> Iterator[bytes]:
        return iter((self.brought[path.digest] if isinstance(path, Blob) else self.files[path],))

    def bring(
        self, wanted: Iterable[Wanted], held: Collection[str] = (), come: Callable[[int], None] = lambda _: None
    ) -> Iterator[tuple[Wanted, Got | Missed]]:
        for one in wanted:
            picture = one.asset.use == "picture"
            data = self.files.get(one.asset.url) or (library.square(8) if picture else b"") + one.asset.url.encode()
            blob = Blob(sha256(data), len(data))
            self.brought[blob.digest] = data
            yield one, Got(blob, "image/png" if picture else one.asset.type, one.asset.url)

    def let_go(self, blob: Blob) -> None:
        pass


def moved(sort: str, files: Mapping[str, bytes], *named: str, lists: Iterable[str] = LISTS) -> tuple[World, Library]:
    """A library that has no more than its lists, into which a source was moved; and what is in it then."""
    world = twins.world({path: library.FILES[path].encode() for path in lists})
    away = Away(files, named)
    planned = moving.plan(world, READERS[sort], away, away, moving.Given())
    moving.apply(world, planned, away)
    tree, _ = world.source.tree()
    return world, content.load(tree, world.settings)[0]

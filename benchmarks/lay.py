"""What laying out, planning and a directory target cost at 20,000 small files: `python -m benchmarks.lay [--profile]`.

CPU seconds of each part, where nothing changed and where the pages of some articles did. The first publishes link the
whole tree; later ones make theirs of that of a release that went.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pipeline.model.addresses import Addresses, Claim
from pipeline.model.artifact import Artifact, Blob, Manifest, Piece, Plan, hashed, sha256
from pipeline.release import ReleaseInfo, abandoned, assemble, guard, keep_to, plan
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.release.drivers.dist import Dist
from pipeline.stores.directory import DirectoryStore
from pipeline.stores.sealed import Sealed

ARTICLES = 5_000
NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
SITE = "https://l.example/"
ROUTES = {"podcasts/*/feed.xml": "no-cache"}
DAYS = {"first": 0, "unchanged": 0, "ten": 10, "other ten": 20, "ten, 3": 10, "ten, 4": 20, "ten, 5": 10, "at rest": 10}
"""What is published one after the other: of how many articles the page is another."""
Result = TypeVar("Result")


class Library:
    """The files of a library: page, card, picture and document of each article, with their bytes by digest."""

    def __init__(self, edited: int) -> None:
        self.bytes: dict[str, bytes] = {}
        common = [self.piece(path, path.encode()) for path in ("index.html", "feed.xml", "assets/site.css")]
        self.pieces = [*common, *(piece for n in range(ARTICLES) for piece in self.article(n, edited=n < edited))]

    def piece(self, path: str, data: bytes, source: str = "") -> Piece:
        digest = sha256(data)
        self.bytes[digest] = data
        return Piece(path, Blob(digest, len(data)), source)

    def article(self, number: int, *, edited: bool) -> Iterator[Piece]:
        name = f"library/articles/topic-{number % 40}/what-helped-me-{number:05d}"
        source = f"content/{name}.md"
        yield self.piece(f"{name}/index.html", f"page {number} {edited}".encode() * 50, source)
        yield self.piece(f"api/{name}.json", f"document {number}".encode(), source)
        for kind in ("cards", "pictures"):
            data = f"{kind} {number}".encode()
            yield self.piece(hashed(f"assets/{kind}/{number:05d}.webp", sha256(data)), data, source)


class Bench:
    """A build and a publish of a library, the parts of each timed."""

    def __init__(self, home: Path, *, profile: bool) -> None:
        self.home, self.profile = home, profile
        self.spent: dict[str, float] = {}

    def part(self, name: str, work: Callable[[], Result]) -> Result:
        """Do it, and keep what it cost."""
        profile = cProfile.Profile()
        start = time.process_time()
        result = profile.runcall(work) if self.profile else work()
        self.spent[name] = time.process_time() - start
        if self.profile:
            print(f"--- {name}")
            pstats.Stats(profile).sort_stats("tottime").print_stats(12)
        return result

    def publish(self, library: Library, day: int) -> None:
        """What a process does: of what was built and published before it knows what the disk tells."""
        self.spent.clear()
        addresses = Addresses({one.path: Claim(one.path, "") for one in library.pieces if one.path[0] != "a"})
        dist = Dist(self.home / "dist", "public", lambda _: None, Sealed(DirectoryStore(self.home / "memory")))
        target, now = DirectoryTarget(str(self.home / "public")), NOW + timedelta(days=day)

        def open_(artifact: Artifact) -> Iterator[bytes]:
            return iter((library.bytes[artifact.digest],))

        def planned() -> Plan:
            built, state = dist.manifest() or Manifest(), target.state()
            before = state.manifest or Manifest()
            guard(before, built)
            abandoned(before, built)
            return plan(state.manifest, built, max_delete=99, now=now, superseded=state.superseded)

        made = self.part("assemble", lambda: assemble(library.pieces, (), SITE, SITE, ROUTES))
        self.part("promised", lambda: keep_to(made, addresses))
        self.part("lacking", lambda: dist.lacking(made))
        self.part("lay out", lambda: dist.write(made, open_))
        found = self.part("plan", planned)
        if not found.empty:
            self.part("sync", lambda: target.apply(found, open_, ReleaseInfo.of(found, now)))


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(Path(home), profile="--profile" in sys.argv)
        for day, (name, edited) in enumerate(DAYS.items()):
            bench.publish(Library(edited), day)
            parts = ", ".join(f"{part} {seconds:.3f}" for part, seconds in bench.spent.items())
            print(f"{name}: {sum(bench.spent.values()):.2f} CPU s ({parts})")


if __name__ == "__main__":
    main()

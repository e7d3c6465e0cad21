"""What a build gives to carry: a folder that opens from a stick, and a book. It knows no tool, and lays out nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline import offline, remembered
from pipeline.doing import as_built
from pipeline.flow import Built
from pipeline.formats import letters
from pipeline.model.artifact import Blob, Manifest
from pipeline.model.library import Library
from pipeline.world import World

COPIES = ("zip", "epub")
"""The endings of the two."""
_STYLES = "theme/offline/"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is ready to be written: its ending, how many pages or chapters it holds, the bytes of its files
    before they are packed, and the files themselves. Of a stick: how many recordings the build has, and their bytes.
    """

    ending: str
    texts: int
    size: int
    members: Callable[[], Iterable[offline.Member]]
    recordings: int = 0
    sound: int = 0


def copies(world: World, built: Built, endings: Iterable[str], *, sound: bool) -> tuple[Copy, ...]:
    """The copies of a build with these endings; `sound` says whether the recordings go along on a stick."""
    tree, _ = world.source.tree()
    library = remembered.loaded(world, tree)[0].at(world.instant)
    build = _build(world, built, library)
    makers = {"zip": lambda: _stick(build, sound=sound), "epub": lambda: _book(build, library)}
    return tuple(makers[ending]() for ending in endings)


def _stick(build: offline.Build, *, sound: bool) -> Copy:
    folder = letters.slug(build.title) or "library"
    stick = offline.Stick(build, folder, sound)
    return Copy("zip", stick.pages, stick.size, stick.members, *stick.unheard)


def _book(build: offline.Build, library: Library) -> Copy:
    about = library.settings.site
    book = offline.Book(build, offline.chapters(library), about.description, about.licence)
    return Copy("epub", len(book.chapters), book.size, book.members)


def _build(world: World, built: Built, library: Library) -> offline.Build:
    about = library.settings.site
    files = (file for file in library.tree if file.path.startswith(_STYLES))
    styles = {file.path.removeprefix(_STYLES): Blob(file.digest, file.size) for file in files}
    return offline.Build(
        built.manifest.artifacts,
        lambda artifact: as_built(world, artifact),
        about.url,
        world.base_url,
        about.title,
        max(map(library.day, library.entries), default="") or world.instant.date().isoformat(),
        library.wording,
        {name: b"".join(world.source.open(blob) or ()).decode() for name, blob in styles.items()},
        _beside(built.manifest),
    )


def _beside(manifest: Manifest) -> frozenset[str]:
    """The sound that is no enclosure of an episode; a build that names none has no other."""
    heard = {one.enclosure for one in manifest.episodes}
    return frozenset(path for path, one in manifest.artifacts.items() if heard and offline.is_sound(one)) - heard

"""Artwork: what podcast directories show of a show or an episode, and the cover in the tag of its sound.

Apple's "Podcast artwork requirements": a square of 1400 to 3000 px, JPEG or PNG, RGB, the extension that of the type, a
new address when it changes. Up to 512 kB, other directories take it too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.formats.letters import slug
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob, Piece, hashed
from pipeline.model.entry import resolve
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.media import ARTWORK, Artwork, PictureFacts

FEED_BYTES = 512_000
COVER, COVER_BYTES = 1000, 150_000
"""A cover is in every file that a listener downloads."""
_CHAPTER = {"least": 320, "most": 1200, "bytes": 256_000, "cover": 480, "cover_bytes": 40_000}
"""Those of chapters need not be square; a file holds one for each chapter."""
_PARAMS = {"least": ARTWORK[0], "most": ARTWORK[1], "bytes": FEED_BYTES, "cover": COVER, "cover_bytes": COVER_BYTES}


def artworks(library: Library, pictures: Mapping[str, PictureFacts]) -> tuple[Job, ...]:
    """One job a picture that is artwork: performer `artwork`."""
    files = (library.tree.files[path] for path in sorted({path for _, path in _named(library, pictures)}))
    return tuple(Job("artwork", file.path, {"picture": Blob(file.digest, file.size)}, _PARAMS) for file in files)


def artwork(library: Library, pictures: Mapping[str, PictureFacts], outcomes: Iterable[Outcome]) -> dict[str, Artwork]:
    """Path of each show → its artwork, and of each episode that has one of its own."""
    made = {outcome.job.subject: outcome.outputs for outcome in outcomes if outcome.ok}
    return {entry: _artwork(path, made[path]) for entry, path in _named(library, pictures) if path in made}


def chapter_pictures(library: Library, paths: Collection[str]) -> tuple[Job, ...]:
    """One job a picture of a chapter, by library path: performer `artwork`."""
    files = (library.tree.files[path] for path in sorted(paths) if path in library.tree)
    return tuple(Job("artwork", file.path, {"picture": Blob(file.digest, file.size)}, _CHAPTER) for file in files)


def chapters(outcomes: Iterable[Outcome]) -> dict[str, Artwork]:
    """Library path of each picture of a chapter → what apps fetch, and what tags hold."""
    return {one.job.subject: _artwork(one.job.subject, one.outputs) for one in outcomes if one.ok}


def artwork_pieces(made: Mapping[str, Artwork]) -> tuple[Piece, ...]:
    """Artwork, to be published, by whom it belongs to; what several share is one."""
    return tuple(Piece(one.path, one.feed, entry) for entry, one in {a.path: (e, a) for e, a in made.items()}.values())


def _artwork(path: str, outputs: Mapping[str, Blob]) -> Artwork:
    *_, folder, name = path.split("/")
    stem = slug(f"{folder}-{name.rpartition('.')[0]}")
    return Artwork(hashed(f"assets/artwork/{stem}.jpg", outputs["feed"].digest), outputs["feed"], outputs["cover"])


def _named(library: Library, pictures: Mapping[str, PictureFacts]) -> Iterator[tuple[str, str]]:
    """Shows and episodes with the picture that is their artwork; one that directories refuse is none."""
    for kind in (kind for kind in KINDS.values() if kind.artwork):
        for entry in library.of(kind):
            path = resolve(entry.fields.image.file, entry.path) if entry.fields.image else None
            if path and path in pictures and pictures[path].is_artwork:
                yield entry.path, path

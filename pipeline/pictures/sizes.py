"""The sizes in which pages show pictures, and where they are published.

Each is made as WebP in some widths, and once in its own format for whoever reads no WebP (old browsers, podcast apps
that show notes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from pipeline.formats.letters import slug
from pipeline.jobs import Job, Outcome
from pipeline.model import walk
from pipeline.model.artifact import Blob, Piece, hashed
from pipeline.model.entry import Picture, resolve
from pipeline.model.library import Library
from pipeline.model.media import Copy, Shown
from pipeline.model.references import References
from pipeline.model.taxonomy import LISTS
from pipeline.model.tree import PICTURE_SUFFIXES, File, suffix
from pipeline.model.uses import CARD, LEAD, SMALL, TEXT, Use

FALLBACK = 960
"""The widest copy in the format of the picture, px."""


def images(library: Library, leads: Mapping[str, References]) -> tuple[Job, ...]:
    """One job a picture that a page shows: performer `images`. `leads`: path of an entry → what it leads to."""
    widths: dict[str, set[int]] = {}
    for path, use in _uses(library, leads):
        widths.setdefault(path, set()).update(use.widths)
    files = ((library.tree.files[path], sorted(widths[path])) for path in sorted(widths) if path in library.tree)
    return tuple(
        Job("images", f.path, {"picture": Blob(f.digest, f.size)}, {"widths": wide, "fallback": FALLBACK})
        for f, wide in files
    )


def shown(outcomes: Iterable[Outcome]) -> dict[str, Shown]:
    """Library path of each picture → what was made of it."""
    return {outcome.job.subject: _shown(outcome) for outcome in outcomes if outcome.ok}


def _shown(outcome: Outcome) -> Shown:
    stem = _name(outcome.job.subject).rpartition(".")[0]

    def copy(fact: Mapping[str, Any]) -> Copy:
        blob = outcome.outputs[fact["name"]]
        return Copy(hashed(f"{stem}-{fact['name']}", blob.digest), fact["width"], fact["height"], blob)

    return Shown(copy(outcome.facts["fallback"]), tuple(copy(fact) for fact in outcome.facts["webp"]))


def addresses(library: Library, leads: Mapping[str, References], made: Mapping[str, Shown]) -> dict[str, str]:
    """Library path of each picture in use → its path on the site: whole where a text leads to it, else as shown."""
    linked = {file.path: _address(file) for file in _linked(library, leads)}
    return {**{path: one.fallback.path for path, one in made.items()}, **linked}


def pieces(library: Library, leads: Mapping[str, References], made: Mapping[str, Shown]) -> tuple[Piece, ...]:
    """The pictures in use, to be published; two with the same bytes and name are one."""
    copies = {copy.path: (copy.blob, path) for path, one in made.items() for copy in (one.fallback, *one.webp)}
    linked = {_address(f): (Blob(f.digest, f.size), f.path) for f in _linked(library, leads)}
    return tuple(Piece(path, blob, source) for path, (blob, source) in sorted({**copies, **linked}.items()))


def _uses(library: Library, leads: Mapping[str, References]) -> Iterator[tuple[str, Use]]:
    """Every picture that a page shows, by its library path, with the way in which it does."""
    for entry in library.entries:
        own = leads[entry.path]
        yield from ((path, SMALL) for path in own.pictures)
        yield from ((path, LEAD) for path in (own.lead,) if path)
        yield from ((path, TEXT) for path in own.shown if suffix(path) in PICTURE_SUFFIXES)
    for path, listed in zip(LISTS.values(), (library.people, library.topics, library.audiences), strict=True):
        for one in listed.values():
            for _, picture in walk.instances(one, Picture):
                yield from chain(_placed(picture, path, CARD), _placed(picture, path, LEAD))


def _placed(picture: Picture | None, beside: str, use: Use) -> Iterator[tuple[str, Use]]:
    path = resolve(picture.file, beside) if picture else None
    if path:
        yield path, use


def _linked(library: Library, leads: Mapping[str, References]) -> Iterator[File]:
    """The pictures to which texts lead: they go out whole."""
    for entry in library.entries:
        for path in leads[entry.path].linked:
            file = library.tree.get(path)
            if file and suffix(path) in PICTURE_SUFFIXES:
                yield file


def _address(file: File) -> str:
    return hashed(_name(file.path), file.digest)


def _name(path: str) -> str:
    """Where a picture goes, by a plain name: editors may name their pictures as they like."""
    stem = path.rsplit("/", 1)[-1].rpartition(".")[0]
    return f"assets/pictures/{slug(stem) or 'picture'}{suffix(path)}"

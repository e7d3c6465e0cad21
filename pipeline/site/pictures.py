"""Pictures: the sizes in which pages show them, how HTML offers these, and where they are published.

Each is offered as WebP in some widths, and once in its own format for whoever reads no WebP (old browsers, podcast
apps that show notes). Width and height stand in the HTML, so that nothing moves when a picture comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any
from urllib.parse import unquote

from pipeline.formats import markup
from pipeline.formats.markdown import INTERNAL, Rendering
from pipeline.formats.scalars import slug
from pipeline.jobs import Job, Outcome
from pipeline.model import urls, walk
from pipeline.model.artifact import Blob, Piece, hashed
from pipeline.model.entry import Picture, resolve
from pipeline.model.library import Library
from pipeline.model.media import Copy, Shown
from pipeline.model.taxonomy import LISTS
from pipeline.model.tree import PICTURE_SUFFIXES, File, suffix

FALLBACK = 960
"""The widest copy in the format of the picture, px."""


@dataclass(frozen=True, slots=True)
class Use:
    """One way in which pages show pictures: the widths worth making, px, and the `sizes` of HTML (the theme's)."""

    widths: tuple[int, ...]
    sizes: str


TEXT = Use(
    (480, 960, 1600),
    "(min-width: 100em) 830px, (min-width: 76.25em) 690px, (min-width: 60em) calc(100vw - 274px), calc(100vw - 32px)",
)
"""In a text, as wide as its column."""
LEAD = Use((480, 960), "(min-width: 48em) 352px, calc(100vw - 32px)")
"""Beside a title: `.picture` of the theme."""
CARD = Use((320, 640), "(min-width: 48em) 340px, calc(100vw - 32px)")
"""Across a card: `.thumb` of the theme, among `.ways`."""
SMALL = Use((160, 320), "96px")
"""In the corner of a card: `.thumb` and `.cover` of the theme."""
PREVIEW = Use((160, 320), "160px")
"""The first page of a PDF: `.editions img` of the theme."""
USES = {"text": TEXT, "lead": LEAD, "card": CARD, "small": SMALL, "preview": PREVIEW}
"""By the names with which templates ask for them."""


def images(library: Library, renderings: Mapping[str, Rendering]) -> tuple[Job, ...]:
    """One job a picture that a page shows: performer `images`."""
    widths: dict[str, set[int]] = {}
    for path, use in _uses(library, renderings):
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


def addresses(library: Library, renderings: Mapping[str, Rendering], made: Mapping[str, Shown]) -> dict[str, str]:
    """Library path of each picture in use → its path on the site: whole where a text leads to it, else as shown."""
    linked = {file.path: _address(file) for file in _linked(library, renderings)}
    return {**{path: one.fallback.path for path, one in made.items()}, **linked}


def pieces(library: Library, renderings: Mapping[str, Rendering], made: Mapping[str, Shown]) -> tuple[Piece, ...]:
    """The pictures in use, to be published; two with the same bytes and name are one."""
    copies = {copy.path: (copy.blob, path) for path, one in made.items() for copy in (one.fallback, *one.webp)}
    linked = {_address(f): (Blob(f.digest, f.size), f.path) for f in _linked(library, renderings)}
    return tuple(Piece(path, blob, source) for path, (blob, source) in sorted({**copies, **linked}.items()))


def _data(one: Shown, alt: str, here: str, use: Use, *, eager: bool) -> dict[str, Any]:
    """What `partials/picture.html` says of a picture, on the page at `here`."""
    copies = [(urls.relative(here, copy.path), copy.width) for copy in one.webp]
    return {
        "src": urls.relative(here, one.fallback.path),
        "alt": alt,
        "width": one.fallback.width,
        "height": one.fallback.height,
        "srcset": ", ".join(f"{address} {width}w" for address, width in copies),
        "sizes": use.sizes,
        "loading": "eager" if eager else "lazy",
    }


def in_text(html: str, made: Mapping[str, Shown], here: str, *, eager: bool) -> str:
    """The HTML of a rendering with its pictures in the sizes made; with `eager` the first is loaded at once."""
    waits = chain((not eager,), repeat(True))

    def dressed(match: re.Match[str]) -> str:
        attributes = markup.attributes_of(match[3])
        source = attributes.get("src", "")
        one = made.get(unquote(source.removeprefix(INTERNAL))) if source.startswith(INTERNAL) else None
        if match[2] != "img" or one is None:
            return match[0]
        shown_as = _data(one, attributes.get("alt", ""), here, TEXT, eager=not next(waits))
        return _element(shown_as, {name: value for name, value in attributes.items() if name != "src"})

    return markup.TAG.sub(dressed, html)


def _element(given: Mapping[str, Any], others: Mapping[str, str]) -> str:
    """`partials/picture.html`, for where no template comes by; `others` are the attributes that the author wrote."""
    source = markup.write_tag("source", {"type": "image/webp", **{n: given[n] for n in ("srcset", "sizes")}})
    own = {name: str(given[name]) for name in ("src", "alt", "width", "height", "loading")}
    return f"<picture>{source}{markup.write_tag('img', {**others, **own, 'decoding': 'async'})}</picture>"


def _uses(library: Library, renderings: Mapping[str, Rendering]) -> Iterator[tuple[str, Use]]:
    """Every picture that a page shows, by its library path, with the way in which it does."""
    for entry in library.entries:
        for loc, picture in walk.instances(entry.fields, Picture):
            yield from _placed(picture, entry.path, SMALL)
            if loc == ("image",):
                yield from _placed(picture, entry.path, LEAD)
        for link in renderings[entry.path].links:
            if link.image and suffix(link.resolved) in PICTURE_SUFFIXES:
                yield link.resolved, TEXT
    for path, listed in zip(LISTS.values(), (library.people, library.topics, library.audiences), strict=True):
        for one in listed.values():
            for _, picture in walk.instances(one, Picture):
                yield from chain(_placed(picture, path, CARD), _placed(picture, path, LEAD))


def _placed(picture: Picture | None, beside: str, use: Use) -> Iterator[tuple[str, Use]]:
    path = resolve(picture.file, beside) if picture else None
    if path:
        yield path, use


def _linked(library: Library, renderings: Mapping[str, Rendering]) -> Iterator[File]:
    """The pictures to which texts lead: they go out whole."""
    for entry in library.entries:
        for link in renderings[entry.path].links:
            file = library.tree.get(link.resolved)
            if file and not link.image and suffix(file.path) in PICTURE_SUFFIXES:
                yield file


def _address(file: File) -> str:
    return hashed(_name(file.path), file.digest)


def _name(path: str) -> str:
    """Where a picture goes, by a plain name: editors may name their pictures as they like."""
    stem = path.rsplit("/", 1)[-1].rpartition(".")[0]
    return f"assets/pictures/{slug(stem) or 'picture'}{suffix(path)}"

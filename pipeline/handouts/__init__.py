"""Handouts: every handout as PDF, to print and to fill in, in each of its formats; and whole kinds that are printed.

`letters_job` and `unprintable` tell beforehand which letters no font has; `sheets` and `shelves` write the printable
HTML of each, `jobs` and `first_pages` describe the work on it, `problems` and `editions` read what came of it, and
`pieces` are what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.formats.markdown import Rendering
from pipeline.handouts.jobs import first_pages, jobs
from pipeline.handouts.letters import letters_job, unprintable
from pipeline.handouts.printed import printed
from pipeline.handouts.sheet import sheet, together
from pipeline.jobs import Outcome
from pipeline.model.artifact import Piece, hashed
from pipeline.model.edition import Edition, FirstPage
from pipeline.model.kinds import KINDS, handout
from pipeline.model.library import Library
from pipeline.model.published import Published
from pipeline.problems import Place, Problem

__all__ = [
    "editions",
    "first_pages",
    "jobs",
    "letters_job",
    "pieces",
    "problems",
    "sheets",
    "shelves",
    "unprintable",
]


def sheets(library: Library, rendered: Mapping[str, Rendering], addresses: Mapping[str, str]) -> dict[str, bytes]:
    """Library path of each handout → its printable HTML. `addresses` are those of pictures on the site."""
    return {entry.path: sheet(entry, library, rendered[entry.path], addresses) for entry in library.of(handout.KIND)}


def shelves(published: Published) -> dict[str, bytes]:
    """Root of each kind whose entries are printed together → their printable HTML. `published` is at the library's own
    address, whatever the target: paper has one.
    """
    kinds = (kind for kind in KINDS.values() if kind.hub and kind.hub.printed and published.library.of(kind))
    return {kind.root: together(kind, published) for kind in kinds}


def editions(
    library: Library, outcomes: Iterable[Outcome], drawn: Iterable[Outcome] = ()
) -> dict[str, tuple[Edition, ...]]:
    """What was printed → the editions that could be made, A4 first; `drawn` came of `first_pages`."""
    pictures = {outcome.job.subject: outcome for outcome in drawn if outcome.ok}
    known = {(one.subject, form.label): (one, form) for one in printed(library) for form in one.formats}
    found: dict[str, tuple[Edition, ...]] = {}
    for outcome in outcomes:
        params = outcome.job.params
        one, form = known.get((params["handout"], params["format"]), (None, None))
        if one and form and outcome.ok:
            path = form.path(one.address)
            label = library.wording.say(f"print.formats.{form.word}")
            preview = pictures.get(outcome.job.subject)
            shown = _first_page(path, preview) if preview else ()
            made = Edition(label, path, outcome.outputs["pdf"], outcome.facts["pages"], shown)
            found[one.subject] = (*found.get(one.subject, ()), made)
    return found


def _first_page(path: str, drawn: Outcome) -> tuple[FirstPage, ...]:
    stem = path.rsplit("/", 1)[-1].removesuffix(".pdf")
    copies = [(fact, drawn.outputs[fact["name"]]) for fact in drawn.facts["copies"]]
    return tuple(
        FirstPage(hashed(f"assets/previews/{stem}-{fact['name']}", blob.digest), fact["width"], fact["height"], blob)
        for fact, blob in copies
    )


def problems(library: Library, outcomes: Iterable[Outcome]) -> tuple[Problem, ...]:
    """What is wrong with what can't be printed; warnings alone where a tool of this machine is to blame."""
    places = {one.subject: one.place for one in printed(library)}
    found = set()
    for outcome in outcomes:
        if failure := outcome.failure:
            place = places[outcome.job.params["handout"]]
            if failure.tool:
                message = f"published without its PDF: {failure.message}"
                found.add(Problem(Place(place.path), message, failure.hint, "no-pdf"))
            else:
                found.add(Problem(place, failure.message, failure.hint, failure.code))
    return tuple(sorted(found))


def pieces(made: Mapping[str, tuple[Edition, ...]]) -> tuple[Piece, ...]:
    """The PDFs and the pictures of their first pages, to be published; the source is what was printed."""
    return tuple(
        Piece(path, blob, source)
        for source, several in sorted(made.items())
        for one in several
        for path, blob in one.files
    )

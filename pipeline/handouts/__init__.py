"""Handouts: every handout as PDF, to print and to fill in, in each of its formats.

`sheets` writes the printable HTML of each handout, `jobs` and `first_pages` describe the work on it, `problems` and
`editions` read what came of it, and `pieces` are what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.formats.markdown import Rendering
from pipeline.handouts.jobs import first_pages, jobs
from pipeline.handouts.sheet import sheet
from pipeline.jobs import Outcome
from pipeline.model.artifact import Piece, hashed
from pipeline.model.edition import Edition, FirstPage
from pipeline.model.kinds import handout
from pipeline.model.kinds.handout.fields import FORMATS
from pipeline.model.library import Library
from pipeline.problems import Place, Problem

__all__ = ["editions", "first_pages", "jobs", "pieces", "problems", "sheets"]


def sheets(library: Library, rendered: Mapping[str, Rendering], addresses: Mapping[str, str]) -> dict[str, bytes]:
    """Library path of each handout → its printable HTML. `addresses` are those of pictures on the site."""
    return {entry.path: sheet(entry, library, rendered[entry.path], addresses) for entry in library.of(handout.KIND)}


def editions(
    library: Library, outcomes: Iterable[Outcome], drawn: Iterable[Outcome] = ()
) -> dict[str, tuple[Edition, ...]]:
    """Library path of each handout → the editions that could be made, A4 first; `drawn` came of `first_pages`."""
    pictures = {outcome.job.subject: outcome for outcome in drawn if outcome.ok}
    found: dict[str, tuple[Edition, ...]] = {}
    for outcome in outcomes:
        entry = library.entry(outcome.job.params["handout"])
        if entry is not None and outcome.ok:
            form = FORMATS[outcome.job.params["format"]]
            path = form.path(entry.address)
            label = library.wording.say(f"print.formats.{form.word}")
            preview = pictures.get(outcome.job.subject)
            shown = _first_page(path, preview) if preview else ()
            made = Edition(label, path, outcome.outputs["pdf"], outcome.facts["pages"], shown)
            found[entry.path] = (*found.get(entry.path, ()), made)
    return found


def _first_page(path: str, drawn: Outcome) -> tuple[FirstPage, ...]:
    stem = path.rsplit("/", 1)[-1].removesuffix(".pdf")
    copies = [(fact, drawn.outputs[fact["name"]]) for fact in drawn.facts["copies"]]
    return tuple(
        FirstPage(hashed(f"assets/previews/{stem}-{fact['name']}", blob.digest), fact["width"], fact["height"], blob)
        for fact, blob in copies
    )


def problems(library: Library, outcomes: Iterable[Outcome]) -> tuple[Problem, ...]:
    """What is wrong with handouts that can't be printed; warnings alone where a tool of this machine is to blame."""
    found = set()
    for outcome in outcomes:
        if failure := outcome.failure:
            path = outcome.job.params["handout"]
            if failure.tool:
                message = f"published without its PDF: {failure.message}"
                found.add(Problem(Place(path), message, failure.hint, "no-pdf"))
            else:
                entry = library.entry(path)
                place = Place(path, entry.body_line) if entry else Place(path)
                found.add(Problem(place, failure.message, failure.hint, failure.code))
    return tuple(sorted(found))


def pieces(made: Mapping[str, tuple[Edition, ...]]) -> tuple[Piece, ...]:
    """The PDFs and the pictures of their first pages, to be published; the source is the handout's path."""
    return tuple(
        Piece(path, blob, source)
        for source, several in sorted(made.items())
        for one in several
        for path, blob in one.files
    )

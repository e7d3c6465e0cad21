"""The work on what is printed, described: a `pdf` job for each sheet and format, and a `first-page` of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.formats.markdown import Rendering
from pipeline.handouts import sheet
from pipeline.handouts.printed import Printed, printed
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.edition import Format
from pipeline.model.library import Library
from pipeline.model.tree import File, suffix

PDF, FIRST_PAGE = "pdf", "first-page"
"""The names by which `wiring` finds the performers."""
WIDTHS = (160, 320)
"""Of the picture of a first page, px: as wide as the theme shows it, and twice that for fine screens."""

PRINT = "theme/print/"
FONTS = f"{PRINT}fonts/"
FONT_SUFFIXES = frozenset({".woff2", ".woff", ".ttf", ".otf"})
PATIENCE = 3
"""Laying out pages takes longer than rendering their text, for which `render_seconds` is the limit."""

SHEET, OWN = "sheet.css", "own.css"
"""Style sheets of every format; `own.css` is for a library that adds to ours, and comes last."""


def jobs(library: Library, sheets: Mapping[str, Blob], rendered: Mapping[str, Rendering]) -> tuple[Job, ...]:
    """One for each sheet and format. All that a sheet may show are its inputs, by path: pictures, fonts, styles."""
    worn = fonts(library)
    made = []
    for one in (one for one in printed(library) if one.subject in sheets):
        shown = {"sheet": sheets[one.subject], **worn, **_pictures(one.subject, library, rendered)}
        made += [_job(one, form, shown, library) for form in one.formats]
    return tuple(made)


def fonts(library: Library) -> dict[str, Blob]:
    """The fonts of print, by path."""
    return {f.path: _blob(f) for f in library.tree if f.path.startswith(FONTS) and suffix(f.path) in FONT_SUFFIXES}


def _pictures(subject: str, library: Library, rendered: Mapping[str, Rendering]) -> dict[str, Blob]:
    entry = library.entry(subject)
    named = sheet.pictures(entry, rendered[subject]) if entry else ()
    return {path: _blob(file) for path in named if (file := library.tree.get(path))}


def _job(one: Printed, form: Format, inputs: Mapping[str, Blob], library: Library) -> Job:
    names, tree = filter(None, (SHEET, one.style, form.style, OWN)), library.tree
    worn = {path: _blob(file) for name in names if (file := tree.get(path := PRINT + name))}
    seconds = PATIENCE * library.settings.limits.render_seconds
    params = {"handout": one.subject, "format": form.label, "styles": list(worn), "seconds": seconds}
    return Job(PDF, f"{one.subject} ({form.label})", {**inputs, **worn}, params)


def first_pages(printed: Iterable[Outcome]) -> tuple[Job, ...]:
    """One for each sheet: of the first of its PDFs that could be made."""
    first: dict[str, Outcome] = {}
    for outcome in printed:
        if outcome.ok:
            first.setdefault(outcome.job.params["handout"], outcome)
    return tuple(
        Job(FIRST_PAGE, outcome.job.subject, {"pdf": outcome.outputs["pdf"]}, {"widths": list(WIDTHS)})
        for outcome in first.values()
    )


def _blob(file: File) -> Blob:
    return Blob(file.digest, file.size)

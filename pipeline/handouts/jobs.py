"""The work on handouts, described: a `pdf` job for each handout and format, and a `preview` of each handout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.formats.markdown import Rendering
from pipeline.handouts import sheet
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds.handout import Handout
from pipeline.model.library import Library
from pipeline.model.tree import File, suffix

PDF, PREVIEW = "pdf", "preview"
"""The names by which `wiring` finds the performers."""
WIDTHS = (160, 320)
"""Of a preview, px: as wide as the theme shows it, and twice that for fine screens."""

PRINT = "theme/print/"
FONTS = f"{PRINT}fonts/"
FONT_SUFFIXES = frozenset({".woff2", ".woff", ".ttf", ".otf"})
PATIENCE = 3
"""Laying out pages takes longer than rendering their text, for which `render_seconds` is the limit."""

SHEET, OWN = "sheet.css", "own.css"
"""Style sheets of every format; `own.css` is for a library that adds to ours, and comes last."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, that of its words in `print.formats`, the ending of its files' names, and its style sheet in
    `theme/print/`.
    """

    label: str
    word: str
    ending: str
    style: str


A4 = Format("A4", "a4", "", "a4.css")
LETTER = Format("Letter", "letter", "-letter", "letter.css")
LARGE = Format("large print", "large", "-large", "large.css")
FORMATS = {one.label: one for one in (A4, LETTER, LARGE)}


def formats(entry: Entry[Handout]) -> Iterator[Format]:
    """The formats of a handout, as its editor chose."""
    yield from (one for one in (A4, LETTER) if one.label in entry.fields.paper)
    if entry.fields.large_print:
        yield LARGE


def jobs(library: Library, sheets: Mapping[str, Blob], rendered: Mapping[str, Rendering]) -> tuple[Job, ...]:
    """One for each handout and format. All that a sheet may show are its inputs, by path: pictures, fonts, styles."""
    fonts = {f.path: _blob(f) for f in library.tree if f.path.startswith(FONTS) and suffix(f.path) in FONT_SUFFIXES}
    tree, made = library.tree, []
    for entry in library.handouts:
        pictures = {
            path: _blob(file) for path in sheet.pictures(entry, rendered[entry.path]) if (file := tree.get(path))
        }
        for one in formats(entry):
            worn = {path: _blob(file) for name in (SHEET, one.style, OWN) if (file := tree.get(path := PRINT + name))}
            params = {
                "handout": entry.path,
                "format": one.label,
                "styles": list(worn),
                "seconds": PATIENCE * library.settings.limits.render_seconds,
            }
            inputs = {"sheet": sheets[entry.path], **fonts, **worn, **pictures}
            made.append(Job(PDF, f"{entry.path} ({one.label})", inputs, params))
    return tuple(made)


def previews(printed: Iterable[Outcome]) -> tuple[Job, ...]:
    """One for each handout: of the first of its PDFs that could be made."""
    first: dict[str, Outcome] = {}
    for outcome in printed:
        if outcome.ok:
            first.setdefault(outcome.job.params["handout"], outcome)
    return tuple(
        Job(PREVIEW, outcome.job.subject, {"pdf": outcome.outputs["pdf"]}, {"widths": list(WIDTHS)})
        for outcome in first.values()
    )


def _blob(file: File) -> Blob:
    return Blob(file.digest, file.size)

"""The look of the library: what is wrong with it is known before a page is laid out."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.jobs import Job, Outcome
from pipeline.model.addresses import APART
from pipeline.model.artifact import Blob
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.problems import Place, Problem

SETTINGS = "mkdocs.yml"
_ELSEWHERE = tuple(f"theme/{folder}" for folder in APART)
_REMEDY = "mend it, or remove the file: then that of the package is taken"


def _files(library: Library) -> dict[str, Blob]:
    """The theme as the engine needs it: what is for print, for copies or for cards is not for the site."""
    return {
        file.path: Blob(file.digest, file.size)
        for file in library.tree
        if file.path == SETTINGS or (file.path.startswith("theme/") and not file.path.startswith(_ELSEWHERE))
    }


def _lays_out(path: str) -> bool:
    """Whether pages are laid out with a file of the theme; icons are included in them."""
    return path == SETTINGS or path.endswith(".html") or path.startswith("theme/.icons/")


def job(library: Library) -> Job:
    """A look at the theme: performer `theme`."""
    return Job("theme", "the theme", _files(library))


def jobs(library: Library) -> tuple[Job, Job]:
    """The work on the theme: performers `assets`, for what pages are made of, and `look`, for their templates. Which
    rules of a style sheet are of use depends on the templates too.
    """
    return (
        Job("assets", "the theme's files", _files(library)),
        Job("look", "the theme's templates", {n: b for n, b in _files(library).items() if _lays_out(n)}),
    )


def problems(library: Library, outcomes: Iterable[Outcome]) -> tuple[Problem, ...]:
    """What is wrong with the theme, and the templates that it lacks."""
    found = [
        Problem(Place(path, line), message, _REMEDY, "bad-theme")
        for outcome in outcomes
        for path, line, message in outcome.facts.get("problems", ())
    ]
    for kind in KINDS.values():
        path = f"theme/{kind.template}"
        if library.of(kind) and path not in library.tree and "theme/main.html" in library.tree:
            message = f"there is no template for the kind `{kind.name}`"
            found.append(Problem(Place(path), message, "add it", "bad-theme"))
    return tuple(found)

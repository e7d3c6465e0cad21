"""The look of the library: what is wrong with it is known before a page is laid out."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.problems import Place, Problem

SETTINGS = "mkdocs.yml"
_REMEDY = "mend it, or remove the file: then that of the package is taken"


def _files(library: Library, *, templates: bool | None = None) -> dict[str, Blob]:
    """The theme as the engine needs it, or its templates, or all but these: what is for print is not for the site."""
    return {
        file.path: Blob(file.digest, file.size)
        for file in library.tree
        if file.path == SETTINGS
        or (
            (file.path.startswith("theme/") and not file.path.startswith("theme/print/"))
            and templates in (None, _is_template(file.path))
        )
    }


def _is_template(path: str) -> bool:
    """Whether pages are laid out with it; icons are included in them."""
    return path.endswith(".html") or path.startswith("theme/.icons/")


def job(library: Library) -> Job:
    """A look at the theme: performer `theme`."""
    return Job("theme", "the theme", _files(library))


def jobs(library: Library) -> tuple[Job, Job]:
    """The work on the theme: performers `assets`, for what pages are made of, and `look`, for their templates."""
    return (
        Job("assets", "the theme's files", _files(library, templates=False)),
        Job("look", "the theme's templates", _files(library, templates=True)),
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

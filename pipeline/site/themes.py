"""The look of the library: what is wrong with it is known before a page is laid out."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.problems import Place, Problem

_REMEDY = "mend it, or remove the file: then that of the package is taken"


def files(library: Library) -> dict[str, Blob]:
    """What the engine needs beside the pages: what is only for print is not for the site."""
    return {file.path: Blob(file.digest, file.size) for file in library.tree if _is_of_the_theme(file.path)}


def _is_of_the_theme(path: str) -> bool:
    return path == "mkdocs.yml" or (path.startswith("theme/") and not path.startswith("theme/print/"))


def job(library: Library) -> Job:
    """A look at the theme: performer `theme`."""
    return Job("theme", "the theme", files(library))


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

"""The look of the library: what is wrong with it is known before a page is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.formats import yaml
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.problems import Place, Problem
from pipeline.site.social import LOOK

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
    return (*found, *_card(library))


def _card(library: Library) -> Iterator[Problem]:
    """The look of cards names fonts of the theme."""
    file = library.tree.get(LOOK)
    document, problems = yaml.parse(file.data.decode("utf-8", "replace"), LOOK) if file and file.data else (None, ())
    yield from problems
    if document is None:
        return
    named = document.value.get("fonts") if isinstance(document.value, dict) else None
    missing = [str(name) for name in named if f"theme/{name}" not in library.tree] if isinstance(named, list) else [""]
    for name in missing:
        place = document.marks.get(("fonts",), Place(LOOK, 1))
        message = f"there is no font `theme/{name}`" if name else "`fonts` is no list of files of the theme"
        yield Problem(place, message, _REMEDY, "bad-theme")

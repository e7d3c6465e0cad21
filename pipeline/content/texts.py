"""Texts → renderings: each body is rendered once, as a job, and what it refused becomes problems with places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.formats import markdown
from pipeline.formats.markdown import Rendering
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.problems import Place, Problem


def texts(library: Library) -> tuple[Job, ...]:
    """One job a body: performer `text`."""
    return tuple(_job(entry, library) for entry in library.entries if entry.body.strip())


def _job(entry: Entry[Any], library: Library) -> Job:
    file = library.tree.files[entry.path]
    params = {"path": entry.path, "seconds": library.settings.limits.render_seconds}
    return Job("text", entry.path, {"text": Blob(file.digest, file.size)}, params)


def renderings(library: Library, outcomes: Iterable[Outcome]) -> tuple[dict[str, Rendering], tuple[Problem, ...]]:
    """Renderings by the path of their entry, and what was found in them."""
    empty = markdown.render("", "")
    found: dict[str, Rendering] = {entry.path: empty for entry in library.entries}
    problems: list[Problem] = []
    by_path = {entry.path: entry for entry in library.entries}
    for outcome in outcomes:
        entry = by_path[outcome.job.subject]
        if outcome.failure:
            failure = outcome.failure
            problems.append(Problem(Place(entry.path, entry.body_line), failure.message, failure.hint, failure.code))
            continue
        rendering = markdown.from_json(outcome.facts)
        # Lines of a rendering are those of the body; people read lines of the file.
        shift = entry.body_line - 1
        problems += (
            Problem(Place(entry.path, f.line + shift, f.column), f.message, f.hint, f.code) for f in rendering.findings
        )
        links = tuple(replace(link, line=(link.line or 1) + shift) for link in rendering.links)
        forms = tuple(replace(form, line=form.line + shift) for form in rendering.forms)
        found[entry.path] = replace(rendering, links=links, forms=forms)
    return found, tuple(problems)

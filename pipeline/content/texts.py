"""Texts → renderings: each body is rendered once, as a job, and what it refused becomes problems with places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.formats import markdown
from pipeline.formats.markdown import Rendering
from pipeline.jobs import Job, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.problems import Place, Problem

MOST = 1_000
"""Renderings that are held at a time: those of a large library are read again, one by one, when they are wanted."""
_EMPTY = markdown.render("", "")


def texts(library: Library, same: Callable[[Entry[Any]], bool] = lambda _: False) -> tuple[Job, ...]:
    """One job a body: performer `text`; none for entries that are the `same` as in the last run."""
    return tuple(_job(entry, library) for entry in library.entries if not same(entry) and entry.body.strip())


def _job(entry: Entry[Any], library: Library) -> Job:
    file = library.tree.files[entry.path]
    params = {"path": entry.path, "seconds": library.settings.limits.render_seconds}
    return Job("text", entry.path, {"text": Blob(file.digest, file.size)}, params)


class Renderings(Mapping[str, Rendering]):
    """Renderings by the path of their entry. Those that nobody `took` are made, or found, when somebody asks."""

    def __init__(self, library: Library, run: Callable[[Job], Outcome]) -> None:
        self._library, self._run = library, run
        self._paths = tuple(entry.path for entry in library.entries)
        self._held: dict[str, Rendering] = {}
        self.refused: dict[str, Problem] = {}

    def __len__(self) -> int:
        return len(self._paths)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __getitem__(self, path: str) -> Rendering:
        if path not in self._held:
            entry = self._library.entry(path)
            if entry is None:
                raise KeyError(path)
            if not entry.body.strip():
                return _EMPTY
            self.take(self._run(_job(entry, self._library)))
        return self._held[path]

    def take(self, outcome: Outcome) -> None:
        """Hold what came of a job; what was refused is empty."""
        path = outcome.job.subject
        self._held[path] = self._read(path, outcome)
        if len(self._held) > MOST:
            del self._held[next(iter(self._held))]

    def _read(self, path: str, outcome: Outcome) -> Rendering:
        entry = self._library.entry(path)
        assert entry is not None, path
        if failure := outcome.failure:
            self.refused[path] = Problem(Place(path, entry.body_line), failure.message, failure.hint, failure.code)
            return _EMPTY
        rendering = markdown.from_json(outcome.facts)
        # Lines of a rendering are those of the body; people read lines of the file.
        shift = entry.body_line - 1
        links = tuple(replace(link, line=(link.line or 1) + shift) for link in rendering.links)
        forms = tuple(replace(form, line=form.line + shift) for form in rendering.forms)
        findings = tuple(replace(finding, line=finding.line + shift) for finding in rendering.findings)
        return replace(rendering, links=links, forms=forms, findings=findings)

"""Texts → renderings: each body is rendered once, as a job, and what it refused becomes problems with places.

The HTML of a text is a blob, and the facts of its job are all else: checks need no HTML, and a large library's is never
held at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipeline.formats import markdown
from pipeline.formats.markdown import Rendering
from pipeline.jobs import Job, Made, Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.problems import Place, Problem

MOST = 256
"""Texts whose HTML is held at a time: several ask for it, mostly one after the other."""
_HTML = "html"
_EMPTY = markdown.render("", "")


def texts(library: Library, same: Callable[[Entry[Any]], bool] = lambda _: False) -> tuple[Job, ...]:
    """One job a body: performer `text`; none for entries that are the `same` as in the last run."""
    return tuple(_job(entry, library) for entry in library.entries if not same(entry) and entry.body.strip())


def _job(entry: Entry[Any], library: Library) -> Job:
    file = library.tree.files[entry.path]
    words = {name: str(text) for name, text in library.wording.section("text").items()}
    params = {"path": entry.path, "seconds": library.settings.limits.render_seconds, "words": words}
    return Job("text", entry.path, {"text": Blob(file.digest, file.size)}, params)


def made_of(plain: Mapping[str, Any]) -> Made:
    """A rendering as its job gives it, from its JSON."""
    facts = {name: value for name, value in plain.items() if name not in (_HTML, "text")}
    return Made(facts, {_HTML: plain[_HTML].encode()})


def places(entry: Entry[Any], rendering: Rendering) -> tuple[str, ...]:
    """The ids of the places on the page of an entry to which texts can lead: in its text, and of the words that it
    explains.
    """
    return (*rendering.ids, *(term.id for term in KINDS[entry.kind].terms(entry)))


class Renderings(Mapping[str, Rendering]):
    """Renderings by the path of their entry, without their HTML, which `whole` ones have too. Those that nobody `took`
    are made, or found, when somebody asks.
    """

    def __init__(self, library: Library, run: Callable[[Job], Outcome]) -> None:
        self._library, self._run = library, run
        self._paths = tuple(entry.path for entry in library.entries)
        self._held: dict[str, Rendering] = {}
        self._html: dict[str, Blob] = {}
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
        if outcome.ok:
            self._html[path] = outcome.outputs[_HTML]

    def whole(self, read: Callable[[Blob], bytes]) -> Mapping[str, Rendering]:
        """The same with their HTML, whose bytes `read` gives when somebody asks."""

        def one(path: str) -> Rendering:
            known = self[path]
            return replace(known, html=read(self._html[path]).decode()) if path in self._html else known

        return _Asked(self._paths, lru_cache(MOST)(one))

    def _read(self, path: str, outcome: Outcome) -> Rendering:
        entry = self._library.entry(path)
        assert entry is not None, path
        if failure := outcome.failure:
            self.refused[path] = Problem(Place(path, entry.body_line), failure.message, failure.hint, failure.code)
            return _EMPTY
        rendering = markdown.from_json({_HTML: "", "text": "", **outcome.facts})
        # Lines of a rendering are those of the body; people read lines of the file.
        shift = entry.body_line - 1
        links = tuple(replace(link, line=(link.line or 1) + shift) for link in rendering.links)
        forms = tuple(replace(form, line=form.line + shift) for form in rendering.forms)
        findings = tuple(replace(finding, line=finding.line + shift) for finding in rendering.findings)
        return replace(rendering, links=links, forms=forms, findings=findings)


class _Asked(Mapping[str, Rendering]):
    """Values that are made when somebody asks for one of the paths."""

    def __init__(self, paths: tuple[str, ...], make: Callable[[str], Rendering]) -> None:
        self._paths, self._make = paths, make

    def __len__(self) -> int:
        return len(self._paths)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __getitem__(self, path: str) -> Rendering:
        return self._make(path)

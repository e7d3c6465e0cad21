"""What is wrong with a library: with each entry, kept as long as nothing changed that its checks asked; and across."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pipeline.content import strings
from pipeline.content.checks import begun, dates, files, forms, links, names, plain, sound, terms, translations, words
from pipeline.content.checks import pictures as artwork
from pipeline.content.checks.around import Around
from pipeline.content.texts import Renderings
from pipeline.jobs import Outcome
from pipeline.model.addresses import addresses
from pipeline.model.answers import Answers
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, PictureFacts, Spoken
from pipeline.model.references import References, references
from pipeline.problems import Place, Problem


class Findings:
    """The problems of each entry, and what each leads to. `answers` knows those of the last run."""

    def __init__(self, library: Library, rendered: Renderings, instant: datetime, answers: Answers) -> None:
        self._library, self._rendered, self._answers = library, rendered, answers
        self._around = Around(library, rendered, instant, answers)
        self._words = words.Words(library.settings)
        answers.answers("findings", self._found, kept=True)
        answers.answers("references", self._referred, kept=True)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with entries, each seen by itself and what it asks about others."""
        for entry in self._library.entries:
            yield from map(Problem.from_row, self._answers.ask("findings", entry.path))

    def turns(self) -> Iterator[datetime]:
        """The instants, past and to come, at which something else is found in the same library."""
        yield from self._library.turns()
        yield from self._around.turns()

    def references(self) -> dict[str, References]:
        """Path of each entry → what it leads to."""
        asked = ((entry.path, self._answers.ask("references", entry.path)) for entry in self._library.entries)
        leads = {path: _references(plain) for path, plain in asked}
        for path in self._rendered.refused:  # the machine may have been busy: the next run tries again
            self._answers.doubt("entry", path)
        return leads

    def _found(self, path: str) -> list[Any]:
        entry = self._entry(path)
        return [problem.to_row() for problem in self._of(entry, self._around)]

    def _of(self, entry: Entry[Any], around: Around) -> Iterator[Problem]:
        rendering = around.rendering(entry)
        if refused := self._rendered.refused.get(entry.path):
            yield refused
        for found in rendering.findings:
            yield Problem(Place(entry.path, found.line, found.column), found.message, found.hint, found.code)
        yield from KINDS[entry.kind].check(entry, around)
        for check in (begun.of, plain.of, names.of, files.of, links.of, forms.of, dates.of, self._words.of):
            yield from check(entry, around)

    def _referred(self, path: str) -> dict[str, Any]:
        entry = self._entry(path)
        return asdict(references(entry, self._around.rendering(entry)))

    def _entry(self, path: str) -> Entry[Any]:
        entry = self._library.entry(path)
        assert entry is not None, path
        return entry


def across(
    library: Library,
    leads: Mapping[str, References],
    said: Mapping[str, Spoken],
    audio: Mapping[str, AudioFacts],
    probes: Iterable[Outcome],
    looked_at: Mapping[str, PictureFacts],
) -> tuple[Problem, ...]:
    """Everything that is wrong between entries, scheduled ones included, and with what is no entry."""
    named = {path for one in leads.values() for path in (*one.fields, *one.shown, *one.linked)}
    return (
        *names.check(library),
        *addresses(library).problems,
        *files.check(library, named),
        *links.check(library),
        *terms.check(library),
        *translations.check(library),
        *sound.check(library, said, audio, probes),
        *artwork.check(library, looked_at),
        *strings.check(library),
    )


def _references(plain: Mapping[str, Any]) -> References:
    made: dict[str, Any] = {name: value if isinstance(value, str) else tuple(value) for name, value in plain.items()}
    return References(**made)

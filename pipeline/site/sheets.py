"""Sheets: drafts laid out in their frame. One stands as long as draft, title, card, frame and look are as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.answers import Answers, Question, by_parts
from pipeline.model.artifact import Blob, Piece
from pipeline.model.because import reason
from pipeline.model.page import Draft
from pipeline.site.finish import Seen
from pipeline.site.layout import PAGE, WORDS

LOST = "404.html"
Card = Mapping[str, Any]
"""What the head of a page says of its picture."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished page: where it lies, what it was made from, its bytes, the words of it that are searched, and what is
    to be known of it when all are there.
    """

    path: str
    page: Blob
    words: Blob | None
    seen: Seen

    @property
    def piece(self) -> Piece:
        return Piece(self.path, self.page, self.seen.source or "theme/")


@dataclass
class Sheets:
    """The pages of a library in one frame and one look. `titles` and `cards` go by the address of their page, as does
    `live`: where a page of a preview is in the library itself. `sources`, the questions that drafts answer, go by path.
    """

    drafts: tuple[Draft, ...]
    titles: Mapping[str, str]
    cards: Mapping[str, Card]
    frame: Blob
    look: Blob
    answers: Answers
    sources: Mapping[str, Question] = field(default_factory=dict)
    live: Mapping[str, str] = field(default_factory=dict)
    _made: dict[str, Outcome] = field(default_factory=dict, init=False)
    _drafts: dict[str, Draft] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._drafts = {urls.page_file(draft.address): draft for draft in self.drafts}
        self.answers.facts("draft", lambda path: self._drafts[path].page.digest if path in self._drafts else "")
        self.answers.facts("head", lambda path: by_parts(self._head(path)))
        self.answers.facts("frame", lambda _: self.frame.digest)
        self.answers.facts("look", lambda _: self.look.digest)
        self.answers.answers("sheet", self._sheet, kept=True)

    def jobs(self) -> tuple[Job, ...]:
        """The pages to lay out: performer `page`."""
        paths = (*self._drafts, LOST)
        return tuple(self._job(path) for path in paths if not self.answers.stands("sheet", path))

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Know what came of the jobs."""
        self._made |= {outcome.job.subject: outcome for outcome in outcomes}

    def all(self) -> Iterator[Sheet]:
        """Every page; a theme may have none for what is not found."""
        for path in (*self._drafts, LOST):
            if (plain := self.answers.ask("sheet", path)) and plain["page"]:
                draft = self._drafts.get(path)
                seen = Seen(draft.source if draft else "", plain["ids"], plain["links"])
                yield Sheet(path, Blob(*plain["page"]), Blob(*plain["words"]) if plain["words"] else None, seen)

    def _head(self, path: str) -> dict[str, Any]:
        draft = self._drafts.get(path)
        if draft is None:
            return {}
        live = {"live": self.live[draft.address]} if draft.address in self.live else {}
        return {"title": self.titles[draft.address], "card": self.cards.get(draft.address), **live}

    def _job(self, path: str) -> Job:
        draft = self._drafts.get(path)
        inputs = {"frame": self.frame, "look": self.look} | ({"page": draft.page} if draft else {})
        params = {"frame": self.frame.digest, "look": self.look.digest, **self._head(path)}
        return Job("page", path, inputs, params, self._why(path))

    def _why(self, path: str) -> str:
        """The reason to lay out a page: of a draft, that for which it was composed."""
        asked = self.sources.get(path)
        return reason(self.answers, "sheet", path) or (reason(self.answers, *asked) if asked else "")

    def _sheet(self, path: str) -> dict[str, Any]:
        for name, subject in (("draft", path), ("head", path), ("frame", ""), ("look", "")):
            self.answers.fact(name, subject)
        outcome = self._made[path]
        blobs = {name: outcome.outputs.get(file) for name, file in (("page", PAGE), ("words", WORDS))}
        told = {name: [blob.digest, blob.size] if blob else None for name, blob in blobs.items()}
        return {**told, "ids": outcome.facts["ids"], "links": outcome.facts["links"]}

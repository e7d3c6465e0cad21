"""`import-report.json`: all that an import tells, as data. Its JSON Schema is made from the classes that write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, Literal

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.importing.deciding.losses import By, Decided
from pipeline.importing.keeping.merge import State
from pipeline.importing.keeping.written import whole
from pipeline.importing.source.loss import Outcome
from pipeline.importing.telling.report import OfKind, Report, Reported, counts, said
from pipeline.model.schemas import named
from pipeline.problems import Place, Problem

_PLACES: Final = 10
"""The most places of one kind of loss that are named together; each item names all of its own."""


def dumped(report: Report) -> bytes:
    """The whole as JSON, `version: 1`."""
    return whole(json.dumps(asdict(_document(report)), indent=1, ensure_ascii=False) + "\n").encode()


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `import-report.json`."""
    return named("import-report", TypeAdapter(Document).json_schema(mode="serialization"))


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Where:
    """A place in the source."""

    path: str = Field(description="An address, or the name of a file.")
    line: int = Field(description="From 1; 0: the whole.")
    column: int = Field(description="From 1; 0: the whole line.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Counts:
    """How many things have no home here as they were."""

    kept: int = Field(description="Kept, in `extra`.")
    changed: int = Field(description="Changed into something else.")
    dropped: int = Field(description="Left out.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class LossRow:
    """One thing that has no home here as it was."""

    kind: str = Field(description="Area and name, as `import.yml` names it.")
    outcome: Outcome = Field(description="What became of it.")
    what: str = Field(description="The thing, in few words.")
    place: Where = Field(description="Where it stands.")
    count: int = Field(description="How many times.")
    verdict: str | None = Field(description="`drop`, `keep` or `map: …`; null: nobody decided yet.")
    by: By = Field(description="Who decided: for the item alone, for all of `import.yml`, or nobody.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class KindRow:
    """All losses of one kind."""

    kind: str = Field(description="Area and name, as `import.yml` names it.")
    counts: Counts = Field(description="How many.")
    open: int = Field(description="How many wait for a decision.")
    verdicts: tuple[str, ...] = Field(description="What becomes of the others.")
    places: tuple[Where, ...] = Field(description="The first places.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ItemRow:
    """One item of the source."""

    id: str = Field(description="What the source knows it by.")
    place: Where = Field(description="Where it stands.")
    kind: str = Field(description="The kind of entry.")
    path: str = Field(description="Its file in the library.")
    state: State | Literal["skipped", "refused", "vanished"] = Field(description="What became of the file.")
    updated: tuple[str, ...] = Field(description="Fields that were brought up to date.")
    untouched: tuple[str, ...] = Field(description="Fields that people changed, and that the source has otherwise.")
    left: tuple[str, ...] = Field(description="Fields that could not be written without changing more.")
    counts: Counts = Field(description="How many losses.")
    losses: tuple[LossRow, ...] = Field(description="Its losses.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class TermRow:
    """A category, tag or keyword of which `import.yml` says nothing."""

    name: str = Field(description="Its name.")
    items: int = Field(description="How many items have it.")
    guess: str = Field(description="The topic that is likely meant, or empty.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class PersonRow:
    """Somebody who is new in `people.yml`."""

    id: str = Field(description="The id.")
    name: str = Field(description="The name in the source.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class PictureRow:
    """A picture without words for those who don't see it."""

    path: str = Field(description="Its file.")
    shown_by: str = Field(description="The file of the entry that shows it.")
    place: Where = Field(description="Where it stands.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ProblemRow:
    """What `check` says of an entry."""

    place: Where = Field(description="The place in the file.")
    source: Where | None = Field(description="The place in the source of what the file was made of.")
    severity: str = Field(description="`error` or `warning`.")
    code: str = Field(description="Its code.")
    message: str = Field(description="What is wrong.")
    hint: str = Field(description="The remedy.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Document:
    """What an import tells."""

    version: Literal[1] = Field(description="Of this form: fields may come under the same number.")
    source: str = Field(description="What was moved in.")
    open: int = Field(description="How many losses wait for a decision in `import.yml`.")
    states: dict[str, int] = Field(description="How many items became what.")
    kinds: tuple[KindRow, ...] = Field(description="The losses by their kinds.")
    losses: tuple[LossRow, ...] = Field(description="Those of the source as a whole.")
    items: tuple[ItemRow, ...] = Field(description="Every item of the source.")
    terms: tuple[TermRow, ...] = Field(description="Categories that are no topic yet.")
    people: tuple[PersonRow, ...] = Field(description="Who is new: look whether two of them are one.")
    pictures: tuple[PictureRow, ...] = Field(description="Pictures without words.")
    notes: tuple[str, ...] = Field(description="What people should know of the source.")
    problems: tuple[ProblemRow, ...] = Field(description="What `check` says.")


def _document(report: Report) -> Document:
    sources = report.sources()
    return Document(
        version=1,
        source=report.source,
        open=report.open,
        states=dict(sorted(report.states().items())),
        kinds=tuple(map(_kind, report.kinds())),
        losses=tuple(map(_loss, report.losses)),
        items=tuple(map(_item, report.items)),
        terms=tuple(TermRow(name=name, items=n, guess=guess) for name, (n, guess) in sorted(report.terms.items())),
        people=tuple(PersonRow(id=id_, name=name) for id_, name in sorted(report.people.items())),
        pictures=tuple(PictureRow(path=one.path, shown_by=one.shown_by, place=_where(one.place)) for one in report.alt),
        notes=report.notes,
        problems=tuple(_problem(one, sources.get(one.place.path)) for one in report.problems),
    )


def _kind(one: OfKind) -> KindRow:
    places = tuple(map(_where, one.places[:_PLACES]))
    return KindRow(kind=one.kind, counts=_row(one.counts), open=one.open, verdicts=one.verdicts, places=places)


def _row(made: Mapping[Outcome, int]) -> Counts:
    return Counts(kept=made.get("kept", 0), changed=made.get("changed", 0), dropped=made.get("dropped", 0))


def _loss(one: Decided) -> LossRow:
    loss, verdict = one.loss, said(one) or None
    return LossRow(
        kind=loss.kind,
        outcome=loss.outcome,
        what=loss.what,
        place=_where(loss.place),
        count=loss.count,
        verdict=verdict,
        by=one.by,
    )


def _item(item: Reported) -> ItemRow:
    return ItemRow(
        id=item.id,
        place=_where(item.place),
        kind=item.kind,
        path=item.path,
        state=item.state,
        updated=item.updated,
        untouched=item.untouched,
        left=item.left,
        counts=_row(counts(item.lost)),
        losses=tuple(map(_loss, item.lost)),
    )


def _problem(one: Problem, source: Place | None) -> ProblemRow:
    return ProblemRow(
        place=_where(one.place),
        source=_where(source) if source else None,
        severity=str(one.severity),
        code=one.code,
        message=one.message,
        hint=one.hint,
    )


def _where(place: Place) -> Where:
    return Where(path=place.path, line=place.line, column=place.column)

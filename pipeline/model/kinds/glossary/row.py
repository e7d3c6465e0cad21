"""What the public knows of a glossary."""

from __future__ import annotations

from html import escape
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.formats.letters import anchor, unmarked
from pipeline.formats.markdown import PREFIX
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds.glossary.fields import Glossary, Word
from pipeline.model.kinds.kind import Say
from pipeline.model.rows import Address, Data, JsonLd, Outlook, Ref, Row, filled, thing
from pipeline.model.terms import Term


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class TermRow:
    """A word, and what it means."""

    id: str = Field(description="Its id in the glossary.")
    url: Address = Field(description="Its place on the page.")
    term: str = Field(description="The word.")
    meaning: str = Field(description="What it means: plain text.")
    also: tuple[str, ...] = Field(description="Other spellings.")
    see: tuple[Ref, ...] = Field(description="Entries in which more is read.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class GlossaryRow(Row):
    """A glossary."""

    kind: Literal["glossary"]
    terms: tuple[TermRow, ...] = Field(description="The words, in the order of the alphabet.")


def terms(entry: Entry[Glossary]) -> tuple[Term, ...]:
    """The words of a glossary, in the order of the file."""
    return tuple(
        Term(
            path=entry.path,
            id=identity(word),
            name=word.term,
            meaning=word.meaning,
            also=word.also,
            see=tuple(filter(None, (resolve(path, entry.path) for path in word.see))),
            marked=word.marked,
            loc=("terms", number),
        )
        for number, word in enumerate(entry.fields.terms)
    )


def identity(word: Word) -> str:
    """What follows the `#`: the id, or else the word as headings make ids of theirs."""
    return word.id or anchor(word.term)


def row(entry: Entry[Glossary], outlook: Outlook) -> Data:
    """The fields of the row that are a glossary's own."""
    page = outlook.url(entry.address)
    found = [
        TermRow(
            id=(name := identity(word)),
            url=f"{page}#{PREFIX}{name}",
            term=word.term,
            meaning=word.meaning,
            also=word.also,
            see=tuple(filter(None, (outlook.entry(resolve(path, entry.path) or "") for path in word.see))),
        )
        for word in entry.fields.terms
    ]
    return {"terms": tuple(sorted(found, key=_place))}


def _place(word: TermRow) -> tuple[str, str]:
    """Where a word stands in the alphabet: ä beside a."""
    return unmarked(word.term.casefold()), word.term


def listing(row: GlossaryRow, say: Say) -> str:  # noqa: ARG001 - the shape of a listing
    """The words, for readers elsewhere."""
    said = (f"<dt>{escape(word.term)}</dt>\n<dd>{escape(word.meaning)}</dd>" for word in row.terms)
    return "\n".join(("<dl>", *said, "</dl>")) if row.terms else ""


def json_ld(row: GlossaryRow) -> JsonLd:
    """The glossary in the words of schema.org."""
    listed = [
        filled(
            {
                "@type": "DefinedTerm",
                "@id": word.url,
                "url": word.url,
                "termCode": word.id,
                "name": word.term,
                "alternateName": list(word.also),
                "description": word.meaning,
                "inDefinedTermSet": {"@id": row.url},
            }
        )
        for word in row.terms
    ]
    return thing("DefinedTermSet", row, hasDefinedTerm=listed)

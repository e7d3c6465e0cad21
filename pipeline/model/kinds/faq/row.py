"""What the public knows of questions and their answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.model.entry import Entry
from pipeline.model.kinds.faq.fields import Faq
from pipeline.model.rows import Address, Data, JsonLd, Outlook, Row, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class QuestionRow:
    """A question with its answer."""

    id: str = Field(description="Its id on the page.")
    url: Address = Field(description="Its place on the page.")
    question: str = Field(description="Plain text.")
    answer: str = Field(description="The answer as safe HTML; links are whole.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class FaqRow(Row):
    """A page of questions."""

    kind: Literal["faq"]
    questions: tuple[QuestionRow, ...] = Field(description="The questions, in the order of the page.")


def row(entry: Entry[Faq], outlook: Outlook) -> Data:
    """The fields of the row that are its own."""
    page = outlook.url(entry.address)
    listed = (
        QuestionRow(id=one.id, url=f"{page}#{one.id}", question=one.title, answer=one.html)
        for one in outlook.passages(entry.path)
    )
    return {"questions": tuple(listed)}


def json_ld(row: FaqRow) -> JsonLd:
    """The questions in the words of schema.org."""
    asked = [
        {
            "@type": "Question",
            "@id": one.url,
            "url": one.url,
            "name": one.question,
            "acceptedAnswer": {"@type": "Answer", "text": one.answer, "url": one.url},
        }
        for one in row.questions
    ]
    return thing("FAQPage", row, mainEntity=asked)

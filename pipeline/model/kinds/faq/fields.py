"""What an editor writes of questions and answers: they stand in the body."""

from __future__ import annotations

from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.model.entry import Explained


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Faq(Explained):
    """The fields of a page of questions. Each question is a heading of the body, `## May I …?`, its answer the text
    below it.
    """

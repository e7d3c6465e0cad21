"""An article: the body is the text."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Id
from pipeline.model.entry import STRICT, Entry, Shelved
from pipeline.model.kinds.kind import Kind
from pipeline.model.rows import JsonLd, Outlook, Row, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Article(Shelved):
    """The fields of an article."""

    authors: tuple[Id, ...] = Field(min_length=1, description="Ids from `people.yml`, at least one.")


@fields_of(frozen=True, slots=True, kw_only=True)
class ArticleRow(Row):
    """An article."""

    kind: Literal["article"]


def _row(entry: Entry[Article], common: dict[str, Any], outlook: Outlook) -> ArticleRow:  # noqa: ARG001 - the shape
    return ArticleRow(**common)


def _json_ld(row: ArticleRow) -> JsonLd:
    return thing("Article", row, headline=row.title, wordCount=row.words)


KIND = Kind(
    name="article",
    label="Article",
    fields=Article,
    pattern=re.compile(r"content/library/articles/(?P<folder>(?:[^/]+/)*)(?P<name>[^/]+)\.md"),
    root="library/articles/",
    template="kinds/article.html",
    row_type=ArticleRow,
    row=_row,
    json_ld=_json_ld,
)

"""An article: the body is the text."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE, STRICT
from pipeline.model.entry import Explained, PersonId
from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.kind import Hub, Kind
from pipeline.model.rows import JsonLd, Row, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Article(Explained):
    """The fields of an article."""

    authors: tuple[PersonId, ...] = Field(min_length=1, description="Ids from `people.yml`, at least one.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ArticleRow(Row):
    """An article."""

    kind: Literal["article"]


def _json_ld(row: ArticleRow) -> JsonLd:
    return thing("Article", row, headline=row.title, wordCount=row.words)


_BODY = """\
Begin with what the reader feels or asks, in plain words and short sentences.

## What to try

- Say what to do first, and why it helps.
- Link to others by their files: `[the urge log](../../handouts/urge-log.md)`.

## When it doesn't help

Say whom to ask. Every claim of fact belongs to a source: see `sources` above.
"""


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning({"authors": f"[{ground.first('person')}]"}, _BODY)


KIND = Kind(
    name="article",
    files="content/library/articles/**/*.md",
    fields=Article,
    row_type=ArticleRow,
    template="kinds/article.html",
    words={
        "en": {
            "kinds": {
                "article": {
                    "singular": "Article",
                    "plural": "Articles",
                    "about": "On motivation, urges, thoughts and feelings, and a balanced life.",
                }
            }
        }
    },
    root="library/articles/",
    hub=Hub(10),
    use="read",
    bound=True,
    explained=True,
    json_ld=_json_ld,
    begin=_begin,
    placeholders=_BODY,
)

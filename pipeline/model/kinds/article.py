"""An article: the body is the text."""

from __future__ import annotations

import re

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Id
from pipeline.model.entry import STRICT, Shelved
from pipeline.model.kinds.kind import Kind


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Article(Shelved):
    """The fields of an article."""

    authors: tuple[Id, ...] = Field(min_length=1, description="Ids from `people.yml`, at least one.")


KIND = Kind(
    name="article",
    label="Article",
    plural="Articles",
    fields=Article,
    pattern=re.compile(r"content/library/articles/(?P<folder>(?:[^/]+/)*)(?P<name>[^/]+)\.md"),
    root="library/articles/",
    template="kinds/article.html",
)

"""People, topics and audiences: who speaks, what it is about, and whom it is for."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Id, Text
from pipeline.model.entry import SENTENCES, Link, Picture

LISTS: Final = {"person": "content/people.yml", "topic": "content/topics.yml", "audience": "content/audiences.yml"}
"""What the whole library shares → the file that lists it."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Person:
    """Someone who writes or speaks; a first name or a pseudonym is enough."""

    name: Text = Field(description="A name, first name or pseudonym.")
    bio: Annotated[Text, SENTENCES] = Field(default="", description="A few words.")
    role: Text = Field(default="", description="What the person does here.")
    photo: Picture | None = Field(default=None, description="A picture.")
    links: tuple[Link, ...] = Field(default=(), description="Where to read more.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Heading:
    """A topic or an audience."""

    id: Id = Field(description="Its id, part of its address.")
    title: Text = Field(description="Its name.")
    description: Annotated[Text, SENTENCES] = Field(description="A sentence or two.")
    image: Picture | None = Field(default=None, description="A picture.")

"""What an editor writes of a link list."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Language, Region, Text, Url
from pipeline.model.entry import SENTENCES, Checked, Shelved

LinkKind = Literal["organisation", "helpline", "tool", "app", "course", "reading", "video", "community"]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Resource:
    """One resource of others."""

    url: Url = Field(description="Where it is.")
    title: Text = Field(description="What it is called.")
    description: Annotated[Text, SENTENCES] = Field(description="What it offers, and to whom.")
    kind: LinkKind = Field(description="What sort of resource it is.")
    regions: tuple[Region, ...] = Field(default=(), description="ISO 3166 codes of the places it serves, or `EU`.")
    language: Language | None = Field(default=None, description="BCP 47 language of the resource.")
    phone: Text = Field(default="", description="Telephone number, as one dials it.")
    hours: Text = Field(default="", description="When someone answers.")
    cost: Literal["free", "paid", "mixed"] | None = Field(default=None, description="What it costs.")
    checked: Checked | None = Field(default=None, description="The day on which a person looked.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class LinkList(Shelved):
    """The fields of a link list."""

    links: tuple[Resource, ...] = Field(min_length=1, description="The resources, in the order shown.")

"""`import.yml`: what people decided about what they move in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Id, Text, YesNo
from pipeline.model.entry import STRICT, AudienceId, TopicId

Verdict = Literal["drop", "keep"]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Mapped:
    """Something else stands in its place."""

    map: Text = Field(description="What stands in its place: of a shortcode, Markdown; of a field, another field.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class OfItem:
    """What is decided about one item of a source."""

    skip: YesNo = Field(default=False, description="Yes: it stays where it is.")
    kind: Text | None = Field(default=None, description="The kind of entry that it becomes.")
    topics: tuple[TopicId, ...] = Field(default=(), description="Its topics, whatever its categories are.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Its audiences.")
    losses: dict[str, Verdict | Mapped] = Field(default_factory=dict, description="Kind of loss → what becomes of it.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Default:
    """What is said of items of which the source says nothing."""

    topics: tuple[TopicId, ...] = Field(default=(), description="Topics.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Audiences.")
    author: Id | None = Field(default=None, description="Who wrote what has no author: an id of `people.yml`.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Decisions:
    """The fields of `import.yml`."""

    losses: dict[str, Verdict | Mapped] = Field(default_factory=dict, description="Kind of loss → what becomes of it.")
    items: dict[str, OfItem] = Field(default_factory=dict, description="Id of an item → what holds for it alone.")
    topics: dict[str, tuple[TopicId, ...]] = Field(
        default_factory=dict, description="Category, tag or keyword → ids of `topics.yml`; `[]`: none."
    )
    audiences: dict[str, tuple[AudienceId, ...]] = Field(
        default_factory=dict, description="Category, tag or keyword → ids of `audiences.yml`."
    )
    people: dict[str, Text] = Field(
        default_factory=dict, description="Name in the source → id of `people.yml`, or the name of a guest."
    )
    kinds: dict[str, Text] = Field(
        default_factory=dict, description="Type of post, or folder, in the source → kind of entry, or `drop`."
    )
    default: Default = Field(default_factory=Default, description="What holds where the source says nothing.")
    sound: Literal["files", "addresses", "hosted"] = Field(
        default="files",
        description="Recordings come into `content/` (`files`), stay where they are and are named with their digest "
        "(`addresses`), or stay there for listeners too (`hosted`).",
    )
    video: Literal["drop", "link", "sound"] = Field(
        default="link", description="A film is left out, becomes a link in the notes, or gives its sound."
    )
    comments: Literal["drop", "keep"] = Field(
        default="drop", description="Comments of readers are left out, or stand below the text without names."
    )

"""`import.yml`: what people decided about what they move in from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.letters import unmarked
from pipeline.formats.scalars import Text, YesNo
from pipeline.model.entry import AudienceId, PersonId, TopicId

DECISIONS: Final = "import.yml"
Verdict = Literal["drop", "keep"]
T = TypeVar("T")


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else () if value is None else value


_ONE_OR_MORE = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
Topics = Annotated[tuple[TopicId, ...], BeforeValidator(_several), _ONE_OR_MORE]
"""An id of `topics.yml`, or several, or `[]`."""
Audiences = Annotated[tuple[AudienceId, ...], BeforeValidator(_several), _ONE_OR_MORE]
"""An id of `audiences.yml`, or several, or `[]`."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Mapped:
    """Something else stands in its place."""

    map: Text = Field(description="What stands in its place: of a shortcode, Markdown; of a field, another field.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class OfItem:
    """What is decided about one item of a source."""

    skip: YesNo = Field(default=False, description="Yes: it stays where it is.")
    kind: Text | None = Field(default=None, description="The kind of entry that it becomes.")
    topics: Topics = Field(default=(), description="Its topics, whatever its categories are.")
    audiences: Audiences = Field(default=(), description="Its audiences.")
    losses: dict[str, Verdict | Mapped] = Field(
        default_factory=dict, description="Kind of loss → `drop`, `keep`, or `{map: …}`."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Default:
    """What is said of items of which the source says nothing."""

    topics: Topics = Field(default=(), description="Topics.")
    audiences: Audiences = Field(default=(), description="Audiences.")
    author: PersonId | None = Field(default=None, description="Who wrote what has no author: an id of `people.yml`.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Decisions:
    """The fields of `import.yml`."""

    losses: dict[str, Verdict | Mapped] = Field(
        default_factory=dict,
        description="Kind of loss → `drop`, `keep`, or `{map: …}`; `html/*` for all of an area that are not named.",
    )
    items: dict[str, OfItem] = Field(default_factory=dict, description="Id of an item → what holds for it alone.")
    topics: dict[str, Topics] = Field(
        default_factory=dict, description="Category, tag or keyword → ids of `topics.yml`; `[]`: none."
    )
    audiences: dict[str, Audiences] = Field(
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
    comments: Literal["drop", "keep"] | None = Field(
        default=None, description="Comments of readers are left out, or stand below the text without names."
    )


def named(name: str, by_name: Mapping[str, T]) -> T | None:
    """What is said of a name as sources have it: case, accents and spaces make no difference where nothing is said of
    exactly this one.
    """
    if name in by_name:
        return by_name[name]
    plain = like(name)
    return next((one for known, one in by_name.items() if like(known) == plain), None)


@lru_cache(maxsize=10_000)
def like(name: str) -> str:
    """What names have in common that people take for one: all but case, accents, signs and spaces."""
    bare = unmarked(name).casefold()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in bare).split()) or name.strip()

"""What a show and an episode may say of how their sound is treated; what neither says is as in `pipeline.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Duration, Number, RelPath, Text, YesNo
from pipeline.model import walk
from pipeline.model.entry import UNASKED, Asked, Entry
from pipeline.settings.audio import Codec

LONGEST_CROSSFADE = 15
"""Seconds for which a clip and a recording may be heard together: what goes on longer is music below speech."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Clip:
    """A short sound of the library's own that is heard before a recording, or behind it."""

    file: Annotated[RelPath, Asked("recording")] = Field(description="Path of the sound, of at most two minutes.")
    crossfade: Annotated[Duration, Field(le=LONGEST_CROSSFADE)] = Field(
        default=0.0,
        description="Seconds for which it is heard together with the recording while it fades, up to 15.",
    )
    words: Text = Field(default="", description="What is said or played in it: it stands in the transcript.")


class Without(Enum):
    """None is heard, whatever the show has."""

    CLIP = "no"


def _form(value: object) -> object:
    """A path alone, and the word for none."""
    if value is False or (isinstance(value, str) and value.strip().lower() in ("no", "false")):
        return Without.CLIP
    return {"file": value} if isinstance(value, str) else value


_AnyClip = Annotated[
    Annotated[
        Annotated[Clip, Tag("clip")] | Annotated[Without, Tag("none")],
        Discriminator(lambda value: "none" if value is Without.CLIP else "clip"),
    ],
    UNASKED,
    BeforeValidator(_form),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"enum": [False, "no"]},
                {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string"},
                        "crossfade": {"type": ["string", "number"]},
                        "words": {"type": "string"},
                    },
                    "required": ["file"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""A clip, the path of one, or `no`: none, whatever the show has."""

Master = Literal["always", "never"]
"""Whether sound is brought to its loudness and encoded, or published as it came."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Treatment:
    """Settings of sound that differ: of a show, or of one episode. None: nothing is said."""

    master: Master | None = Field(
        default=None,
        description="`never`: it is published byte for byte as it came, which must be MP3 or M4A, as subscribers have "
        "it already.",
    )
    tag: YesNo | None = Field(
        default=None, description="Of MP3 that is never mastered: whether our tag stands in the place of its own."
    )
    sting: YesNo | None = Field(default=None, description="Whether two soft tones open it.")
    level_speakers: YesNo | None = Field(
        default=None, description="Whether speakers are brought to one loudness, by the turns of the transcript."
    )
    highpass: Number | None = Field(
        default=None, ge=0, le=200, description="Hz below which everything is cut off; 0: nothing."
    )
    intro: _AnyClip | None = Field(
        default=None, description="Path of what is heard before the recording; or that and more; or `no`."
    )
    outro: _AnyClip | None = Field(
        default=None, description="Path of what is heard behind the recording; or that and more; or `no`."
    )
    trim: YesNo | None = Field(default=None, description="Whether silence at both ends is cut off.")
    renditions: tuple[Codec, ...] | None = Field(
        default=None, description="Other codecs in which apps find it: `opus`, `aac`."
    )
    clips: YesNo | None = Field(default=None, description="Whether each soundbite becomes a file of its own.")


def clips(entry: Entry[Any]) -> Iterator[tuple[walk.Loc, Clip]]:
    """The clips that an entry names, each with its place among the fields."""
    return walk.instances(entry.fields, Clip)

"""`[transcribe]`: the program that writes down what is said, when somebody asks for it."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class TranscribeSettings:
    """The section `[transcribe]`. Only `pipeline transcribe` reads it: no build and no publish starts a recogniser."""

    command: tuple[Text, ...] = Field(
        default=(),
        description="The program and its arguments, as a list. `{audio}` is a WAV file (16 kHz, mono), `{sound}` the "
        "one that listeners get, `{out}` the path of the result without its ending, `{folder}` its folder, "
        "`{language}` as in `en`, `{model}` as below. Without it: whisper.cpp, faster-whisper or Whisper, whichever is "
        "installed.",
    )
    model: Text = Field(
        default="",
        description="The model: for whisper.cpp the path of its file, for the others a name, such as `small`, or a "
        "folder.",
    )
    hours: float = Field(default=6, gt=0, le=72, description="How long the program may take for one episode, hours.")
    unsure: float = Field(
        default=0.8, ge=0, le=1, description="How sure of a passage it must be (0 to 1), or the passage is marked."
    )

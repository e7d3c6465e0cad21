"""How the sound of an episode is treated: what it says goes before its show, and that before `pipeline.toml`."""

from __future__ import annotations

from typing import Any

from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Show
from pipeline.settings.audio import AudioSettings


def chosen(settings: AudioSettings, show: Entry[Show], episode: Entry[Episode], name: str) -> Any:
    """The value of a setting that holds for an episode."""
    for said in (episode.fields.treatment, show.fields.audio):
        if (value := getattr(said, name, None)) is not None:
            return value
    return getattr(settings, name)

"""How the sound of an episode is treated: what it says goes before its show, and that before `pipeline.toml`."""

from __future__ import annotations

from typing import Any

from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library


def chosen(library: Library, episode: Entry[Episode], name: str) -> Any:
    """The value of a setting that holds for an episode. A library that is looked at may lack its show."""
    show = library.above(episode)
    for said in (episode.fields.treatment, show.fields.audio if show else None):
        if (value := getattr(said, name, None)) is not None:
            return value
    return getattr(library.settings.audio, name)

"""How the sound of an episode is treated: what it says goes before its show, and that before `pipeline.toml`."""

from __future__ import annotations

from typing import Any

from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library


def chosen(library: Library, episode: Entry[Episode], name: str) -> Any:
    """The value of a setting that holds for an episode."""
    if (who := saying(library, episode, name)) is not None:
        return who[1]
    return getattr(library.settings.audio, name)


def saying(library: Library, episode: Entry[Episode], name: str) -> tuple[Entry[Any], Any] | None:
    """The entry that says what holds for an episode, with that; None where neither says anything. A library that is
    looked at may lack its show.
    """
    show = library.above(episode)
    said: tuple[tuple[Entry[Any] | None, Any], ...] = (
        (episode, episode.fields.treatment),
        (show, show.fields.audio if show else None),
    )
    for entry, treatment in said:
        if entry and (value := getattr(treatment, name, None)) is not None:
            return entry, value
    return None

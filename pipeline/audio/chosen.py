"""How the sound of an episode is treated: what it says goes before its show, and that before `pipeline.toml`."""

from __future__ import annotations

import re
from typing import Any

from pipeline.formats import slips
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library

_PLAIN = re.compile(r"[\w./-]+")
"""A path that needs no quotes in YAML."""


def chosen(library: Library, episode: Entry[Episode], name: str) -> Any:
    """The value of a setting that holds for an episode."""
    if (who := saying(library, episode, name)) is not None:
        return who[1]
    return getattr(library.settings.audio, name)


def written(episode: Entry[Episode], setting: str) -> str:
    """The words in which an episode says how its sound is treated, such as `trim: yes`, to be pasted."""
    said = episode.fields.audio
    if not isinstance(said, str):
        return f"`{setting}` in its `audio`"
    name = said if _PLAIN.fullmatch(said) else slips.quoted(said)
    return f"`audio: {{file: {name}, {setting}}}`"


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

"""By what apps know an episode again: each of these ways was tried on the app, or read in what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from pipeline.importing.compare.feeds import Told


@dataclass(frozen=True, slots=True)
class App:
    """An app, or several that do alike: `known` is by what they know an episode, "" where they can't."""

    name: str
    known: Callable[[Told], str]
    pages: bool
    """Whether they walk all pages of a feed; else they see the first one."""


def _most(told: Told) -> str:
    """The GUID without the blanks around it; without one the address of the file. Cases count."""
    return (told.guid or "").strip() or (told.sound.url if told.sound else "")


def _gpodder(told: Told) -> str:
    """A GUID that is a permalink is taken for an address, relative to the feed; without one the link, else the file."""
    if told.guid is not None:
        return urljoin(told.base, told.guid.strip()) if told.permalink else told.guid.strip()
    return told.link or (told.sound.url if told.sound else "")


def _newsboat(told: Told) -> str:
    """The GUID with all its blanks; without one link and date, as they stand."""
    return told.guid or (f"{told.link}{told.date}" if told.link and told.date else told.link or told.title)


APPS: tuple[App, ...] = (
    App("Apple Podcasts and most others", _most, pages=False),
    App("gPodder", _gpodder, pages=True),
    App("newsboat", _newsboat, pages=False),
)

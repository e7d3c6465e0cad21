"""A turn of which everything comes along: links lead where they led, pictures are files beside the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.importing.prose import Prose, Shown, prose
from pipeline.importing.source.found import Form, Text
from pipeline.problems import Place

BASE = "https://old.example/blog/post/"


@dataclass
class Twin:
    """Answers by tables; what they don't have, as said above."""

    links: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Shown | None] = field(default_factory=dict)

    def link(self, url: str) -> str:
        return self.links.get(url, url)

    def picture(self, url: str) -> Shown | None:
        return self.pictures.get(url, Shown(url.rpartition("/")[2].partition("?")[0]))


def turned(text: str, form: Form = "html", turn: Twin | None = None) -> Prose:
    """A text of a page at `BASE`, that begins on line 10 of its source."""
    return prose(Text(text, form, BASE, Place("source.xml", 10)), turn or Twin())


def told(made: Prose) -> dict[str, int]:
    """How often each kind of loss is told."""
    counts: dict[str, int] = {}
    for loss in made.losses:
        counts[loss.kind] = counts.get(loss.kind, 0) + loss.count
    return counts


TWIN = Twin(pictures={"https://e.org/missing.jpg": None})

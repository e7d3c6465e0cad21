"""Cards: how an entry is shown in a list, and what all pages say of dates, people and topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.formats.markdown import Rendering
from pipeline.formats.times import clock
from pipeline.model import urls
from pipeline.model.edition import Edition
from pipeline.model.entry import Entry, Picture, day_of, resolve
from pipeline.model.library import Library
from pipeline.model.media import MediaFacts
from pipeline.site import pictures
from pipeline.site.pictures import Shown, Use

WORDS_A_MINUTE = 200
Data = dict[str, Any]


def headings_of(entry: Entry[Any]) -> frozenset[str]:
    """The ids of its topics and audiences."""
    return frozenset((*getattr(entry.fields, "topics", ()), *getattr(entry.fields, "audiences", ())))


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that compiling a page may look at."""

    library: Library
    renderings: Mapping[str, Rendering]
    media: Mapping[str, MediaFacts]
    pictures: Mapping[str, Shown]
    files: Mapping[str, str]
    base_url: str
    printed: Mapping[str, tuple[Edition, ...]] = field(default_factory=dict)
    _near: dict[frozenset[str], list[Entry[Any]]] = field(default_factory=dict)  # remembered: see `nearest`

    def say(self, name: str, /, **values: object) -> str:
        """Words of the interface."""
        return self.library.wording.say(name, **values)

    def day(self, instant: datetime) -> str:
        """The day of an instant, in the zone of the site."""
        return day_of(self.library.settings.instant(instant).astimezone(self.library.settings.zone))

    def card(self, entry: Entry[Any], here: str) -> Data:
        """An entry in a list on the page at `here`."""
        sound = self.media.get(entry.path)
        return {
            "kind": entry.kind,
            "label": self.say(f"kinds.{entry.kind}.singular"),
            "title": entry.fields.title,
            "description": entry.fields.description,
            "href": urls.relative(here, entry.address),
            "date": self.day(entry.fields.date) if entry.fields.date else "",
            "minutes": self.minutes(entry),
            "duration": clock(round(sound.seconds)) if sound else "",
            "language": self.language(entry),
            "picture": self.picture(getattr(entry.fields, "image", None), entry.path, here, pictures.SMALL),
        }

    def cards(self, entries: Iterable[Entry[Any]], here: str) -> list[Data]:
        """Entries in a list, newest first."""
        ordered = sorted(entries, key=lambda entry: (entry.public_from, entry.path), reverse=True)
        return [self.card(entry, here) for entry in ordered]

    def nearest(self, headings: frozenset[str]) -> list[Entry[Any]]:
        """The entries that share any of these topics and audiences, those that share most first.

        Worked out once for each set: a large library has many entries and few sets.
        """
        if headings not in self._near:
            listed = (one for one in self.library.entries if one.kind not in ("page", "show"))
            ranked = sorted((-len(headings & headings_of(one)), one.path, one) for one in listed)
            self._near[headings] = [one for shared, _, one in ranked if shared]
        return self._near[headings]

    def language(self, entry: Entry[Any]) -> str:
        """The language of what an entry says, where it is another than the site's."""
        show = self.library.show_of(entry).fields.language if entry.kind == "episode" else None
        language = entry.fields.language or show or ""
        return "" if language == self.library.settings.site.language else language

    def minutes(self, entry: Entry[Any]) -> int:
        """Minutes of reading, at least one; 0 for what is not read."""
        words = self.renderings[entry.path].words
        return max(1, round(words / WORDS_A_MINUTE)) if entry.kind == "article" else 0

    def picture(self, given: Picture | None, beside: str, here: str, use: Use, *, eager: bool = False) -> Data | None:
        """A picture that a field of the file `beside` names, as the page at `here` shows it, or None."""
        path = resolve(given.file, beside) if given else None
        made = self.pictures.get(path) if path else None
        return pictures.data(made, given.alt, here, use, eager=eager) if given and made else None

    def path(self, here: str, *steps: tuple[str, str]) -> list[Data]:
        """The way to the page at `here`: the first page, then addresses and titles."""
        way = (("", self.say("hubs.home")), *steps)
        return [{"address": to, "href": urls.relative(here, to), "title": title} for to, title in way]

    def people(self, ids: Iterable[str], here: str) -> list[Data]:
        """People with links to their pages."""
        known = ((person_id, self.library.people[person_id]) for person_id in ids)
        return [{"name": person.name, "href": urls.relative(here, urls.person(i))} for i, person in known]

    def topics(self, ids: Iterable[str], here: str) -> list[Data]:
        """Topics with links to their hubs."""
        return [{"title": self.library.topics[i].title, "href": urls.relative(here, urls.topic(i))} for i in ids]

    def audiences(self, ids: Iterable[str], here: str) -> list[Data]:
        """Audiences with links to their hubs."""
        named = ((i, self.library.audiences[i]) for i in ids)
        return [{"title": audience.title, "href": urls.relative(here, urls.audience(i))} for i, audience in named]

    def involves(self, entry: Entry[Any]) -> set[str]:
        """The ids of everyone who wrote or speaks."""
        fields = entry.fields
        return {*getattr(fields, "authors", ()), *(credit.person for credit in getattr(fields, "people", ()))}

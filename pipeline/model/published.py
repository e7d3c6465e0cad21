"""A library as it is published under one address: entries become rows, with every link resolved for that address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pipeline.formats import form, markdown
from pipeline.formats.form import Form
from pipeline.formats.markdown import Rendering
from pipeline.formats.wording import Wording
from pipeline.model import urls
from pipeline.model.edition import Edition
from pipeline.model.entry import Entry, Picture, resolve, utc
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.media import MediaFacts
from pipeline.model.rows import Document, Image, Reading, Ref, Row
from pipeline.model.taxonomy import Heading

FIELD = "f-"
"""Begins the ids of form fields: those of headings begin with `h-`, and one page may have both by one name."""
PDF = "application/pdf"
PEOPLE = "content/people.yml"


@dataclass(frozen=True, slots=True)
class Published:
    """What is public of a library at `base_url`, which ends in `/`.

    `renderings`, `media` and `editions` go by the path of the entry; `files`: library path of a published picture → its
    path on the site.
    """

    library: Library
    base_url: str
    renderings: Mapping[str, Rendering]
    media: Mapping[str, MediaFacts]
    files: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, tuple[Edition, ...]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return urls.absolute(self.base_url, quote(path, safe="/"))

    def row(self, entry: Entry[Any], *, body: bool = True) -> Row:
        """The row of an entry, with what its kind adds; `html` is empty without the `body`, which takes the time."""
        fields, settings = entry.fields, self.library.settings
        updated, review_by = getattr(fields, "updated", None), getattr(fields, "review_by", None)
        related = (self.entry(resolve(path, entry.path) or "") for path in getattr(fields, "related", ()))
        translated = getattr(fields, "translation_of", None)
        common = {
            "id": entry.address,
            "kind": entry.kind,
            "url": self.url(entry.address),
            "title": fields.title,
            "description": fields.description,
            "published": utc(self.library.opens(entry)) if fields.date else None,
            "updated": utc(settings.instant(updated)) if updated else None,
            "review_by": review_by.isoformat() if review_by else None,
            "language": self.language(entry),
            "licence": self.licence(entry),
            "authors": tuple(self.person(author) for author in getattr(fields, "authors", ())),
            "topics": self.topics(getattr(fields, "topics", ())),
            "audiences": self.audiences(getattr(fields, "audiences", ())),
            "image": self.image(getattr(fields, "image", None), entry.path),
            "related": tuple(ref for ref in related if ref),
            "sources": tuple(
                Reading(title=source.title, url=source.url, by=source.by, year=source.year)
                for source in getattr(fields, "sources", ())
            ),
            "translation_of": self.entry(resolve(translated, entry.path) or "") if translated else None,
            "old_addresses": tuple(urls.old(old) for old in fields.redirect_from),
            "words": self.renderings[entry.path].words,
            "html": self.html(entry) if body else "",
        }
        return KINDS[entry.kind].row(entry, common, self)

    def html(self, entry: Entry[Any], *, forms: bool = True) -> str:
        """The body of an entry with whole links; without `forms` nothing stands in their place."""
        rendering = self.renderings[entry.path]

        def address(path: str, _fragment: str) -> str:  # `relink` adds the fragment
            known = self.library.entry(path)
            return self.url(known.address if known else self.files.get(path, entry.address))

        text = markdown.relink(rendering.html, address)
        if forms:
            return markdown.fill_forms(text, list(forms_of(rendering, entry.path, self.library.wording)))
        for number in range(1, len(rendering.forms) + 1):
            text = text.replace(markdown.form_marker(number), "")
        return text

    def language(self, entry: Entry[Any]) -> str:
        """BCP 47: of the entry, else of its show, else of the site."""
        show = self.library.show_of(entry) if entry.kind == "episode" else None
        of_show = show.fields.language if show else None
        return entry.fields.language or of_show or self.library.settings.site.language

    def licence(self, entry: Entry[Any]) -> str:
        """SPDX: of the entry, else of its show, else of the site."""
        show = self.library.show_of(entry) if entry.kind == "episode" else None
        of_show = show.fields.licence if show else None
        return entry.fields.licence or of_show or self.library.settings.site.licence

    def entry(self, path: str) -> Ref | None:
        found = self.library.entry(path)
        return self._ref(found) if found else None

    def person(self, person_id: str) -> Ref:
        address = urls.person(person_id)
        return Ref(id=address, title=self.library.people[person_id].name, url=self.url(address))

    def topics(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(self._heading(urls.topic(i), self.library.topics[i]) for i in ids)

    def audiences(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(self._heading(urls.audience(i), self.library.audiences[i]) for i in ids)

    def image(self, picture: Picture | None, beside: str) -> Image | None:
        path = resolve(picture.file, beside) if picture else None
        where = self.files.get(path) if path else None
        return Image(url=self.url(where), alt=picture.alt) if picture and where else None

    def sound(self, path: str) -> MediaFacts:
        return self.media[path]

    def show(self, path: str) -> Ref:
        episode = self.library.entry(path)
        assert episode is not None, path
        return self._ref(self.library.show_of(episode))

    def episodes(self, path: str) -> tuple[Ref, ...]:
        show = self.library.entry(path)
        assert show is not None, path
        return tuple(self._ref(episode) for episode in self.library.episodes_of(show))

    def documents(self, path: str) -> tuple[Document, ...]:
        return tuple(
            Document(title=one.label, url=self.url(one.path), type=PDF, size=one.blob.size, pages=one.pages)
            for one in self.editions.get(path, ())
        )

    def forms(self, path: str) -> tuple[Form, ...]:
        return tuple(parsed for parsed in _parsed(self.renderings[path], path) if parsed)

    def _ref(self, entry: Entry[Any]) -> Ref:
        return Ref(id=entry.address, title=entry.fields.title, url=self.url(entry.address))

    def _heading(self, address: str, heading: Heading) -> Ref:
        return Ref(id=address, title=heading.title, url=self.url(address))


def forms_of(rendering: Rendering, path: str, wording: Wording) -> Iterable[str]:
    """The HTML of the form blocks of a text, in order."""
    return (form.to_html(parsed, FIELD, wording) if parsed else "" for parsed in _parsed(rendering, path))


def _parsed(rendering: Rendering, path: str) -> Iterator[Form | None]:
    """The forms of a text, in order; None for one that can't be read. Ids differ from block to block."""
    taken: set[str] = set()
    for block in rendering.forms:
        parsed, _ = form.parse(block.text, path, block.line, taken=taken)
        if parsed:
            taken |= {item.id for item in parsed.items}
        yield parsed

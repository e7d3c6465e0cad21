"""A library as it is published under one address: entries become rows and teasers, once, with every link resolved.

All that is said of an entry is made here: pages, feeds, catalogue and machines read the same row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, field, fields, replace
from datetime import datetime
from html import escape
from typing import Any, Literal
from urllib.parse import quote

from pydantic_core import to_json

from pipeline.formats import breaks, form, markdown, terms
from pipeline.formats.form import Form
from pipeline.formats.locale import Spoken
from pipeline.formats.markdown import Rendering
from pipeline.formats.passages import Passage, passages
from pipeline.formats.terms import Use
from pipeline.formats.wording import Wording
from pipeline.model import urls, walk
from pipeline.model.answers import Answers, by_parts
from pipeline.model.artifact import sha256
from pipeline.model.documents import SORTS
from pipeline.model.edition import Edition
from pipeline.model.entry import Entry, Names, Picture, day_of, resolve, utc
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library
from pipeline.model.media import MediaFacts, Shown
from pipeline.model.rows import (
    Data,
    Document,
    Image,
    PersonRow,
    Reading,
    Ref,
    Row,
    Size,
    Subject,
    Teaser,
    Translation,
    Web,
    teaser_of,
)
from pipeline.model.taxonomy import LISTS, Heading, Person
from pipeline.model.terms import Term, Terms, base
from pipeline.model.tree import suffix
from pipeline.settings.site import SiteSettings

FIELD = "f-"
"""Begins the ids of form fields: those of headings begin with `h-`, and one page may have both by one name."""
PDF = "application/pdf"
WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Published:
    """What is public of a library at `base_url`, which ends in `/`.

    `renderings`, `media` and `editions` go by the path of the entry; `files`: library path of a published picture or
    document → its path on the site; `pictures`: library path → the sizes in which pages show it.

    Whoever makes something of one entry asks here, and never `library`, about whatever else it shows: each thing asked
    is noted in `answers`, so that what was made stands until one of them changes.
    """

    library: Library
    base_url: str
    renderings: Mapping[str, Rendering]
    media: Mapping[str, MediaFacts]
    files: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, tuple[Edition, ...]] = field(default_factory=dict)
    pictures: Mapping[str, Shown] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers, repr=False, compare=False)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Paths of the site that lie at other addresses, which a preview shares with others: each with the whole of it."""
    name: str = ""
    preview: str = ""
    """The name of the preview that this is; "" for the library itself."""
    _neighbours: dict[str, tuple[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _others: dict[str, Published] = field(default_factory=dict, init=False, repr=False, compare=False)
    _terms: Terms = field(init=False, repr=False, compare=False)
    _offers: bool = field(init=False, repr=False, compare=False)
    """Whether any text leads to a document: most libraries have none, and their texts are not looked through."""

    def __post_init__(self) -> None:
        library = self.library
        object.__setattr__(
            self, "_terms", Terms.read((library.language(e), KINDS[e.kind].terms(e)) for e in library.entries)
        )
        object.__setattr__(self, "_offers", any(suffix(path) in SORTS for path in self.files))
        self.answers.answers(f"row{self.name}", lambda path: self._row(self._at(path)))
        self.answers.answers(f"teaser{self.name}", lambda path: asdict(self._teaser(self._at(path))), kept=True)
        self.answers.answers("words", lambda path: self.rendering(self._at(path)).words, kept=True)
        self.answers.answers("reference", self._reference, kept=True)
        self.answers.answers("people", lambda path: self._people(self._at(path)), kept=True)
        self.answers.answers("terms", lambda path: [astuple(use) for use in self._uses(self._at(path))], kept=True)
        self.answers.facts("explains", lambda key: "yes" if key in self._terms.of else "")
        self.answers.facts("term", lambda key: _digest(self._terms.of.get(key)))
        self.answers.facts("told", lambda path: _digest(self._terms.told(path)))
        self.answers.facts("vocabulary", lambda language: _digest(self._terms.marked(language)))
        self.answers.facts("entry", self._entry)
        self.answers.facts("sound", self._sound)
        self.answers.facts("over", lambda path: "yes" if path in self.library.over else "")
        self.answers.facts("editions", self._editions)
        self.answers.facts("picture", self._picture)
        self.answers.facts("person", lambda one: _by_fields(self.library.people.get(one)))
        self.answers.facts("topic", lambda one: _by_fields(self.library.topics.get(one)))
        self.answers.facts("audience", lambda one: _by_fields(self.library.audiences.get(one)))
        self.answers.facts("lists", lambda name: _digest(tuple(getattr(self.library, name))))
        self.answers.facts("beside", lambda path: " ".join(self._beside(path)))
        self.answers.facts("translations", lambda path: "\n".join(self._translations(path)))
        self.answers.facts("stale", lambda path: "yes" if self.library.is_stale(self._at(path)) else "")
        self.answers.facts("below", lambda path: _digest([e.path for e in self.library.below(self._at(path))]))
        self.answers.facts("entries", lambda kind: _digest([e.path for e in self.library.of(KINDS[kind])]))
        if not self.name:
            self.at(self.site.url)

    def at(self, base_url: str) -> Published:
        """The same library at another address."""
        if base_url == self.base_url:
            return self
        if base_url not in self._others:
            self._others[base_url] = replace(self, base_url=base_url, name=f" at {base_url}")
        return self._others[base_url]

    # What is noted

    def _entry(self, path: str) -> str:
        entry, file = self.library.entry(path), self.library.tree.get(path)
        return f"{file.digest} {entry.address} {self.library.opens(entry)}" if entry and file else ""

    def _sound(self, path: str) -> str:
        facts = self.media.get(path)
        # Of transcripts the names of their files tell what they say.
        known = replace(facts, said=None, html=None, others={}) if facts else None
        return _digest(known) + self._apart(facts.path if facts else "")

    def _editions(self, path: str) -> str:
        made = self.editions.get(path, ())
        return _digest(made) + self._apart(*(name for edition in made for name, _ in edition.files))

    def _picture(self, path: str) -> str:
        where, shown = self.files.get(path), self.pictures.get(path)
        copies = (one.path for one in (shown.fallback, *shown.webp)) if shown else ()
        return f"{where} {_digest(shown)}{self._apart(where or '', *copies)}"

    def _apart(self, *paths: str) -> str:
        """Where those of these paths lie that lie elsewhere; "" where none does."""
        there = [self.elsewhere[path] for path in paths if path in self.elsewhere]
        return f" {_digest(there)}" if there else ""

    def seen(self, entry: Entry[Any]) -> Entry[Any]:
        """An entry, noted together with those to which it belongs: language and licence come from them."""
        self.answers.fact("entry", entry.path)
        if above := self.library.above(entry):
            self.seen(above)
        return entry

    def find(self, path: str) -> Entry[Any] | None:
        """The entry in a file of the library; None when it is not public."""
        self.answers.fact("entry", path)
        found = self.library.entry(path)
        return self.seen(found) if found else None

    def entry_above(self, entry: Entry[Any]) -> Entry[Any] | None:
        """The entry to which one belongs."""
        path = KINDS[entry.kind].path_above(entry.path)
        return self.find(path) if path else None

    def rendering(self, entry: Entry[Any]) -> Rendering:
        """The text of an entry."""
        made = self.renderings[self.seen(entry).path]
        return replace(made, html=breaks.kept(made.html)) if KINDS[entry.kind].plain else made

    def file(self, path: str) -> str | None:
        """Where a picture or document of the library is published."""
        self.answers.fact("picture", path)
        return self.files.get(path)

    def noted(self, html: str) -> str:
        """A text in which each link to a document says what it leads to: `(PDF, 1.2 MB)`."""
        return markdown.noted(html, self._note) if self._offers else html

    def _note(self, path: str, words: str) -> str:
        sort = SORTS.get(suffix(path))
        file = self.library.tree.get(path) if sort and self.file(path) else None
        if sort is None or file is None:
            return ""
        size = Spoken(self.library.wording).size(file.size)
        return f"({size if sort in words else self.say('page.document', sort=sort, size=size)})"

    def shown(self, path: str) -> Shown | None:
        """The sizes in which pages show a picture of the library."""
        self.answers.fact("picture", path)
        return self.pictures.get(path)

    def url(self, path: str) -> str:
        there = "" if self.name else self.elsewhere.get(path, "")
        return there or urls.absolute(self.base_url, quote(path, safe="/"))

    @property
    def site(self) -> SiteSettings:
        return self.library.settings.site

    def say(self, name: str, /, **values: object) -> str:
        return self.library.wording.say(name, **values)

    # An entry

    def is_over(self, path: str) -> bool:
        """Whether the entry in a file of the library is over."""
        return bool(self.answers.fact("over", path))

    def row(self, entry: Entry[Any]) -> Row:
        """The row of an entry, without its body."""
        row: Row = self.answers.ask(f"row{self.name}", entry.path)
        return row

    def rows(self, kind: Kind[Any]) -> tuple[Row, ...]:
        """The rows of all entries of a kind, in the order of their files."""
        self.answers.fact("entries", kind.name)
        return tuple(map(self.row, self.library.of(kind)))

    def _row(self, entry: Entry[Any]) -> Row:
        kind = KINDS[self.seen(entry).kind]
        return kind.row_type(**self._common(entry), **kind.row(entry, self))

    def _common(self, entry: Entry[Any]) -> dict[str, Any]:
        """What the rows of all kinds have."""
        fields, settings = entry.fields, self.library.settings
        updated, review_by = getattr(fields, "updated", None), getattr(fields, "review_by", None)
        related = (self.entry(resolve(path, entry.path) or "") for path in getattr(fields, "related", ()))
        translated = getattr(fields, "translation_of", None)
        return {
            "id": entry.address,
            "kind": entry.kind,
            "url": self.url(entry.address),
            "title": fields.title,
            "description": fields.description,
            "published": utc(self.library.opens(entry)) if fields.date else None,
            "updated": utc(settings.instant(updated)) if updated else None,
            "review_by": review_by.isoformat() if review_by else None,
            "language": self.library.language(entry),
            "licence": self.library.licence(entry),
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
            "translations": tuple(
                Translation(
                    id=other.address,
                    title=other.fields.title,
                    url=self.url(other.address),
                    language=self.library.language(other),
                )
                for other in self.translations(entry)
            ),
            "old_addresses": tuple(urls.old(old) for old in fields.redirect_from),
            "words": self.words(entry),
            "document": self.url(urls.document(entry.address)),
            "html": "",
        }

    def html(self, entry: Entry[Any], *, forms: bool = True, explained: bool = False) -> str:
        """The body of an entry with whole links; without `forms` nothing stands in their place. `explained`: terms lead
        to their meaning.
        """
        rendering = self.rendering(entry)
        found = dict(self.explained(entry)) if explained else {}
        body = terms.explained(rendering.html, found, lambda use, words: _defined(words, found[use]))
        body = self.noted(body)

        def address(path: str, _fragment: str) -> str:  # `relink` adds the fragment
            known = self.entry(path)
            return self.url(known.id if known else self.file(path) or entry.address)

        text = markdown.relink(body, address)
        if forms:
            return markdown.fill_forms(text, forms_of(rendering, self.library.wording))
        for number in range(1, len(rendering.forms) + 1):
            text = text.replace(markdown.form_marker(number), "")
        return text

    def explained(self, entry: Entry[Any]) -> tuple[tuple[Use, Term], ...]:
        """The terms that a text explains, each with the place of its use in the HTML of `rendering`."""
        if not KINDS[self.seen(entry).kind].explained:
            return ()
        found = (Use(*plain) for plain in self.answers.ask("terms", entry.path))
        return tuple((use, self._term(use.term)) for use in found)

    def _uses(self, entry: Entry[Any]) -> tuple[Use, ...]:
        """Where terms are used is asked of each text once when words of its language come or go; what they mean, of
        those texts alone that use them.
        """
        language = base(self.library.language(self.seen(entry)))
        self.answers.fact("vocabulary", language)
        self.answers.fact("told", entry.path)
        most = self.site.glossary if getattr(entry.fields, "explain_terms", True) else 0
        text = self.rendering(entry).html
        words, told = self._terms.vocabulary(language), self._terms.told(entry.path)
        return terms.uses(text, words, self._is_term, most, told)

    def _is_term(self, key: str) -> bool:
        return bool(self.answers.fact("explains", key))

    def _term(self, key: str) -> Term:
        self.answers.fact("term", key)
        return self._terms.of[key]

    def translations(self, entry: Entry[Any]) -> tuple[Entry[Any], ...]:
        """The entries that say the same in other languages, the original first."""
        self.answers.fact("translations", entry.path)
        return tuple(self.seen(self._at(path)) for path in self._translations(entry.path))

    def _translations(self, path: str) -> tuple[str, ...]:
        return tuple(other.path for other in self.library.translations(self._at(path)))

    def changed_since(self, entry: Entry[Any]) -> str:
        """The day on which the original of a translation was changed after that; "" where it was not."""
        if not self.answers.fact("stale", entry.path):
            return ""
        return self.library.day(self.seen(self.library.original(entry)))

    def teaser(self, entry: Entry[Any]) -> Teaser:
        """An entry as lists show it."""
        return teaser_of(self.card(entry))

    def card(self, entry: Entry[Any]) -> Data:
        """The same as plain data, for templates."""
        plain: Data = self.answers.ask(f"teaser{self.name}", entry.path)
        return plain

    def words(self, entry: Entry[Any]) -> int:
        """Words of the body."""
        count: int = self.answers.ask("words", entry.path)
        return count

    def _teaser(self, entry: Entry[Any]) -> Teaser:
        row, sound = self.row(self.seen(entry)), self.media.get(entry.path)
        self.answers.fact("sound", entry.path)
        return Teaser(
            kind=entry.kind,
            title=row.title,
            description=row.description,
            url=row.url,
            image=row.image,
            date=self.day(entry.fields.date) if entry.fields.date else "",
            minutes=self.minutes(entry),
            seconds=sound.seconds if sound else 0,
            language=row.language if row.language != self.site.language else "",
            note=KINDS[entry.kind].noted(row, self),
        )

    def day(self, instant: datetime) -> str:
        """The day of an instant, in the zone of the site."""
        return day_of(self.library.settings.instant(instant).astimezone(self.library.settings.zone))

    def minutes(self, entry: Entry[Any]) -> int:
        """Minutes of reading, at least one; 0 for what is not read."""
        words = self.words(entry)
        return max(1, round(words / WORDS_A_MINUTE)) if KINDS[entry.kind].use == "read" else 0

    def involved(self, entry: Entry[Any]) -> tuple[str, ...]:
        """The ids of everyone who wrote or speaks."""
        return tuple(self.answers.ask("people", entry.path))

    def _people(self, entry: Entry[Any]) -> list[str]:
        found = (
            node.value
            for node in walk.nodes(self.seen(entry).fields)
            if isinstance(node.value, str) and any(mark.what == "person" for mark in node.marks(Names))
        )
        return list(dict.fromkeys(found))

    # By the file of an entry, as the kinds ask

    def entry(self, path: str) -> Ref | None:
        found = self.answers.ask("reference", path)
        return Ref(id=found["address"], title=found["title"], url=self.url(found["address"])) if found else None

    def _reference(self, path: str) -> dict[str, str] | None:
        found = self.find(path)
        return {"address": found.address, "title": found.fields.title} if found else None

    def language(self, path: str) -> str:
        return self.library.language(self.seen(self._at(path)))

    def row_of(self, path: str) -> Row:
        return self.row(self._at(path))

    def teaser_of(self, path: str) -> Teaser:
        return self.teaser(self._at(path))

    def sound(self, path: str) -> MediaFacts:
        self.answers.fact("sound", path)
        return self.media[path]

    def above(self, path: str) -> Ref:
        return self._there(self.path_above(path))

    def below(self, path: str) -> tuple[Ref, ...]:
        return tuple(map(self._there, self.paths_below(path)))

    def path_above(self, path: str) -> str:
        return self.library.belongs_to(self._at(path)).path

    def paths_below(self, path: str) -> tuple[str, ...]:
        self.answers.fact("below", path)
        return tuple(entry.path for entry in self.library.below(self._at(path)))

    def beside(self, path: str) -> tuple[str, str]:
        self.answers.fact("beside", path)
        return self._beside(path)

    def _beside(self, path: str) -> tuple[str, str]:
        if path not in self._neighbours:
            above = self.library.belongs_to(self._at(path))
            there = ["", *(entry.path for entry in self.library.below(above)), ""]  # newest first
            self._neighbours.update(zip(there[1:-1], zip(there, there[2:], strict=False), strict=False))
        return self._neighbours[path]

    def image_of(self, path: str) -> Image | None:
        entry = self.seen(self._at(path))
        return self.image(getattr(entry.fields, "image", None), path)

    def documents(self, path: str) -> tuple[Document, ...]:
        self.answers.fact("editions", path)
        return tuple(
            Document(
                title=one.label,
                url=self.url(one.path),
                type=PDF,
                size=one.blob.size,
                pages=one.pages,
                preview=self._first_page(one),
            )
            for one in self.editions.get(path, ())
        )

    def _first_page(self, edition: Edition) -> Image | None:
        if not edition.first_page:
            return None
        first = edition.first_page[0]
        sizes = tuple(Size(url=self.url(one.path), width=one.width) for one in edition.first_page)
        return Image(url=self.url(first.path), alt="", width=first.width, height=first.height, webp=sizes)

    def forms(self, path: str) -> tuple[Form, ...]:
        return tuple(block.form for block in self.rendering(self._at(path)).forms if block.form)

    def passages(self, path: str) -> tuple[Passage, ...]:
        return passages(self.html(self._at(path)))

    def _at(self, path: str) -> Entry[Any]:
        entry = self.library.entry(path)
        assert entry is not None, path
        return entry

    def _there(self, path: str) -> Ref:
        found = self.entry(path)
        assert found is not None, path
        return found

    # People, topics, audiences, pictures

    def person(self, person_id: str) -> Ref:
        self.answers.fact("person", person_id)
        address = urls.person(person_id)
        return Ref(id=address, title=self.library.people[person_id].name, url=self.url(address))

    def topics(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(self._heading(urls.topic(i), self._topic(i)) for i in ids)

    def audiences(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(self._heading(urls.audience(i), self._audience(i)) for i in ids)

    def _topic(self, topic_id: str) -> Heading:
        self.answers.fact("topic", topic_id)
        return self.library.topics[topic_id]

    def _audience(self, audience_id: str) -> Heading:
        self.answers.fact("audience", audience_id)
        return self.library.audiences[audience_id]

    @property
    def all_topics(self) -> tuple[Ref, ...]:
        return self.topics(self.listed("topics"))

    @property
    def all_audiences(self) -> tuple[Ref, ...]:
        return self.audiences(self.listed("audiences"))

    def listed(self, name: Literal["people", "topics", "audiences"]) -> tuple[str, ...]:
        """The ids of all people, topics or audiences, in their order."""
        self.answers.fact("lists", name)
        return tuple(getattr(self.library, name))

    def _heading(self, address: str, heading: Heading) -> Ref:
        return Ref(id=address, title=heading.title, url=self.url(address))

    def person_row(self, person_id: str) -> PersonRow:
        self.answers.fact("person", person_id)
        person, address = self.library.people[person_id], urls.person(person_id)
        return PersonRow(
            id=address,
            name=person.name,
            role=person.role,
            bio=person.bio,
            url=self.url(address),
            photo=self.image(person.photo, LISTS["person"]),
            links=tuple(Web(title=link.title, url=link.url) for link in person.links),
        )

    def topic(self, topic_id: str) -> Subject:
        return self._subject(urls.topic(topic_id), self._topic(topic_id), feeds=True)

    def audience(self, audience_id: str) -> Subject:
        return self._subject(urls.audience(audience_id), self._audience(audience_id))

    def _subject(self, address: str, heading: Heading, *, feeds: bool = False) -> Subject:
        return Subject(
            id=address,
            title=heading.title,
            description=heading.description,
            url=self.url(address),
            image=self.image(heading.image, LISTS["topic"]),  # the three lists lie in one folder
            feed=self.url(address + urls.FEED) if feeds else None,
            json_feed=self.url(address + urls.JSON_FEED) if feeds else None,
        )

    def image(self, picture: Picture | None, beside: str) -> Image | None:
        path = resolve(picture.file, beside) if picture else None
        where = self.file(path) if path else None
        if picture is None or where is None:
            return None
        shown = self.shown(path or "")
        if shown is None:
            return Image(url=self.url(where), alt=picture.alt)
        return Image(
            url=self.url(shown.fallback.path),
            alt=picture.alt,
            width=shown.fallback.width,
            height=shown.fallback.height,
            webp=tuple(Size(url=self.url(copy.path), width=copy.width) for copy in shown.webp),
        )


def _defined(words: str, term: Term) -> str:
    """A term for those who read a text elsewhere: a link to its meaning, which programs show that know how."""
    address = f"{markdown.INTERNAL}{quote(term.path)}#{quote(term.id)}"
    return f'<dfn><a href="{address}" title="{escape(term.meaning)}">{words}</a></dfn>'


def _digest(value: object) -> str:
    return sha256(to_json(value))[:20]


def _by_fields(value: Person | Heading | None) -> str:
    return by_parts({one.name: getattr(value, one.name) for one in fields(value)}) if value else ""


def forms_of(rendering: Rendering, wording: Wording) -> list[str]:
    """The HTML of the form blocks of a text, in order; empty for one that can't be read."""
    return [form.to_html(block.form, FIELD, wording) if block.form else "" for block in rendering.forms]

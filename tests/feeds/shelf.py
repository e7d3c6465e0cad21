"""A library built by hand, and short ways to look at the feeds that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from pipeline.content.strings import wording
from pipeline.feeds import pieces
from pipeline.formats.markdown import Rendering
from pipeline.formats.yaml import Document
from pipeline.jobs.cache import Cache
from pipeline.model.artifact import Blob, Piece
from pipeline.model.edition import Edition
from pipeline.model.entry import Entry, Picture, Written
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.article import Article
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.handout.fields import Handout
from pipeline.model.kinds.show.fields import Owner, Show
from pipeline.model.library import Library
from pipeline.model.media import Companion, MediaFacts
from pipeline.model.published import Published
from pipeline.model.taxonomy import Heading, Person
from pipeline.model.tree import Tree
from pipeline.settings import FeedSettings, Settings, SiteSettings
from tests.support.memory_store import MemoryStore

CANONICAL = "https://library.example/"
EPOCH = datetime.min.replace(tzinfo=UTC)
WORDS = "A description that is long enough for what the model asks of one."
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


@dataclass
class Shelf:
    """A library that grows: shows, episodes, and what was made of them."""

    base_url: str = CANONICAL
    feeds: FeedSettings = field(default_factory=FeedSettings)
    entries: list[Entry[Any]] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    topics: dict[str, Heading] = field(default_factory=dict)
    audiences: dict[str, Heading] = field(default_factory=dict)
    bodies: dict[str, Rendering] = field(default_factory=dict)
    media: dict[str, MediaFacts] = field(default_factory=dict)
    artwork: dict[str, str] = field(default_factory=dict)
    page_dates: dict[str, str] = field(default_factory=dict)
    editions: dict[str, tuple[Edition, ...]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    site: dict[str, Any] = field(default_factory=lambda: {"title": "The Library", "licence": "CC-BY-4.0"})

    def show(self, name: str = "talks", **fields: Any) -> Entry[Show]:
        """Adds a show."""
        path = f"content/podcasts/{name}/show.yml"
        known: dict[str, Any] = {
            "title": "Talks",
            "description": WORDS,
            "guid": "ead4c236-bf58-58c6-a2c6-a6b28d128cb6",
            "owner": Owner(name="The Library", email="podcasts@library.example"),
            "category": "Health & Fitness > Mental Health",
            "explicit": False,
            "image": Picture(file="cover.jpg", alt="Two chairs"),
        }
        self.artwork[path] = f"assets/{name}-0123456789ab.jpg"
        self.bodies[path] = rendering("")
        return self._add("show", path, Show(**{**known, **fields}))

    def episode(
        self, name: str = "first", show: str = "talks", *, html: str = "<p>Notes.</p>", sound: Any = None, **fields: Any
    ) -> Entry[Episode]:
        """Adds an episode; `sound` changes what is known of its audio."""
        path = f"content/podcasts/{show}/{name}.md"
        known: dict[str, Any] = {
            "title": "First",
            "description": WORDS,
            "date": datetime(2026, 3, 1, 9, tzinfo=UTC),
            "guid": f"{show}-{name}",
            "audio": f"{name}.flac",
        }
        self.bodies[path] = rendering(html)
        self.media[path] = facts(f"{show}/{name}", **(sound or {}))
        return self._add("episode", path, Episode(**{**known, **fields}))

    def article(self, name: str = "urges-pass", *, html: str = "<p>Text.</p>", **fields: Any) -> Entry[Article]:
        """Adds an article, and the topics and audiences that it names."""
        path = f"content/library/articles/{name}.md"
        known: dict[str, Any] = {
            "title": "Urges pass",
            "description": WORDS,
            "date": datetime(2026, 2, 1, 9, tzinfo=UTC),
            "topics": ("urges",),
            "audiences": ("for-me",),
            "authors": ("ada",),
        }
        made = Article(**{**known, **fields})
        self.people.setdefault("ada", Person(name="Ada"))
        for named, there in ((made.topics, self.topics), (made.audiences, self.audiences)):
            there |= {i: Heading(id=i, title=i.capitalize(), description=WORDS) for i in named if i not in there}
        self.bodies[path] = rendering(html)
        return self._add("article", path, made)

    def handout(self, name: str) -> Entry[Handout]:
        """Adds a handout."""
        path = f"content/handouts/{name}.md"
        self.bodies[path] = rendering("<p>Fill this in.</p>")
        self.topics.setdefault("urges", Heading(id="urges", title="Urges", description=WORDS))
        self.audiences.setdefault("for-me", Heading(id="for-me", title="For me", description=WORDS))
        day = datetime(2026, 2, 1, tzinfo=UTC)
        made = Handout(title="Log", description=WORDS, date=day, topics=("urges",), audiences=("for-me",))
        return self._add("handout", path, made)

    def _add(self, kind: str, path: str, fields: Any) -> Entry[Any]:
        address = KINDS[kind].address(path, fields.slug)
        public_from = fields.date or EPOCH
        entry = Entry(kind, path, address, public_from, fields, lambda: Written("", 1, Document({}, {}, {})))
        self.entries.append(entry)
        return entry

    @property
    def settings(self) -> Settings:
        return Settings(site=SiteSettings(url=CANONICAL, **self.site), feeds=self.feeds)

    def pieces(self) -> dict[str, Piece]:
        """What the room makes of it, by path."""
        entries = tuple(sorted(self.entries, key=lambda entry: entry.path))
        library = Library(
            self.settings, Tree(), entries, self.people, self.topics, self.audiences, wording(Tree(), "en")[0]
        )
        published = Published(library, self.base_url, self.bodies, self.media, self.files, self.editions)
        cache = Cache(MemoryStore())
        made = pieces(published, self.artwork, self.page_dates, cache)
        return {piece.path: replace(piece, data=_bytes(piece, cache)) for piece in made}

    def feed(self, show: str = "talks") -> bytes:
        """The bytes of a feed."""
        return self.read(f"podcasts/{show}/feed.xml")

    def read(self, path: str) -> bytes:
        """The bytes of any piece."""
        data = self.pieces()[path].data
        assert isinstance(data, bytes)
        return data

    def channel(self, show: str = "talks") -> etree._Element:
        """The channel of a feed, parsed."""
        return etree.fromstring(self.feed(show))[0]


def _bytes(piece: Piece, cache: Cache) -> bytes:
    data = cache.read(piece.data) if isinstance(piece.data, Blob) else piece.data
    assert data is not None, piece.path
    return data


def rendering(html: str) -> Rendering:
    return Rendering(html=html)


def facts(stem: str, **changes: Any) -> MediaFacts:
    """What is known of an episode's sound."""
    path = f"media/{stem}-0123456789ab"
    known: dict[str, Any] = {
        "path": f"{path}.mp3",
        "blob": Blob("0" * 64, 1_234_567),
        "type": "audio/mpeg",
        "seconds": 61.4,
        "channels": 1,
        "bitrate": 64,
        "loudness": -19.0,
        "true_peak": -1.5,
        "transcript": Companion(f"{path}.vtt", "text/vtt", "en"),
        "transcripts": (
            Companion(f"{path}.vtt", "text/vtt", "en"),
            Companion(f"{path}.srt", "application/x-subrip", "en"),
        ),
        "chapters": Companion(f"{path}.chapters.json", "application/json+chapters"),
    }
    return MediaFacts(**{**known, **changes})


def text(element: etree._Element, path: str) -> str:
    """The text of one descendant, which must be there."""
    found = element.find(path, NAMES)
    assert found is not None, path
    return found.text or ""


def attributes(element: etree._Element, path: str) -> list[Mapping[str, str]]:
    """The attributes of all descendants of a path."""
    return [{str(k): str(v) for k, v in found.attrib.items()} for found in element.findall(path, NAMES)]

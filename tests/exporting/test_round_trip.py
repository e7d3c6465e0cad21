"""A feed → a library → a feed: nothing that has a home is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from html.parser import HTMLParser
from typing import Any

from hypothesis import Phase, given, settings
from lxml import etree

from pipeline import content, moving
from pipeline.feeds import pieces
from pipeline.feeds.namespace import SPACES, Tag
from pipeline.formats import markdown
from pipeline.importing import READERS
from pipeline.importing.fetching import Got, Missed, Wanted
from pipeline.jobs.cache import Cache
from pipeline.model.artifact import Blob, sha256
from pipeline.model.kinds import episode, show
from pipeline.model.published import Published
from pipeline.world import World
from tests.exporting import feeds
from tests.feeds.shelf import facts
from tests.importing.feed.twin import Twin
from tests.support import library, twins
from tests.support.memory_store import MemoryStore

FEED = "https://old.example/feed.xml"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
WITHOUT = frozenset(
    {"theme/", "content/podcasts/", "content/library/", "content/handouts/", "content/meetings/", "content/news/"}
)
Element = etree._Element


@dataclass
class Brought:
    """Brings of each address bytes that are its own."""

    data: dict[str, bytes] = field(default_factory=dict)

    def bring(
        self, wanted: Iterable[Wanted], held: Collection[str] = (), come: Callable[[int], None] = lambda _: None
    ) -> Iterator[tuple[Wanted, Got | Missed]]:
        for one in wanted:
            picture = one.asset.use == "picture"
            data = library.square(8) + one.url.encode() if picture else one.url.encode()
            self.data[sha256(data)] = data
            kind = "image/png" if picture else one.asset.type
            yield one, Got(Blob(sha256(data), len(data)), kind, one.url)

    def open(self, blob: Blob) -> Iterator[bytes]:
        return iter((self.data[blob.digest],))

    def let_go(self, blob: Blob) -> None:
        pass


def moved(feed: bytes) -> World:
    """An empty library into which a feed was moved."""
    files = {path: text.encode() for path, text in library.FILES.items() if not path.startswith(tuple(WITHOUT))}
    world = twins.world(
        {**files, "content/pages/home.md": library.FILES["content/pages/home.md"].split("Begin with")[0].encode()}
    )
    bringing = Brought()
    planned = moving.plan(world, READERS["feed"], Twin({FEED: feed}, FEED), bringing, moving.Given())
    moving.apply(world, planned, bringing)
    return world


def published(world: World) -> Element:
    """The channel of the only show of a library."""
    tree, _ = world.source.tree()
    found, problems = content.load(tree, world.settings)
    assert not problems, problems
    texts = {entry.path: markdown.render(entry.body, entry.path) for entry in found.entries if entry.kind != "show"}
    texts |= {one.path: markdown.render("", one.path) for one in found.of(show.KIND)}
    media = {one.path: facts(one.fields.slug or one.path[:-3]) for one in found.of(episode.KIND)}
    pictures = {file.path: f"assets/{file.path}" for file in tree if file.path.endswith(".png")}
    artwork = {one.path: pictures.get(one.path, "assets/cover.png") for one in found.of(show.KIND)}
    made = pieces(
        Published(found, "https://library.example/", texts, media, pictures), artwork, {}, cache := Cache(MemoryStore())
    )
    (path,) = (f"{one.address}feed.xml" for one in found.of(show.KIND))
    data = next(piece.data for piece in made if piece.path == path)
    return etree.fromstring((cache.read(data) or b"") if isinstance(data, Blob) else data)[0]


Plain = tuple[str, str, tuple[tuple[str, str], ...], tuple[Any, ...]]


def of_tag(tag: Tag) -> Plain:
    """A tag as it is compared."""
    return tag.name, tag.text, tuple(sorted(tag.attributes.items())), tuple(map(of_tag, tag.children))


PICTURES = ("podcast:image", "itunes:image")
PREFIXES = {space: prefix for prefix, space in SPACES.items()}


def of_element(element: Element) -> Plain:
    """An element as it is compared."""
    space, _, name = str(element.tag).rpartition("}")
    about = tuple(sorted((str(key), str(value)) for key, value in element.attrib.items()))
    return f"{PREFIXES.get(space[1:], '')}:{name}", element.text or "", about, tuple(map(of_element, element))


def lost(tags: Iterable[Tag], element: Element) -> list[Plain]:
    """The tags that an element has not."""
    there = Counter(map(of_element, element))
    return [*(Counter(map(_here, map(of_tag, tags))) - Counter(map(_here, there.elements()))).elements()]


def _here(plain: Plain) -> Plain:
    """A tag without the address of a file that came along, which lies here by now, and without what goes without
    saying.
    """
    name, text, about, inside = plain
    picture = frozenset({"href", "width", "height", "aspect-ratio"} if name in PICTURES else ())
    said = tuple(one for one in about if one[0] not in picture and one != ("rel", "subject"))
    return name, text, said, inside


class Said(HTMLParser):
    """The words of HTML, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.links = list[str](), list[str]()
        self.feed(text)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name == "href" and tag == "a"]


@settings(max_examples=12, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(feeds.FEEDS)
def test_nothing_that_has_a_home_is_lost(feed: feeds.Feed) -> None:
    channel = published(moved(feeds.write(feed, FEED)))
    assert lost(feed.tags, channel) == []
    texts = {name: channel.findtext(name) for name in ("title", "description", "language", "copyright")}
    assert texts == {
        "title": feed.title,
        "description": feed.description,
        "language": feed.language,
        "copyright": feed.copyright,
    }
    there = {item.findtext("guid"): item for item in channel.iterfind("item")}
    assert there.keys() == {item.guid for item in feed.items}
    for item in feed.items:
        _is_there(item, there[item.guid])


def _is_there(item: feeds.Item, element: Element) -> None:
    assert lost(item.tags, element) == []
    guid = element.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == ("true" if item.permalink else "false")
    assert element.findtext("title") == item.title
    assert element.findtext("pubDate") == format_datetime(item.date)
    mine, theirs = Said(element.findtext(f"{{{feeds.CONTENT}}}encoded") or ""), Said(item.notes)
    assert (mine.words, mine.links) == (theirs.words, theirs.links)
    assert item.summary in " ".join(Said(element.findtext("description") or "").words)

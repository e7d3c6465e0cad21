"""What is given away comes back: a feed as a feed, and a library as a library; nothing that has a home is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from email.utils import format_datetime
from html.parser import HTMLParser
from typing import Any

from hypothesis import Phase, example, given, settings
from lxml import etree
from pydantic import TypeAdapter

from pipeline import leaving
from pipeline.feeds import pieces
from pipeline.feeds.namespace import SPACES, Tag
from pipeline.flow import Built
from pipeline.formats import markdown
from pipeline.jobs.cache import Cache
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS, episode, show
from pipeline.model.library import Library
from pipeline.model.published import Published
from pipeline.world import World
from tests.exporting import feeds
from tests.exporting.moving_in import moved
from tests.feeds.shelf import facts
from tests.support.memory_store import MemoryStore

FEED = "https://old.example/feed.xml"
Element = etree._Element


def published(found: Library) -> Element:
    """The channel of the only show of a library."""
    tree = found.tree
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
@example(feeds.SPECIFIED)
def test_nothing_that_has_a_home_is_lost(feed: feeds.Feed) -> None:
    _, library = moved("feed", {FEED: feeds.write(feed, FEED)}, FEED)
    channel = published(library)
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


# A library of ours


def fields(entry: Entry[Any]) -> dict[str, Any]:
    """What an editor wrote of an entry, but for what lies elsewhere by then."""
    plain = TypeAdapter(type(entry.fields)).dump_python(entry.fields, mode="json", exclude_defaults=True)
    away = ("audio", "transcript", "image", "redirect_from", "date", "related")
    return {name: value for name, value in plain.items() if name not in away}


def by_name(library: Library) -> dict[str, Entry[Any]]:
    return {entry.path: entry for entry in library.entries}


def words(entry: Entry[Any]) -> list[str]:
    """The words of a text, as readers see them."""
    return Said(markdown.render(entry.body, entry.path).html).words


def test_a_library_as_markdown_comes_back_as_it_was(built: tuple[World, Built]) -> None:
    given_away = leaving.folder(*built, "hugo", sound=True)
    bytes_ = {one.path: b"".join(one.open()) for one in given_away.members()}
    _, library = moved("site", bytes_, "site")
    before, after = by_name(leaving.library(built[0])), by_name(library)
    assert after.keys() == before.keys()
    for path, entry in before.items():
        assert fields(after[path]) == fields(entry), path
        if KINDS[entry.kind].front_matter:
            assert words(after[path]) == words(entry), path
    article, talk = after["content/library/articles/urges-pass.md"], after["content/podcasts/talks/first.md"]
    assert article.fields.image.alt == "A wave"
    assert article.fields.related == ("../../handouts/urge-log.md",)
    assert "[the urge log](../../handouts/urge-log.md)" in article.body
    assert "```form\n- text: What set it off?\n" in after["content/handouts/urge-log.md"].body
    assert talk.fields.audio.file == "first.mp3"
    assert talk.fields.transcript == "first.vtt"


def test_a_whole_feed_comes_back_as_it_was(built: tuple[World, Built]) -> None:
    made = leaving.feed(*built, "talks")
    _, library = moved("feed", {"talks.xml": made.data}, "talks.xml")
    own = {one.fields.identity: one for one in leaving.library(built[0]).of(episode.KIND)}
    there = {one.fields.identity: one for one in library.of(episode.KIND)}
    assert there.keys() == own.keys()
    for guid, one in own.items():
        mine = there[guid].fields
        assert (mine.title, mine.description, mine.permalink) == (
            one.fields.title,
            one.fields.description,
            one.fields.permalink,
        )
        assert there[guid].public_from == one.public_from
        assert (mine.number, mine.season, mine.type) == (one.fields.number, one.fields.season, one.fields.type)


def test_posts_of_wordpress_come_back_with_their_words(built: tuple[World, Built]) -> None:
    data = b"".join(leaving.wordpress(*built).data)
    _, library = moved("wordpress", {"wordpress.xml": data}, "wordpress.xml")
    article = by_name(library)["content/library/articles/urges-pass.md"]
    before = by_name(leaving.library(built[0]))[article.path]
    assert words(article) == words(before)
    same = ("title", "description", "topics", "audiences", "authors")
    assert {name: getattr(article.fields, name) for name in same} == {
        name: getattr(before.fields, name) for name in same
    }
    assert article.public_from == before.public_from
    guids = {one.fields.identity for one in library.of(episode.KIND)}
    assert guids == {one.fields.identity for one in leaving.library(built[0]).of(episode.KIND)}

"""What pages say of themselves to machines."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.kinds import news
from pipeline.model.kinds.meeting.row import json_ld
from pipeline.site.engine import script
from tests.model.meetings import ONLINE, Notices, Shelf, written
from tests.site.conftest import Build, Site
from tests.support import schema_org

ARTICLE = "content/library/articles/urges-pass.md"
BOOKS = "content/library/books/first-books.md"
KINDS = {
    "": "WebPage",
    "library/articles/urges-pass/": "Article",
    "library/books/first-books/": "CollectionPage",
    "library/links/first-links/": "CollectionPage",
    "handouts/urge-log/": ["LearningResource", "DigitalDocument"],
    "podcasts/talks/": "PodcastSeries",
    "podcasts/talks/first/": "PodcastEpisode",
    "topics/coping-with-urges/": "CollectionPage",
    "people/alex/": "ProfilePage",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    from tests.site.conftest import build_in

    return build_in(tmp_path_factory.mktemp("site"))


def heads(site: Site) -> dict[str, str]:
    """Address → head of each page but that for what is not there."""
    pages = {path.removesuffix("index.html"): data.decode() for path, data in site.files.items() if ".html" in path}
    return {address: text.split("</head>")[0] for address, text in pages.items() if address != "404.html"}


def metas(head: str) -> dict[str, str]:
    """Name or property → content of the head's meta tags."""

    class Reader(HTMLParser):
        found: dict[str, str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "meta" and (name := given.get("name") or given.get("property")):
                assert name not in self.found, name
                self.found[name] = given.get("content") or ""

    reader = Reader()
    reader.found = {}
    reader.feed(head)
    return reader.found


def test_every_page_says_what_it_is(site: Site) -> None:
    for address, head in heads(site).items():
        graph = schema_org.graph_of(head)
        schema_org.check(graph)
        if address in KINDS:
            assert graph[-1]["@type"] == KINDS[address], address
        assert graph[-1]["@id"] == f"https://library.example/{address}"


WRONG: list[tuple[str, str, object]] = [
    ("Article", "headlines", "a name that it does not know"),
    ("Article", "isbn", "9780306406157"),  # of a book
    ("Article", "encodings", {"@type": "MediaObject"}),  # of earlier years
    ("Book", "isbn", 5),
    ("Book", "author", {"@type": "Book"}),
    ("Book", "author", {"@id": "https://l.example/#nobody"}),
    ("Book", "datePublished", "in spring"),
    ("Episode", "isAccessibleForFree", "yes"),
    ("Episode", "duration", 300),
    ("Event", "eventStatus", "https://schema.org/Monday"),
    ("Event", "startDate", ["2026-06-01", "2026-06-31"]),
]


@pytest.mark.parametrize(("kind", "name", "value"), WRONG)
def test_the_vocabulary_is_really_looked_at(kind: str, name: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"{name}|nobody"):
        schema_org.check([{"@type": kind, name: value}])


def test_a_book_has_its_number_and_an_episode_its_sound(site: Site) -> None:
    books = schema_org.graph_of(site.page("library/books/first-books/"))[-1]["mainEntity"]["itemListElement"]
    assert [(place["position"], place["item"]["isbn"]) for place in books] == [(1, "9780452281325")]
    episode = schema_org.graph_of(site.page("podcasts/talks/first/"))[-1]
    sound = episode["associatedMedia"]
    assert sound["contentUrl"] == "https://library.example/media/talks/first-0123456789ab.mp3"
    assert (sound["duration"], sound["contentSize"]) == ("PT65S", "2500000")
    assert episode["partOfSeries"]["url"] == "https://library.example/podcasts/talks/"


ACCESS = {
    "library/articles/urges-pass/": (["textual"], [["textual"]], "Text with headings"),
    "podcasts/talks/first/": (["textual", "auditory"], [["auditory"]], "What is said is not written down"),
    "topics/coping-with-urges/": (["textual"], [["textual"]], "no sound begins by itself"),
}


def test_every_page_says_how_it_can_be_met(site: Site) -> None:
    for address, head in heads(site).items():
        said = schema_org.graph_of(head)[-1]
        assert said["accessibilityHazard"] == ["none"] and "structuralNavigation" in said["accessibilityFeature"]
        if address in ACCESS:
            modes, sufficient, summary = ACCESS[address]
            assert said["accessMode"] == modes
            assert [one["itemListElement"] for one in said["accessModeSufficient"]] == sufficient
            assert summary in said["accessibilitySummary"]


def test_links_of_a_book_and_of_a_person_tell_more_of_them(build: Build) -> None:
    more, mail = "{title: More, url: 'https://elsewhere.example/'}", "{title: Write, url: 'mailto:a@b.example'}"
    links = f"links: [{more}, {mail}]"
    site = build(
        {
            BOOKS: ("annotation:", f"{links}\n    annotation:"),
            "content/people.yml": ("bio: Alex", f"{links}\n  bio: Alex"),
        }
    )
    book = schema_org.graph_of(site.page("library/books/first-books/"))[-1]["mainEntity"]["itemListElement"][0]["item"]
    person = schema_org.graph_of(site.page("people/alex/"))[-1]["mainEntity"]
    page = {"@type": "WebPage", "name": "More", "url": "https://elsewhere.example/"}
    assert book["subjectOf"] == person["subjectOf"] == [page]
    schema_org.check([book, person])


def test_breadcrumbs_lead_through_the_shelf(site: Site) -> None:
    (way,) = (n for n in schema_org.graph_of(site.page("podcasts/talks/first/")) if n["@type"] == "BreadcrumbList")
    said = [
        (place["name"], place["item"]["@id"].removeprefix("https://library.example/"))
        for place in way["itemListElement"]
    ]
    assert said == [
        ("A small library", ""),
        ("Podcasts", "podcasts/"),
        ("Talks", "podcasts/talks/"),
        ("The first talk", "podcasts/talks/first/"),
    ]


def test_every_page_has_title_description_canonical_and_card_of_its_own(site: Site) -> None:
    titles: Counter[str] = Counter()
    for address, head in heads(site).items():
        said = metas(head)
        titles[re.findall(r"<title>(.*?)</title>", head)[0]] += 1
        assert said["description"] == said["og:description"] != "", address
        url = f"https://library.example/{address}"
        assert re.findall(r'<link rel="canonical" href="([^"]*)"', head) == [said["og:url"]] == [url]
        assert said["og:site_name"] == "A small library"
        assert (said["og:type"] == "article") == ("article:published_time" in said), address
    assert set(titles.values()) == {1}, titles


def test_an_article_is_dated_and_a_person_has_a_profile(site: Site) -> None:
    said = {address: metas(head) for address, head in heads(site).items()}
    article = said["library/articles/urges-pass/"]
    assert (article["og:type"], article["article:published_time"]) == ("article", "2026-01-02T00:00:00Z")
    assert said["people/alex/"]["og:type"] == "profile"
    assert said["podcasts/talks/"]["og:type"] == said[""]["og:type"] == "website"


def test_two_pages_of_one_name_have_different_titles(build: Build) -> None:
    site = build(
        {ARTICLE: ("title: Urges pass", "title: Coping with urges"), BOOKS: ("First books", "coping WITH urges")}
    )
    titles = [re.findall(r"<title>(.*?)</title>", head)[0] for head in heads(site).values()]
    assert len(set(titles)) == len(titles)
    assert "Coping with urges (Article) – A small library" in titles
    assert ">Coping with urges</h1>" in site.page("library/articles/urges-pass/")


def test_a_language_with_a_territory_is_named(build: Build) -> None:
    site = build({ARTICLE: ("authors:", "language: pt-BR\nauthors:")})
    assert metas(heads(site)["library/articles/urges-pass/"])["og:locale"] == "pt_BR"
    assert "og:locale" not in metas(heads(site)[""])


def test_feeds_are_announced_where_they_belong(site: Site) -> None:
    found = {
        address: re.findall(r'<link rel="alternate feed" type="([^"]*)" title="[^"]+" href="([^"]*)"', head)
        for address, head in heads(site).items()
    }
    both = [("application/rss+xml", "feed.xml"), ("application/feed+json", "feed.json")]
    assert found.pop("") == found.pop("topics/coping-with-urges/") == both
    assert found.pop("podcasts/talks/") == [("application/rss+xml", "feed.xml")]
    assert found.pop("podcasts/talks/first/") == [("application/rss+xml", "../feed.xml")]
    library = [(kind, f"../{name}") for kind, name in both]
    assert found.pop("meetings/") == [*library, ("text/calendar", "meetings.ics")]
    assert found.pop("news/") == [*library, ("text/calendar", "../calendar.ics")]
    assert found.pop("podcasts/") == [("application/rss+xml", "talks/feed.xml"), *library]
    lists = {path for path, feeds in found.items() if feeds}
    shelves = (f"library/{name}/" for name in ("articles", "books", "faq", "links"))
    people = ("people/", "people/alex/", "people/sam/")
    assert lists == {"topics/", "audiences/", "audiences/for-me/", "handouts/", "headings/", *shelves, *people}
    assert found["topics/"] == library and found["library/links/"] == [(kind, f"../../{name}") for kind, name in both]
    # The theme's script takes links whose rel is this word alone for translations.
    assert not any('rel="alternate"' in head for head in heads(site).values())


EVIL = "</script><script>alert(1)</script><!-- <script> ]]> \\\" ' & <b>"


def test_words_of_editors_cannot_leave_the_head(build: Build) -> None:
    yaml = json.dumps(EVIL)
    site = build({ARTICLE: ("title: Urges pass", f"title: {yaml}")})
    assert site.problems == ()
    head = heads(site)["library/articles/urges-pass/"]
    assert metas(head)["og:title"] == EVIL
    assert schema_org.graph_of(head)[-1]["name"] == EVIL
    assert "alert(1)</script>" not in head


class Scripts(HTMLParser):
    """The tags of a document, and what its scripts hold."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.held = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags == ["script"]:
            self.held += data


PIECES = st.sampled_from(["</script", "</SCRIPT ", "<!--", "-->", "<script>", "]]>", "\\", '"', "\u2028", "&lt;", ">"])


@given(st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=8).map("".join))
def test_no_words_end_a_script_and_all_come_back(words: str) -> None:
    block = script({"name": words, words: [words]})
    reader = Scripts()
    reader.feed(f"<script>{block}</script><p>after</p>")
    reader.close()
    assert reader.tags == ["script", "p"]
    assert json.loads(reader.held) == {"name": words, words: [words]}
    assert not re.search("[<>&\u2028\u2029]", block)


MEETINGS = {
    "weekly": "weekly: [tuesday]\nnot_on: [2026-12-29]\n",
    "monthly": "monthly: [first friday]\n",
    "dates": "dates: [2026-12-31, 2026-12-24]\n",
}


@pytest.mark.parametrize("rule", MEETINGS)
def test_a_meeting_is_an_event_with_its_schedule(rule: str) -> None:
    text = f'{ONLINE}time: "19:30"\ntimezone: America/New_York\nstarts: 2026-12-01\n{MEETINGS[rule]}'
    said = json_ld(Shelf(a=written("A", text)).row("a"))
    schema_org.check([said])
    event = said["mainEntity"]
    first = {"weekly": "2026-12-01", "monthly": "2026-12-04", "dates": "2026-12-24"}[rule]
    assert event["startDate"] == f"{first}T19:30:00-05:00"
    if rule == "dates":
        assert [one["startDate"][:10] for one in event["subEvent"]] == ["2026-12-24", "2026-12-31"]
        return
    schedule = event["eventSchedule"]
    assert (schedule["startTime"], schedule["scheduleTimezone"]) == ("19:30:00", "America/New_York")
    assert (schedule["byDay"], schedule.get("exceptDate")) == {
        "weekly": (["TU"], ["2026-12-29"]),
        "monthly": (["1FR"], None),
    }[rule]


JOIN, PLACE = "  join: {url: https://meet.example/a}\n", "  place: {name: The hall, city: Leeds, country: GB-ENG}\n"


@pytest.mark.parametrize(
    ("where", "how", "places"),
    [
        (JOIN, "Online", ["VirtualLocation"]),
        (PLACE, "Offline", ["Place"]),
        (PLACE + JOIN, "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_machines_read_news_and_the_event_that_it_is_about(where: str, how: str, places: list[str]) -> None:
    text = f"event:\n  begin: 2026-12-24T19:00\n  end: 2026-12-24T21:00\n  timezone: America/New_York\n{where}"
    made = Notices(a=written("A", text), b=written("B", "until: 2026-12-24\n"))
    said = news.KIND.json_ld(made.news("a"))
    schema_org.check([said])
    about = said["mainEntity"]
    assert (said["@type"], about["@type"]) == ("NewsArticle", "Event")
    assert (about["startDate"], about["endDate"]) == ("2026-12-24T19:00:00-05:00", "2026-12-24T21:00:00-05:00")
    assert about["eventAttendanceMode"] == f"https://schema.org/{how}EventAttendanceMode"
    assert [place["@type"] for place in about["location"]] == places
    notice = news.KIND.json_ld(made.news("b"))
    schema_org.check([notice])
    assert "mainEntity" not in notice

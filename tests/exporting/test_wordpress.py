"""WordPress: what its importer reads, by the names that it looks for."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from pipeline import leaving
from pipeline.exporting import ForWordPress
from pipeline.exporting.blocks import blocks
from pipeline.flow import Built
from pipeline.world import World

WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


class Item:
    """A post as the importer has it."""

    def __init__(self, item: etree._Element) -> None:
        self.text = {str(one.tag).rpartition("}")[2]: one.text or "" for one in item}
        self.content = item.findtext(CONTENT) or ""
        self.terms = [(one.get("domain"), one.get("nicename"), one.text) for one in item.iterfind("category")]
        metas = item.iterfind(f"{WP}postmeta")
        self.meta = {one.findtext(f"{WP}meta_key"): one.findtext(f"{WP}meta_value") or "" for one in metas}


@pytest.fixture(scope="module")
def made(built: tuple[World, Built]) -> ForWordPress:
    return leaving.wordpress(*built)


@pytest.fixture(scope="module")
def document(made: ForWordPress) -> etree._Element:
    return etree.fromstring(b"".join(made.data))


@pytest.fixture(scope="module")
def items(document: etree._Element) -> dict[str, Item]:
    found = [Item(one) for one in document.iterfind("channel/item")]
    return {f"{one.text['post_type']} {one.text['post_name']}": one for one in found}


def test_posts_pages_and_files_are_counted_and_nothing_else_is_there(
    made: ForWordPress, items: dict[str, Item]
) -> None:
    sorts = [name.split()[0] for name in items]
    counted = [sorts.count(sort) for sort in ("post", "page", "attachment")]
    assert counted == [made.posts, made.pages, made.attachments]
    assert not {"post not-yet", "post later"} & items.keys()
    assert {one.text["status"] for name, one in items.items() if "attachment" not in name} == {"publish"}


def test_an_article(items: dict[str, Item]) -> None:
    one = items["post urges-pass"]
    assert one.text["title"] == "Urges &lt;pass&gt; &amp; go", "a title is HTML for WordPress"
    assert one.text["post_date_gmt"] == "2026-01-02 00:00:00"
    assert one.terms == [
        ("category", "coping-with-urges", "Coping with urges"),
        ("post_tag", "for-me", "For me"),
    ]
    assert "&#91;sic&#93;" in one.content, "no plug-in takes it for a shortcode"
    assert "[" not in one.content
    assert "<!-- wp:paragraph -->\n<p>An urge is like a wave" in one.content
    assert '<!-- wp:heading -->\n<h2 id="h-what-to-do">What to do</h2>\n<!-- /wp:heading -->' in one.content
    picture = items["attachment wave"]
    assert one.meta["_thumbnail_id"] == picture.text["post_id"]
    assert picture.text["attachment_url"] in one.content
    assert picture.meta == {"_wp_attachment_image_alt": "A wave"}


def test_an_episode_has_the_enclosure_that_plugins_read(items: dict[str, Item], made: ForWordPress) -> None:
    one = items["post first"]
    url, length, kind, more = one.meta["enclosure"].split("\n")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/media/talks/first-[0-9a-f]{12}\.mp3", url)
    assert (int(length) > 0, kind) == (True, "audio/mpeg")
    assert more.startswith('a:9:{s:8:"duration";s:4:"0:05";s:6:"season";s:1:"1";s:10:"episode_no";s:1:"1";')
    assert ("category", "talks", "Talks") in one.terms
    assert items["post second"].text["guid"] == "https://old.example/?p=2&x=%20"
    assert made.renamed == ("Talk 5", "The first talk", "Talk 4", "Talk 3"), "those whose GUID is no address"


def test_what_stands_in_fields_is_a_text_there(items: dict[str, Item]) -> None:
    assert "The Feeling Good Handbook" in items["post first-books"].content
    assert "Short talks about change" in items["page talks"].content
    assert 'name="what-set-it-off"' in items["post urge-log"].content
    assert "handouts/urge-log/urge-log.pdf" in items["post urge-log"].content
    assert items["attachment urge-log"].text["attachment_url"].endswith("/urge-log.pdf")
    assert "When: Every Tuesday, 19:30 to 20:30" in items["page tuesday-evening"].content
    assert "<dt>mindfulness</dt>" in items["page words"].content


def test_authors_and_terms_stand_before_the_posts(document: etree._Element) -> None:
    logins = [one.text for one in document.iterfind(f"channel/{WP}author/{WP}author_login")]
    assert logins == ["library", "alex"]
    assert [one.text for one in document.iterfind(f"channel/{WP}author/{WP}author_email")] == [None, None]
    names = [one.text for one in document.iterfind(f"channel/{WP}category/{WP}cat_name")]
    assert names == ["Coping with urges", "Talks"]


def test_text_between_blocks_and_what_ends_cdata() -> None:
    made = blocks("loose &amp; [x]\n<h3>A</h3> after <table><tr><td>1</td></tr></table>\n<p>a<br>b</p>")
    assert made == (
        "<!-- wp:html -->\nloose &amp; &#91;x&#93;\n<!-- /wp:html -->\n\n"
        '<!-- wp:heading {"level":3} -->\n<h3>A</h3>\n<!-- /wp:heading -->\n\n'
        "<!-- wp:html -->\nafter\n<!-- /wp:html -->\n\n"
        "<!-- wp:html -->\n<table><tr><td>1</td></tr></table>\n<!-- /wp:html -->\n\n"
        "<!-- wp:paragraph -->\n<p>a<br>b</p>\n<!-- /wp:paragraph -->"
    )
    assert blocks("") == ""

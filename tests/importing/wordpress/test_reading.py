"""An export as items: what becomes of posts, pages and recordings, and what is told of the rest."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.importing.deciding.decisions import Decisions, Default, OfItem
from pipeline.importing.source.found import Asset, Found, Item, Named, Term
from pipeline.importing.wordpress import read
from pipeline.web import Unreachable
from tests.support.wxr import AUTHORS, HOME, UPLOADS, Entry, Files, picture, wxr

MP3 = f"{UPLOADS}/one.mp3"
SAID = (
    'a:9:{s:8:"duration";s:8:"00:31:07";s:10:"episode_no";s:2:"12";s:6:"season";s:1:"2";s:8:"explicit";s:1:"1";'
    's:13:"episode_title";s:7:"One, in";s:12:"person_names";a:1:{i:0;s:4:"Mara";}'
    's:12:"person_roles";a:1:{i:0;s:5:"guest";}s:8:"webm_src";s:24:"https://old.example/a.ogv";s:9:"no_player";s:1:"1";}'
)
POWERPRESS = f"{MP3}\n28104733\naudio/mpeg\n{SAID}"


def found(*entries: Entry, decisions: Decisions | None = None, head: str = AUTHORS, version: str = "1.2") -> Found:
    return read(Files(export=wxr(*entries, head=head, version=version)), decisions or Decisions())


def one(*entries: Entry, **more: Any) -> Item:
    return next(item for item in found(*entries, **more).items if item.id == f"post {entries[0].id}")


def kinds(losses: Found | Item) -> list[str]:
    return [loss.kind for loss in losses.losses]


def test_a_post_becomes_an_article() -> None:
    entry = Entry(
        12,
        "One\n\ntwo",
        title="Urges &amp; <em>waves</em>",
        excerpt="What an urge does.",
        slug="urges",
        terms=[("category", "a", "Urges"), ("post_tag", "b", "Sleep"), ("category", "uncategorized", "Uncategorized")],
        meta={"_wp_old_slug": "urge", "_thumbnail_id": "7"},
    )
    item = one(entry, picture(7, "sea.jpg", "The sea"))
    image = item.fields["image"]
    assert (item.kind, item.name, item.fields["title"]) == ("article", "urges", "Urges & waves")
    assert item.fields["date"] == "2019-05-02T10:15:30+02:00"
    assert item.fields["authors"] == [Named("Jo B.")]
    assert item.body and item.body.text == "<p>One</p>\n\n<p>two</p>"
    assert item.summary and item.summary.text == "What an urge does."
    assert item.terms == (Term("Urges"), Term("Sleep", "tag"))
    assert image["alt"] == "The sea" and image["file"].url == f"{UPLOADS}/sea.jpg"
    assert image["file"].old == (f"{HOME}/?attachment_id=7",)
    assert item.old == (f"{HOME}/2019/05/urges/", f"{HOME}/?p=12", f"{HOME}/2019/05/urge/")
    assert item.losses == ()


STATES: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({"status": "draft", "gmt": "0000-00-00 00:00:00"}, {"draft": True, "date": "2019-05-02T10:15:30"}, []),
    ({"status": "pending"}, {"draft": True}, []),
    ({"status": "private"}, {"draft": True}, ["wordpress/private"]),
    ({"password": "pw"}, {"draft": True}, ["wordpress/password"]),
    ({"meta": {"_members_access_role": "subscriber"}}, {"draft": True}, ["wordpress/members", "meta/hidden"]),
    ({"meta": {"_jetpack_newsletter_access": "everybody", "api_token": "t"}}, {}, ["meta/hidden"]),
    ({"status": "future", "date": "2027-01-02 09:00:00", "gmt": "2027-01-02 09:00:00"}, {"draft": None}, []),
    ({"status": "future"}, {"draft": True}, ["wordpress/missed"]),
    ({"sticky": 1}, {"draft": None}, ["wordpress/sticky"]),
    ({"title": "", "slug": "no-name"}, {"title": "No name"}, ["wordpress/no-title"]),
    ({"gmt": "2019-05-02 08:15:31"}, {"date": "2019-05-02T08:15:31Z"}, []),
    ({"meta": {"_yoast_wpseo_metadesc": "For a search."}}, {}, []),
    (
        {"meta": {"isbn": "978", "_edit_last": "1"}},
        {"extra": {"import": {"wordpress": {"isbn": "978"}}}},
        ["meta/isbn", "meta/hidden"],
    ),
    ({"terms": [("language", "de", "Deutsch")]}, {"language": "de"}, []),
    ({"terms": [("author", "cap-ada", "ada")]}, {"authors": [Named("ada")]}, []),
    (
        {"excerpt": "x " * 151},
        {"extra": {"import": {"wordpress": {"excerpt": ("x " * 151).strip()}}}},
        ["wordpress/excerpt"],
    ),
    ({"comments": [("Thanks", "1"), ("spam", "0")]}, {}, ["wordpress/comments"]),
]


@pytest.mark.parametrize(("written", "fields", "told"), STATES)
def test_states(written: Mapping[str, Any], fields: Mapping[str, Any], told: list[str]) -> None:
    item = one(Entry(12, "Text", **written))
    assert {name: item.fields.get(name) for name in fields} == dict(fields)
    assert kinds(item) == told


def test_comments_stay_without_names_where_people_decide_so() -> None:
    entry = Entry(1, "Text", comments=[("It <b>helped</b>\n\nme", "1"), ("no", "0"), ("spam", "spam")])
    item = one(entry, decisions=Decisions(losses={"wordpress/comments": "keep"}))
    assert item.body == one(entry, decisions=Decisions(comments="keep")).body
    assert item.body and "<h2>Comments</h2><blockquote><p>2019-06-01</p><p>It <b>helped</b>" in item.body.text
    assert "no" not in item.body.text.replace("note", "") and "Sam" not in item.body.text


def test_pages_keep_the_pages_above_them_and_all_their_addresses() -> None:
    item = one(
        Entry(3, "Text", type="page", slug="team", parent=2, link=f"{HOME}/about/team/"),
        Entry(2, "About us", type="page", slug="about"),
    )
    assert (item.kind, item.folders) == ("page", ("about",))
    assert item.old == (f"{HOME}/about/team/", f"{HOME}/?p=3", f"{HOME}/?page_id=3")
    front = one(Entry(2, "Welcome", type="page", slug="welcome", link=f"{HOME}/"))
    assert front.name == "home" and f"{HOME}/" not in front.old


def test_pages_that_a_program_filled_wait_for_a_decision() -> None:
    entry = Entry(3, "[woo_cart]", type="page", slug="cart")
    undecided = found(entry)
    assert undecided.items == () and kinds(undecided) == ["wordpress/empty-page", "shortcode/woo_cart"]
    assert one(entry, decisions=Decisions(losses={"wordpress/empty-page": "keep"})).kind == "page"


def test_categories_bring_those_above_them() -> None:
    head = "".join(
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{above}</wp:category_parent>"
        f"<wp:cat_name><![CDATA[{slug.title()}]]></wp:cat_name></wp:category>"
        for slug, above in (("urges", "mind"), ("mind", "all"), ("all", "urges"))
    )
    item = one(Entry(1, "x", terms=[("category", "urges", "Urges")]), head=head)
    assert [term.name for term in item.terms] == ["Urges", "Mind", "All"]


def test_types_of_plugins_wait_for_a_decision() -> None:
    entries = (
        Entry(1, "A hut", type="product", title="Hut"),
        Entry(2, "x", type="acf-field"),
        Entry(3, "y", status="trash"),
    )
    undecided = found(*entries)
    assert undecided.items == ()
    assert sorted(kinds(undecided)) == ["type/product", "wordpress/programs", "wordpress/trash"]
    assert one(*entries, decisions=Decisions(kinds={"product": "news"})).kind == "news"
    assert "type/product" not in kinds(found(*entries, decisions=Decisions(kinds={"product": "drop"})))
    lists = found(*entries, decisions=Decisions(kinds={"product": "book-list"}))
    assert "Hut: no post becomes an entry of the kind `book-list`" in [loss.what for loss in lists.losses]


def test_events_become_news_where_people_want_them() -> None:
    meta = {
        "_EventStartDate": "2019-06-01 19:00:00",
        "_EventEndDate": "2019-06-01 21:30:00",
        "_EventTimezone": "Europe/London",
        "_EventVenueID": "5",
    }
    where = {"_VenueAddress": "1 Long Lane", "_VenueCity": "Leeds", "_VenueCountry": "United Kingdom"}
    entries = (
        Entry(4, "Come", type="tribe_events", meta=meta),
        Entry(5, type="tribe_venue", title="The hall", meta=where),
    )
    item = one(*entries, decisions=Decisions(kinds={"tribe_events": "news"}))
    assert item.fields["event"] == {
        "begin": "2019-06-01T19:00",
        "end": "2019-06-01T21:30",
        "timezone": "Europe/London",
        "place": {"name": "The hall", "address": "1 Long Lane", "city": "Leeds", "country": "GB"},
    }
    assert kinds(found(*entries)) == ["type/tribe_events"]


def test_what_is_in_an_export_besides_is_told() -> None:
    menu = Entry(
        5, type="nav_menu_item", title="", terms=[("nav_menu", "top", "Top")], meta={"_menu_item_object_id": "1"}
    )
    unused = Entry(6, type="attachment", status="inherit", file=f"{UPLOADS}/old.pdf", title="Old sheet")
    all_of_it = found(Entry(1, "x", title="First"), Entry(4, "v1", type="revision"), menu, unused, picture(7, "a.jpg"))
    told = {loss.kind: loss.what for loss in all_of_it.losses}
    assert told["wordpress/menu"] == "Top: First"
    assert told["wordpress/unused-file"] == f"{UPLOADS}/old.pdf"
    assert told["wordpress/unused-picture"] == f"{UPLOADS}/a.jpg"
    assert "wordpress/revision" in told


def test_a_recording_makes_a_post_an_episode() -> None:
    entry = Entry(12, "Notes [powerpress]", title="One", meta={"enclosure": POWERPRESS}, guid=f"{HOME}/?p=12")
    whole = found(entry)
    show, item = whole.items
    audio = item.fields["audio"]
    assert (show.kind, show.id, item.kind, item.within) == ("show", "show podcast", "episode", "show podcast")
    assert item.fields["guid"] == {"value": f"{HOME}/?p=12", "permalink": False}
    assert isinstance(audio["file"], Asset) and audio["master"] == "never"
    assert (audio["file"].url, audio["file"].length, audio["file"].type) == (MP3, 28104733, "audio/mpeg")
    assert (item.fields["number"], item.fields["season"], item.fields["explicit"]) == (12, 2, True)
    assert item.fields["people"] == [Named("Mara", "guest", as_guest=True)]
    assert item.fields["date"] == "2019-05-02T08:15:30Z"
    assert item.old == (f"{HOME}/2019/05/entry-12/", f"{HOME}/?p=12")
    assert item.body and item.body.text == "<p>Notes </p>"
    assert "https://old.example/a.ogv" in str(item.fields["extra"])
    space = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert show.fields["guid"] == str(uuid.uuid5(space, "old.example/feed/podcast"))
    assert show.old == (f"{HOME}/feed/podcast/", f"{HOME}/?feed=podcast")
    assert f"import its feed first, {HOME}/feed/podcast/" in whole.notes[1]


def test_sound_to_which_a_text_leads_makes_no_episode_unless_people_say_so() -> None:
    entry = Entry(12, f'<a href="{MP3}">Listen</a>', meta={"enclosure": f"{MP3}\n28104733\naudio/mpeg\n"})
    whole = found(entry)
    assert [item.kind for item in whole.items] == ["article"]
    assert "`kinds: {post: episode}`" in whole.notes[-1]
    decided = found(entry, Entry(13, "Without sound"), decisions=Decisions(kinds={"post": "episode"}))
    assert [item.kind for item in decided.items] == ["show", "episode", "article"]


def test_exports_of_two_sites_are_two_sources() -> None:
    with pytest.raises(Unreachable, match="another site"):
        read(Files(a=wxr(Entry(1, "x")), b=wxr(Entry(1, "y"), home="https://else.example")), Decisions())


def test_people_may_want_an_article_all_the_same() -> None:
    entry = Entry(12, "Notes", meta={"enclosure": POWERPRESS})
    assert one(entry, decisions=Decisions(items={"post 12": OfItem(kind="article")})).kind == "article"


def test_a_post_in_two_feeds_is_an_episode_of_both_shows() -> None:
    entry = Entry(
        12, "Notes", meta={"enclosure": POWERPRESS, "_short-ones:enclosure": f"{UPLOADS}/s.mp3\n10\naudio/mpeg"}
    )
    items = {item.id: item for item in found(entry).items}
    assert list(items) == ["show podcast", "show short-ones", "post 12", "post 12 in short-ones"]
    assert items["post 12 in short-ones"].within == "show short-ones"
    assert items["show short-ones"].old[0] == f"{HOME}/feed/short-ones/"


def test_seriously_simple_podcasting() -> None:
    head = (
        "<wp:term><wp:term_taxonomy>series</wp:term_taxonomy><wp:term_slug>nights</wp:term_slug>"
        "<wp:term_name><![CDATA[Quiet nights]]></wp:term_name><wp:term_description><![CDATA[On sleep.]]>"
        "</wp:term_description></wp:term>"
    )
    meta = {
        "audio_file": MP3,
        "enclosure": MP3,
        "filesize_raw": "1000",
        "duration": "31:07",
        "itunes_episode_number": "3",
        "explicit": "on",
        "ssp_original_guid": "abc-1",
        "cover_image": f"{UPLOADS}/cover.jpg",
        "transcript_file": f"{UPLOADS}/one.vtt",
    }
    entry = Entry(12, "Notes", type="podcast", meta=meta, terms=[("series", "nights", "Quiet nights")])
    show, item = found(entry, head=head).items
    assert (show.fields["title"], show.old[0]) == ("Quiet nights", f"{HOME}/feed/podcast/nights/")
    assert (item.fields["guid"], item.fields["number"], item.fields["explicit"]) == ("abc-1", 3, True)
    assert item.fields["audio"]["file"].length == 1000
    assert item.fields["image"]["file"].url == f"{UPLOADS}/cover.jpg"
    assert item.fields["transcript"].url == f"{UPLOADS}/one.vtt"


def test_podlove_keeps_its_sound_elsewhere() -> None:
    whole = found(Entry(12, "Notes", type="podcast", meta={"_podlove_guid": "podlove-2013-1"}))
    assert whole.items == () and kinds(whole) == ["podcast/podlove"]


def test_several_files_are_one_export() -> None:
    first, second = (
        wxr(Entry(1, '<img src="/wp-content/uploads/2019/05/sea.jpg">')),
        wxr(picture(7, "sea.jpg", "The sea")),
    )
    [item] = read(Files(a=first, b=second), Decisions()).items
    assert item.assets[0].about == "The sea" and item.place.path == "a.xml"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_versions(version: str) -> None:
    item = one(Entry(1, "x", excerpt="short", creator="Jo B."), version=version, head="")
    assert item.fields["authors"] == [Named("Jo B.")] and item.summary


def test_what_is_no_export_says_what_is() -> None:
    with pytest.raises(Unreachable) as told:
        read(Files(a=b"<rss><channel><title>A feed</title></channel></rss>"), Decisions())
    assert told.value.message == "`a.xml` is no export of WordPress" and "Export" in told.value.hint


def test_losses_have_the_line_on_which_they_stand() -> None:
    data = wxr(Entry(1, "One\n\ntwo\n\n[foo_bar]\n\nthree"))
    [item] = read(Files(a=data), Decisions(default=Default())).items
    [loss] = item.losses
    assert data.decode().split("\n")[loss.place.line - 1] == "[foo_bar]"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (f"<link>{HOME}</link>", "<link>http://[</link>"),
        (f"<wp:attachment_url><![CDATA[{UPLOADS}/sea.jpg]]>", "<wp:attachment_url><![CDATA[http://[/sea.jpg]]>"),
        ("2019-05-02 08:15:30", "0001-01-01T00:00:00+02:00"),
        ("2019-05-02 10:15:30", "9999-12-31T23:59:59-02:00"),
        ("<wp:post_id>12</wp:post_id>", "<wp:post_id>99999999999999999999</wp:post_id>"),
        ("Tue, 03 Nov 2026 09:00:00 +0000", "soon"),
        ("<wp:post_parent>0</wp:post_parent>", "<wp:post_parent>12</wp:post_parent>"),
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(right: str, wrong: str) -> None:
    data = wxr(Entry(12, "x", type="page"), picture(7, "sea.jpg"), Entry(3, '<img src="/a.jpg">', status="future"))
    assert right in data.decode()
    assert read(Files(a=data.decode().replace(right, wrong).encode()), Decisions()).items

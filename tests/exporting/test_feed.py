"""The whole feed: all items of all documents, each as it is published."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from pipeline import leaving
from pipeline.doing import as_built
from pipeline.flow import Built
from pipeline.world import World

PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
Library = tuple[World, Built]


def parts(built: Library) -> list[bytes]:
    world, made = built
    names = ("feed.xml", "feed-1.xml")
    return [b"".join(as_built(world, made.manifest.artifacts[f"podcasts/talks/{name}"])) for name in names]


def test_all_items_stand_in_one_document_byte_for_byte(built: Library) -> None:
    made = leaving.feed(*built, "talks")
    items = [item for part in parts(built) for item in part.split(b"<item>")[1:]]
    assert len(items) == made.episodes == 5
    for item in items:
        assert item.split(b"</item>")[0] in made.data
    channel = etree.fromstring(made.data)[0]
    guids = [(one.text, one.get("isPermaLink")) for one in channel.iterfind("item/guid")]
    assert guids[3] == ("https://old.example/?p=2&x=%20", "true")
    assert b"Scheduled" not in made.data


def test_the_head_says_of_all_what_it_said_of_its_own(built: Library) -> None:
    head, older = (etree.fromstring(part)[0] for part in parts(built))
    made = leaving.feed(*built, "content/podcasts/talks/show.yml")
    channel = etree.fromstring(made.data)[0]
    assert {link.get("rel") for link in older.iterfind(f"{ATOM}link")} > {"self"}
    assert {link.get("rel") for link in channel.iterfind(f"{ATOM}link")} == {"self"}
    assert head.findtext(f"{PODCAST}txt") == "false"
    assert channel.findtext(f"{PODCAST}txt") == "true", "one of the older episodes has a synthetic voice"
    dates = [parsedate_to_datetime(one.findtext("lastBuildDate") or "") for one in (head, older)]
    assert parsedate_to_datetime(channel.findtext("lastBuildDate") or "") == max(dates)
    assert [one.text for one in channel.iterfind(f"{PODCAST}trailer")] == ["Talk 3"]
    assert (made.locked, made.blocked) == (True, True)


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("talk", "there is no show `talk` in what is public", "did you mean `talks`?"),
        ("podcasts/other/", "there is no show `other` in what is public", "known: talks"),
    ],
)
def test_a_show_that_is_not_there(built: Library, name: str, message: str, hint: str) -> None:
    with pytest.raises(leaving.NoShow) as told:
        leaving.feed(*built, name)
    assert (told.value.message, told.value.hint) == (message, hint)


def test_the_only_show_need_not_be_named(built: Library) -> None:
    assert leaving.feed(*built, "").title == "Talks"

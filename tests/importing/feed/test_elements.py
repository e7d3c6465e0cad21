"""Every element of the specifications has a line in the table: a field, or the reason why it has none."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipeline.importing.feed.elements import ELEMENTS
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Show

CHANNEL = {
    "RSS 2.0": (
        "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator "
        "docs cloud ttl image rating textInput skipHours skipDays"
    ),
    "Apple": (
        "itunes:image itunes:category itunes:explicit itunes:author itunes:owner itunes:title itunes:type "
        "itunes:new-feed-url itunes:block itunes:complete itunes:applepodcastsverify itunes:summary itunes:subtitle "
        "itunes:keywords"
    ),
    "Podcasting 2.0": (
        "podcast:locked podcast:funding podcast:person podcast:location podcast:trailer podcast:license podcast:guid "
        "podcast:value podcast:medium podcast:image podcast:images podcast:liveItem podcast:block podcast:txt "
        "podcast:remoteItem podcast:podroll podcast:updateFrequency podcast:podping podcast:chat podcast:publisher "
        "podcast:socialInteract"
    ),
    "Google Play": (
        "googleplay:author googleplay:description googleplay:email googleplay:image googleplay:category "
        "googleplay:explicit googleplay:block googleplay:owner googleplay:newFeedUrl"
    ),
    "RawVoice": "rawvoice:rating rawvoice:location rawvoice:frequency rawvoice:subscribe rawvoice:donate",
    "Media RSS": "media:category media:copyright media:thumbnail media:keywords media:rating media:credit",
    "RFC 5005": "fh:archive fh:complete",
    "RSS 1.0": "items dc:date dc:language dc:rights dc:creator sy:updatePeriod sy:updateFrequency sy:updateBase",
    "Spotify": "spotify:countryOfOrigin spotify:limit",
}
ITEM = {
    "RSS 2.0": "title link description author category comments enclosure guid pubDate source",
    "Apple": (
        "itunes:title itunes:duration itunes:image itunes:explicit itunes:episode itunes:season itunes:episodeType "
        "itunes:block itunes:author itunes:summary itunes:subtitle itunes:keywords itunes:order "
        "itunes:isClosedCaptioned"
    ),
    "Podcasting 2.0": (
        "podcast:transcript podcast:funding podcast:chapters podcast:soundbite podcast:person podcast:location "
        "podcast:season podcast:episode podcast:license podcast:alternateEnclosure podcast:value podcast:image "
        "podcast:images podcast:contentLink podcast:socialInteract podcast:txt podcast:chat"
    ),
    "Podlove": "psc:chapters atom:contributor",
    "Media RSS": (
        "media:content media:group media:rating media:title media:description media:keywords media:thumbnail "
        "media:category media:hash media:player media:credit media:copyright media:text media:restriction "
        "media:community media:comments media:embed media:responses media:backLinks media:status media:price "
        "media:license media:subTitle media:peerLink media:location media:rights media:scenes"
    ),
    "Google Play": "googleplay:description googleplay:explicit googleplay:block googleplay:image googleplay:author",
    "RawVoice": "rawvoice:poster rawvoice:embed rawvoice:webm rawvoice:mp4",
    "others": "content:encoded dc:creator dc:date dc:subject slash:comments wfw:commentRss atom:updated enc:enclosure",
}
CASES = [("channel", *one) for one in CHANNEL.items()] + [("item", *one) for one in ITEM.items()]


@pytest.mark.parametrize(("where", "specification", "names"), CASES)
def test_every_element_of_a_specification_has_a_line(where: str, specification: str, names: str) -> None:
    lines = {one.name for one in ELEMENTS if one.where == where}
    assert [name for name in names.split() if name not in lines] == [], specification


def test_no_element_has_two_lines() -> None:
    lines = [(one.name, one.where) for one in ELEMENTS]
    assert len(lines) == len(set(lines))


def test_every_field_of_the_table_is_one_of_a_show_or_an_episode() -> None:
    known = {one.name for kind in (Show, Episode) for one in fields(kind)}
    named = {name.strip() for one in ELEMENTS if one.how == "field" for name in one.home.split(",")}
    assert named - known == set()

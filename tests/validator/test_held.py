"""What subscribers hold of a feed, read from its bytes alone."""

from __future__ import annotations

import pytest

from pipeline.model.artifact import PublishedEpisode, PublishedShow
from pipeline.validator import held

PATH = "podcasts/talks/feed.xml"
FEED = """\
<rss xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
<channel>
<title>Talks</title>
<atom:link href="https://l.example/sub/podcasts/talks/feed.xml" rel="self"/>
<podcast:guid>0a1b</podcast:guid>
{more}
<item>
<title>First &amp; last</title>
<link>https://l.example/sub/podcasts/talks/first/</link>
<guid isPermaLink="false"> Guid-1 </guid>
<pubDate>Mon, 01 Jun 2026 10:00:00 +0200</pubDate>
<enclosure url="https://l.example/sub/media/talks/f%C3%BCr-0123456789ab.mp3" length="1" type="audio/mpeg"/>
</item>
<item><guid>https://l.example/old</guid></item>
</channel>
</rss>
"""


def test_identities_are_taken_byte_for_byte_and_paths_from_the_root() -> None:
    found = held(FEED.format(more="").encode(), PATH)
    assert found
    show, (first, second) = found
    assert show == PublishedShow("", "Talks", "0a1b", PATH)
    assert first == PublishedEpisode(
        show=PATH,
        path="",
        title="First & last",
        guid=" Guid-1 ",
        permalink=False,
        enclosure="media/talks/für-0123456789ab.mp3",
        address="podcasts/talks/first/",
        published="2026-06-01T08:00:00+00:00",
    )
    assert (second.guid, second.permalink, second.enclosure, second.published) == (
        "https://l.example/old",
        True,
        "",
        "",
    )


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("feed.xml", ""),
        ("podcasts/feed.xml", ""),
        ("podcasts/at-its-old-address/feed.xml", ""),
        (PATH, "<podcast:medium>podcastL</podcast:medium>"),
    ],
)
def test_what_is_no_feed_of_a_show_tells_nothing(path: str, more: str) -> None:
    assert held(FEED.format(more=more).encode(), path) is None


@pytest.mark.parametrize("data", [b"", b"<html/>", FEED[:200].encode()])
def test_what_can_not_be_read_is_said(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        held(data, PATH)

"""Values in every form that the standards allow: none of them is a false alarm."""

from __future__ import annotations

from datetime import UTC

import pytest

from pipeline.validator import RULES
from pipeline.validator.reader import read
from pipeline.validator.values.addresses import seed
from pipeline.validator.values.lists import subcategory
from pipeline.validator.values.times import instant, seconds
from tests.validator.test_mutations import broken, element

RIGHT = {
    "rss/pubDate-value": (
        "Sat, 07 Sep 2002 00:00:01 GMT", "Wed, 2 Oct 2002 08:00:00 EST", "01 Jun 2027 12:30 +0530",
        "Thu, 29 Feb 2024 23:59:60 -0330", "Sun, 01 Jan 2023 00:00:00 UT", "Fri,  03 Mar 2023 10:00:00 PDT",
    ),
    "rss/language-value": ("de", "en-US", "en-us", "zh-Hant-TW", "pt-BR", "es-419", "sr-Latn"),
    "rss/managingEditor-value": ("a.b+c@mail.example.org (Ann O’Neil)", "ann@example.org"),
    "rss/link-value": ("https://example.org", "https://example.org/?a=1&b=%C3%A4#top", "mailto:ann@example.org"),
    "rss/enclosure-url": (
        "https://cdn.example.org/a.mp3?x=1&y=2", "https://example.org:8443/~ann/a,b(1)!.mp3", "http://93.184.216.34/a",
        "https://[2001:db8::1]/a.mp3", "https://bücher.example/ä.mp3", "https://xn--bcher-kva.example/a.mp3", "https://a_b.example/a.mp3",
    ),
    "rss/enclosure-type": ("audio/mpeg", "audio/x-m4a", "application/vnd.apple.mpegurl", 'audio/ogg; codecs="opus"'),
    "itunes/duration-value": ("1801", "1801.5", "30:01", "00:30:01", "1:00:00", "100:00:00"),
    "itunes/explicit-value": ("true", "false", "yes", "No", "clean"),
    "itunes/category-text": ("Arts", "TV & Film", "Stand-Up", "Places & Travel", "Education for Kids"),
    "itunes/episodeType-value": ("full", "Trailer", "bonus"),
    "podcast/guid-value": ("9b024349-ccf0-5f69-a609-6b82873eab3c", "9B024349-CCF0-5F69-A609-6B82873EAB3C"),
    "podcast/medium-value": ("audiobook", "course", "filmL", "mixed", "publisher", "newsletter"),
    "podcast/episode-value": ("3", "100.5", "0"),
    "podcast/season-value": ("1", "2026"),
    "podcast/person-role": ("cover art designer", "Co-Host", "NARRATOR", "post production engineer"),
    "podcast/person-group": ("Visuals", "audio post-production", "misc."),
    "podcast/location-geo": ("geo:30.2672,97.7431", "geo:-90,180", "geo:53.8,-1.5,20", "geo:1,2;crs=wgs84;u=5"),
    "podcast/location-osm": ("N1", "W123456789", "R113314", "R148838#2"),
    "podcast/location-country": ("GB", "US", "XK"),
    "podcast/soundbite-startTime": ("0", "73.0", "1234.5"),
    "podcast/alternateEnclosure-bitrate": ("128000", "160707.74"),
    "podcast/source-uri": ("https://a.example/a.mp3", "ipfs://Qm12", "magnet:?xt=urn:btih:1", "http://ab.onion/a.mp3"),
    "podcast/liveItem-start": ("2026-12-01T18:00:00Z", "2026-12-01T18:00:00.000-0600", "2026-12-01T18:00+05:30"),
    "podcast/value-suggested": ("0.00000015000", "5"),
    "podcast/image-aspect-ratio": ("1/1", "16/9", "16 / 9", "1.9"),
    "podcast/trailer-pubdate": ("Thu, 01 Apr 2027 08:00:00 EST",),
    "podcast/chat-server": ("irc.example.org", "chat.example.org:6697", "localhost"),
    "podcast/updateFrequency-dtstart": ("2027-01-01", "2027-01-01T00:00:00.000Z"),
    "podcast/updateFrequency-rrule": (
        "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=YEARLY;BYDAY=+3SU;BYMONTH=5",
        "FREQ=WEEKLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=WEEKLY;UNTIL=2027-12-31T00:00:00.000Z;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=DAILY;UNTIL=20271224T000000Z",
    ),
    "spotify/countryOfOrigin-value": ("gb", "US CA mx"),
    "psc/chapter-start": ("00:00:00.000", "1:02:03", "75.5"),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_value_in_another_form_is_right(name: str) -> None:
    rule = next(rule for rule in RULES if rule.id == name)
    end = name.partition("/")[2].removeprefix(f"{element(rule).rpartition(':')[2]}-")
    for value in RIGHT[name]:
        of = f".//{element(rule)}"
        data, _ = broken(("text", of, value) if end == "value" else ("set", f"{of}[@{end}]@{end}", value))
        seen = list(rule.look(read(data)))
        assert seen and [one.wrong for one in seen if one.wrong] == [], value


MEANT = [
    ("rss/pubDate-value", "Mon, 24 Nov 2026 06:00:00 +0000", "write `Tue`"),
    ("rss/pubDate-value", "Tue, 24 november 2026 06:00:00 +0000", "did you mean `Nov`?"),
    ("rss/pubDate-value", "Tue, 24 Nov 2026 06:00:00 CET", "write the distance from UTC, as `+0000` or `-0500`"),
    ("rss/language-value", "pt_BR", "write `pt-BR`"),
    ("rss/enclosure-url", "https://cdn.example.org/2 1.mp3", "write `%20` in its place"),
    ("itunes/category-text", "Health and Fitness", "did you mean `Health & Fitness`?"),
    ("itunes/category-text", "mental health", "did you mean `Mental Health`?"),
    ("podcast/person-role", "hots", "did you mean `host`?"),
    ("podcast/location-country", "uk", "write `GB`"),
    ("podcast/location-country", "Germany", "write `DE`"),
    ("podcast/location-geo", "geo:153.3,-27.8", "latitude comes first (-90 to 90), then longitude (-180 to 180)"),
    ("podcast/updateFrequency-rrule", "FREQ=WEEKLY;BYDAYS=MO", "did you mean `BYDAY`?"),
    ("podcast/updateFrequency-rrule", "FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "leave one of them out"),
    ("podcast/medium-value", "Audiobook", "did you mean `audiobook`?"),
    ("podcast/block-id", "appel", "did you mean `apple`?"),
]


@pytest.mark.parametrize(("name", "value", "hint"), MEANT)
def test_the_remedy_names_what_was_meant(name: str, value: str, hint: str) -> None:
    rule = next(rule for rule in RULES if rule.id == name)
    end = name.partition("/")[2].removeprefix(f"{element(rule).rpartition(':')[2]}-")
    of = f".//{element(rule)}"
    data, _ = broken(("text", of, value) if end == "value" else ("set", f"{of}[@{end}]@{end}", value))
    assert [one.wrong.hint for one in rule.look(read(data)) if one.wrong] == [hint]


@pytest.mark.parametrize(
    ("outer", "inner", "hint"),
    [
        ("Health & Fitness", "Books", "it is a category of `Arts`"),
        ("Health & Fitness", "Technology", "let it stand beside, not inside"),
        ("Health & Fitness", "Mental Helth", "did you mean `Mental Health`?"),
    ],
)
def test_a_category_inside_of_another_is_told_where_it_belongs(outer: str, inner: str, hint: str) -> None:
    wrong = subcategory(outer, inner)
    assert wrong is not None and wrong.hint == hint
    assert subcategory("Health & Fitness", "Mental Health") is None


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Tue, 24 Nov 2026 06:00:07 +0530", "2026-11-24T00:30:07+00:00"),
        ("Tue, 24 Nov 2026 21:45 -0330", "2026-11-25T01:15:00+00:00"),
        ("Tue, 24 Nov 2026 06:00:00 EST", "2026-11-24T11:00:00+00:00"),
        ("Tue, 24 Nov 2026 23:59:60 GMT", "2026-11-24T23:59:59+00:00"),
        ("Tue, 24 Nov 2026 06:00:00 +2400", None),
        ("soon", None),
    ],
)
def test_a_date_tells_an_instant(text: str, utc: str | None) -> None:
    found = instant(text)
    assert (found.astimezone(UTC).isoformat() if found else None) == utc


@pytest.mark.parametrize(
    ("text", "length"),
    [("90", 90), ("1:30", 90), ("1:00:30.5", 3630.5), ("75:00", 4500), ("1:60:00", None), ("1:60", None), ("x", None)],
)
def test_a_length_of_time_tells_seconds(text: str, length: float | None) -> None:
    assert seconds(text) == length


def test_the_guid_of_a_feed_is_made_from_its_address() -> None:
    """As the namespace computes it, whatever the scheme and the slashes at the end."""
    assert str(seed("https://podnews.net/rss")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert str(seed("http://mp3s.nashownotes.com/pc20rss.xml/")) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"

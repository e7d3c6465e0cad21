"""The whole feed as bytes, beside what a client reads in it: `talks.xml` and `talks.json`.

Written anew by `pytest tests/feeds --regenerate`.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import podcastparser

from pipeline.model.entry import Picture
from pipeline.model.kinds.episode.fields import Soundbite
from pipeline.model.kinds.show.fields import Credit, Funding
from pipeline.model.taxonomy import Person
from tests.feeds.shelf import Shelf

GOLDEN = Path(__file__).parent / "golden"
NOTES = """<h2 id="what-we-say">What we say</h2>
<p>Urges <em>pass</em>: <a href="#links">links</a> &amp; <a href="https://other.example/?a=1&amp;b=2">more</a>.</p>
<ul>
<li>00:00:00 Hello</li>
<li>00:01:00 Urges</li>
</ul>
<table><thead><tr><th>When</th><th>What</th></tr></thead><tbody><tr><td>now</td><td>breathe</td></tr></tbody></table>
<figure><img src="https://library.example/wave.png" alt="A wave"><figcaption>It rises, it falls.</figcaption></figure>
"""


def whole(shelf: Shelf) -> Shelf:
    """A show that says all that a show can say, with three episodes."""
    shelf.people = {"ada": Person(name="Ada"), "sam": Person(name="Sam & friends")}
    shelf.show(
        title="Talks & Walks",
        author="The Library's volunteers",
        date=datetime(2026, 1, 1, tzinfo=UTC),
        language="en-GB",
        image=Picture(file="cover.jpg", alt="Two chairs"),
        people=(Credit(person="ada", role="host"),),
        seasons={"2": "Urges"},
        licence="CC-BY-SA-4.0",
        funding=(Funding(url="https://library.example/give/", text="Support us"),),
        new_feed_url="https://library.example/podcasts/talks/feed.xml",
        type="serial",
    )
    shelf.episode("trailer", title="Trailer", type="trailer", html="", date=datetime(2026, 1, 2, 8, tzinfo=UTC))
    shelf.episode(
        "urges",
        title="Urges <pass> & go ]]> away",
        date=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        updated=datetime(2026, 4, 1, tzinfo=UTC),
        guid="Urn:Talks/02 Ä",
        number=1,
        season=2,
        html=NOTES,
        sound={"lead": 4.25},
        people=(Credit(person="ada", role="Host"), Credit(person="sam", role="guest")),
        content_note="Speaks of drinking.",
        explicit=True,
        synthetic_voice=True,
        soundbites=(Soundbite(at=61, seconds=12.5, title="It passes"),),
        location="Leeds",
        licence="CC0-1.0",
        funding=(Funding(url="https://ada.example/tip", text="Thank Ada"),),
    )
    shelf.episode("old", guid="https://old.example/?p=12", date=datetime(2026, 2, 1, tzinfo=UTC), number=3)
    return shelf


def test_whole_feed(shelf: Shelf, regenerate: bool) -> None:
    data = whole(shelf).feed()
    read = podcastparser.parse("https://library.example/podcasts/talks/feed.xml", io.BytesIO(data))
    as_json = json.dumps(read, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if regenerate:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / "talks.xml").write_bytes(data)
        (GOLDEN / "talks.json").write_text(as_json, "utf-8")
    assert data == (GOLDEN / "talks.xml").read_bytes()
    assert as_json == (GOLDEN / "talks.json").read_text("utf-8")


def test_same_bytes_again() -> None:
    assert whole(Shelf()).feed() == whole(Shelf()).feed()

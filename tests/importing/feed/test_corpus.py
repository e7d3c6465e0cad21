"""Feeds in the manner of many hosts, and all that is read of them.

To write the goldens anew after a change that you meant: `pytest tests/importing/feed --regenerate`, then read the diff.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.formats.letters import slug
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.feed import read
from pipeline.importing.source.found import Asset, Found, Inside, Item, Named
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Show
from pipeline.model.typed import adapter
from pipeline.problems import Place
from tests.importing.feed.twin import Twin

CORPUS = Path(__file__).parent / "corpus"
ADDRESSES = {
    "acast": "https://feeds.acast.example/public/shows/ice",
    "anchor": "https://anchor.fm/s/5ab/podcast/rss",
    "atom": "https://quiet.example/atom.xml",
    "buzzsprout": "https://feeds.buzzsprout.example/1.rss",
    "castopod": "https://cast.example/@pas/feed.xml",
    "feedburner": "http://feeds.feedburner.example/cafequit",
    "megaphone": "https://feeds.megaphone.example/NIGHT",
    "podbean": "https://feed.podbean.example/serenity/feed.xml",
    "ssp": "https://harbour.example/feed/podcast/safe-harbour",
    "libsyn": "https://feeds.libsyn.example/48113/rss",
    "podlove": "https://klarerkopf.example/feed/mp3/",
    "powerpress": "https://longway.example/feed/podcast/",
    "rss10": "http://old.example/feed.rdf",
    "soundcloud": "https://feeds.soundcloud.example/users/soundcloud:users:1/sounds.rss",
}
BESIDE = {
    "https://klarerkopf.example/feed/mp3/?page=2": (CORPUS / "podlove-2.xml").read_text(encoding="utf-8"),
    "https://feeds.buzzsprout.example/1/10/transcript": "<cite>Ada:</cite><time>0:00</time><p>Hello.</p>",
    "https://cast.example/@pas/episodes/un/chapters": json.dumps(
        {
            "version": "1.2.0",
            "chapters": [
                {"startTime": 60, "title": "Plus tard", "img": "plus.jpg", "url": "javascript:alert(1)"},
                {"startTime": 0, "title": "Ici &amp; là", "toc": True},
                {"startTime": 0, "title": "Encore"},
            ],
        }
    ),
    "https://longway.example/audio/005.txt": "Hello, and welcome.\n\nGoodbye.",
}


def shown(value: Any) -> Any:
    """A value as JSON, without what says nothing."""
    if isinstance(value, Place):
        return value.line
    if is_dataclass(value):
        said = {one.name: getattr(value, one.name) for one in fields(value)}
        name = type(value).__name__
        made = {key: shown(inner) for key, inner in said.items() if inner not in ("", 0, None, (), False, "fields")}
        return made if name in ("Item", "Found", "Loss") else {name: made}
    if isinstance(value, Mapping):
        return {key: shown(inner) for key, inner in value.items()}
    return [shown(one) for one in value] if isinstance(value, list | tuple) else value


def found(name: str, decisions: Decisions = Decisions()) -> Found:  # noqa: B008 - frozen
    data = (CORPUS / f"{name}.xml").read_bytes()
    return read(Twin({ADDRESSES[name]: data, **BESIDE}, ADDRESSES[name]), decisions)


@pytest.mark.parametrize("name", ADDRESSES)
def test_all_that_a_feed_says_is_read(name: str, regenerate: bool) -> None:
    golden = CORPUS / f"{name}.json"
    text = json.dumps(shown(found(name)), ensure_ascii=False, indent=1) + "\n"
    if regenerate:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def written(value: Any) -> Any:
    """A field as the file of an entry would have it."""
    if isinstance(value, Asset):
        return "a.mp3" if value.use in ("sound", "video") else "a.jpg"
    if isinstance(value, Named):
        guest = {"name": value.name, "role": value.role, "group": value.group, "url": value.url}
        picture = {"image": {"file": "a.jpg", "alt": value.name}} if value.image else {}
        return {key: said for key, said in (guest | picture).items() if said} if value.as_guest else slug(value.name)
    if isinstance(value, Inside):
        return written(value.otherwise)
    if isinstance(value, Mapping):
        return {key: written(inner) for key, inner in value.items()}
    return [written(one) for one in value] if isinstance(value, list | tuple) else value


def wrong(item: Item) -> set[tuple[str, str]]:
    """What is wrong with the fields of an item: the last part of its place, and the code."""
    sort: type[Any] = Show if item.kind == "show" else Episode
    fields = {"description": "A text that is made of the words of the feed."} | written(item.fields)
    try:
        adapter(sort).validate_python(fields)
    except ValidationError as error:
        return {(str(one["loc"][-1]), one["type"]) for one in error.errors()}
    return set()


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_read_is_what_an_editor_could_have_written(name: str) -> None:
    """Only what the feed does not have is missing, and of that people are told."""
    lacking = {(field, "missing") for field in ("category", "image", "email", "date")}
    assert {one for item in found(name).items for one in wrong(item)} <= lacking

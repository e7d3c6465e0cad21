"""Places on pages that people may hold: a review tells which of them a new wording would take away."""

from __future__ import annotations

import json

import pytest

from pipeline import flow, publishing
from pipeline.release import places_in
from tests.journeys.test_twins import files
from tests.support import twins

FAQ, GLOSSARY = "content/library/faq/asked.md", "content/library/glossary/words.md"


def test_a_question_reworded_and_a_word_renamed_are_told_until_they_keep_their_places() -> None:
    world = twins.world(files())
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None
    publishing.sync(world, planned)

    def told(edits: dict[str, tuple[bytes, bytes]]) -> list[tuple[str, str, str]]:
        for path, (old, new) in edits.items():
            assert old in files()[path]
            world.source.write(path, [files()[path].replace(old, new)])
        found = publishing.against(world, flow.check(world))
        return [(one.place.path, one.message, one.hint) for one in found]

    assert told({}) == []
    lost = told({FAQ: (b"## And then?", b"## What comes after?"), GLOSSARY: (b"term: mindful", b"term: plain mindful")})
    assert [(path, message.split("`")[1]) for path, message, _ in lost] == [
        (FAQ, "/library/faq/asked/#h-and-then"),
        (GLOSSARY, "/library/glossary/words/#h-mindfulness"),
    ]
    assert '`<a id="and-then"></a>`' in lost[0][2] and "`id: mindfulness`" in lost[1][2]
    kept = {
        FAQ: (b"## And then?", b'## <a id="and-then"></a>What comes after?'),
        GLOSSARY: (b"term: mindful", b"id: mindfulness\n    term: plain mindful"),
    }
    assert told(kept) == []


ROW = {"id": "a/", "url": "https://x.example/a/", "words": [{"url": "https://x.example/a/#h-b"}, {"url": 3}, "c"]}


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([ROW], {"a/": ("h-b",)}),
        ([{**ROW, "words": [{"url": "https://x.example/a/#) [x](javascript:y"}]}], {}),
        ([{**ROW, "id": "a) [x](javascript:y)/"}], {}),
        ([{"id": "a/"}], {}),
        ({}, {}),
    ],
)
def test_a_catalogue_of_an_enemy_has_no_places(entries: object, found: dict[str, tuple[str, ...]]) -> None:
    assert places_in(json.dumps({"entries": entries}).encode()) == found
    assert places_in(b"<html>") == places_in(b"[" * 100_000) == {}

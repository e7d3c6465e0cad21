"""What leads out of a library is found wherever it stands, with its place."""

from __future__ import annotations

import pytest

from pipeline import content, outgoing
from pipeline.formats import markdown
from pipeline.model.tree import File, Tree
from pipeline.settings import load
from tests.support import library

LINKS = """\
---
title: First links
description: A short list of places on the web that are good to begin with.
date: 2026-01-03
topics: [coping-with-urges]
audiences: [for-me]
sources:
  - title: A study
    url: https://study.example/a#results
links:
  - url: https://www.who.int/
    title: World Health Organization
    description: Facts about health.
    kind: organisation
    checked: 2026-02-01
  - url: https://line.example/
    title: A line
    description: Somebody answers.
    kind: helpline
    phone: "112"
  - url: tel:+441234567
    title: A number
    description: Somebody answers.
    kind: helpline
---
[One](https://one.example/?a=b&c#top), <https://two.example/>, [here](../articles/urges-pass.md),
[ours](https://library.example/about/), [also ours](http://127.0.0.1:8000/x), [mail](mailto:a@one.example).

Again [one](https://one.example/?a=b&c).
"""
SETTINGS = """
[community]
donate = "https://give.example/"
[community.social]
mastodon = "https://social.example/@library"
"""


@pytest.fixture
def found() -> tuple[outgoing.Link, ...]:
    files = library.FILES | {
        "content/library/links/first-links.md": LINKS,
        "content/people.yml": library.FILES["content/people.yml"]
        + "  links:\n    - title: Sam’s page\n      url: https://sam.example/\n",
    }
    files["pipeline.toml"] += SETTINGS
    tree = Tree({name: File(name, "", len(text), text.encode()) for name, text in sorted(files.items())})
    settings, problems = load(files["pipeline.toml"])
    assert settings, problems
    loaded, malformed = content.load(tree, settings)
    assert not malformed
    shown = {entry.path: markdown.render(entry.body, entry.path) for entry in loaded.entries}
    return outgoing.links(loaded, shown)


def test_all_that_leads_out_is_found_with_its_place(found: tuple[outgoing.Link, ...]) -> None:
    # A rendering by itself counts from the first line of its body.
    assert [(str(link.place), link.url) for link in found] == [
        ("content/library/links/first-links.md:1:7", "https://one.example/?a=b&c"),
        ("content/library/links/first-links.md:1:41", "https://two.example/"),
        ("content/library/links/first-links.md:4:13", "https://one.example/?a=b&c"),
        ("content/library/links/first-links.md:9:10", "https://study.example/a"),
        ("content/library/links/first-links.md:11:10", "https://www.who.int/"),
        ("content/library/links/first-links.md:16:10", "https://line.example/"),
        ("content/meetings/tuesday-evening.md:15:8", "https://meet.example/tuesday"),
        ("content/people.yml:4:1", "https://sam.example/"),
        ("pipeline.toml:17:1", "https://give.example/"),
        ("pipeline.toml:19:1", "https://social.example/@library"),
    ]


def test_a_look_has_a_place_beside_a_link_that_has_no_number(found: tuple[outgoing.Link, ...]) -> None:
    by_url = {link.url: link for link in found}
    assert by_url["https://www.who.int/"].item == ("links", 0)
    assert by_url["https://line.example/"].item is None, "that a page answers does not say that somebody takes the call"
    assert by_url["https://one.example/?a=b&c"].item is None
    assert by_url["https://www.who.int/"].day == "2026-02-01", "a person looked then"
    assert by_url["https://study.example/a"].day == "2026-01-03", "the entry was written then"

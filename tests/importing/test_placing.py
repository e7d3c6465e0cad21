"""Where things of a source come to lie."""

from __future__ import annotations

import cProfile
import pstats

import pytest

from pipeline.importing.laying.placing import Places
from pipeline.importing.laying.who import People
from pipeline.importing.source.found import Asset, Item, Named
from pipeline.problems import Place


@pytest.mark.parametrize(
    ("asset", "path"),
    [
        (Asset("1", "https://x.example/a/Sea_View.jpg?w=3", "picture"), "images/sea-view.jpg"),
        (Asset("1", "https://x.example/a", "picture", "Sea_View.jpeg"), "images/sea-view.jpg"),
        (Asset("1", "https://x.example/a", "picture", "Part 2.5"), "images/part-2-5.jpg"),
        (Asset("1", "https://x.example/a", "picture", "So it goes..."), "images/so-it-goes.jpg"),
        (Asset("1", "https://x.example/.jpg", "picture"), "images/jpg.jpg"),
    ],
)
def test_a_file_is_called_as_it_was_without_its_ending(asset: Asset, path: str) -> None:
    assert Places((), {}, {}).file(asset, ".jpg", "content/pages/x.md") == f"content/pages/{path}"


def test_no_file_has_a_name_that_windows_keeps_for_devices() -> None:
    places = Places((), {}, {})
    con = Item("1", "page", Place(""), {"title": "Con"})
    assert places.entry(con) == "content/pages/con-2.md"
    assert places.file(Asset("2", "/aux.png", "picture"), ".png", "content/pages/x.md").endswith("images/aux-2.png")


@pytest.mark.parametrize("title", ["News", "Meetings", "People", "Topics", "Podcasts", "Handouts", "Search", "Media"])
def test_no_page_has_the_address_of_a_list(title: str) -> None:
    """What organisations call their pages most is what a library calls its lists."""
    place = Places((), {}, {}).entry(Item("1", "page", Place(""), {"title": title}))
    assert place == f"content/pages/{title.lower()}-2.md"


def test_of_many_with_one_name_each_finds_its_place_at_once() -> None:
    """A feed of which each episode is called "Meeting": all have a place, and none looks at those of the others."""
    places, many = Places((), {}, {}), 2_000
    meetings = [Item(str(number), "page", Place(""), {"title": "Meeting"}) for number in range(many)]
    with cProfile.Profile() as profile:
        paths = [places.entry(one) for one in meetings]
    assert paths[:2] + paths[-1:] == [f"content/pages/meeting{number}.md" for number in ("", "-2", f"-{many}")]
    calls = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    assert calls < 200 * many


def test_of_many_whose_names_give_no_id_each_finds_one_at_once() -> None:
    """Names in other letters give none: whoever has one is somebody, by a number."""
    people, many = People({}, {}), 2_000
    with cProfile.Profile() as profile:
        ids = [people.author(Named(chr(0x4E00 + number), "author")) for number in range(many)]
    assert ids[:2] + ids[-1:] == ["somebody", "somebody-2", f"somebody-{many}"]
    calls = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    assert calls < 200 * many

"""Hubs that are too long for one page: what they are narrowed to, the orders in which they are read, how many entries
stand on a page, and what engines are told of all that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import pytest

from pipeline.site import dates
from pipeline.site.hubs import paging
from pipeline.site.hubs.orders import Ordered, from_a_to_z, ordered
from tests.site.conftest import Site, build_in
from tests.support.library import FILES

ARTICLES = "content/library/articles/"
URGES = f"{ARTICLES}urges-pass.md"
MORE = {
    "content/audiences.yml": (
        "- id: for-me",
        "- id: for-all\n  title: For all\n  description: Whoever reads this library.\n- id: for-me",
    ),
    URGES: ("audiences: [for-me]", "audiences: [for-me, for-all]"),
    f"{ARTICLES}long.md": ("", FILES[URGES].replace("title: Urges pass", "title: Ängste") + "And again. " * 900),
    f"{ARTICLES}middle.md": (
        "",
        FILES[URGES].replace("title: Urges pass", 'title: "„Bravo“"').replace("[for-me]", "[for-all]")
        + "And again. " * 400,
    ),
}


def narrow(site: Site, address: str) -> dict[str, str]:
    """What leads from a page to less of its list, or to another order: the words of each link, and its address."""
    nav = site.page(address).partition('<nav class="narrow"')[2].partition("</nav>")[0]
    found = [
        (re.sub(r"<[^>]*>", "", words), to) for to, words in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', nav)
    ]
    return {" ".join(words.split()): urljoin(address, to) for words, to in found}


def cards(site: Site, address: str) -> list[str]:
    """The addresses of the entries on the pages of a list, from the first on."""
    return [entry for page in pages(site, address) for entry in on(site, page)]


def on(site: Site, page: str) -> list[str]:
    main = site.page(page).partition("<main")[2].partition("</main>")[0]
    return [urljoin(page, to) for to in re.findall(r'class="card-title"[^>]*><a href="([^"]*)"', main)]


def pages(site: Site, address: str) -> Iterator[str]:
    while address:
        yield address
        following = re.search(r'<link rel="next" href="([^"]*)"', site.page(address))
        address = urljoin(address, following[1]) if following else ""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small library whose lists are too long for a page where they have two entries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "FEWEST", 1)
        site = build_in(tmp_path_factory.mktemp("long"), MORE)
    assert site.problems == ()
    return site


def test_a_long_list_leads_to_less_of_it_and_says_how_much_that_is(long: Site) -> None:
    hub = "audiences/for-me/"
    ways = narrow(long, hub)
    assert {"Articles (2)", "Handouts (1)"} < {*ways}
    for words, to in ways.items():
        less, count = cards(long, to), re.search(r"\((\d+)\)$", words)
        assert count and len(less) == int(count[1]) and {*less} < {*cards(long, hub)}
    view = ways["Articles (2)"]
    assert view == f"{hub}kind/article/"
    back = narrow(long, view)
    assert (back["For me ×"], back["Articles ×"]) == ("library/articles/", hub)


def test_a_list_that_shows_what_another_shows_is_that_one(long: Site) -> None:
    (to,) = (to for words, to in narrow(long, "audiences/for-me/").items() if words.startswith("Handouts"))
    assert to == "handouts/"
    assert "audiences/for-me/kind/handout/index.html" not in long.files


def test_engines_are_led_to_the_lists_and_not_to_what_shows_the_same(long: Site) -> None:
    lists = [path.removesuffix("index.html") for path, page in long.files.items() if b'class="hub"' in page]
    listed = {one for one in lists if 'name="robots"' not in long.page(one).partition("<body")[0]}
    beside = {*lists} - listed
    assert beside and all(re.search(r"/(?:for|kind)/|/by-", one) for one in beside)
    assert not any(re.search(r"/(?:for|kind)/|/by-", one) for one in listed) and any("/page/" in one for one in listed)
    for one in lists:
        assert f'<link rel="canonical" href="https://library.example/{one}">' in long.page(one)
        assert long.page(one).count('content="noindex"') == (one in beside)
    named = dates(long.published.library, long.files)
    assert not beside & {*named} and "topics/coping-with-urges/" in named
    titles = [re.findall(r"<title>(.*?)</title>", long.page(one))[0] for one in lists]
    assert len({*titles}) == len(titles)


def test_a_kind_is_read_from_a_to_z_and_the_shortest_first(long: Site) -> None:
    hub = "library/articles/"
    ways = narrow(long, hub)
    newest, by_title, by_length = (ways[words] for words in ("newest first", "from A to Z", "shortest first"))
    assert newest == hub and {*cards(long, hub)} == {*cards(long, by_title)} == {*cards(long, by_length)}
    assert cards(long, by_title) == [f"{hub}long/", f"{hub}middle/", f"{hub}urges-pass/"]
    assert cards(long, by_length) == [f"{hub}urges-pass/", f"{hub}middle/", f"{hub}long/"]
    letters = {words: to for words, to in narrow(long, by_title).items() if len(words) == 1}
    assert [*letters] == ["A", "B", "U"] and on(long, letters["U"])[-1] == f"{hub}urges-pass/"
    minutes = {words: to for words, to in narrow(long, by_length).items() if "min" in words}
    assert [*minutes] == ["1 min", "4 min", "9 min"] and f"{hub}long/" in on(long, minutes["9 min"])


def library(titles: list[str]) -> Ordered:
    entries: list[Any] = [
        SimpleNamespace(path=f"content/library/articles/a{number}.md", fields=SimpleNamespace(title=title))
        for number, title in enumerate(titles)
    ]
    return ordered(from_a_to_z(entries))


WORDS = ("How", "what", "Why", "sleep", "urge", "craving", "friend", "talk", "night", "alone", "Help", "money", "work",
         "anger", "shame", "walk", "plan", "write", "call")  # fmt: skip
TITLES = [f"{WORDS[n % 19]} {WORDS[n * 7 % 17]} {WORDS[n * 11 % 13]} {n * 37 % 101}" for n in range(3000)]


def test_runs_hold_24_to_48_entries_in_their_order_and_letters_lead_to_them() -> None:
    made = library(["Éclair", "„Zum Schluss“", "zum", "!", *TITLES])
    titles = [entry.fields.title for run in made.runs for entry in run.entries]
    assert titles[:1] == ["!"] and titles[-2:] == ["zum", "„Zum Schluss“"]
    assert len(titles) == 3004 and titles.index("Éclair") < min(
        titles.index(t) for t in titles if t.startswith("friend")
    )
    sizes = [len(run.entries) for run in made.runs]
    assert max(sizes) <= 48 and sum(sizes) / len(sizes) >= 24
    names = [run.name for run in made.runs]
    assert names[0] == "" and len({*names}) == len(names) and all(re.fullmatch(r"[a-z0-9_-]*", name) for name in names)
    assert [step for step, _ in made.steps] == sorted({step for step, _ in made.steps}) and dict(made.steps)[
        "e"
    ] in names
    for step, name in made.steps:
        run = made.runs[names.index(name)]
        assert any(entry.fields.title.casefold().strip("„é")[:1] in (step, "c", "!") for entry in run.entries)


@pytest.mark.parametrize("size", [300, 1200])
def test_a_new_title_changes_its_run_and_at_most_those_beside_it(size: int) -> None:
    before = library(TITLES[:size])
    for new in ("Aa", "How it goes", "Sleep well tonight", "Zzz", TITLES[0], TITLES[size // 2]):
        after = library([*TITLES[:size], new])
        shown = [
            {run.name: ([one.path for one in run.entries], run.first, run.last) for run in each.runs}
            for each in (before, after)
        ]
        changed = [name for name in {*shown[0], *shown[1]} if shown[0].get(name) != shown[1].get(name)]
        assert 1 <= len(changed) <= 4, (new, changed)


def test_as_many_entries_of_one_title_as_there_are_find_room() -> None:
    made = library(["The same title, and a long one: " * 4] * 200)
    assert {len(run.entries) <= 48 for run in made.runs} == {True} and sum(len(run.entries) for run in made.runs) == 200
    assert max(len(run.name) for run in made.runs) <= 80


def test_pages_hold_24_to_48_and_a_new_entry_changes_the_newest_and_at_most_one_other() -> None:
    for listed in (*range(1, 260), 3000, 3001):
        numbers = list(range(listed, 0, -1))  # newest first
        made, again = (
            [paging.part(each, number) for number in range(paging.parts(len(each)) + 1)]
            for each in (numbers, [listed + 1, *numbers])
        )
        assert sorted(one for page in made for one in page) == sorted(numbers)
        assert all(24 <= len(page) <= 48 for page in made) or (len(made) == 1 and listed < 48)
        changed = [number for number, page in enumerate(again) if number >= len(made) or page != made[number]]
        assert changed in ([0], [0, len(again) - 1])
        named = list(paging.in_order(numbers))
        assert [one for page in named for one in page] == numbers
        assert all(24 <= len(page) < 48 for page in named) or (len(named) == 1 and listed < 24)

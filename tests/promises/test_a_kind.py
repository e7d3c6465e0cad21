"""A new kind is one room, one line in the table, and one template: nothing else is touched, and everybody knows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
from lxml import etree

from pipeline.cli import reference
from pipeline.cli.commands import main
from pipeline.model.kinds import KINDS
from tests.promises import recipe
from tests.support import library

SOUP, BREAD = "content/kitchen/soups/lentils.md", "content/kitchen/bread.md"
FILES = {
    SOUP: """\
---
title: Lentil soup
description: A soup that takes twenty minutes and leaves time to think of something else.
date: 2026-01-10
topics: [coping-with-urges]
audiences: [for-me]
authors: [alex]
cook: sam
serves: 2
grams: 900
ingredients: [lentils, water, salt]
---
Stir, and read [an article](../../library/articles/urges-pass.md) meanwhile.
""",
    BREAD: """\
---
title: Flat bread
description: Bread without yeast, for an evening on which there is nothing in the house.
date: 2026-01-11
topics: [coping-with-urges]
audiences: [for-me]
cook: alex
serves: 1
ingredients: [flour, water]
redirect_from: [/bread/]
---
Knead.
""",
    "theme/kinds/recipe.html": recipe.TEMPLATE,
    "theme/hubs/kitchen.html": recipe.HUB,
}


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture(scope="module", autouse=True)
def patched() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KINDS, "recipe", recipe.KIND)  # the one line
        yield patch


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, small_cache: Path) -> Path:
    import shutil

    made = library.write(tmp_path_factory.mktemp("own") / "library")
    shutil.copytree(small_cache, made / ".cache")
    for name, text in FILES.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    return made


def run(*arguments: str | Path) -> Ran:
    """A command in this process, which knows of the kind."""
    import contextlib
    import io

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments], standalone_mode=False)
    return Ran(int(str(ended.value.code or 0)), out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def public(root: Path) -> Path:
    ran = run("publish", "--root", root)
    assert ran.status == 0, ran.err
    return root / "public"


def read(public: Path, name: str) -> str:
    return (public / name).read_text(encoding="utf-8")


def test_its_page_is_laid_out_by_its_template_with_what_it_adds(public: Path) -> None:
    page = read(public, "kitchen/soups/lentils/index.html")
    assert '<p class="serves">For 2 people, 450 g</p>' in page
    assert '<a href="../../../people/sam/">Sam</a>' in page
    assert "<li>lentils</li><li>water</li>" in page
    assert ">Recipe</p>" in page  # the word above the title
    assert '<a href="lentils.txt" download>txt</a>' in page
    assert read(public, "kitchen/soups/lentils/lentils.txt") == "lentils\nwater\nsalt\n"
    assert 'href="../../../library/articles/urges-pass/"' in page


def test_its_hub_stands_in_the_navigation_at_its_place(public: Path) -> None:
    hub = read(public, "kitchen/index.html")
    assert "<h1" in hub and "Recipes</h1>" in hub and "Food that keeps one going." in hub
    assert hub.index('href="bread/"') < hub.index('href="soups/lentils/"')  # the newest first
    named = re.findall(r'<li><a href="([^"]*)"', read(public, "index.html").partition('class="sections"')[2])
    assert named[:3] == ["library/articles/", "kitchen/", "handouts/"]


def test_its_hub_shows_all_of_them_in_its_own_way_and_as_files(public: Path) -> None:
    hub = read(public, "kitchen/index.html")
    assert '<p class="eaters">3 eat in A small library</p>' in hub
    assert '<a href="kitchen.txt" download>txt</a>' in hub and '<a href="kitchen.pdf">A4, 1</a>' in hub
    assert read(public, "kitchen/kitchen.txt") == "Needs: Flat bread\nNeeds: Lentil soup\n"
    with pikepdf.open(public / "kitchen/kitchen.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "Recipes – A small library"


def test_the_way_to_it_is_shown_to_people_and_machines(public: Path) -> None:
    page = read(public, "kitchen/soups/lentils/index.html")
    path = page.partition('<nav class="path"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]*)">([^<]*)', path) == [("../../../", "Home"), ("../../", "Recipes")]
    crumbs = next(node for node in graph(page) if node["@type"] == "BreadcrumbList")
    assert [item["name"] for item in crumbs["itemListElement"]] == ["A small library", "Recipes", "Lentil soup"]


def graph(page: str) -> list[dict[str, Any]]:
    said = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    return list(said["@graph"])


def test_machines_read_it_in_the_words_of_schema_org(public: Path) -> None:
    said = next(node for node in graph(read(public, "kitchen/bread/index.html")) if node["@type"] == "Recipe")
    assert said["recipeIngredient"] == ["flour", "water"] and said["recipeYield"] == 1


def test_the_catalogue_has_its_rows_and_the_schema_knows_them(public: Path) -> None:
    catalogue = json.loads(read(public, "api/catalog.json"))
    soup = next(entry for entry in catalogue["entries"] if entry["id"] == "kitchen/soups/lentils/")
    assert (soup["kind"], soup["serves"], soup["cook"]["id"]) == ("recipe", 2, "people/sam/")
    assert {"id": "kitchen/", "kind": "recipe", "title": "Recipes"}.items() <= next(
        section for section in catalogue["sections"] if section["kind"] == "recipe"
    ).items()
    schema = json.loads(reference.pages()["schema/catalog.json"])
    jsonschema.validate(catalogue, schema)
    soup["serves"] = "two"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(catalogue, schema)


def test_it_is_news_it_is_found_and_old_addresses_lead_to_it(public: Path) -> None:
    for feed in ("feed.xml", "topics/coping-with-urges/feed.xml"):
        items = etree.parse(public / feed).findall(".//item")
        titles = [item.findtext("title") for item in items]
        assert titles[:2] == ["Flat bread", "Lentil soup"]
    assert "Needs: flour, water" in read(public, "feed.xml")
    assert "https://library.example/kitchen/soups/lentils/" in read(public, "sitemap.xml")
    for hub in ("topics/coping-with-urges", "audiences/for-me", "people/sam"):
        assert "kitchen/soups/lentils/" in read(public, f"{hub}/index.html")
    assert "Flat bread" in read(public, "index.html")
    assert 'url=../kitchen/bread/"' in read(public, "bread/index.html")


def test_the_search_can_be_narrowed_to_it(public: Path) -> None:
    import gzip

    filters = [gzip.decompress(path.read_bytes()) for path in (public / "search/filter").iterdir()]
    assert any(b"Recipe" in data and b"Handout" in data for data in filters)


def test_what_is_wrong_has_its_place(root: Path) -> None:
    good = (root / SOUP).read_text(encoding="utf-8")
    wrong = "serves: 0\ncard: gone.png\ntasted: 2020-01-01"
    bad = good.replace("cook: sam", "cook: nobody").replace("serves: 2", wrong)
    (root / SOUP).write_text(bad, encoding="utf-8")
    ran = run("check", "--root", root)
    (root / SOUP).write_text(good.replace("serves: 2", "servs: 2"), encoding="utf-8")
    misspelt = run("check", "--root", root)
    (root / SOUP).write_text(good, encoding="utf-8")
    assert ran.status == misspelt.status == 1
    for line in (
        f"{SOUP}:8:7: error: no person `nobody` is in `people.yml`",
        f"{SOUP}:9:9: error: this recipe serves nobody",
        f"{SOUP}:10:7: error: there is no file `gone.png`",
        f"{SOUP}:11:9: warning: nobody has looked at this since 2020-01-01",
    ):
        assert line in ran.err
    assert "did you mean `serves`?" in misspelt.err


def test_new_begins_one_that_check_accepts(root: Path) -> None:
    ran = run("new", "recipe", "Apple cake", "--root", root)
    assert ran.status == 0, ran.err
    path = root / "content/kitchen/apple-cake.md"
    text = path.read_text(encoding="utf-8")
    assert "cook: alex\n" in text and "# tasted: When somebody cooked it last.\n" in text
    assert text.endswith("Say first what to do while the water boils.\n")
    ran = run("check", "--root", root)
    path.unlink()
    assert ran.status == 0, ran.err


def test_the_reference_tells_of_it() -> None:
    pages = reference.pages()
    assert "## Recipe\n\nFiles: `content/kitchen/**/*.md`" in pages["reference/content.md"]
    assert "| `serves` * | whole number | How many it is for. |" in pages["reference/content.md"]
    assert "### Recipe" in pages["reference/feeds.md"]
    assert "tasted" in json.loads(pages["schema/recipe.json"])["properties"]
    assert '  serves:\n    one: "For {n} person"' in pages["reference/words.yml"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": {}}, "its English words lack `kinds.recipe.singular`"),
        ({"root": "/kitchen/"}, "not as `/kitchen/`"),
        ({"root": "kitchen"}, "not as `kitchen`"),
        ({"root": ""}, "a hub needs a `root`"),
    ],
)
def test_a_room_that_says_too_little_is_told_at_once(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(recipe.KIND, **change)

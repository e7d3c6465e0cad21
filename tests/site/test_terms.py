"""Terms on pages and in feeds: what a reader meets, and where nothing is explained."""

from __future__ import annotations

import json
from functools import cache

import pytest
from lxml.html import HtmlElement, document_fromstring

from pipeline import flow
from pipeline.formats import searchable
from tests.journeys.test_twins import files
from tests.promises.edits import ARTICLE, ARTICLES, QUESTIONS
from tests.support import twins

URGES, SETTINGS = f"{ARTICLES}urges-pass.md", "pipeline.toml"
FAQ, GLOSSARY, GERMAN = (f"content/library/{name}.md" for name in ("faq/asked", "glossary/words", "glossary/woerter"))
WORDS = """\
---
title: Words
description: Words that stand in this library, and what each of them means to us.
date: 2026-01-01
{language}terms:
  - term: {term}
    meaning: "{meaning}"
---
"""
PLACE = "library/glossary/words/#h-urge"


@cache
def made(*edits: tuple[str, str, str], german: bool = False) -> dict[str, str]:
    """What is published of a small library with a glossary, after edits of files."""
    shelf = files()
    shelf[GLOSSARY] = WORDS.format(language="", term="urge", meaning='A \\"strong\\" wish.').encode()
    if german:
        shelf[GERMAN] = WORDS.format(language="language: de\n", term="Drang", meaning="Ein Wunsch.").encode()
        body = "Ein urge ist ein Drang."
        text = ARTICLE.format(title="Drang", topic="coping-with-urges", body=body)
        shelf[f"{ARTICLES}drang.md"] = text.replace("authors", "language: de-AT\nauthors").encode()
    shelf[FAQ] = QUESTIONS.replace("sleep", "coping-with-urges").encode()
    for path, old, new in edits:
        assert old in shelf[path].decode()
        shelf[path] = shelf[path].replace(old.encode(), new.encode(), 1)
    world = twins.world(shelf)
    built = flow.build(world).manifest.artifacts
    wanted = ("library/articles/", "library/glossary/", "library/faq/", "feed.xml", "api/entries/library/")
    return {
        path: b"".join(world.output.open(artifact)).decode()
        for path, artifact in built.items()
        if path.startswith(wanted)
    }


def page(name: str, *edits: tuple[str, str, str], german: bool = False) -> HtmlElement:
    return document_fromstring(made(*edits, german=german)[f"library/{name}/index.html"])


def explained(of: HtmlElement) -> list[str]:
    return [str(word.text_content()) for word in of.xpath("//main//span[@class='term']")]


def test_the_first_use_is_a_word_with_a_button_that_opens_what_it_means() -> None:
    article = page("articles/urges-pass")
    (paragraph,) = article.xpath("//main//p[.//dfn]")
    assert explained(article) == ["urge"]
    (button, close) = paragraph.xpath(".//button")
    (meaning,) = paragraph.xpath(f".//*[@id='{button.get('popovertarget')}']")
    assert meaning.get("popover") and close.get("popovertarget") == meaning.get("id")
    assert button.get("title") == 'A "strong" wish.' and "“urge”" in button.get("aria-label")
    assert meaning.xpath(".//a/@href") == ["../../glossary/words/#h-urge"]
    # Without a style sheet, and to a reader's view, it is a sentence with brackets.
    for element in paragraph.xpath(".//*[@class='ways'] | .//b | .//*[@class='colon']"):
        element.drop_tree()
    assert paragraph.text_content() == 'An urge (A "strong" wish.) is like a wave.'


def test_it_is_not_found_by_what_its_words_mean() -> None:
    words = searchable.words(page("articles/urges-pass"))
    assert "An urge is like a wave." in words.replace("<span>", "").replace("</span>", "").replace("<dfn>", "").replace(
        "</dfn>", ""
    ).replace("<button></button>", "")
    assert "strong" not in words


def test_feeds_lead_to_the_meaning_and_the_catalogue_has_the_text_as_it_was_written() -> None:
    out = made()
    site = "http://127.0.0.1:8000/"
    link = f'<dfn><a href="{site}{PLACE}" title="A &quot;strong&quot; wish.">urge</a></dfn>'
    assert f"An {link} is like a wave." in out["feed.xml"]
    assert "An urge is like a wave." in json.loads(out["api/entries/library/articles/urges-pass.json"])["html"]
    (row,) = json.loads(out["api/entries/library/glossary/words.json"])["terms"]
    assert (row["id"], row["url"], row["meaning"]) == ("urge", site + PLACE, 'A "strong" wish.')


OFF = {
    "none by itself": (SETTINGS, "timezone", "glossary = 0\ntimezone"),
    "not in this text": (URGES, "authors:", "explain_terms: no\nauthors:"),
    "not this word": (GLOSSARY, "    meaning", "    marked: no\n    meaning"),
    "in another language": (URGES, "authors:", "language: fr\nauthors:"),
    "the text explains it itself": (GLOSSARY, "    meaning", "    see: [../articles/urges-pass.md]\n    meaning"),
}


@pytest.mark.parametrize("how", OFF)
def test_it_can_be_switched_off_and_a_link_of_the_author_explains_it_all_the_same(how: str) -> None:
    assert explained(page("articles/urges-pass", OFF[how])) == []
    linked = (URGES, "An urge is", "An urge, [this wish](../glossary/words.md#urge), is")
    assert explained(page("articles/urges-pass", OFF[how], linked)) == ["this wish"]


def test_each_language_has_its_words_and_what_the_site_says_there_has_its_own() -> None:
    article = page("articles/drang", german=True)
    assert explained(article) == ["Drang"]
    assert set(article.xpath("//*[@class='term']/button/@lang | //*[@class='ways']/@lang")) == {"en"}


def test_questions_are_told_to_search_engines_with_their_places_and_whole_links() -> None:
    row = json.loads(made()["api/entries/library/faq/asked.json"])
    asked = [(one["url"].partition("asked/")[2], one["question"]) for one in row["questions"]]
    assert asked == [("#h-does-an-urge-pass", "Does an urge pass?"), ("#h-and-then", "And then?")]
    assert 'href="http://127.0.0.1:8000/library/articles/urges-pass/"' in row["questions"][0]["answer"]
    assert row["questions"][1]["answer"] == "<p>Then comes the next one.</p>"
    assert explained(page("faq/asked")) == ["an urge"]


def test_a_question_keeps_its_place_when_its_words_change() -> None:
    edit = (FAQ, "## And then?", '## <a id="and-then"></a>What comes after it?')
    (_, asked) = json.loads(made(edit)["api/entries/library/faq/asked.json"])["questions"]
    assert (asked["id"], asked["question"]) == ("h-and-then", "What comes after it?")

"""Terms in a text: which uses are found, and which are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import markup
from pipeline.formats.markdown import render
from pipeline.formats.terms import Vocabulary, explained, uses

PATH = "content/library/articles/x.md"
WORDS = "content/library/glossary/words.md"
TERMS = {
    "urge": ("urge", "urges"),
    "surfing": ("urge surfing",),
    "craft": ("CRAFT",),
    "sheet": ("cost-benefit analysis",),
    "noun": ("Verlangen",),
    "rb": ("R&B",),
    "hindi": ("नशा",),
}
VOCABULARY = Vocabulary((spelling, f"{WORDS}#{term}") for term, several in TERMS.items() for spelling in several)


def marked(body: str, most: int = 9) -> str:
    """The HTML of a body with each term that it explains in brackets, and behind it which it is."""
    html = render(body, PATH).html
    known = {f"{WORDS}#{term}" for term in TERMS}
    found = uses(html, VOCABULARY, known.__contains__, most)
    return explained(html, found, lambda use, words: f"[{words}]{use.term.partition('#')[2]}")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("An urge, and another urge.", "<p>An [urge]urge, and another urge.</p>"),
        ("Urges rise.", "<p>[Urges]urge rise.</p>"),
        ("It is urge\nsurfing, not an urge.", "<p>It is [urge\nsurfing]surfing, not an [urge]urge.</p>"),
        ("The craft of CRAFT.", "<p>The craft of [CRAFT]craft.</p>"),
        ("verlangen nach Verlangen", "<p>verlangen nach [Verlangen]noun</p>"),
        ("A cost-benefit analysis.", "<p>A [cost-benefit analysis]sheet.</p>"),
        ("R&B, and R&amp;B", "<p>[R&amp;B]rb, and R&amp;B</p>"),
        ("एक नशा है, और नशाखोर", "<p>एक [नशा]hindi है, और नशाखोर</p>"),
        ("Some<br>urge.", "<p>Some<br>[urge]urge.</p>"),
        ("*Urges*", "<p><em>[Urges]urge</em></p>"),
    ],
)
def test_the_first_use_is_found(body: str, shown: str) -> None:
    assert marked(body) == shown


@pytest.mark.parametrize(
    "body",
    [
        "Urging, resurge, urge-free, non-urge, urge@urge.example, and/urge",
        "A cost benefit analysis, R&D",
        "# Urge\n\n## An urge",
        "[An urge](y.md), `urge`, <cite>Urge</cite>, <abbr>urge</abbr>, ![urge](urge.png)",
        '!!! note "Urge"\n    Nothing here.',
        "Urge\n: A word that explains itself.",
        "| urge |\n| --- |\n| no |",
    ],
)
def test_what_is_no_use_of_it(body: str) -> None:
    assert marked(body) == render(body, PATH).html


def test_a_link_of_the_author_is_the_use_and_stands_first_wherever_it_is() -> None:
    body = "An urge.\n\n# [urge](../glossary/words.md#urge)\n\nTo [have *urges*](../glossary/words.md#urge) and urges."
    shown = marked(body)
    assert "<p>An urge.</p>" in shown and "To [have <em>urges</em>]urge and urges." in shown
    assert '<a href="/@/content/library/glossary/words.md#urge">urge</a></h2>' in shown  # a heading leads there
    assert marked(body, most=0) == shown
    assert "#wave" in marked("[a wave](../glossary/words.md#wave)")  # there is no such term: a link as others


def test_those_that_a_text_explains_by_itself_are_bounded_and_links_are_not_counted() -> None:
    body = "CRAFT, an urge, urge surfing. [R&B](../glossary/words.md#rb)."
    assert marked(body, most=2) == "<p>[CRAFT]craft, an [urge]urge, urge surfing. [R&amp;B]rb.</p>"


@given(st.text("urge sfin\n*_`>#|-[]()<>&;:!", max_size=60))
def test_nothing_of_a_text_is_lost_and_its_tags_stay_in_order(body: str) -> None:
    html = render(body, PATH).html
    known = {f"{WORDS}#{term}" for term in TERMS}
    found = uses(html, VOCABULARY, known.__contains__, 9)
    assert explained(html, found, lambda use, _: html[use.start : use.end]) == html
    assert markup.sanitise(explained(html, found, lambda _, words: f"<dfn>{words}</dfn>")).count("<dfn>") == len(found)

"""Warnings about words: where readers stumble or are hurt, and nowhere else."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.content import load
from pipeline.content.checks import words
from pipeline.content.checks.around import Around
from pipeline.model.tree import File, Tree
from pipeline.problems import Problem
from pipeline.settings import load as settings_of
from tests.support import library

ARTICLE, LINKS = "content/library/articles/urges-pass.md", "content/library/links/first-links.md"
BOOKS = "content/library/books/first-books.md"
LONG = "When " + "you wait and " * 12 + "rest, it goes."
HARD = (
    "Individuals experiencing psychological dependence substantially benefit from systematically implemented "
    "interventions, particularly where environmental contingencies are comprehensively identified beforehand.\n"
) * 6


class Shelf:
    """The small library in memory."""

    def __init__(self) -> None:
        self.files = dict(library.FILES)

    def edit(self, name: str, old: str, new: str) -> None:
        assert old in self.files[name], (name, old)
        self.files[name] = self.files[name].replace(old, new, 1)

    def say(self, text: str) -> None:
        self.edit(ARTICLE, "An urge is like a wave.", text)

    @property
    def problems(self) -> list[Problem]:
        settings, wrong = settings_of(self.files["pipeline.toml"])
        assert settings, wrong
        texts = {name: text.encode() for name, text in sorted(self.files.items())}
        tree = Tree({name: File(name, hashlib.sha256(d).hexdigest(), len(d), d) for name, d in texts.items()})
        loaded, malformed = load(tree, settings)
        assert not malformed
        around, rules = Around(loaded, {}, datetime(2026, 11, 24, 12, tzinfo=UTC)), words.Words(settings)
        return sorted(problem for entry in loaded.entries for problem in rules.of(entry, around))

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(problem.code, str(problem.place)) for problem in self.problems]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_long_sentence_is_told_at_its_line(shelf: Shelf) -> None:
    shelf.say(f"Short.\nAlso short. {LONG}\nShort again.")
    assert shelf.told == [("long-sentence", f"{ARTICLE}:10:13")]


def test_a_list_of_short_points_is_no_long_sentence(shelf: Shelf) -> None:
    shelf.say("Things to do:\n\n" + "- walk to the bus stop\n" * 20)
    assert shelf.told == []


def test_a_hard_text_is_told_at_its_hardest_paragraph(shelf: Shelf) -> None:
    shelf.say(f"{'It goes. You rest. ' * 4}\n\n{HARD}")
    assert [problem for problem in shelf.told if problem[0] == "hard-to-read"] == [("hard-to-read", f"{ARTICLE}:11:1")]


def test_a_text_in_another_language_has_no_reading_age(shelf: Shelf) -> None:
    shelf.say(HARD)
    shelf.edit(ARTICLE, "title: Urges pass", "title: Urges pass\nlanguage: de")
    assert shelf.told == []


def test_what_is_switched_off_is_not_looked_at(shelf: Shelf) -> None:
    shelf.say(f"{HARD}\n\n{LONG} An addict.")
    off = "[words]\nreading_age = 0\nsentence_words = 0\nour_list = false\n\n[audio]"
    shelf.edit("pipeline.toml", "[audio]", off)
    assert shelf.told == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("For addicts and others.", "addicts"),
        ("He is an alcoholic.", "alcoholic"),
        ("Drug\nabuse is common.", "Drug abuse"),
        ("## For junkies", "junkies"),
        ("| who |\n| --- |\n| a drug abuser |", "drug abuser"),
    ],
)
def test_a_word_that_hurts_is_told_with_a_kinder_one(shelf: Shelf, text: str, word: str) -> None:
    shelf.say(f"Before.\n\n{text}\n\nAfter.")
    (problem,) = shelf.problems
    assert problem.message == f"`{word}` can hurt who reads it"
    assert problem.hint.startswith("write `")
    assert problem.place.line > 10


@pytest.mark.parametrize(
    "text",
    [
        'She said: "I am an alcoholic, and I know it."',
        "She said: “I am an alcoholic.”",
        "She said 'I'm an addict' aloud.",
        "> I am an addict.",
        "Read *The Recovering Addict* first.",
        "The word `addict` hurts.",
        "Alcoholics Anonymous meets on Monday, and the Substance Abuse and Mental Health Services Administration too.",
        "An alcoholic drink, or two alcoholic drinks.",
        "Addiction, addicted, non-alcoholic beer, addict-free.",
        "<!-- addict -->",
        "See [this](https://example.org/drug-abuse) and https://example.org/addict/.",
    ],
)
def test_who_quotes_or_names_is_not_warned(shelf: Shelf, text: str) -> None:
    shelf.say(text)
    assert shelf.told == []


def test_our_words_in_fields_are_looked_at_and_those_of_others_are_not(shelf: Shelf) -> None:
    shelf.edit(BOOKS, "title: The Feeling Good Handbook", "title: Diary of a drug addict")
    shelf.edit(BOOKS, "A workbook of methods", "For every addict, a workbook of methods")
    shelf.edit(ARTICLE, "title: Urges pass", "title: Urges pass\nsources:\n  - title: Facts on drug abuse")
    assert shelf.told == [("unkind-word", f"{BOOKS}:11:17")]


def test_the_list_is_extended_and_narrowed_in_the_settings(shelf: Shelf) -> None:
    shelf.say("The sufferer and the addict. A drug user, as the Drug user survey says.")
    words = '[words]\naccept = ["drug user survey"]\n[words.avoid]\nsufferer = "person"\n\n[audio]'
    shelf.edit("pipeline.toml", "[audio]", words)
    assert shelf.told == [("unkind-word", f"{ARTICLE}:9:{column}") for column in (5, 22, 32)]


@pytest.mark.parametrize("alt", ["Image of a wave", "a picture of a wave", "wave.png", "IMG_2041"])
def test_an_alternative_text_says_what_there_is_to_see(shelf: Shelf, alt: str) -> None:
    shelf.say(f"Look:\n![{alt}](../../podcasts/talks/cover.png)")
    shelf.edit("content/podcasts/talks/show.yml", "alt: A plain square", f"alt: {alt}")
    assert shelf.told == [("poor-alt", f"{ARTICLE}:10:3"), ("poor-alt", "content/podcasts/talks/show.yml:11:8")]


def test_a_good_alternative_text_is_left_alone(shelf: Shelf) -> None:
    shelf.say("![A wave breaks; an image of calm](../../podcasts/talks/cover.png)")
    assert shelf.told == []


def test_a_link_that_nobody_looked_at_for_a_year_is_told(shelf: Shelf) -> None:
    shelf.edit(LINKS, "    kind: organisation", "    kind: organisation\n    checked: 2020-02-03")
    assert shelf.told == [("stale-link", f"{LINKS}:12:14")]
    shelf.edit("pipeline.toml", "[audio]", "[words]\nchecked_days = 0\n\n[audio]")
    assert shelf.told == []


@given(st.text(st.sampled_from("aB. \n#>-*_`|![](){}<\"'"), max_size=200), st.text(max_size=50))
def test_no_text_breaks_the_checks_and_places_are_in_the_file(marks: str, text: str) -> None:
    shelf = Shelf()
    shelf.say(f"{marks} {text} addict {marks}".replace("\0", ""))
    lines = shelf.files[ARTICLE].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in shelf.problems:
        assert problem.place.column <= len(lines[problem.place.line - 1])

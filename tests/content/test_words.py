"""Warnings about words: where readers stumble or are hurt, and nowhere else."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import report
from pipeline.content import load
from pipeline.content.checks import words
from pipeline.content.checks.around import Around
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem
from pipeline.settings import load as settings_of
from tests.support import library

ARTICLE, LINKS = "content/library/articles/urges-pass.md", "content/library/links/first-links.md"
BOOKS = "content/library/books/first-books.md"
BEGIN = "begin with what there is to see: who listens knows that it is a picture"
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
    def tree(self) -> Tree:
        texts = {name: text.encode() for name, text in sorted(self.files.items())}
        return Tree({name: File(name, hashlib.sha256(d).hexdigest(), len(d), d) for name, d in texts.items()})

    @property
    def problems(self) -> list[Problem]:
        settings, wrong = settings_of(self.files["pipeline.toml"])
        assert settings, wrong
        loaded, malformed = load(self.tree, settings)
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
    place, hint = Place(ARTICLE, 10, 13), "make two or three of it, of 35 words at most (`words.sentence_words`)"
    assert shelf.problems == [Problem(place, "this sentence has 40 words", hint, "long-sentence")]


@pytest.mark.parametrize(("count", "long"), [(35, False), (36, True)])
def test_a_sentence_may_have_as_many_words_as_the_settings_say(shelf: Shelf, count: int, long: bool) -> None:
    shelf.say(f"{'go ' * count}.")
    assert bool(shelf.problems) is long
    shelf.edit("pipeline.toml", "[audio]", f"[words]\nsentence_words = {count + 1 - 2 * long}\n\n[audio]")
    assert bool(shelf.problems) is long
    shelf.edit("pipeline.toml", f"words = {count + 1 - 2 * long}", f"words = {count}")
    assert shelf.problems == []


@pytest.mark.parametrize(
    ("text", "code"), [(LONG, "long-sentence"), ("An addict.", "unkind-word"), ("![a.png](a.png)", "poor-alt")]
)
def test_who_has_twenty_of_a_sort_in_one_text_knows_what_to_look_for(shelf: Shelf, text: str, code: str) -> None:
    shelf.say(f"{text}\n\n" * 21)
    shelf.edit("pipeline.toml", "[audio]", "[words]\nreading_age = 0\n\n[audio]")
    assert [told for told, _ in shelf.told] == [code] * 20


def test_a_list_of_short_points_is_no_long_sentence(shelf: Shelf) -> None:
    shelf.say("Things to do:\n\n" + "- walk to the bus stop\n" * 20)
    assert shelf.told == []


def test_a_hard_text_is_told_at_its_hardest_paragraph(shelf: Shelf) -> None:
    shelf.say(f"{'It goes. You rest. ' * 4}\n\n{HARD}")
    assert [problem for problem in shelf.told if problem[0] == "hard-to-read"] == [("hard-to-read", f"{ARTICLE}:11:1")]


def test_a_hard_text_is_told_with_the_age_and_what_to_do(shelf: Shelf) -> None:
    shelf.say(f"- {HARD}")
    shelf.edit("pipeline.toml", "[audio]", "[words]\nreading_age = 38\n\n[audio]")
    assert shelf.problems == []
    shelf.edit("pipeline.toml", "= 38", "= 37")
    message = "this text is easy to read from the age of 38 only, and this is its hardest paragraph"
    hint = "write shorter sentences and shorter words, here first, until it is 37 (`words.reading_age`)"
    assert shelf.problems == [Problem(Place(ARTICLE, 9, 3), message, hint, "hard-to-read")]


@pytest.mark.parametrize(("count", "told"), [(93, False), (94, True)])
def test_a_text_of_a_hundred_words_says_too_little_about_its_age(shelf: Shelf, count: int, told: bool) -> None:
    shelf.say("Psychologically. " * count)  # seven more words follow it
    assert bool(shelf.problems) is told


@pytest.mark.parametrize(
    ("counts", "line"),
    [((100, 30), 11), ((100, 29), 9), ((29, 29, 29, 29), 11)],  # where all are short, the hardest of them
)
def test_the_hardest_paragraph_is_one_that_is_worth_to_be_named(
    shelf: Shelf, counts: tuple[int, ...], line: int
) -> None:
    first, *rest = counts
    shelf.say("\n\n".join(["Psychological. " * first, *("Psychologically. " * count for count in rest)]))
    assert shelf.told == [("hard-to-read", f"{ARTICLE}:{line}:1")]


def test_a_text_in_another_language_has_no_reading_age(shelf: Shelf) -> None:
    shelf.say(HARD)
    shelf.edit(ARTICLE, "title: Urges pass", "title: Urges pass\nlanguage: de")
    assert shelf.told == []


@pytest.mark.parametrize(
    ("site", "own", "told"),
    [
        ("en", "", ["hard-to-read", "long-sentence", "unkind-word"]),
        ("en-GB", "", ["hard-to-read", "long-sentence", "unkind-word"]),
        ("EN", "en-US", ["hard-to-read", "long-sentence", "unkind-word"]),
        ("en", "de", ["long-sentence"]),
        ("de", "", ["long-sentence", "unkind-word"]),
        ("de", "en", ["hard-to-read", "long-sentence"]),
        ("de-AT", "DE", ["long-sentence", "unkind-word"]),
    ],
)
def test_a_text_is_held_to_the_words_of_its_own_language(shelf: Shelf, site: str, own: str, told: list[str]) -> None:
    shelf.say(f"- {'Psychologically. ' * 200}\n- {LONG}\n- This addict.")
    shelf.edit("pipeline.toml", "timezone", f'language = "{site}"\ntimezone')
    if own:
        shelf.edit(ARTICLE, "title: Urges pass", f"title: Urges pass\nlanguage: {own}")
    assert sorted(code for code, _ in shelf.told) == told


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
    assert re.fullmatch("write `[a-z ]+`, or what happened; put it in quotes where somebody says it", problem.hint)
    assert problem.place.line > 10 and problem.code == "unkind-word"


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
        "Ask at Addict Support, or at Addict\n Support.",
    ],
)
def test_who_quotes_or_names_is_not_warned(shelf: Shelf, text: str) -> None:
    shelf.say(text)
    assert shelf.told == []


@pytest.mark.parametrize("text", ["Addict support.", "addict Support.", "Drug abuse Survey.", "drug Abuse", "Addict"])
def test_a_capital_alone_makes_no_name(shelf: Shelf, text: str) -> None:
    shelf.say(text)
    assert shelf.told == [("unkind-word", f"{ARTICLE}:9:1")]


def test_our_words_in_fields_are_looked_at_and_those_of_others_are_not(shelf: Shelf) -> None:
    shelf.edit(BOOKS, "title: The Feeling Good Handbook", "title: Diary of a drug addict")
    shelf.edit(BOOKS, "A workbook of methods", "For every addict, a workbook of methods")
    shelf.edit(ARTICLE, "title: Urges pass", "title: Urges pass\nsources:\n  - title: Facts on drug abuse")
    shelf.edit(ARTICLE, "title: Urges pass", "title: The addict\nextra: {description: An addict., alt: a.png}")
    shelf.edit(ARTICLE, "description: An urge", "description: Who said “addict” once, and an addict. An urge")
    hint = "write `a person who uses`, or what happened; put it in quotes where somebody says it"
    places = Place(ARTICLE, 2, 8), Place(ARTICLE, 6, 14), Place(BOOKS, 11, 17)
    assert shelf.problems == [Problem(place, "`addict` can hurt who reads it", hint, "unkind-word") for place in places]


def test_the_list_is_extended_and_narrowed_in_the_settings(shelf: Shelf) -> None:
    shelf.say("The sufferer and the addict. A drug user, as the Drug user survey says.")
    words = '[words]\naccept = ["drug user survey"]\n[words.avoid]\nsufferer = "person"\n\n[audio]'
    shelf.edit("pipeline.toml", "[audio]", words)
    assert shelf.told == [("unkind-word", f"{ARTICLE}:9:{column}") for column in (5, 22, 32)]


GUIDE = (library.HOUSE / "docs/editors/words.md").read_text(encoding="utf-8")
HOUSE = GUIDE.partition("`content/words.yml`\n\n````yaml\n")[2].partition("````")[0]
QUOTED = "put it in quotes where somebody says it"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("The Sufferers wait.", "`Sufferers` …: Nobody is their illness", "write `person`"),
        ("A victim\nof drink.", "`victim of drink` …: Nobody is their illness", "write `person`"),
        ("They are reaching out.", "`reaching out` …", "write `ring, write`"),
        ("They utilise it.", '`utilise` …: It says no more than "use"', "say it in other words"),
    ],
)
def test_a_word_of_the_house_is_told_with_its_reason(shelf: Shelf, text: str, message: str, hint: str) -> None:
    shelf.files["content/words.yml"] = HOUSE
    shelf.say(text)
    whole = message.replace("…", "is a word that this library avoids")
    ((where, said, remedy, code),) = [(one.place.line, one.message, one.hint, one.code) for one in shelf.problems]
    assert (where, said, remedy, code) == (9, whole, f"{hint}; {QUOTED}", "avoided-word")


@pytest.mark.parametrize(
    "text",
    [
        "An alcoholic, and the Drug user survey.",  # accepted, though the program would warn of both
        "She said “I am a sufferer” again.",
        "The Sufferers Association meets.",
        "Reach for it, out loud.",
        "Er ist Alkoholiker.",  # a word of another language
    ],
)
def test_what_the_house_accepts_and_what_others_say_is_left_alone(shelf: Shelf, text: str) -> None:
    shelf.files["content/words.yml"] = HOUSE
    shelf.say(text)
    assert shelf.told == []


@pytest.mark.parametrize("site", ["en", "de-AT"])
def test_a_word_of_a_language_is_told_in_its_texts(shelf: Shelf, site: str) -> None:
    shelf.files["content/words.yml"] = HOUSE
    shelf.edit("pipeline.toml", "timezone", f'language = "{site}"\ntimezone')
    shelf.edit(ARTICLE, "title: Urges pass", "title: Urges pass\nlanguage: de")
    shelf.say("Der Rat für Alkoholikerinnen Und Angehörige, und „ein Alkoholiker“.")
    because = "is a word that this library avoids"
    hint = f"write `jemand, der trinkt`; {QUOTED}"
    place = Place(ARTICLE, 10, 13)  # in German a capital makes no name
    assert shelf.problems == [Problem(place, f"`Alkoholikerinnen` {because}", hint, "avoided-word")]


def test_the_guide_shows_the_message_as_it_is(shelf: Shelf) -> None:
    shelf.files["content/words.yml"] = HOUSE
    shelf.say("The Sufferers wait.")
    assert f"```text\n{report.text(report.together(shelf.problems), shelf.tree)}```" in GUIDE


def test_our_own_word_gets_the_reason_of_the_house(shelf: Shelf) -> None:
    shelf.files["content/words.yml"] = "words: [{avoid: Junkie, prefer: someone who uses, why: We asked them.}]\n"
    shelf.say("For junkies.")
    message = "`junkies` is a word that this library avoids: We asked them"
    assert shelf.problems == [
        Problem(Place(ARTICLE, 9, 5), message, f"write `someone who uses`; {QUOTED}", "avoided-word")
    ]


def test_a_list_of_words_that_contradicts_itself_or_says_nothing_is_told() -> None:
    text = "words:\n  - avoid: [sufferer, Case]\n  - avoid: case\naccept: [sufferer, alcohlic, big cases]\n"
    tree = Tree({"content/words.yml": File("content/words.yml", "", len(text), text.encode())})
    settings, _ = settings_of(library.FILES["pipeline.toml"])
    assert settings
    _, problems = load(tree, settings)
    remove = "say one thing of it: remove one of the two"
    assert [(str(one.place), one.message, one.hint, one.code) for one in problems] == [
        ("content/words.yml:3:12", "`case` stands on line 2 already", remove, "duplicate-key"),
        ("content/words.yml:4:10", "`sufferer` stands on line 2 already", remove, "duplicate-key"),
        ("content/words.yml:4:20", "nobody is warned of `alcohlic`", "did you mean `alcoholic`?", "idle-word"),
    ]


@pytest.mark.parametrize("alt", ["Image of a wave", "a picture of a wave", "wave.png", "IMG_2041"])
def test_an_alternative_text_says_what_there_is_to_see(shelf: Shelf, alt: str) -> None:
    shelf.say(f"Look:\n![{alt}](../../podcasts/talks/cover.png)")
    shelf.edit("content/podcasts/talks/show.yml", "alt: A plain square", f"alt: {alt}")
    assert shelf.told == [("poor-alt", f"{ARTICLE}:10:3"), ("poor-alt", "content/podcasts/talks/show.yml:11:8")]


@pytest.mark.parametrize(
    ("alt", "message", "hint"),
    [
        ("The picture showing a wave", "begins with `The picture showing`", BEGIN),
        ("an image of  a wave", "begins with `an image of`", BEGIN),
        ("Graphic of a wave", "begins with `Graphic of a`", BEGIN),
        (
            " wave.JPEG ",
            "is the name of a file: `wave.JPEG`",
            "say what the picture shows, as to somebody on the telephone",
        ),
        (
            "dsc 04-12",
            "is the name of a file: `dsc 04-12`",
            "say what the picture shows, as to somebody on the telephone",
        ),
    ],
)
def test_a_poor_alternative_text_is_told_with_what_to_write(shelf: Shelf, alt: str, message: str, hint: str) -> None:
    shelf.say(f"![{alt}](../../podcasts/talks/cover.png)")
    assert shelf.problems == [Problem(Place(ARTICLE, 9, 3), f"this alternative text {message}", hint, "poor-alt")]


@pytest.mark.parametrize(
    "alt", ["A wave breaks; an image of calm", "Imagery of waves", "Image", "wave.png at night", "IMG_2041 at night"]
)
def test_a_good_alternative_text_is_left_alone(shelf: Shelf, alt: str) -> None:
    shelf.say(f"![{alt}](../../podcasts/talks/cover.png)")
    assert shelf.told == []


def test_a_link_that_nobody_looked_at_for_a_year_is_told(shelf: Shelf) -> None:
    shelf.edit(LINKS, "    kind: organisation", "    kind: organisation\n    checked: 2020-02-03")
    hint = "open it, ring the number, mend what changed, and write the day on which you looked"
    message = "nobody has looked at this since 2020-02-03"
    assert shelf.problems == [Problem(Place(LINKS, 12, 14), message, hint, "stale-link")]
    shelf.edit("pipeline.toml", "[audio]", "[words]\nchecked_days = 0\n\n[audio]")
    assert shelf.told == []


@pytest.mark.parametrize(
    ("checked", "zone", "told"),
    [
        ("2025-11-24", "Europe/London", False),
        ("2025-11-23", "Europe/London", True),
        ("2025-11-24", "Pacific/Kiritimati", True),  # where the day after has begun
    ],
)
def test_a_look_counts_for_the_days_of_the_settings(shelf: Shelf, checked: str, zone: str, told: bool) -> None:
    shelf.edit("pipeline.toml", "Europe/London", zone)
    shelf.edit(LINKS, "    kind: organisation", f"    kind: organisation\n    checked: {checked}")
    assert bool(shelf.problems) is told


@given(st.text(st.sampled_from("aB. \n#>-*_`|![](){}<\"'"), max_size=200), st.text(max_size=50))
def test_no_text_breaks_the_checks_and_places_are_in_the_file(marks: str, text: str) -> None:
    shelf = Shelf()
    said = f"{marks} {text} addict {marks}".replace("\0", "")
    shelf.say(said.replace("<" * 7, "<").replace(">" * 7, ">"))  # what a merge leaves is told before all else
    lines = shelf.files[ARTICLE].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in shelf.problems:
        assert problem.place.column <= len(lines[problem.place.line - 1])

"""The words of the interface: their values, their direction, and what they fall back to."""

from __future__ import annotations

from pipeline.formats.language import direction
from pipeline.formats.wording import Wording, fallbacks, flat, values

WORDS = dict(
    flat({"search": {"found": {"one": "{n} result for {words}", "other": "{n} results for {words}"}, "open": "Search"}})
)


def test_words_of_editors_are_never_read_as_values() -> None:
    assert Wording("en", WORDS).say("search.found", n=2, words="{n} {open}") == "2 results for {n} {open}"


def test_a_name_without_words_says_itself() -> None:
    assert Wording().say("search.lost") == "search.lost"


def test_the_direction_follows_the_script() -> None:
    assert [direction(language) for language in ("en", "ar", "he", "fa-IR", "az-Arab", "az")] == [
        *("ltr", "rtl", "rtl", "rtl", "rtl", "ltr")
    ]


def test_the_nearest_language_comes_last_and_wins() -> None:
    assert fallbacks("pt-BR") == ("en", "pt", "pt-BR")
    assert fallbacks("en-GB") == ("en", "en-GB")
    assert fallbacks("en") == ("en",)
    assert fallbacks("DE-at") == ("en", "de", "DE-at")


def test_values_are_those_of_every_plural() -> None:
    assert values(WORDS["search.found"]) == {"n", "words"}
    assert values("{title} by {author}") == {"title", "author"} and values("none") == frozenset()


def test_a_script_gets_the_words_of_its_section() -> None:
    assert set(Wording("en", WORDS).section("search")) == {"found", "open"}


def test_texts_are_known_by_all_of_their_names_and_plurals_stay_together() -> None:
    plural = {"one": "a day", "other": "{n} days"}
    written = {"a": {"b": {"c": "deep"}, "other": "a word", "more": "x"}, "days": plural, "top": "y"}
    assert dict(flat(written)) == {"a.b.c": "deep", "a.other": "a word", "a.more": "x", "days": plural, "top": "y"}


def test_a_value_that_is_not_given_stays_as_it_is_written() -> None:
    wording = Wording("en", {"a": "{title} by {author}"})
    assert wording.say("a", title="Urges") == "Urges by {author}"


def test_a_script_gets_the_last_part_of_each_name() -> None:
    words = {"search.open": "Search", "search.close.all": "Close", "searching": "no", "page.open": "no"}
    assert Wording("en", words).section("search") == {"open": "Search", "close.all": "Close"}
    assert Wording("fa").direction == "rtl" and Wording("fi").direction == "ltr"

"""Numbers, days, plurals and names as languages write them."""

from __future__ import annotations

import pytest

from pipeline.formats.locale import Spoken
from pipeline.formats.wording import Wording

FOUND = {"search.found": {"one": "{n} result for {words}", "other": "{n} results for {words}"}}


def test_a_number_chooses_the_plural_and_is_written_as_the_language_does() -> None:
    english = Spoken(Wording("en", FOUND))
    assert english.say("search.found", 1, words="sleep") == "1 result for sleep"
    assert english.say("search.found", 1234, words="sleep") == "1,234 results for sleep"
    arabic = Spoken(Wording("ar", {"found": {"two": "نتيجتان", "few": "{n} نتائج", "other": "{n} نتيجة"}}))
    assert arabic.say("found", 2) == "نتيجتان"
    assert "نتائج" in arabic.say("found", 5)


@pytest.mark.parametrize(
    ("language", "day", "region", "name"),
    [
        ("en", "24 November 2026", "United Kingdom", "German"),
        ("de", "24. November 2026", "Vereinigtes Königreich", "Deutsch"),
        ("pt-BR", "24 de novembro de 2026", "Reino Unido", "alemão"),
        ("zz", "24 November 2026", "United Kingdom", "German"),
    ],
)
def test_days_countries_and_languages_have_the_names_of_the_language(
    language: str, day: str, region: str, name: str
) -> None:
    spoken = Spoken(Wording(language))
    assert (spoken.day("2026-11-24"), spoken.region("GB"), spoken.language_name("de")) == (day, region, name)


def test_a_part_of_a_country_has_its_own_name_or_that_of_the_country() -> None:
    spoken = Spoken(Wording("en", {"regions.GB-SCT": "Scotland"}))
    assert spoken.region("GB-SCT") == "Scotland"
    assert spoken.region("US-CA") == "United States (CA)"
    assert spoken.region("EU") == "European Union"


def test_names_stand_in_the_order_of_their_letters_whatever_is_over_these() -> None:
    german = Spoken(Wording("de"))
    assert [one["title"] for one in german.regions(["PL", "AT", "AX", "DE"])] == [
        "Ålandinseln",
        "Deutschland",
        "Österreich",
        "Polen",
    ]
    assert german.languages(["fr", "de"]) == [{"id": "de", "title": "Deutsch"}, {"id": "fr", "title": "Französisch"}]


@pytest.mark.parametrize(("written", "said"), [("guest", "Gast"), ("Guest Host", "Gastgeber"), ("cook", "cook")])
def test_a_role_has_the_words_of_the_language_or_stays_as_written(written: str, said: str) -> None:
    german = Spoken(Wording("de", {"roles.guest": "Gast", "roles.guest-host": "Gastgeber"}))
    assert german.role(written) == said


def test_what_has_no_plurals_or_no_number_is_said_as_it_is() -> None:
    english = Spoken(Wording("en", FOUND | {"open": "Open {what}"}))
    assert english.say("open", 2, what="it") == english.say("open", what="it") == "Open it"
    assert english.say("search.found", words="x") == "{n} results for x"
    assert english.say("search.found", 0, words="x") == "0 results for x"
    assert english.say("unknown", 3) == "unknown"
    # A translation may lack a plural that its language has.
    assert Spoken(Wording("pl", {"found": {"one": "jeden", "other": "{n} innych"}})).say("found", 3) == "3 innych"


def test_what_is_not_known_is_shown_by_its_code() -> None:
    english = Spoken(Wording("en"))
    assert english.region("QQ") == "QQ" and english.region("QQ-1") == "QQ (1)"
    assert english.language_name("qqq") == "qqq" and english.language_name("PT-br") == "Portuguese"
    assert english.day("") == ""


def test_a_language_without_a_country_is_that_of_its_speakers() -> None:
    assert Spoken(Wording("de-QQ")).number(1234.5) == "1.234,5"
    assert Spoken(Wording("zh-Hant-TW")).language_name("en") == "英文"
    assert Spoken(Wording("de")).number(1234.5) == "1.234,5"
    assert Spoken(Wording("not a language")).number(1234.5) == "1,234.5"


def test_names_without_latin_letters_have_an_order_too() -> None:
    russian = Spoken(Wording("ru"))
    assert [one["id"] for one in russian.languages(["fr", "de", "en"])] == ["en", "de", "fr"]


def test_words_and_direction_are_those_of_the_language() -> None:
    arabic = Spoken(Wording("ar", {"search.open": "x"}))
    assert (arabic.language, arabic.direction) == ("ar", "rtl")
    assert arabic.section("search") == {"open": "x"}

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

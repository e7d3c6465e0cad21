"""Translations lead to each other, in the page and in its head, and say when they are older than their original."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml.html import HtmlElement, document_fromstring

from pipeline.content import load
from pipeline.content.checks import translations
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem
from pipeline.settings import load as settings_of
from tests.site.conftest import Site, build_in
from tests.support import library

ARTICLE = "content/library/articles/urges-pass.md"
GERMAN, IRISH = "content/library/articles/de/wellen.md", "content/library/articles/tonnta.md"


def translation(language: str, title: str, of: str, updated: str = "") -> str:
    text = library.FILES[ARTICLE].replace(
        "title: Urges pass", f"title: {title}\nlanguage: {language}\ntranslation_of: {of}"
    )
    return text.replace("[urge log](../../handouts", "[urge log](/content/handouts") + updated


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An article of March, its translation of February, and a translation of that one, which has caught up."""
    german = translation("de", "Ein Drang vergeht", "../urges-pass.md").replace("../../handouts", "../../../handouts")
    irish = translation("ga", "Imíonn fonn", "de/wellen.md").replace("title:", "updated: 2026-03-01\ntitle:")
    edits = {ARTICLE: ("title:", "updated: 2026-03-01\ntitle:")}
    folder = tmp_path_factory.mktemp("site")
    return build_in(folder, edits, "http://127.0.0.1:8000/", more={GERMAN: german, IRISH: irish})


def page(site: Site, address: str) -> HtmlElement:
    return document_fromstring(site.page(address))


PAGES = {"en": "library/articles/urges-pass/", "de": "library/articles/de/wellen/", "ga": "library/articles/tonnta/"}


@pytest.mark.parametrize("language", PAGES)
def test_each_page_names_all_languages_by_their_canonical_addresses(site: Site, language: str) -> None:
    links = page(site, PAGES[language]).xpath("//head/link[@rel='alternate']")
    found = {link.get("hreflang"): link.get("href") for link in links}
    assert found == {one: f"https://library.example/{address}" for one, address in PAGES.items()}


@pytest.mark.parametrize(
    ("language", "others"),
    [
        ("en", [("de", "Deutsch: Ein Drang vergeht"), ("ga", "Gaeilge: Imíonn fonn")]),
        ("de", [("en", "English: Urges pass"), ("ga", "Gaeilge: Imíonn fonn")]),
        ("ga", [("en", "English: Urges pass"), ("de", "Deutsch: Ein Drang vergeht")]),
    ],
)
def test_a_reader_is_led_to_each_language_in_its_own_words(
    site: Site, language: str, others: list[tuple[str, str]]
) -> None:
    (line,) = page(site, PAGES[language]).find_class("translations")
    assert [(one.get("lang"), one.text_content()) for one in line.iter("a")] == others
    assert line.text_content().split(":")[0].strip() == "In other languages"
    assert site.problems == (), "all of them lead there"


def test_a_translation_that_is_older_than_its_original_says_so(site: Site) -> None:
    said = "was changed on 1 March 2026, and this translation not yet"
    assert [language for language, address in PAGES.items() if said in site.page(address)] == ["de"]


def test_what_is_the_same_in_another_language_is_not_read_next(site: Site) -> None:
    related = page(site, PAGES["en"]).find_class("related")[0].text_content()
    assert "Drang" not in related and "fonn" not in related


def test_machines_learn_what_is_a_translation_of_what(site: Site) -> None:
    def said(address: str) -> dict[str, Any]:
        (script,) = page(site, address).xpath("//script[@type='application/ld+json']")
        node: dict[str, Any] = json.loads(script.text)["@graph"][-1]
        return node

    url = "https://library.example/"
    told = [(one["@type"], one["@id"], one["inLanguage"]) for one in said(PAGES["en"])["workTranslation"]]
    assert told == [("CreativeWork", url + PAGES[language], language) for language in ("de", "ga")]
    assert said(PAGES["ga"])["translationOfWork"]["@id"] == url + PAGES["de"]


def problems(files: dict[str, str]) -> list[Problem]:
    texts = {name: text for name, text in library.FILES.items() if name.startswith("content/")} | files
    data = {name: text.encode() for name, text in sorted(texts.items())}
    settings, _ = settings_of(library.FILES["pipeline.toml"])
    assert settings is not None
    shelf, malformed = load(Tree({name: File(name, "", len(one), one) for name, one in data.items()}), settings)
    assert malformed == ()
    return list(translations.check(shelf))


FIRST = "leave out `translation_of` in the text that was written first"
LANGUAGE = "write the language of this text in `language`, such as `de`, or leave out `translation_of`"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({GERMAN: translation("de", "W", "../urges-pass.md")}, []),
        (
            {IRISH: translation("en", "W", "urges-pass.md")},
            [(IRISH, f"this translation is in `en`, as `{ARTICLE}` is", LANGUAGE)],
        ),
        (
            {GERMAN: translation("ga", "W", "../urges-pass.md"), IRISH: translation("GA", "T", "de/wellen.md")},
            [(IRISH, f"this translation is in `GA`, as `{GERMAN}` is", LANGUAGE)],
        ),
        (
            {IRISH: translation("ga", "W", "tonnta.md")},
            [(IRISH, "this translates itself", FIRST)],
        ),
        (
            {GERMAN: translation("de", "W", "../tonnta.md"), IRISH: translation("ga", "T", "de/wellen.md")},
            [
                (
                    path,
                    f"`{other}` is a translation of this one",
                    "leave out `translation_of` in the text that was written first",
                )
                for path, other in ((GERMAN, IRISH), (IRISH, GERMAN))
            ],
        ),
        (
            {IRISH: translation("ga", "W", "/content/people.yml")},
            [
                (
                    IRISH,
                    "`/content/people.yml` is no text that has a page of its own",
                    "name the file of the text that this one translates",
                )
            ],
        ),
        (
            {
                ARTICLE: library.FILES[ARTICLE].replace("title:", "updated: 2026-03-01\ntitle:"),
                IRISH: translation("ga", "W", "urges-pass.md"),
            },
            [
                (
                    IRISH,
                    f"`{ARTICLE}` was changed on 2026-03-01, after this translation of it",
                    "translate what was changed, and write the day on which you did into `updated`",
                )
            ],
        ),
    ],
)
def test_a_translation_that_is_none_or_is_old_is_told(files: dict[str, str], told: list[tuple[str, str, str]]) -> None:
    found = problems(files)
    assert [(one.place.path, one.message, one.hint) for one in found] == told
    assert all(one.place != Place(one.place.path) for one in found), "each has its line"

"""The files of words: each language over English, and what a check says of one that lacks some."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.content import load, strings
from pipeline.formats import yaml
from pipeline.formats.wording import flat, values
from pipeline.model.artifact import sha256
from pipeline.model.library import Library
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem
from pipeline.settings import load as load_settings

TRANSLATE = "translate them there: `docs/reference/words.yml` of the pipeline has all of them, to be copied"
HOUSE = Path(__file__).parents[2]
STRINGS = HOUSE / "theme/strings"
ENGLISH = "page:\n  sources: Sources\n  by: By {people}\n  minutes: {one: a minute, other: '{n} minutes'}\n"


def library(language: str, **files: str) -> tuple[Library, tuple[Problem, ...]]:
    settings, _ = load_settings(
        f'[site]\nurl = "https://library.example/"\ntitle = "A library"\nlanguage = "{language}"\n'
        '[targets.public]\npath = "public"\n'
    )
    assert settings is not None
    texts = {
        f"theme/strings/{name}.yml": text.encode(errors="surrogateescape")
        for name, text in {"en": ENGLISH, **files}.items()
    }
    return load(Tree({path: File(path, sha256(data), len(data), data) for path, data in texts.items()}), settings)


@pytest.fixture
def no_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of the theme alone: those of the kinds would have to be translated, too."""
    monkeypatch.setattr(strings, "KINDS", {})


def test_the_words_of_kinds_are_there_and_a_file_goes_before_them() -> None:
    made, _ = library("de", de="kinds:\n  article: {singular: Artikel}\n")
    assert made.wording.say("kinds.article.singular") == "Artikel"
    assert made.wording.say("kinds.article.plural") == "Articles"
    (problem,) = strings.check(made)
    assert "`books.about`" in problem.message  # the first that the file lacks


@pytest.mark.usefixtures("no_kinds")
def test_what_a_language_lacks_is_said_in_english_and_told() -> None:
    made, problems = library("de", de="page:\n  sources: Quellen\n")
    assert not problems
    assert made.wording.say("page.sources") == "Quellen"
    assert made.wording.say("page.by", people="Jo") == "By Jo"
    message = "2 words of the interface are in English, as `page.by`: `theme/strings/de.yml` lacks them"
    assert list(strings.check(made)) == [Problem(Place("theme/strings/de.yml"), message, TRANSLATE, "untranslated")]


@pytest.mark.usefixtures("no_kinds")
def test_a_language_without_a_file_is_told_of_once() -> None:
    message = "3 words of the interface are in English, as `page.by`: `theme/strings/cy.yml` lacks them"
    told = [Problem(Place("pipeline.toml"), message, TRANSLATE, "untranslated")]
    assert list(strings.check(library("cy")[0])) == list(strings.check(library("cy-GB")[0])) == told


@pytest.mark.usefixtures("no_kinds")
def test_a_language_that_is_whole_has_no_problem() -> None:
    whole = "page:\n  sources: Quellen\n  by: Von {people}\n  minutes: {one: eine Minute, other: '{n} Minuten'}\n"
    assert list(strings.check(library("de", de=whole)[0])) == []
    assert list(strings.check(library("de-AT", de=whole)[0])) == []
    assert list(strings.check(library("en")[0])) == []
    regions = "page: {sources: Sources}\nregions: {gb: United Kingdom}\n"  # `formats.region` knows all of them
    assert list(strings.check(library("de", en=regions, de="page: {sources: Quellen}\n")[0])) == []


@pytest.mark.usefixtures("no_kinds")
def test_a_value_that_a_text_does_not_get_is_told() -> None:
    made, _ = library("de", de="page:\n  sources: Quellen\n  by: Von {leute}\n  minutes: '{n} Minuten'\n")
    message, hint = "`page.by` names a value `{leute}` that it does not get", "it may name `{people}`"
    place = Place("theme/strings/de.yml")
    assert list(strings.check(made)) == [Problem(place, message, hint, "untranslated")]
    both = "page:\n  sources: '{a} and {b}'\n  by: Von {people}, {z} und {c}\n  minutes: '{n} Minuten'\n"
    assert [(problem.message, problem.hint) for problem in strings.check(library("de", de=both)[0])] == [
        ("`page.sources` names a value `{a}` that it does not get", "leave it out"),
        ("`page.sources` names a value `{b}` that it does not get", "leave it out"),
        ("`page.by` names a value `{c}` that it does not get", "it may name `{people}`"),
        ("`page.by` names a value `{z}` that it does not get", "it may name `{people}`"),
    ]


@pytest.mark.usefixtures("no_kinds")
def test_a_language_of_a_region_has_the_words_of_both_and_its_own_go_first() -> None:
    whole = "page: {sources: Quellen, by: 'Von {people}', minutes: '{n} Minuten'}\n"
    made, problems = library("de-AT", **{"de": whole, "de-AT": "page: {sources: Quelln, by: 'Vom {x}'}\n"})
    assert not problems
    assert made.wording.say("page.sources") == "Quelln" and made.wording.say("page.minutes", n=3) == "3 Minuten"
    (problem,) = strings.check(made)
    assert problem.message == "`page.by` names a value `{x}` that it does not get"


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        ("- one\n", "bad-strings", 1, "expected texts by their names"),
        ("page: [\n", "bad-yaml", 1, "the bracket `[` that begins here is never closed"),
        (
            "page: \udcff\n",
            "unreadable-file",
            1,
            "this file is saved in an older encoding, not as UTF-8: `ÿ` may stand here",
        ),
        ("page:\n  by: Von\n  sources: [Quelle, Quellen]\n", "bad-strings", 3, "`page.sources` is no text"),
        ("page:\n  sources:\n", "bad-strings", 2, "`page.sources` is no text"),
        ("page:\n  minutes: {one: eine Minute, other: [n]}\n", "bad-strings", 2, "`page.minutes` is no text"),
        ("page: {by: Von}\npage: {by: Vom}\n", "duplicate-key", 2, "`page` stands here twice"),
    ],
)
def test_a_file_that_can_not_be_read_is_an_error(text: str, code: str, line: int, message: str) -> None:
    _, (problem,) = library("de", de=text)
    assert (problem.place.path, problem.place.line, problem.code) == ("theme/strings/de.yml", line, code)
    assert problem.message.startswith(message)
    if code == "bad-strings":
        no_text = "write a text, or a text for each plural: `{one: …, other: …}`"
        section = "begin with the name of a section, such as `page:`, and its words below it, indented"
        assert problem.hint == (no_text if line > 1 else section)


# The files of this house


def read(path: Path) -> dict[str, object]:
    document, problems = yaml.parse(path.read_text(encoding="utf-8"), path.name)
    assert document and not problems and isinstance(document.value, dict)
    return dict(flat(document.value))


def test_every_word_that_the_theme_and_the_site_say_is_there_and_no_other() -> None:
    english = strings.of_kinds("en") | read(STRINGS / "en.yml")
    said: set[str] = set()
    for path in (*(HOUSE / "theme").rglob("*.html"), *(HOUSE / "pipeline").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r"""(?:\bt|\bsay)\(\s*["']([a-z-]+(?:\.[a-z-]+)+)["']""", text))
        for start in re.findall(r"""(?:\bt|\bsay)\(\s*f?["']([a-z-]+(?:\.[a-z-]+)*\.)["'{]""", text):
            said |= {name for name in english if name.startswith(start)}
        for section in re.findall(r"""wording\.section\(["']([a-z.-]+)["']\)""", text):
            said |= {name for name in english if name.startswith(f"{section}.")}
    said |= {name for name in english if name.startswith(("regions.", "roles.", "kinds.", "home."))}
    assert sorted(said - english.keys()) == []
    assert sorted(english.keys() - said) == []


@pytest.mark.parametrize("path", [p for p in sorted(STRINGS.glob("*.yml")) if p.stem != "en"], ids=lambda p: p.stem)
def test_every_language_of_the_house_is_whole(path: Path) -> None:
    english, own = strings.of_kinds("en") | read(STRINGS / "en.yml"), read(path)
    assert own.keys() == english.keys()
    for name, text in own.items():
        assert values(text) - {"n"} <= values(english[name]), name  # type: ignore[arg-type]

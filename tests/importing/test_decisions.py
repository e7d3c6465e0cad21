"""`import.yml`: what people decide, and what they hear of names that are none."""

from __future__ import annotations

import ast

import pytest

from pipeline.importing.deciding.decisions import Decisions, likely, load, named, unmet
from pipeline.importing.deciding.losses import AREAS, decided, verdict
from pipeline.importing.source.loss import Loss
from pipeline.model.library import Library
from pipeline.model.taxonomy import Heading, Person
from pipeline.model.tree import File, Tree
from pipeline.settings import load as settings_of
from tests.support.library import HOUSE


def library() -> Library:
    settings, _ = settings_of('[site]\nurl = "https://library.example/"\ntitle = "A library"\n')
    assert settings is not None
    topics = {id_: Heading(id=id_, title=title, description="A sentence.") for id_, title in TOPICS.items()}
    people = {"jo": Person(name="Jo"), "alex": Person(name="Alex")}
    return Library(settings, Tree(), (), people, topics, {"for-me": topics["sleep"]})


TOPICS = {"coping-with-urges": "Coping with urges", "sleep": "Sleep and rest", "rest": "Покой"}


def file(text: str) -> File:
    return File("import.yml", "", len(text), text.encode())


def decisions(text: str) -> Decisions:
    made, problems = load(file(text), library())
    assert problems == ()
    return made


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("losses:\n  htlm/iframe: drop", "2:3 `htlm/iframe` is no kind of loss; did you mean `html/iframe`?"),
        ("losses:\n  html: drop", "2:3 `html` is no kind of loss; did you mean `html/*`?"),
        (
            "losses:\n  html/iframe: dorp",
            "2:16 `html/iframe` can't be `dorp`; did you mean `drop`? It is one of `drop`, `keep`",
        ),
        ("topics:\n  Calm: slep", "2:9 there is no topic `slep`; did you mean `sleep`?"),
        ("default: {audiences: [for-you]}", "1:23 there is no audience `for-you`; did you mean `for-me`?"),
        ("people:\n  Jo S.: alexx", "2:10 there is no person `alexx` in `people.yml`; did you mean `alex`?"),
        ("default:\n  author: joo", "2:11 there is no person `joo`; did you mean `jo`?"),
        ("kinds:\n  post: articel", "2:9 there is no kind of entry `articel`; did you mean `article`?"),
        ("items:\n  '12':\n    topics: [slep]", "3:14 there is no topic `slep`; did you mean `sleep`?"),
        ("audience:\n  Family: for-me", "1:1 a list of decisions has no field `audience`; write `audiences`"),
    ],
)
def test_a_wrong_name_is_told_with_its_place_and_what_was_meant(text: str, told: str) -> None:
    _, (problem,) = load(file(text), library())
    where = f"{problem.place.line}:{problem.place.column}"
    assert f"{where} {problem.message}; {problem.hint}" == told


def test_nothing_is_decided_where_nothing_is_written() -> None:
    for text in ("", "# Later.\n", "losses:\ntopics:\n"):
        assert load(file(text), library()) == (Decisions(), ()), text
    assert load(None, library()) == (Decisions(), ())


def test_no_topic_at_all_is_a_decision() -> None:
    assert decisions("topics:\n  News: []\n  Other:\n").topics == {"News": (), "Other": ()}


def test_the_nearest_decision_counts_and_the_rest_waits_or_has_a_default() -> None:
    said = decisions(
        "losses:\n  shortcode/*: drop\n  shortcode/quiz: {map: '*A quiz.*'}\n"
        "topics:\n  Sleep Well: sleep\n  News: []\n"
        "items:\n  p-1:\n    losses:\n      shortcode/*: keep\n"
    )
    losses = [
        Loss("shortcode/quiz", "dropped"),
        Loss("shortcode/form", "dropped"),
        Loss("category/sleep-well", "dropped"),
        Loss("category/News", "dropped"),
        Loss("category/Other", "dropped"),
        Loss("attribute/style", "dropped", count=40),
        Loss("html/script", "dropped"),
        Loss("html/object", "dropped"),
        Loss("html/object", "changed"),
        Loss("feed/podcast:liveItem", "kept"),
    ]
    told = [
        (one.verdict if isinstance(one.verdict, str) else one.verdict and one.verdict.map, one.by)
        for one in decided(losses, said)
    ]
    assert told == [
        ("*A quiz.*", "import.yml"),
        ("drop", "import.yml"),
        ("drop", "import.yml"),
        ("drop", "import.yml"),
        (None, ""),
        ("drop", "default"),
        ("drop", "default"),
        (None, ""),
        ("keep", "default"),
        ("keep", "default"),
    ]
    assert [one.verdict for one in decided(losses[:2], said, "p-1")] == ["keep", "keep"]
    assert verdict("shortcode/form", said) == "drop"
    assert verdict("attribute/style", said) is None, "asked before anything is dropped, only people decide"


def test_what_readers_wrote_below_a_post_waits_until_somebody_says_what_becomes_of_it() -> None:
    comments = (Loss("wordpress/comments", "dropped"),)
    texts = ("", "comments: drop", "comments: keep", "losses: {wordpress/comments: keep}")
    assert [decided(comments, decisions(text))[0].verdict for text in texts] == [None, "drop", "keep", "keep"]


def test_names_are_known_in_any_case_and_script_and_no_other_is_taken_for_one() -> None:
    by_name = {"Stress & Sleep": 1, "Été": 2, "Сон 2": 3}
    assert [named(name, by_name) for name in ("stress - sleep", "ete", "сон 2", "Гнев 2", "2", "Stress")] == [
        1,
        2,
        3,
        None,
        None,
        None,
    ]


def test_a_topic_is_guessed_by_id_title_or_its_one_word() -> None:
    known = library()
    guesses = {
        name: likely(name, known) for name in ("Sleep", "Sleep & Rest", "Urges", "coping with urge", "ПОКОЙ", "Money")
    }
    assert guesses == {
        "Sleep": "sleep",
        "Sleep & Rest": "sleep",
        "Urges": "coping-with-urges",
        "coping with urge": "coping-with-urges",
        "ПОКОЙ": "rest",
        "Money": "",
    }


def test_a_decision_on_what_the_source_calls_nearly_so_is_told_and_one_for_another_source_is_not() -> None:
    text = "losses:\n  shortcode/quizz: drop\n  shortcode/map: drop\n  html/*: drop\n"
    text += "topics:\n  Slep: sleep\n  Food: sleep\n  Rests: sleep\n  Rest: sleep\n"
    text += "items:\n  https://a.example/?p=12: {skip: yes}\n"
    said = decisions(text)
    items = ["https://a.example/p=12", "guid of another sort"]
    told = unmet(said, file(text), ["shortcode/quiz", "html/iframe"], ["Sleep", "Rest"], items)
    assert [(str(one.place), one.hint, one.code) for one in told] == [
        ("import.yml:2:3", "did you mean `shortcode/quiz`?", "idle-decision"),
        ("import.yml:6:3", "did you mean `Sleep`?", "idle-decision"),
        ("import.yml:11:3", "did you mean `https://a.example/p=12`?", "idle-decision"),
    ]


def test_every_kind_of_loss_that_a_reader_tells_has_an_area_and_can_be_decided_upon() -> None:
    calls = [
        (path.name, node.args[0])
        for path in (HOUSE / "pipeline/importing").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and _called(node) in ("Loss", "add", "tell")
    ]
    kinds = {(name, kind) for name, said in calls if (kind := _begins(said)) and "/" in kind}
    assert kinds
    assert {(name, kind) for name, kind in kinds if kind.partition("/")[0] not in AREAS} == set()


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _begins(said: ast.expr) -> str:
    """What a text begins with, as far as it is written there."""
    first = said.values[0] if isinstance(said, ast.JoinedStr) and said.values else said
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def test_the_example_of_the_guide_is_accepted_as_it_stands() -> None:
    page = (HOUSE / "docs/editors/moving-in.md").read_text("utf-8")
    example = page.split("## `import.yml`")[1].split("```yaml\n")[1].split("```")[0]
    assert decisions(example).items["https://talks.example/?p=12"].skip

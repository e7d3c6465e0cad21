"""Problems in words, however many there are."""

from __future__ import annotations

from pipeline.cli import diagnosis, report
from pipeline.model.tree import File, Tree
from pipeline.problems import Finding, Place, Problem


def told(problems: list[Problem], tree: Tree | None = None) -> str:
    return report.text(report.together(problems), tree or Tree())


def test_a_problem_in_several_places_shows_the_line_of_the_first() -> None:
    tree = Tree({"a.md": File("a.md", "", 0, b"one\ntwo\n")})
    problems = [Problem(Place("a.md", 2, 1), "wrong", "mend it"), Problem(Place("b.md", 7, 3), "wrong", "mend it")]
    assert told(problems, tree) == (
        "a.md:2:1: error: wrong [invalid-value]\n  2 | two\n    | ^\n  also at b.md:7:3\n  remedy: mend it\n"
    )


def test_what_differs_in_its_remedy_is_said_by_itself() -> None:
    problems = [Problem(Place("a.md"), "wrong", "mend it"), Problem(Place("b.md"), "wrong", "throw it away")]
    assert told(problems).count("wrong") == 2


def test_of_very_many_places_some_are_shown_and_the_rest_is_counted() -> None:
    text = told([Problem(Place(f"{number:04}.md"), "wrong") for number in range(5000)])
    assert text.count("also at 0") == report.PLACES
    assert f"also at {5000 - 1 - report.PLACES} more places" in text


def test_of_very_many_problems_the_errors_are_shown_in_order_and_the_rest_is_counted() -> None:
    warnings = [Problem(Place(f"a{number:04}.md"), f"odd {number}", code="long-sentence") for number in range(3000)]
    errors = [Problem(Place(f"b{number:04}.md"), f"wrong {number}") for number in range(3000)]
    text = told(warnings + errors)
    assert text.count(": error: ") == report.SHOWN
    assert ": warning: " not in text
    assert text.index("b0000.md") < text.index("b0001.md")
    assert text.endswith(f"and {6000 - report.SHOWN} more problems: `--json` lists all\n")


def test_machines_get_each_problem_by_itself() -> None:
    problems = [Problem(Place("a.md"), "wrong"), Problem(Place("b.md"), "wrong")]
    assert report.github(problems).count("::error file=") == 2
    assert len(report.plain(problems)) == 2


def test_a_place_can_not_speak_to_the_terminal() -> None:
    text = told([Problem(Place("a.md"), "wrong"), Problem(Place("\x1b[2J\n::error::b.md"), "wrong")])
    assert "\x1b" not in text
    assert not any(line.startswith("::") for line in text.splitlines())


def test_a_remedy_that_several_findings_share_is_said_once_below_them() -> None:
    found = [Finding(False, "feed.xml", "no CORS", "set it"), Finding(False, "feed.json", "no CORS", "set it")]
    told = diagnosis.in_words([*found, Finding(False, "a/", "404", "publish"), found[0]])
    assert [line.split()[1] for line in told.splitlines()[:6]] == [
        "feed.xml",
        "feed.json",
        "set",
        "a/",
        "publish",
        "feed.xml",
    ]

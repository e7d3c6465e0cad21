"""The section `[site.editing]`: what is wrong in it is said with its line and its remedy."""

from __future__ import annotations

import pytest

from pipeline.settings import EditingSettings, load

SITE = '[site]\nurl = "https://library.example/"\ntitle = "A library"\n[site.editing]\n'


def read(section: str) -> EditingSettings:
    settings, problems = load(SITE + section)
    assert settings is not None and settings.site.editing is not None, problems
    return settings.site.editing


def test_forgejo_is_spoken_to_as_gitea() -> None:
    assert read('backend = "Forgejo"\nrepository = "us/library"').backend == "gitea"


def test_there_is_none_by_default() -> None:
    settings, _ = load(SITE.replace("[site.editing]\n", ""))
    assert settings is not None
    assert settings.site.editing is None


@pytest.mark.parametrize(
    ("section", "line", "message", "hint"),
    [
        ('backend = "github"', 5, "no repository is named", "add `repository`: write its owner and its name, like"),
        (
            'backend = "github"\nrepository = "https://github.com/us/library.git"',
            6,
            "is not the name of a repository",
            "write `us/library`",
        ),
        (
            'backend = "github"\nrepository = "library"',
            6,
            "`library` is not the name of a repository",
            "our-group/our-",
        ),
        ('backend = "trial"\nreview = Yes # so', 6, "what stands behind the `=` is no value", "write `true`"),
        (
            'backend = "trial"\nreview = "ja"',
            6,
            "`ja` is neither yes nor no",
            "write `review = true` or `review = false`",
        ),
        ('backend = "gitlab"\nrepository = "a/b"\nserver = "http://git.example"', 7, "could read the key", "https://"),
        ('backend = "gitea"\nrepository = "a/b"\nsuggestions = true', 7, "only GitHub takes suggestions", "remove"),
        ('backend = "gitlab"\nrepository = "a/b"\nsign_in = "https://a.example"', 7, "only GitHub needs", "client_id"),
    ],
)
def test_what_is_wrong_has_a_place_a_cause_and_a_remedy(section: str, line: int, message: str, hint: str) -> None:
    settings, problems = load(SITE + section)
    assert settings is None
    (problem,) = problems
    assert (problem.place.line, problem.code) == (line, "bad-settings")
    assert message in problem.message
    assert hint in problem.hint

"""What an entry is made from, why one is not public, and which took the place of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pipeline import content
from pipeline.model.artifact import sha256
from pipeline.model.library import Library
from pipeline.model.tree import File, Tree
from pipeline.settings import load as settings_of
from tests.support.library import FILES

ARTICLE, EPISODE, SHOW = (
    "content/library/articles/urges-pass.md",
    "content/podcasts/talks/first.md",
    "content/podcasts/talks/show.yml",
)
INSTANT = datetime(2026, 6, 1, tzinfo=UTC)


def library(*edits: tuple[str, str, str], **more: str) -> Library:
    """The small library, with edits."""
    files = dict(FILES) | {"content/podcasts/talks/first.wav": "", "content/podcasts/talks/cover.png": ""} | more
    for name, old, new in edits:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    settings, _ = settings_of(files["pipeline.toml"])
    assert settings is not None
    data = {path: text.encode() for path, text in sorted(files.items())}
    made, problems = content.load(Tree({p: File(p, sha256(d), len(d), d) for p, d in data.items()}), settings)
    assert problems == ()
    return made


def test_what_stands_below_an_entry_follows_its_address() -> None:
    made = library((SHOW, "explicit:", "slug: chats\nexplicit:"), (EPISODE, "number: 1", "slug: one\nnumber: 1"))
    addresses = {entry.path: entry.address for entry in made.entries if "podcasts" in entry.path}
    assert addresses == {SHOW: "podcasts/chats/", EPISODE: "podcasts/chats/one/"}


def test_an_entry_is_made_from_its_file_and_those_that_its_fields_name() -> None:
    made = library((EPISODE, "number: 1", "number: 1\nextra: {script: first.md, other: cover.png}"))
    episode, show = made.entry(EPISODE), made.entry(SHOW)
    assert episode is not None and show is not None
    folder = "content/podcasts/talks"
    assert content.named(made, episode) == (EPISODE, f"{folder}/first.vtt", f"{folder}/first.wav")
    assert content.named(made, show) == (f"{folder}/cover.png", SHOW)


@pytest.mark.parametrize(
    ("edit", "path", "why"),
    [
        ((EPISODE, "number: 1", "number: 1"), EPISODE, ""),
        ((EPISODE, "number: 1", "number: 1"), ARTICLE, ""),
        ((EPISODE, "number: 1", "draft: yes"), EPISODE, f"it is a draft: `draft: yes` stands in `{EPISODE}`"),
        ((EPISODE, "number: 1", "retired: yes"), EPISODE, f"it is withdrawn: `retired: yes` stands in `{EPISODE}`"),
        (
            (SHOW, "explicit:", "draft: yes\nexplicit:"),
            EPISODE,
            f"its show is a draft: `draft: yes` stands in `{SHOW}`",
        ),
        (
            (SHOW, "explicit:", "retired: yes\nexplicit:"),
            EPISODE,
            f"its show is withdrawn: `retired: yes` stands in `{SHOW}`",
        ),
        ((EPISODE, "date: 2026-01-05", "date: 2026-06-01T01:00"), EPISODE, ""),  # by the clock of London in summer
        ((EPISODE, "date: 2026-01-05", "date: 2026-06-02"), EPISODE, "it becomes public on 2026-06-01T23:00:00Z"),
        ((SHOW, "explicit:", "date: 2027-01-01\nexplicit:"), EPISODE, "it becomes public on 2027-01-01T00:00:00Z"),
        ((ARTICLE, "date: 2026-01-02", "date: 2026-01-02\ndraft: yes"), EPISODE, ""),
        ((ARTICLE, "authors:", "draft: yes\nauthors:"), ARTICLE, f"it is a draft: `draft: yes` stands in `{ARTICLE}`"),
        ((EPISODE, "number: 1", "number: 1"), "content/people.yml", ""),
    ],
)
def test_why_an_entry_is_not_public(edit: tuple[str, str, str], path: str, why: str) -> None:
    assert content.absent(library(edit), path, INSTANT) == why


@pytest.fixture
def heir() -> Callable[[str, str], str | None]:
    return content.heirs(
        library(
            **{
                "content/library/articles/old/urges-pass.md": FILES[ARTICLE].replace("Urges pass", "Older"),
                "content/pages/urge-log.md": FILES["content/pages/home.md"].replace("Welcome\n", "First Talk\n"),
            }
        )
    )


@pytest.mark.parametrize(
    ("address", "known", "found"),
    [
        ("library/articles/gone/", ARTICLE, ARTICLE),  # the same file, at another address
        ("library/articles/x/", "content/handouts/urges-pass.md", "content/library/articles/old/urges-pass.md"),
        ("podcasts/talks/x/", "the first TALK", EPISODE),
        ("handouts/urge-log/", "content/gone.md", "content/handouts/urge-log.md"),
        ("pages/first/", "Gone", EPISODE),
        ("gone/", "Gone", None),
    ],
)
def test_what_took_the_place_of_an_entry(
    heir: Callable[[str, str], str | None], address: str, known: str, found: str | None
) -> None:
    assert heir(address, known) == found


def test_what_is_read_for_the_library_as_a_whole() -> None:
    for path in ("pipeline.toml", "theme/x.css", "content/people.yml", "content/topics.yml", "content/audiences.yml"):
        assert content.shared(path)
    assert not content.shared(ARTICLE) and not content.shared("content/podcasts/people.yml")

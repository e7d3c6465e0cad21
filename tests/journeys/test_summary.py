"""What a run on GitHub leaves for those who look at it: all problems, what was published, why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.cli import summary
from pipeline.model.artifact import Action, Change, Manifest, Plan
from pipeline.problems import Place, Problem
from tests.support import library
from tests.support.run import Run, pipeline


def run(command: str, root: Path, path: Path, *options: str) -> tuple[Run, str]:
    """The run, and its summary."""
    done = pipeline(command, "--root", root, "--format", "github", *options, env={"GITHUB_STEP_SUMMARY": str(path)})
    return done, path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_publish_says_what_it_put_kept_and_deleted(small: Path, tmp_path: Path) -> None:
    first, told = run("publish", small, tmp_path / "first.md")
    assert first.status == 0, first.stderr
    assert told.startswith("### Published: `public`, http")
    assert "podcasts/talks/feed.xml: new" in told
    library.edit(small, "content/podcasts/talks/first.md", "title: The first talk", "title: The very first talk")
    (small / "content/library/links/first-links.md").unlink()
    second, told = run("publish", small, tmp_path / "second.md", "--retag", "content/podcasts/talks/first.md")
    assert second.status == 0, second.stderr
    assert re.search(r"\| \d+ files, [\d.]+ kB \| \d+ files \| \d+ files \| 1 \|", told)
    assert re.search(r"<summary>Deleted</summary>\s+- library/links/first\\-links/index.html: no longer made", told)
    nothing, told = run("publish", small, tmp_path / "third.md")
    assert nothing.status == 0
    assert re.search(r"\| 0 files, 0 B \| \d+ files \| 0 files \| 0 \|", told)
    assert "<details>" not in told


def test_all_problems_are_told_though_github_shows_ten(small: Path, tmp_path: Path) -> None:
    links = "".join(f"\n\n[{n}](missing-{n}.md)" for n in range(14))
    library.edit(small, "content/handouts/urge-log.md", "Fill this in once a day.", f"Fill this in.{links}")
    done, told = run("publish", small, tmp_path / "summary.md")
    assert done.status == 1
    assert done.stdout.count("::error") == 10
    assert "and 4 more errors" in done.stdout
    assert told.count("| error | content/handouts/urge\\-log.md") == 14
    assert "### Published" not in told


def test_a_refused_publish_says_why(small: Path, tmp_path: Path) -> None:
    assert pipeline("publish", "--root", small).status == 0
    library.edit(small, "content/podcasts/talks/first.md", "guid: 0e4f", "guid: 1e4f")
    done, told = run("publish", small, tmp_path / "summary.md")
    assert done.status == 3
    assert told.startswith("### Refused: `public`")
    assert "The GUID of the published episode" in told


def test_a_target_that_fails_is_an_annotation_and_stands_in_the_summary(small: Path, tmp_path: Path) -> None:
    (small / "public").mkdir()
    done, told = run("publish", small, tmp_path / "summary.md")
    assert done.status == 3
    assert "::error title=pipeline::`" in done.stdout
    assert told.startswith("### Failed")
    assert "Remedy: Move it away" in told


def test_without_a_file_to_write_to_nothing_is_written(small: Path) -> None:
    done = pipeline("publish", "--root", small, "--format", "github", env={"GITHUB_STEP_SUMMARY": ""})
    assert done.status == 0, done.stderr


def test_a_summary_that_github_would_drop_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    monkeypatch.setenv(summary.FILE, str(path))
    for _ in range(3):
        summary.write(summary.problems(Problem(Place(f"content/{n}.md"), "x" * 500) for n in range(2000)))
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < 1024 * 1024
    assert "more lines are in the log" in text


TABLE = ("table", "thead", "tbody", "tr", "th", "td")
GITHUB = MarkdownIt("gfm-like2", {"linkify": False}).disable("linkify")


@given(st.text())
def test_whatever_a_message_says_it_is_text(message: str) -> None:
    plan = Plan((Change(Action.PUT, message, message),), Manifest(), refusals=(message,))
    for told in (
        summary.problems([Problem(Place(message), message, message)]),
        summary.publish(plan, "public", message),
        summary.failure(message, message),
    ):
        markdown = told.replace("<details><summary>", "").replace("</summary>", "").replace("</details>", "")
        html = GITHUB.render(markdown)
        assert set(re.findall(r"</?(\w+)", html)) <= {"h3", "p", "ul", "li", "code", *TABLE}

"""A plan is made, looked at, and applied later: that plan, and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support import library
from tests.support.run import Run, pipeline

ARTICLE = "content/library/articles/urges-pass.md"


@pytest.fixture
def planned(small: Path, tmp_path: Path) -> Path:
    """The file of a plan that changes one article of what is public."""
    assert pipeline("publish", "--root", small, "--at", "2026-06-01").status == 0
    library.edit(small, ARTICLE, "An urge is like", "An urge is much like")
    assert pipeline("build", "--root", small, "--at", "2026-06-02").status == 0
    file = tmp_path / "plan.json"
    assert pipeline("plan", "--root", small, "--at", "2026-06-02", "--out", file).status == 0
    return file


def sync(root: Path, file: Path, *more: str) -> Run:
    return pipeline("sync", "--root", root, "--plan", file, *more)


def test_that_very_plan_is_applied_and_once(small: Path, planned: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    assert pipeline("plan", "--root", small, "--at", "2026-06-02", "--out", again).status == 0
    assert again.read_bytes() == planned.read_bytes(), "the same plan is the same file"
    run = sync(small, planned, "--json")
    assert run.status == 0, run.stderr
    wanted = [one for one in json.loads(planned.read_bytes())["plan"]["changes"] if one["action"] == "put"]
    assert [one["path"] for one in json.loads(run.stdout)["put"]] == [one["path"] for one in wanted]
    assert b"much like" in (small / "public/library/articles/urges-pass/index.html").read_bytes()
    newest = json.loads(pipeline("releases", "--root", small, "--json").stdout)["releases"][0]
    assert (newest["current"], newest["instant"]) == (True, "2026-06-01T23:00:00Z"), "the instant of the plan"
    second = sync(small, planned)
    assert second.status == 3
    assert "`public` has changed since this plan was made; nothing was written." in second.stderr


def test_another_build_another_target_and_another_file_are_refused(small: Path, planned: Path, tmp_path: Path) -> None:
    before = (small / "public").resolve()
    other = tmp_path / "other.json"
    other.write_bytes(planned.read_bytes().replace(b"library/articles/urges-pass/index.html", b"other/index.html", 1))
    with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write('[targets.mirror]\npath = "mirror"\n')
    library.edit(small, ARTICLE, "An urge is much like", "An urge is not like")
    for run, said, status in (
        (sync(small, other), "This plan was changed after it was made", 3),
        (sync(small, planned, "--target", "mirror"), "This plan is for the target `public` (public, at http", 3),
        (sync(small, small / ARTICLE), "can't be applied: it holds no JSON", 2),
        (sync(small, tmp_path / "nowhere"), "can't be read: No such file or directory; name a file", 2),
    ):
        assert run.status == status
        assert said in run.stderr
    assert pipeline("build", "--root", small, "--at", "2026-06-02").status == 0
    run = sync(small, planned)
    assert run.status == 3
    assert "This plan rests on another build than the one in `dist/public/`" in run.stderr
    assert (small / "public").resolve() == before


def test_what_somebody_changed_in_the_target_is_a_change_since(small: Path, planned: Path) -> None:
    (small / "public/robots.txt").unlink()
    assert "`public` has changed since this plan was made" in sync(small, planned).stderr


def test_a_plan_that_is_refused_is_not_written(small: Path, planned: Path) -> None:
    planned.unlink()
    shutil.rmtree(small / "content/podcasts/talks")
    assert pipeline("build", "--root", small).status == 0
    run = pipeline("plan", "--root", small, "--out", planned)
    assert run.status == 3
    assert not planned.exists()


def test_a_plan_of_announcements_is_applied_where_its_record_is_not_kept(small: Path, planned: Path) -> None:
    with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write("[announce]\n")
    library.edit(small, "pipeline.toml", 'base_url = "http://127.0.0.1:8000/"\n', "")
    assert pipeline("build", "--root", small, "--at", "2026-06-02").status == 0
    assert pipeline("plan", "--root", small, "--at", "2026-06-02", "--out", planned).status == 0
    shutil.rmtree(small / ".cache")
    run = sync(small, planned)
    assert run.status == 0, run.stderr
    assert (small / "public/api/announce.json").is_file()

"""Pull requests and their previews: what the workflows do, step by step, for branches of ours and for forks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.model.artifact import sha256
from tests.support import library
from tests.support.forge import TOKEN, Forge, forge
from tests.support.machine import tool
from tests.support.workflow import Ended, Json, Runner

ROOT = Path(__file__).parents[2]
OURS, FORK, PUBLISH = (ROOT / ".github/workflows" / f"{n}.yml" for n in ("preview", "preview-fork", "preview-publish"))
TAKE = ROOT / ".ci/preview.py"
PYTHON = """#!/bin/bash
case "$2 $3" in
  "-s pipeline") shift 4; echo "$@" >> {asked}; PYTHONPATH={root} exec {python} -m pipeline "$@" ;;
  "-s publish") shift 4; echo "publish $@" >> {asked}; PYTHONPATH={root} exec {python} -m pipeline publish "$@" ;;
  *) exec {python} "$@" ;;
esac
"""
ARTICLE = "content/library/articles/urges-pass.md"


def nothing(_given: dict[str, str], _runner: Runner) -> None:
    """It is there already."""


@dataclass
class Project:
    """A checkout of a library whose previews lie in a directory, a runner for it, and its pull requests."""

    runner: Runner
    forge: Forge
    home: Path

    def pull(self, repository: str, action: str, *labels: str, workflow_run: Json = None) -> None:
        """What the event is about: pull request 12 of a branch in a repository."""
        owner = repository.partition("/")[0]
        head = {"ref": "a-branch", "sha": "5ha", "user": {"login": owner}, "repo": {"full_name": repository}}
        named = [{"name": label} for label in labels]
        self.forge.pulls = [{"number": 12, "head": head, "labels": named}]
        request = {"number": 12, "labels": named, "head": head, "base": {"sha": "base"}}
        event = {"pull_request": request, "action": action, "workflow_run": workflow_run, "label": {"name": "preview"}}
        name = "workflow_run" if workflow_run else "pull_request"
        path = self.home / "event.json"
        path.write_text(json.dumps(event), encoding="utf-8")
        self.runner.env["GITHUB_EVENT_PATH"] = str(path)
        self.runner.contexts["github"] |= {"event": event, "event_name": name}

    def run(self, workflow: Path) -> dict[str, Ended]:
        return self.runner.run(yaml.safe_load(workflow.read_text(encoding="utf-8")))

    @property
    def asked(self) -> list[str]:
        return (self.home / "asked").read_text(encoding="utf-8").splitlines()

    def page(self, path: str) -> Path:
        return self.runner.checkout / "previews/pr-12" / path


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Iterator[Project]:
    tool("jq", "jq")
    shutil.copytree(ROOT / ".ci", small / ".ci")
    with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write('\n[targets.previews]\npath = "previews"\npreview = true\nbase_url = "http://127.0.0.1:8001/"\n')
    for name in ("programs", "temp"):
        (tmp_path / name).mkdir()
    (tmp_path / "asked").touch()
    programs = {"python3": PYTHON.format(root=ROOT, python=sys.executable, asked=tmp_path / "asked")}
    for name, body in (programs | dict.fromkeys(("sudo", "apt-get", "sleep"), "#!/bin/bash\n")).items():
        (tmp_path / "programs" / name).write_text(body, encoding="utf-8")
        (tmp_path / "programs" / name).chmod(0o755)
    with forge("github") as ours:
        contexts: dict[str, Json] = {
            "vars": {"PIPELINE_PREVIEWS": "previews"},
            "secrets": {},
            "runner": {"temp": str(tmp_path / "temp")},
            "github": {"token": TOKEN, "repository": "them/library", "run_id": "9"},
        }
        names = ("checkout", "setup-python", "cache/restore", "cache/save", "upload-artifact")
        actions = dict.fromkeys((f"actions/{name}" for name in names), nothing)
        runner = Runner(small, tmp_path / "temp", tmp_path / "programs", contexts, {**actions}, ours.env)
        yield Project(runner, ours, tmp_path)


def results(ended: dict[str, Ended]) -> dict[str, str]:
    return {name: one.result for name, one in ended.items()}


def test_a_pull_request_of_ours_has_a_preview_until_it_is_closed(project: Project) -> None:
    project.pull("them/library", "opened")
    for _ in range(2):
        ended = project.run(OURS)
        told = {"publish": "success", "tell": "success", "remove": "skipped", "prune": "skipped"}
        assert results(ended) == told, ended["publish"].log
    assert project.page("index.html").is_file()
    assert (project.home / "temp/sound/index.html").is_file()  # the loudness report, to be attached
    said = "<!-- preview of this library -->\nThe preview of this pull request: http://127.0.0.1:8001/pr-12/"
    assert project.forge.said == [(12, said)]

    project.pull("them/library", "closed")
    assert results(project.run(OURS)) == dict.fromkeys(("publish", "tell", "prune"), "skipped") | {"remove": "success"}
    assert not project.page("").exists()
    assert [text.partition("\n")[2] for _, text in project.forge.said] == [
        "The preview of this pull request was removed."
    ]


def test_what_is_over_goes_at_night_and_without_a_target_nothing_is_done(project: Project) -> None:
    project.runner.contexts["github"] |= {"event": {}, "event_name": "schedule"}
    assert results(project.run(OURS))["prune"] == "success"
    assert project.asked == ["preview --target previews --prune"]
    project.runner.contexts["vars"] = {}
    assert set(results(project.run(OURS)).values()) == {"skipped"}


def fork(project: Project, *labels: str, spoil: Callable[[Path], None] = lambda _built: None) -> dict[str, Ended]:
    """Both halves for a fork, whose build is spoiled on its way; what the second ended with."""
    checkout = project.runner.checkout
    built = project.home / "built"

    def check_out(given: dict[str, str], _runner: Runner) -> None:
        if given.get("path") == "proposed":
            shutil.copytree(checkout / "content", checkout / "proposed/content", dirs_exist_ok=True)
            library.edit(checkout / "proposed", ARTICLE, "An urge is like a wave.", "An urge is like theirs.")
            (checkout / "proposed/noxfile.py").write_text("raise SystemExit(1)", encoding="utf-8")

    def upload(given: dict[str, str], _runner: Runner) -> None:
        assert given["name"] == "preview"
        shutil.move(checkout / given["path"], built)

    def download(given: dict[str, str], _runner: Runner) -> None:
        assert (given["name"], given["run-id"], given["github-token"]) == ("preview", "77", TOKEN)
        shutil.copytree(built, given["path"], symlinks=True)
        spoil(Path(given["path"]))

    there = {"checkout": check_out, "upload-artifact": upload, "download-artifact": download}
    project.runner.actions |= {f"actions/{name}": action for name, action in there.items()}
    project.pull("stranger/library", "labeled", *labels)
    assert results(project.run(OURS))["publish"] == "skipped"
    first = project.run(FORK)
    assert results(first) == {"build": "success"}, first["build"].log
    run = {"event": "pull_request", "conclusion": "success", "id": "77", "head_branch": "a-branch", "head_sha": "5ha"}
    whose = {"full_name": "stranger/library", "owner": {"login": "stranger"}}
    project.pull("stranger/library", "completed", *labels, workflow_run={**run, "head_repository": whose})
    return project.run(PUBLISH)


def test_a_fork_with_the_label_is_built_by_our_code_and_published_as_data(project: Project) -> None:
    ended = fork(project, "preview")
    assert results(ended) == {"publish": "success", "tell": "success", "remove": "skipped"}, ended["publish"].log
    page = project.page("library/articles/urges-pass/index.html").read_text(encoding="utf-8")
    assert "An urge is like theirs." in page
    assert [text.rpartition(" ")[2] for _, text in project.forge.said] == ["http://127.0.0.1:8001/pr-12/"]
    assert [line.split()[0] for line in project.asked] == ["check", "build", "sync"]

    project.pull("stranger/library", "closed", "preview")
    project.runner.contexts["github"]["event_name"] = "pull_request_target"
    assert results(project.run(PUBLISH))["remove"] == "success"
    assert not project.page("").exists()


def test_a_fork_without_the_label_has_none(project: Project) -> None:
    ended = fork(project, "typo")
    assert results(ended) == {"publish": "success", "tell": "skipped", "remove": "skipped"}
    assert project.asked == []
    assert project.forge.said == []


def manifest(built: Path, change: Callable[[Any], None]) -> None:
    path = built / "previews.pr-12.json"
    plain = json.loads(path.read_bytes())
    change(plain)
    path.write_text(json.dumps(plain), encoding="utf-8")


def another_name(built: Path) -> None:
    for path in list(built.iterdir()):
        path.rename(path.with_name(path.name.replace("pr-12", "pr-13")))


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "of another name": (another_name, "`previews.pr-12.json` is not there"),
    "a way out": (
        lambda built: manifest(built, lambda m: m["artifacts"].update({"../out.html": m["artifacts"]["index.html"]})),
        "'../out.html' is no path of a file",
    ),
    "no manifest": (lambda built: manifest(built, lambda m: m.pop("artifacts")), "is no manifest"),
    "too much": (
        lambda built: manifest(built, lambda m: m["artifacts"]["index.html"].update(size=5 << 30)),
        "too many bytes",
    ),
    "other bytes": (
        lambda built: (built / "previews.pr-12/robots.txt").write_text("Disallow: x\n" * 3, encoding="utf-8"),
        "`robots.txt` is not the file that the manifest names",
    ),
}


def spoiled(tmp_path: Path) -> Path:
    """What a stranger built: one page and one file that previews share."""
    built = tmp_path / "built"
    files = {"index.html": b"home", "robots.txt": b"Disallow: /\n"}
    facts = {path: {"digest": sha256(data), "size": len(data)} for path, data in files.items()}
    for path, data in files.items():
        (built / "previews.pr-12" / path).parent.mkdir(parents=True, exist_ok=True)
        (built / "previews.pr-12" / path).write_bytes(data)
    (built / "previews.pr-12.json").write_text(json.dumps({"artifacts": facts, "shared": {}}), encoding="utf-8")
    return built


def take(built: Path, goal: Path) -> subprocess.CompletedProcess[str]:
    goal.mkdir(exist_ok=True)
    command = [sys.executable, str(TAKE), "take", str(built), str(goal), "previews.pr-12"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]})


@pytest.mark.parametrize("what", SPOILED)
def test_what_a_stranger_built_is_refused_where_it_is_not_what_it_says(tmp_path: Path, what: str) -> None:
    built, (spoil, said) = spoiled(tmp_path), SPOILED[what]
    spoil(built)
    done = take(built, tmp_path / "dist")
    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "dist/previews.pr-12.json").exists()


def test_nothing_is_read_through_a_link_or_that_no_manifest_names(tmp_path: Path) -> None:
    built = spoiled(tmp_path)
    (built / "previews.pr-12/more.html").write_text("more", encoding="utf-8")
    assert take(built, tmp_path / "dist").returncode == 0
    taken = {path.name for path in (tmp_path / "dist").rglob("*") if path.is_file()}
    assert taken == {"index.html", "robots.txt", "previews.pr-12.json"}

    secret = tmp_path / "secret"
    secret.write_bytes(b"home")
    (built / "previews.pr-12/index.html").unlink()
    (built / "previews.pr-12/index.html").symlink_to(secret)
    done = take(built, tmp_path / "other")
    assert (done.returncode, done.stdout) == (1, "")
    assert "`index.html` is a link" in done.stderr

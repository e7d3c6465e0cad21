"""What `init` equips a library with: each file is read as the program does that it is for."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from pipeline import equipment, wiring
from pipeline.cli.commands import main
from pipeline.content import strings
from pipeline.equipment import reports
from pipeline.formats.wording import ENGLISH, Wording
from pipeline.model.kinds import KINDS
from pipeline.settings import Settings
from pipeline.settings import load as load_settings
from tests.support import library
from tests.support.run import pipeline

ROOT = Path(__file__).parents[2]
COMMIT = "git+https://git.library.example/somebody/pipeline@0123456789abcdef0123456789abcdef01234567"
FORGES = {
    "github": (".github/workflows", ".github/ISSUE_TEMPLATE"),
    "gitlab": ("", ".gitlab/issue_templates"),
    "forgejo": (".forgejo/workflows", ".forgejo/issue_template"),
}


@pytest.fixture(scope="module")
def equipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with all that there is, begun in a clone in which nothing is yet."""
    root = tmp_path_factory.mktemp("equipped") / "library"
    (root / ".git").mkdir(parents=True)
    everything = ("--ci", "github", "--editor", "vscode", "--editor", "frontmatter", "--editor", "other", "--hooks")
    run = pipeline("init", root, *everything, "--pipeline", COMMIT)
    assert run.status == 0, run.stderr
    for forge in ("gitlab", "forgejo"):
        run = pipeline("init", root, "--ci", forge, "--pipeline", COMMIT)
        assert run.status == 0, run.stderr
    return root


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("forge", FORGES)
def test_workflows_start_what_a_library_has(equipped: Path, forge: str) -> None:
    folder, _ = FORGES[forge]
    files = sorted((equipped / folder).glob("*.yml")) if folder else [equipped / ".gitlab-ci.yml"]
    text = "\n".join(map(read, files))
    all_of_it = text + "\n".join(map(read, (equipped / ".ci").glob("*.py")))
    assert "noxfile" not in all_of_it and "docs/" not in all_of_it and "copy it to" not in all_of_it.lower()
    programs = set(re.findall(r"python3 (\.ci/\w+\.py)", all_of_it))
    assert {".ci/start.py", ".ci/recordings.py", ".ci/issue.py"} <= programs
    assert all((equipped / program).is_file() for program in programs)
    asked = list(commands(text))
    assert {"check", "publish", "preview"} <= {words[0] for words in asked}
    for name, *arguments in asked:
        with click.Context(main) as parent:
            main.commands[name].make_context(name, arguments, parent=parent)


def commands(text: str) -> Iterator[list[str]]:
    """What workflows and tasks ask the pipeline, in words."""
    joined = text.replace("\\\n", " ").replace("$VERIFY", "--verify share")
    for line in re.findall(r"(?:python3 \.ci/start\.py|\$PIPELINE) ([a-z][^\n|>]*)", joined):
        yield [re.sub(r"\$\w+", "7", word) for word in shlex.split(line) if word not in ("2", "2>&1")]


def test_workflows_of_github_are_ours_but_for_how_the_pipeline_starts(equipped: Path) -> None:
    """So what is tried of ours, step by step, holds for those of a library."""
    for ours in sorted((ROOT / ".github/workflows").glob("*.yml")):
        theirs = yaml.safe_load(read(equipped / ".github/workflows" / ours.name))
        start = re.sub(r"noxfile\.py -s (publish|pipeline) --", ".ci/start.py \\1", read(ours))
        assert theirs == yaml.safe_load(start.replace(".ci/start.py pipeline", ".ci/start.py")), ours.name


def test_what_installs_the_pipeline_is_locked_and_says_what_is_missing(equipped: Path) -> None:
    for name in ("run.lock", "build.lock"):
        assert (equipped / ".ci" / name).read_bytes() == (ROOT / "requirements" / name).read_bytes()
    told = equipped / ".ci/pipeline.txt"
    assert read(told).splitlines()[-1] == COMMIT
    where = read(told)
    told.write_text("".join(line for line in where.splitlines(keepends=True) if line.startswith("#")), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, equipped / ".ci/start.py", "check"], capture_output=True, text=True, check=False
    )
    told.write_text(where, encoding="utf-8")
    assert (run.returncode, run.stdout) == (2, "")
    remedy = "write its address into `.ci/pipeline.txt`, as told there"
    assert run.stderr == f"error: nobody said yet where the pipeline comes from: {remedy}\n"


def test_a_wheel_goes_into_the_library_and_a_file_that_is_other_is_left(tmp_path: Path) -> None:
    wheel, root = tmp_path / "pipeline-1.0-py3-none-any.whl", tmp_path / "library"
    wheel.write_bytes(b"PK")
    assert pipeline("init", root, "--ci", "gitlab", "--pipeline", wheel).status == 0
    assert (root / ".ci" / wheel.name).read_bytes() == b"PK"
    assert read(root / ".ci/pipeline.txt").splitlines()[-1] == f"./{wheel.name}"
    (root / ".gitlab-ci.yml").write_text("include: ours.yml\n", encoding="utf-8")
    told = pipeline("init", root, "--ci", "gitlab", "--pipeline", wheel)
    assert told.stdout == (
        f"Files written in {root}: 0\n"
        "Left as it is, since it says something else: .gitlab-ci.yml (`--overwrite` writes it anew)\n"
        "How publishing is switched on, .ci/README.md tells\n"
    )
    again = pipeline("init", root, "--ci", "gitlab", "--pipeline", wheel, "--json")
    assert json.loads(again.stdout)["kept"] == [".gitlab-ci.yml"] and json.loads(again.stdout)["files"] == []
    assert read(root / ".gitlab-ci.yml") == "include: ours.yml\n"
    anew = pipeline("init", root, "--ci", "gitlab", "--overwrite", "--json")  # from where it said until now
    assert json.loads(anew.stdout)["files"] == [".gitlab-ci.yml"]


def test_what_is_left_to_do_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "direct_url", lambda: None)
    run = CliRunner().invoke(main, ["init", str(tmp_path / "library"), "--ci", "github"])
    assert run.stdout == (
        f"A library is in {tmp_path}/library\n"
        "Write into .ci/pipeline.txt where the workflows get the pipeline from\n"
        "How publishing is switched on, .ci/README.md tells\n"
        f"Publish it: `pipeline publish --root {tmp_path}/library`\n"
    )


def test_what_is_no_source_is_told(tmp_path: Path) -> None:
    run = pipeline("init", tmp_path / "library", "--ci", "github", "--pipeline", "pipeline.zip")
    assert run.status == 2
    assert run.stderr == (
        "error: `--pipeline pipeline.zip` is no address, and no wheel on this machine\n"
        "  remedy: write `git+https://…@COMMIT`, the address of a wheel, or the path of one\n"
    )
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    ("noted", "address"),
    [
        (
            {"url": "https://git.library.example/p.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
            "git+https://git.library.example/p.git@ab12",
        ),
        (
            {"url": "https://l.example/p.whl", "archive_info": {"hashes": {"sha256": "ab"}}},
            "https://l.example/p.whl#sha256=ab",
        ),
        ({"url": "file:///home/me/pipeline", "dir_info": {"editable": True}}, ""),
    ],
)
def test_where_the_pipeline_came_from_is_where_workflows_get_it(noted: dict[str, Any], address: str) -> None:
    assert equipment.noted(json.dumps(noted)).address == address
    assert not equipment.noted(None).is_known


# What readers are asked


def wording(language: str = ENGLISH, **words: str) -> Wording:
    return Wording(language, strings.of_kinds(ENGLISH) | words)


def settings(text: str = library.FILES["pipeline.toml"]) -> Settings:
    found, problems = load_settings(text)
    assert found is not None, problems
    return found


def test_our_own_forms_are_those_of_the_sample(*, regenerate: bool) -> None:
    """So the schema of GitHub, against which `nox -s lint` holds them, holds what a library gets."""
    forms = reports.issue_forms(settings(read(ROOT / "pipeline.toml")), wording())
    for name, text in forms.items():
        path = ROOT / ".github/ISSUE_TEMPLATE" / name
        if regenerate:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert read(path) == text


def test_forgejo_asks_what_github_asks_and_gitlab_too(equipped: Path) -> None:
    ours = {path.name: read(path) for path in (equipped / ".github/ISSUE_TEMPLATE").iterdir()}
    assert {path.name: read(path) for path in (equipped / ".forgejo/issue_template").iterdir()} == ours
    for name in ("mistake.yml", "link.yml"):
        form = yaml.safe_load(ours[name])
        template = read(equipped / f".gitlab/issue_templates/{form['name']}.md")
        labels = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
        assert re.findall(r"^## (.*)$", template, re.MULTILINE) == labels
        assert template.startswith(f"<!-- {form['body'][0]['attributes']['value']} -->")
        assert template.rstrip().endswith(f'/label ~"{form["labels"][0]}"')


def test_who_reports_is_told_that_it_is_public_and_where_help_is(equipped: Path) -> None:
    form = yaml.safe_load(read(equipped / ".github/ISSUE_TEMPLATE/mistake.yml"))
    note = form["body"][0]["attributes"]["value"]
    assert "can be read by everybody" in note and note.endswith("https://library.example/get-help/")
    (lead,) = yaml.safe_load(read(equipped / ".github/ISSUE_TEMPLATE/config.yml"))["contact_links"]
    assert (lead["name"], lead["url"]) == (
        "In danger, or thinking of suicide? Help",
        "https://library.example/get-help/",
    )


def test_readers_are_asked_in_the_language_of_the_site(tmp_path: Path) -> None:
    root = library.write(tmp_path / "library")
    path = root / "pipeline.toml"
    path.write_text(read(path).replace("[site]\n", '[site]\nlanguage = "de"\n', 1), encoding="utf-8")
    (root / "theme/strings").mkdir(parents=True)
    german = (
        "reports: {mistake: {name: Etwas stimmt nicht, page: Auf welcher Seite?}}\nlinks: {costs: {free: Kostenlos}}\n"
    )
    (root / "theme/strings/de.yml").write_text(german, encoding="utf-8")
    run = pipeline("init", root, "--ci", "forgejo", "--pipeline", COMMIT)
    assert run.status == 0, run.stderr
    mistake = yaml.safe_load(read(root / ".forgejo/issue_template/mistake.yml"))
    assert (mistake["name"], mistake["body"][1]["attributes"]["label"]) == ("Etwas stimmt nicht", "Auf welcher Seite?")
    assert "Kostenlos" in read(root / ".forgejo/issue_template/link.yml")


# What editors read


def test_each_yaml_file_names_its_schema_and_keeps_to_it(equipped: Path) -> None:
    named = {}
    for path in sorted((equipped / "content").rglob("*.yml")):
        first = read(path).splitlines()[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        named[path.name] = schema.resolve().name
        jsonschema.Draft202012Validator(json.loads(read(schema))).validate(yaml.safe_load(read(path)))
    assert named == {"people.yml": "people.json", "topics.yml": "topics.json", "audiences.yml": "audiences.json"}
    assert read(equipped / "pipeline.toml").startswith("#:schema ./.schema/settings.json\n")
    before = {path: path.read_bytes() for path in equipped.rglob("*.yml")}
    assert pipeline("init", equipped, "--editor", "other").status == 0
    assert {path: path.read_bytes() for path in equipped.rglob("*.yml")} == before


def test_the_settings_of_vscode_lead_to_schemas_by_the_files_they_are_for(equipped: Path) -> None:
    leads = json.loads(read(equipped / ".vscode/settings.json"))["yaml.schemas"]
    assert leads[".schema/show.json"] == "content/podcasts/*/show.yml"
    assert all((equipped / schema).is_file() for schema in leads)
    assert "redhat.vscode-yaml" in json.loads(read(equipped / ".vscode/extensions.json"))["recommendations"]


def test_what_check_prints_stands_in_the_list_of_problems(equipped: Path, tmp_path: Path) -> None:
    tasks = json.loads(read(equipped / ".vscode/tasks.json"))["tasks"]
    asked = list(commands("\n".join(task["command"] for task in tasks)))
    assert asked == [["check"], ["check", "--fix"], ["serve", "--watch"]]
    for name, *arguments in asked:
        with click.Context(main) as parent:
            main.commands[name].make_context(name, arguments, parent=parent)
    placed, whole = (matcher["pattern"][0]["regexp"] for matcher in tasks[0]["problemMatcher"])
    root = library.write(tmp_path)
    for name, text in (("pages/about.md", "---\ntitel: x\n---\n"), ("notes.md", "x")):
        (root / "content" / name).write_text(text, encoding="utf-8")
    printed = pipeline("check", "--root", root).stderr
    found = [re.search(placed, line) or re.search(whole, line) for line in printed.splitlines() if "]" in line]
    problems = [match for match in found if match]
    assert {match[1] for match in problems} == {"content/pages/about.md", "content/notes.md"}
    said = [line for line in printed.splitlines() if re.search(r": (error|warning): ", line)]
    assert len(said) == len(problems) >= 3


def test_hooks_are_ours_and_a_library_without_a_repository_runs_its_own(equipped: Path, tmp_path: Path) -> None:
    ours = {hook["id"]: hook for hook in yaml.safe_load(read(ROOT / ".pre-commit-hooks.yaml"))}
    for hook in ours.values():
        name, *arguments = hook["entry"].split()[1:]
        with click.Context(main) as parent:
            main.commands[name].make_context(name, arguments, parent=parent)
    (repository,) = yaml.safe_load(read(equipped / ".pre-commit-config.yaml"))["repos"]
    assert f"git+{repository['repo']}@{repository['rev']}" == COMMIT
    assert {hook["id"] for hook in repository["hooks"]} <= ours.keys()
    assert pipeline("init", tmp_path / "library", "--hooks").status == 0
    (own,) = yaml.safe_load(read(tmp_path / "library/.pre-commit-config.yaml"))["repos"]
    assert own["hooks"][0]["entry"] == "pipeline check"
    assert own["hooks"][0]["files"] == ours["pipeline-check"]["files"]


# Front Matter CMS


def test_each_kind_has_its_form_in_front_matter_cms(equipped: Path) -> None:
    made = json.loads(read(equipped / "frontmatter.json"))
    kinds = {name: kind for name, kind in KINDS.items() if kind.front_matter}
    types = {one["name"]: one for one in made["frontMatter.taxonomy.contentTypes"]}
    assert types.keys() == kinds.keys()
    groups = {one["id"]: one for one in made["frontMatter.taxonomy.fieldGroups"]}
    lists = {one["id"] for one in made["frontMatter.data.files"]}
    for fields in [*(one["fields"] for one in types.values()), *(one["fields"] for one in groups.values())]:
        for field in fields:
            assert field["title"] and set(field.get("fieldGroup", ())) <= groups.keys()
            assert field.get("dataFileId") in {None, *lists}
    for folder in made["frontMatter.content.pageFolders"]:
        (name,) = folder["contentTypes"]
        assert folder["path"] == f"[[workspace]]/{kinds[name].folder}"
        assert (equipped / kinds[name].folder).is_dir()
    authors = next(field for field in types["article"]["fields"] if field["name"] == "authors")
    assert (authors["choices"], authors["multiple"], authors["required"]) == (
        [{"id": "editor", "title": "The editors"}],
        True,
        True,
    )
    assert "eliostruyf.vscode-front-matter" in json.loads(read(equipped / ".vscode/extensions.json"))["recommendations"]


def test_what_front_matter_cms_saves_is_accepted(tmp_path: Path) -> None:
    """It notes its form in what it begins, and in each thing of a list; dates have the hour at which one chose them."""
    root = library.write(tmp_path)
    saved = """\
---
title: Two books
description: Two books that we like, and why we do, in a sentence or two.
date: 2026-01-05T09:30
draft: true
topics:
  - coping-with-urges
audiences:
  - for-me
books:
  - title: Mind Over Mood
    authors:
      - Dennis Greenberger
    isbn: "9781462520428"
    annotation: A workbook of methods, one small step at a time.
    fieldGroup: book-list-books
fmContentType: book-list
---
Two of them.
"""
    (root / "content/library/books/two-books.md").write_text(saved, encoding="utf-8")
    checked = pipeline("check", "--root", root, "--strict")
    assert checked.status == 0, checked.stderr
    again = pipeline("check", "--root", root, "--strict")  # as it was remembered
    assert again.status == 0, again.stderr


def test_the_yaml_files_of_the_sample_name_their_schemas_and_keep_to_them() -> None:
    files = sorted((ROOT / "content").rglob("*.yml"))
    assert len(files) >= 6
    for path in files:
        schema = path.parent / read(path).splitlines()[0].removeprefix("# yaml-language-server: $schema=")
        jsonschema.Draft202012Validator(json.loads(read(schema))).validate(yaml.load(read(path), yaml.BaseLoader))
    schema = ROOT / read(ROOT / "pipeline.toml").splitlines()[0].removeprefix("#:schema ./")
    jsonschema.Draft202012Validator(json.loads(read(schema))).validate(tomllib.loads(read(ROOT / "pipeline.toml")))


def test_the_page_for_editors_names_what_is_there(equipped: Path) -> None:
    page = read(ROOT / "docs/editors/tools.md")
    asked = [shlex.split(line) for line in re.findall(r"`pipeline (init [^`]*)`", page)]
    assert len(asked) > 4
    for name, *arguments in asked:
        with click.Context(main) as parent:
            main.commands[name].make_context(name, arguments, parent=parent)
    (line,) = re.findall(r"^# yaml-language-server: .*$", page, re.MULTILINE)
    assert read(equipped / "content/people.yml").startswith(line)
    labels = [task["label"] for task in json.loads(read(equipped / ".vscode/tasks.json"))["tasks"]]
    assert all(label in page for label in labels)


def test_the_pipeline_is_installed_once_by_its_locks_and_its_status_is_handed_on(
    equipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("start", equipped / ".ci/start.py")
    assert spec and spec.loader
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    asked: list[list[str]] = []

    def run(command: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        if "venv" in command:
            (Path(command[-1]) / "bin").mkdir(parents=True, exist_ok=True)
        return subprocess.CompletedProcess(command, 0)

    with monkeypatch.context() as patched:
        patched.setattr(start.subprocess, "run", run)
        home = start.installed()
        assert start.installed() == home
    venv, build, lock, source = asked
    assert venv[-1] == str(home)
    assert "--require-hashes" in build and "--require-hashes" in lock
    assert (build[-1], lock[-1]) == (str(equipped / ".ci/build.lock"), str(equipped / ".ci/run.lock"))
    assert "--no-deps" in source and source[-1] == COMMIT
    assert read(home.parent / ".gitignore") == "*\n"
    program = home / "bin/pipeline"
    program.write_text('#!/bin/sh\necho "$@"\nexit 5\n', encoding="utf-8")
    program.chmod(0o755)
    ended = subprocess.run(
        [sys.executable, equipped / ".ci/start.py", "check", "--strict"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (5, "check --strict\n", "")


def test_what_a_new_library_may_switch_on_is_accepted(equipped: Path) -> None:
    text = re.sub(r"^# (?=\[|\w+ = )", "", read(equipped / "pipeline.toml"), flags=re.MULTILINE)
    found, problems = load_settings(text)
    assert found is not None and not problems
    assert found.site.editing and found.site.report and found.community and found.community.chat

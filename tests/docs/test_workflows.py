"""The workflows of GitHub Actions: few rights, pinned actions, nothing of a stranger's ever run by a shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from pipeline.cli.commands import main
from tests.support.workflow import Expression

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
TEMPLATES = sorted((ROOT / "docs/operators/ci").rglob("*.yml"))
TRIGGER: Any = True  # YAML 1.1 reads the key `on` as a boolean


def workflow(name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))
    return found


def steps(flow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in flow["jobs"].values() for step in job["steps"]]


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def flow(request: pytest.FixtureRequest) -> dict[Any, Any]:
    return workflow(request.param.name)


def test_rights_are_few_and_named(flow: dict[Any, Any]) -> None:
    assert flow["permissions"] == {"contents": "read"}
    for job in flow["jobs"].values():
        assert set(job.get("permissions", {}).items()) <= {
            ("contents", "read"),
            ("issues", "write"),
            ("id-token", "write"),
            ("pull-requests", "read"),
            ("pull-requests", "write"),
            ("actions", "read"),
        }


def test_who_publishes_writes_no_issues_and_who_writes_issues_gets_no_role() -> None:
    jobs = workflow("nightly.yml")["jobs"]
    assert jobs["publish"]["permissions"] == {"contents": "read", "id-token": "write"}
    assert jobs["tell"]["permissions"] == {"contents": "read", "issues": "write"}


def test_a_fork_is_built_without_secrets_and_published_by_our_own_code() -> None:
    build, publish = workflow("preview-fork.yml"), workflow("preview-publish.yml")
    assert "secrets" not in (ROOT / ".github/workflows/preview-fork.yml").read_text("utf-8").replace(
        "without secrets", ""
    )
    assert all("permissions" not in job for job in build["jobs"].values())
    assert "workflow_run" in publish[TRIGGER]
    assert publish[TRIGGER]["workflow_run"]["workflows"] == [build["name"]]
    checkouts = [step["with"] for step in steps(publish) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert not [
        given for given in checkouts if given.keys() & {"ref", "repository"}
    ]  # the main branch, and nothing else


def test_who_publishes_a_preview_writes_to_no_pull_request() -> None:
    for name in ("preview.yml", "preview-publish.yml"):
        jobs = workflow(name)["jobs"]
        assert jobs["publish"]["permissions"].get("pull-requests") != "write"
        assert "id-token" not in jobs["tell"]["permissions"]


def test_actions_are_pinned_by_commit_and_named_by_version() -> None:
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: (aws-)?actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_no_expression_stands_in_a_script(flow: dict[Any, Any]) -> None:
    assert not [step["run"] for step in steps(flow) if "${{" in step.get("run", "")]


def test_a_checkout_takes_no_recordings_and_leaves_no_token(flow: dict[Any, Any]) -> None:
    for checkout in (step for step in steps(flow) if "checkout" in step.get("uses", "")):
        assert (checkout["with"]["lfs"], checkout["with"]["persist-credentials"]) == (False, False)


def test_every_job_ends_and_no_two_publishes_overlap(flow: dict[Any, Any]) -> None:
    assert all(job["timeout-minutes"] <= 120 for job in flow["jobs"].values())
    publish = workflow("nightly.yml")["jobs"]["publish"]
    limits = [step["timeout-minutes"] for step in publish["steps"] if "timeout-minutes" in step]
    assert sum(limits) < publish["timeout-minutes"], "a job that is cut off tells nothing of its log"
    assert workflow("nightly.yml")["concurrency"] == {"group": "publish", "cancel-in-progress": False}


def test_a_pull_request_has_no_secrets() -> None:
    check = workflow("check.yml")
    assert set(check[TRIGGER]) == {"pull_request"}
    text = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert "secrets" not in text.replace("it has no\n# secrets", "")
    assert not [
        step for step in steps(check) if step.get("uses", "").startswith(("actions/cache@", "actions/cache/save@"))
    ]


def test_the_night_is_not_at_the_full_hour_and_a_fork_publishes_nothing() -> None:
    nightly = workflow("nightly.yml")
    assert set(nightly[TRIGGER]) == {"schedule", "push", "workflow_dispatch"}
    ((entry,),) = (nightly[TRIGGER]["schedule"],)
    assert entry["cron"].split()[0] not in ("0", "30", "*")
    assert nightly["jobs"]["publish"]["if"] == "vars.PIPELINE_TARGET != ''"


def commands() -> Iterator[list[str]]:
    """What the files of all forges ask the pipeline, in words."""
    for path in (*FILES, *TEMPLATES):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ").replace("$VERIFY", "--verify share")
        for line in re.findall(r"(?:noxfile\.py -s pipeline --|\$PIPELINE) (\w[^\n|>]*)", text):
            yield [re.sub(r"\$\w+", "7", word) for word in shlex.split(line) if word not in ("2", "2>&1")]


def test_commands_and_their_options_are_there() -> None:
    asked = list(commands())
    assert {words[0] for words in asked} == {"build", "check", "preview", "publish", "sync"}
    for name, *arguments in asked:
        with click.Context(main) as parent:
            main.commands[name].make_context(name, arguments, parent=parent)


def test_sessions_are_there() -> None:
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    for path in FILES:
        for session in re.findall(r"noxfile\.py -s (\w+)", path.read_text(encoding="utf-8")):
            assert f"\ndef {session}(session" in noxfile


@pytest.mark.parametrize(
    ("text", "result", "value"),
    [
        ("vars.NAME != '' && vars.NAME", "success", "it's"),
        ("vars.NONE || 'other'", "success", "other"),
        ("vars.NONE.deeper == '' || !vars.NAME", "success", True),
        ("always() && needs.one.result != 'skipped'", "failure", True),
        ("success() && (vars.NONE || vars.NAME == 'it''s')", "success", True),
        ("success() || cancelled()", "failure", False),
        ("failure()", "failure", True),
    ],
)
def test_the_runner_of_the_tests_reads_expressions_as_github_does(text: str, result: str, value: object) -> None:
    contexts = {"vars": {"NAME": "it's"}, "needs": {"one": {"result": "failure"}}}
    assert Expression(contexts, result).value(text) == value

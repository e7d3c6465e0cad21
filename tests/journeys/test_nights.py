"""The nights: what the workflows of GitHub and Forgejo do, and the pipeline of GitLab, step by step."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from pipeline.release.looking.look import CORS
from tests.support import library, web
from tests.support.forge import TOKEN, Forge, Issue, forge
from tests.support.s3 import Server
from tests.support.workflow import Ended, Json, Runner

ROOT = Path(__file__).parents[2]
NIGHTLY = {
    "github": ROOT / ".github/workflows/nightly.yml",
    "forgejo": ROOT / "docs/operators/ci/forgejo/nightly.yml",
    "gitlab": ROOT / "docs/operators/ci/gitlab-ci.yml",
}
CHECK = ROOT / ".github/workflows/check.yml"
PYTHON = """#!/bin/bash
case "$2 $3" in
  "-s pipeline")
    shift 4
    if [ "$1" = publish ]; then {publish}; else {pipeline}; fi ;;
  *) exec {python} "$@" ;;
esac
"""
PROGRAMS = {
    "sudo": 'exec "$@"',
    "sleep": 'echo "sleep $*" >> {asked}',
    "apt-get": 'echo "apt-get $*" >> {asked}; test $(grep -c apt-get {asked}) -gt {drops}',
    "git-lfs": 'test "$1" = smudge && cat {objects}/"$(sed -n "s/^oid sha256://p")"',
}
PIPELINE = f'PYTHONPATH={ROOT} exec {sys.executable} -m pipeline "$@"'


@dataclass
class Night:
    """A checkout of a library, a runner for it, and the issues of its forge."""

    runner: Runner
    forge: Forge
    home: Path
    found: dict[str, Ended] = field(default_factory=dict)

    def program(self, name: str, body: str) -> None:
        path = self.runner.programs / name
        path.write_text(body if body.startswith("#!") else f"#!/bin/bash\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def publishing(self, publish: str) -> None:
        """What a publish is: the pipeline, or a script in its place."""
        self.program("python3", PYTHON.format(python=sys.executable, publish=publish, pipeline=PIPELINE))

    def run(self, *, longest: str = "75m") -> str:
        """A night; its log. The issue is told whatever became of the publish."""
        flow = yaml.safe_load(NIGHTLY[self.forge.sort].read_text(encoding="utf-8"))
        if self.forge.sort == "gitlab":
            given = {"PIPELINE_TARGET": "cloud", "PIPELINE_ISSUES_TOKEN": TOKEN, "CI_JOB_URL": RUN, "LONGEST": longest}
            self.found = {"publish": self.runner.gitlab(flow, "publish", given)}
        else:
            (publish,) = (step for step in flow["jobs"]["publish"]["steps"] if step.get("id") == "publish")
            publish["env"]["LONGEST"] = longest
            self.found = self.runner.run(flow)
        return "".join(ended.log for ended in self.found.values())

    @property
    def asked(self) -> str:
        return (self.home / "asked").read_text(encoding="utf-8")


def role(given: dict[str, str], runner: Runner) -> None:
    """What the action of AWS leaves: credentials for an hour, in the environment of the steps that follow."""
    assert given["role-to-assume"] == "arn:aws:iam::111122223333:role/library-publish"
    assert (given["aws-region"], given["role-duration-seconds"]) == ("us-east-1", "3600")
    runner.env |= ROLE


SERVER = {"server_url": "https://forge.example", "repository": "them/library"}
GITHUB = {"token": TOKEN, "event_name": "push", "run_id": "9", "run_number": "9", **SERVER}
RUN = "https://forge.example/them/library/actions/runs/9"
ROLE: dict[str, str] = {}


def nothing(_given: dict[str, str], _runner: Runner) -> None:
    """The checkout is there, and so is a Python; nothing is kept."""


NAMES = ("actions/checkout", "actions/setup-python", "actions/cache/restore", "actions/cache/save")
ACTIONS = {
    **dict.fromkeys(NAMES, nothing),
    **dict.fromkeys((f"https://data.forgejo.org/{name}" for name in NAMES), nothing),
    "aws-actions/configure-aws-credentials": role,
}


@pytest.fixture
def night(request: pytest.FixtureRequest, bare: Path, tmp_path: Path) -> Iterator[Night]:
    """A night, on GitHub where a test does not say where, in which a publish does nothing, and well."""
    shutil.copytree(ROOT / ".ci", bare / ".ci")
    for name in ("programs", "temp", "objects"):
        (tmp_path / name).mkdir()
    (tmp_path / "asked").touch()
    with forge(getattr(request, "param", "github")) as issues:
        contexts: Json = {"vars": {"PIPELINE_TARGET": "cloud"}, "secrets": {}, "github": dict(GITHUB)}
        runner = Runner(bare, tmp_path / "temp", tmp_path / "programs", contexts, dict(ACTIONS), issues.env)
        ours = Night(runner, issues, tmp_path)
        for name, body in PROGRAMS.items():
            ours.program(name, body.format(asked=tmp_path / "asked", objects=tmp_path / "objects", drops=0))
        ours.publishing("echo published")
        yield ours


def test_a_role_publishes_and_a_recording_of_any_name_is_fetched(
    night: Night, small_cache: Path, s3_server: Server
) -> None:
    checkout = night.runner.checkout
    shutil.copytree(small_cache, checkout / ".cache")
    bucket = s3_server.bucket("sites/library", listing=True)
    s3_server.client().put_bucket_cors(Bucket=bucket, CORSConfiguration=json.loads(CORS))
    base_url = f"{s3_server.endpoint}/{bucket}/sites/library/"
    with (checkout / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write(f"""
[targets.cloud]
type = "s3"
bucket = "{bucket}"
prefix = "sites/library"
endpoint = "{s3_server.endpoint}"
index = "exact"
base_url = "{base_url}"
""")
    name = 'Über "uns", it\'s [1].wav'
    recording = checkout / "content/podcasts/talks/first.wav"
    data = library.tone(4.0)
    oid = hashlib.sha256(data).hexdigest()
    (night.home / "objects" / oid).write_bytes(data)
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(data)}\n"
    recording.rename(recording.with_name(name)).write_text(pointer, encoding="utf-8")
    episode = "content/podcasts/talks/first.md"
    library.edit(checkout, episode, "audio: first.wav", "audio: |-\n  " + name)
    night.publishing(PIPELINE)
    night.runner.contexts["vars"]["PIPELINE_ROLE"] = "arn:aws:iam::111122223333:role/library-publish"
    given = s3_server.client("sts").get_session_token()["Credentials"]
    ROLE.update(
        AWS_ACCESS_KEY_ID=given["AccessKeyId"],
        AWS_SECRET_ACCESS_KEY=given["SecretAccessKey"],
        AWS_SESSION_TOKEN=given["SessionToken"],
        AWS_REGION="us-east-1",
    )
    night.runner.contexts["github"]["event_name"] = "schedule"
    night.forge.issues.append(Issue("The library could not be published", "", ["library-nightly"]))
    log = night.run()
    assert [ended.result for ended in night.found.values()] == ["success", "success"], log
    assert recording.with_name(name).read_bytes() == data
    assert web.get(f"{base_url}podcasts/talks/first/").status_code == 200
    assert [issue.open for issue in night.forge.issues] == [False]


EVERY_FORGE = pytest.mark.parametrize("night", list(NIGHTLY), indirect=True)
SAY = 'printf "%s %s %s\n" "${AWS_ACCESS_KEY_ID-none}" "${AWS_SECRET_ACCESS_KEY-none}" "$*"'


@pytest.mark.parametrize(
    ("secrets", "told"),
    [
        ({"AWS_ACCESS_KEY_ID": "ours", "AWS_SECRET_ACCESS_KEY": "a+secret/with=signs"}, "ours a+secret/with=signs"),
        ({}, "none none"),
    ],
    ids=["keys", "a runner that has its own"],
)
def test_keys_that_are_secrets_reach_the_publish_and_none_hide_what_is_there(
    night: Night, secrets: dict[str, str], told: str
) -> None:
    night.runner.contexts["secrets"] = secrets
    night.publishing(SAY)
    assert f"{told} publish --format github --target cloud\n" in night.run()
    assert night.forge.issues == []


@EVERY_FORGE
def test_a_night_looks_at_a_share_of_what_is_public_and_a_push_does_not(night: Night) -> None:
    night.publishing('echo "$*"')
    for event, asked in (("schedule", "--target cloud --verify share\n"), ("push", "--target cloud\n")):
        night.runner.contexts["github"]["event_name"] = night.runner.env["CI_PIPELINE_SOURCE"] = event
        assert asked in night.run()


@pytest.mark.parametrize(
    ("publish", "title", "words"),
    [
        ("echo 'error: a title is missing'; exit 1", "The library could not be published", "The content has errors."),
        ("echo 'error: refused'; exit 3", "The library could not be published", "The target refused it, or failed."),
        ("echo 'error: no page'; exit 5", "The library is published, and something is wrong with it", "The look at it"),
        ("echo 'error: slow'; exec tail -f /dev/null", "The library could not be published", "It took too long"),
    ],
    ids=["content", "target", "look", "time"],
)
def test_one_issue_says_what_is_wrong_until_a_night_is_well(night: Night, publish: str, title: str, words: str) -> None:
    night.publishing(publish)
    log = night.run(longest="0.5s")
    assert [ended.result for ended in night.found.values()] == ["failure", "success"], log
    (issue,) = night.forge.issues
    assert (issue.title, issue.labels) == (title, ["library-nightly"])
    assert words in issue.body
    assert RUN in issue.body
    assert "\n    error: " in issue.body


@EVERY_FORGE
def test_an_issue_that_is_open_is_told_again_and_bears_the_title_of_the_day(night: Night) -> None:
    night.forge.labels += [] if night.forge.sort == "gitlab" else ["another"]
    night.publishing("exit 3")
    night.run()
    night.publishing('for line in {1..9999}; do echo "line $line of ünsound words"; done; exit 5')
    night.run()
    (issue,) = night.forge.issues
    assert issue.title == "The library is published, and something is wrong with it"
    (comment,) = issue.comments
    assert len(comment) < 5000 and "line 9940 of ünsound" in comment and "line 9939 " not in comment
    night.publishing("echo well")
    night.run()
    assert not issue.open
    assert issue.comments[1:] == [f"Published, and in order: {RUN}"]
    night.publishing("exit 4")
    night.run()
    assert [(issue.open, issue.labels) for issue in night.forge.issues] == [
        (False, ["library-nightly"]),
        (True, ["library-nightly"]),
    ]
    assert night.forge.labels in ([], ["another", "library-nightly"]), "GitLab makes labels by itself"


@pytest.mark.parametrize("result", ["failure", "cancelled"])
def test_a_night_that_was_lost_before_it_could_say_anything_is_told(night: Night, result: str) -> None:
    tell = yaml.safe_load(NIGHTLY["github"].read_text(encoding="utf-8"))["jobs"]["tell"]
    assert night.runner.job(tell, {"publish": Ended(result)}).result == "success"
    (issue,) = night.forge.issues
    assert f"It ended early ({result})" in issue.body


def test_a_fork_publishes_nothing_and_where_issues_are_off_the_log_says_so(night: Night) -> None:
    night.publishing("exit 3")
    night.forge.off = True
    assert "warning: no issue tells of this run" in night.run()
    night.runner.contexts["vars"] = {}
    night.run()
    assert [ended.result for ended in night.found.values()] == ["skipped", "skipped"]


@pytest.mark.parametrize(("drops", "warned"), [(2, False), (99, True)])
def test_pango_is_asked_for_again_and_without_it_the_night_goes_on(night: Night, drops: int, *, warned: bool) -> None:
    night.program("apt-get", PROGRAMS["apt-get"].format(asked=night.home / "asked", drops=drops))
    assert ("::warning::Pango could not be had" in night.run()) == warned
    assert night.found["publish"].result == "success"
    assert night.asked.count("sleep") == 2


@pytest.mark.parametrize("night", ["gitlab"], indirect=True)
def test_gitlab_hands_a_role_its_token_and_tells_of_a_night_that_took_too_long(night: Night) -> None:
    night.runner.env |= {"PIPELINE_ROLE": "arn:aws:iam::111122223333:role/library-publish", "PIPELINE_TOKEN": "signed"}
    night.publishing('echo "$AWS_ROLE_ARN $(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")"; exec tail -f /dev/null')
    assert "arn:aws:iam::111122223333:role/library-publish signed\n" in night.run(longest="0.5s")
    (issue,) = night.forge.issues
    assert "It took too long" in issue.body
    assert issue.labels == ["library-nightly"]


PREVIEW = """
echo "$*" >> {asked}
[ "$1" != publish ] || echo '{{"base_url": "https://preview.example/pr-7/"}}' > "${{@: -1}}"
"""
"""Notes what it was asked; a publish writes where the preview is into the file that is named last."""


@pytest.mark.parametrize("night", ["forgejo"], indirect=True)
def test_forgejo_says_once_where_a_preview_is_and_removes_it(night: Night) -> None:
    flow = yaml.safe_load((ROOT / "docs/operators/ci/forgejo/preview.yml").read_text(encoding="utf-8"))
    night.forge.issues += [Issue("one of the others", "", []) for _ in range(7)]
    say = PREVIEW.format(asked=night.home / "asked").strip()
    night.program("python3", PYTHON.format(python=sys.executable, publish=say, pipeline=say))
    repository = {"full_name": "them/library"}
    for action in ("opened", "synchronize", "closed"):
        change = {"action": action, "pull_request": {"number": 7, "head": {"repo": repository}}}
        night.runner.contexts |= {"vars": {"PIPELINE_PREVIEWS": "previews"}, "github": {**GITHUB, "event": change}}
        assert [ended.result for ended in night.runner.run(flow).values()] == ["success", "skipped"]
    assert night.forge.issues[6].comments == ["What this would look like: https://preview.example/pr-7/"]
    asked = [line for line in night.asked.splitlines() if line.startswith(("publish", "preview"))]
    assert [line.partition(" --report")[0] for line in asked] == [
        *["publish --target previews --preview pr-7"] * 2,
        "preview --target previews --remove pr-7",
    ]
    repository["full_name"] = "stranger/library"
    assert [ended.result for ended in night.runner.run(flow).values()] == ["skipped", "skipped"]
    night.runner.contexts["github"] = {**GITHUB, "event": {}, "event_name": "schedule"}
    assert [ended.result for ended in night.runner.run(flow).values()] == ["skipped", "success"]
    assert night.asked.endswith("preview --target previews --prune\n")


@pytest.mark.parametrize("night", ["gitlab"], indirect=True)
def test_gitlab_knows_the_address_of_a_preview_and_judges_a_forks_content_by_our_code(night: Night) -> None:
    flow, checkout = yaml.safe_load(NIGHTLY["gitlab"].read_text(encoding="utf-8")), night.runner.checkout
    say = PREVIEW.format(asked=night.home / "asked").strip()
    night.program("python3", PYTHON.format(python=sys.executable, publish=say, pipeline=say))
    assert (
        night.runner.gitlab(flow, "preview", {"PIPELINE_PREVIEWS": "previews", "CI_MERGE_REQUEST_IID": "7"}).log == ""
    )
    assert (checkout / "preview.env").read_text(encoding="utf-8") == "PREVIEW_URL=https://preview.example/pr-7/\n"
    assert "publish --target previews --preview mr-7 --report preview.json\n" in night.asked
    git(checkout, "init", "-q", "-b", "main")
    git(checkout, "add", ".")
    git(checkout, "commit", "-q", "-m", "ours")
    article = "content/library/articles/urges-pass.md"
    library.edit(checkout, article, "Urges pass", "Theirs")
    library.edit(checkout, "pipeline.toml", "A small library", "Theirs")
    git(checkout, "commit", "-q", "-a", "-m", "theirs")
    git(checkout, "update-ref", "refs/merge-requests/7/head", "HEAD")
    git(checkout, "reset", "-q", "--hard", "HEAD^")
    git(checkout, "remote", "add", "origin", ".")
    ended = night.runner.gitlab(flow, "content", {"PROPOSED": "7"})
    assert ended.result == "success", ended.log
    assert "title: Theirs" in (checkout / article).read_text(encoding="utf-8")
    assert "A small library" in (checkout / "pipeline.toml").read_text(encoding="utf-8")
    assert night.asked.endswith("check\n")


def test_a_forks_content_is_judged_by_our_code_and_what_else_it_changes_is_named(night: Night) -> None:
    article = "content/library/articles/urges-pass.md"

    def checkout(given: dict[str, str], runner: Runner) -> None:
        if "path" not in given:
            assert given["ref"] == "the commit of the branch"
            return
        merge = runner.checkout / given["path"]
        shutil.copytree(runner.checkout, merge)
        git(merge, "init", "-q")
        git(merge, "add", ".")
        git(merge, "commit", "-q", "-m", "base")
        library.edit(merge, article, "topics: [coping-with-urges]", "topics: [no-such-topic]")
        library.edit(merge, "pipeline.toml", 'title = "A small library"', 'title = "Theirs"')
        (merge / "noxfile.py").write_text("print('all is well')", encoding="utf-8")
        git(merge, "add", ".")
        git(merge, "commit", "-q", "-m", "merge")

    repository: Json = {
        "head": {"repo": {"full_name": "stranger/library"}},
        "base": {"sha": "the commit of the branch"},
    }
    night.runner.contexts["github"] |= {"event": {"pull_request": repository}}
    night.runner.actions["actions/checkout"] = checkout
    (content,) = (job for name, job in yaml.safe_load(CHECK.read_text("utf-8"))["jobs"].items() if name == "content")
    ended = night.runner.job(content, {})
    assert ended.result == "failure"
    assert f"::error file={article}" in ended.log and "unknown-topic" in ended.log
    assert ended.log.startswith(
        "::warning::This changes more than content, which is to be read as code:\n  noxfile.py\n  pipeline.toml\n"
    )
    assert 'title = "A small library"' in (night.runner.checkout / "pipeline.toml").read_text(encoding="utf-8")
    repository["head"]["repo"]["full_name"] = "them/library"
    assert night.runner.job(content, {}).result == "skipped"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@library.example")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, stdin=subprocess.DEVNULL)

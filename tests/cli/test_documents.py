"""`--json`: one document on stdout whatever happens, of every command; `-q`: what failed is said all the same."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from pipeline import settings, wiring
from pipeline.cli.commands import main
from pipeline.cli.failures import CONTENT, REFUSED, STOPPED, TERMINATED, TOOL, USAGE, Terminated
from pipeline.flow import ToolFailed
from pipeline.release import TargetError
from tests.support import library

ARGUMENTS = {
    "export": ["catalogue"],
    "explain": ["feed.xml"],
    "import rules": ["nginx"],
    "media": ["verify"],
    "new": ["article", "A title"],
    "rules": ["nginx"],
}


def _all(group: click.Group = main, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, by all its words."""
    for name in sorted(group.commands):
        command = group.commands[name]
        if isinstance(command, click.Group):
            yield from _all(command, f"{name} ")
        else:
            yield f"{above}{name}", command


FOUND = dict(_all())
COMMANDS = sorted(FOUND)
OF_A_LIBRARY = [name for name in COMMANDS if name != "init"]
ENDS: dict[str, tuple[BaseException, int, str]] = {
    "target": (TargetError("The target is away.", "Wait."), REFUSED, "The target is away."),
    "tool": (ToolFailed("ffmpeg is missing", "install it"), TOOL, "ffmpeg is missing"),
    "disk": (OSError(errno.ENOSPC, "No space left on device"), TOOL, "the disk is full"),
    "itself": (ZeroDivisionError("none"), TOOL, "the pipeline itself failed, not your content: ZeroDivisionError"),
    "Ctrl-C": (KeyboardInterrupt(), STOPPED, "stopped; what was published before is as it was"),
    "TERM": (Terminated(), TERMINATED, "stopped; what was published before is as it was"),
}


@dataclass(frozen=True)
class Said:
    """How a command ended, and its document."""

    status: int
    document: dict[str, Any]
    stderr: str


def run(name: str, *more: str | Path, root: Path | None = None) -> Said:
    where = ["--root", str(root)] if root and name != "init" else []
    ended = CliRunner().invoke(main, [*name.split(), *where, *map(str, more), "--json"])
    assert ended.stdout.count("\n") == 1, (ended.stdout, ended.stderr)
    said = Said(ended.exit_code, json.loads(ended.stdout), ended.stderr)
    assert (said.document["status"], said.document["ok"]) == (said.status, said.status == 0), said
    assert bool(said.document["errors"]) == (said.status != 0), said
    assert all(one["message"] for one in said.document["errors"])
    assert all(one["message"] and one["path"] and one["code"] for one in said.document["problems"])
    return said


def arguments(name: str, tmp_path: Path) -> Sequence[str]:
    """What a command can't do without."""
    given = ARGUMENTS.get(name, [str(tmp_path / "new")] if name == "init" else None)
    needed = [one for one in FOUND[name].params if isinstance(one, click.Argument) and one.required]
    return ["x"] * len(needed) if given is None else given


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_option_is_told_in_a_document_and_in_words(name: str) -> None:
    said = run(name, "--no-such-option")
    assert said.status == USAGE
    assert said.document["errors"][0]["remedy"].endswith(f" {name} --help`")
    assert "--no-such-option" in said.document["error"] and "--no-such-option" in said.stderr


@pytest.mark.parametrize("words", [["no-such-command", "--json"], ["--json"], ["check", "--jobs", "none", "--json"]])
def test_so_is_a_wrong_command(words: list[str]) -> None:
    ended = CliRunner().invoke(main, words)
    document = json.loads(ended.stdout)
    assert (ended.exit_code, document["status"], document["ok"]) == (USAGE, USAGE, False)
    assert document["errors"][0]["message"] in ended.stderr


def test_what_follows_two_hyphens_is_no_option() -> None:
    assert CliRunner().invoke(main, ["no-such-command", "--", "--json"]).stdout == ""


@pytest.mark.parametrize("name", OF_A_LIBRARY)
def test_where_there_is_no_library_the_remedy_is_told(name: str, tmp_path: Path) -> None:
    said = run(name, *arguments(name, tmp_path), root=tmp_path)
    assert said.status == USAGE
    told = {one["message"].removeprefix("pipeline.toml: "): one["remedy"] for one in said.document["errors"]}
    assert told[f"no library in `{tmp_path}`: there is no `pipeline.toml`"] == "name its directory with `--root DIR`"


@pytest.mark.parametrize("name", OF_A_LIBRARY)
def test_a_wrong_setting_has_its_place(name: str, tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text('[site]\nurl = "https://l.example/"\ntitel = "A"\n', encoding="utf-8")
    said = run(name, *arguments(name, tmp_path), root=tmp_path)
    assert said.status == USAGE
    if name == "doctor":
        assert any("pipeline.toml:3:1: unknown setting" in one["message"] for one in said.document["errors"])
    else:
        places = [(one["path"], one["line"], one["column"]) for one in said.document["problems"]]
        assert ("pipeline.toml", 3, 1) in places


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("end", ENDS)
def test_however_it_ends_it_says_so(name: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error, status, words = ENDS[end]
    (tmp_path / "pipeline.toml").write_text(library.FILES["pipeline.toml"], encoding="utf-8")
    monkeypatch.setattr(wiring if name == "init" else settings, "starter" if name == "init" else "load", raising(error))
    said = run(name, *arguments(name, tmp_path), root=tmp_path)
    assert said.status == status
    (told,) = said.document["errors"]
    assert words in told["message"] and words in said.stderr
    assert told["remedy"] or end in ("Ctrl-C", "TERM")
    if name != "init":
        quiet = CliRunner().invoke(main, [*name.split(), "--root", str(tmp_path), *arguments(name, tmp_path), "-q"])
        assert (quiet.exit_code, quiet.stdout) == (status, "")
        assert words in quiet.stderr


def raising(error: BaseException) -> Callable[..., Any]:
    def raises(*_arguments: object) -> Any:
        raise error

    return raises


def test_what_was_stopped_before_its_command_was_loaded_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for error, status, _ in ENDS.values():
        monkeypatch.setattr("pipeline.cli.commands.import_module", raising(error))
        assert run("check").status == status


def test_a_report_is_that_of_this_run_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "report.json"
    report.write_text("of another run", encoding="utf-8")
    monkeypatch.setattr(settings, "load", raising(SystemExit(137)))  # as far as can be done to one's own process
    (tmp_path / "pipeline.toml").write_text(library.FILES["pipeline.toml"], encoding="utf-8")
    assert CliRunner().invoke(main, ["check", "--root", str(tmp_path), "--report", str(report)]).exit_code == 137
    assert not report.exists()
    nowhere = CliRunner().invoke(
        main, ["check", "--root", str(tmp_path / "no"), "--report", str(tmp_path / "a/b.json")]
    )
    assert (nowhere.exit_code, "b.json` can't be written: No such file" in nowhere.stderr) == (USAGE, True)


def test_a_life_of_a_library_in_documents(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "serve", lambda *_: None)
    copy = tmp_path / "report.json"
    first = run("publish", "--at", "2026-06-01", "--report", copy, root=small)
    assert first.status == 0 and json.loads(copy.read_text(encoding="utf-8")) == first.document
    library.edit(small, "content/library/articles/urges-pass.md", "An urge is like", "An urge is much like")
    assert len(run("publish", "--at", "2026-06-02", root=small).document["put"]) > 1
    for name in COMMANDS:
        if name.split()[0] not in ("import", "purge", "preview", "recover", "transcribe"):
            assert run(name, *arguments(name, tmp_path), root=small).status == 0, name
    library.edit(small, "content/podcasts/talks/first.md", "guid: 0e4f", "guid: 1e4f")
    for name in ("publish", "plan", "sync"):
        refused = run(name, root=small)
        assert refused.status == REFUSED
        assert [one["message"] for one in refused.document["errors"]] == refused.document["refusals"]
    (small / "public").unlink()
    (small / "public").mkdir()
    for name in ("publish", "plan", "sync", "releases", "rollback"):
        failed = run(name, root=small)
        assert failed.status == REFUSED
        assert failed.document["errors"][0]["remedy"].startswith("Move it away")
    library.edit(small, "content/library/articles/urges-pass.md", "authors: [alex]", "authors: [axel]")
    for name in ("check", "build", "publish"):
        wrong = run(name, root=small)
        assert wrong.status == CONTENT
        assert "unknown-person" in [one["code"] for one in wrong.document["problems"]]

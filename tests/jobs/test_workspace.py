"""Folders of work: whoever is killed leaves one behind, and whoever comes next removes it, and no other."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.jobs import Job
from pipeline.jobs.drivers.workspace import FolderWorkspace, Places
from pipeline.model.artifact import Blob, sha256
from tests.support.machine import without_links

NOWHERE = Places(lambda _: None, lambda _: None)
WORK = """
import os, signal, sys
from pipeline.jobs import Job
from pipeline.jobs.drivers.workspace import FolderWorkspace, Places
jobs = [Job("encode", "a.md", {})]
workspace = FolderWorkspace(sys.argv[1], Places(lambda blob: None, lambda blob: None))
(task,) = workspace.desk(jobs).lay_out(jobs)
open(os.path.join(task.scratch, "half.wav"), "w").close()
print(task.scratch, flush=True)
sys.stdin.read()
"""


def at_work(root: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process in the middle of a task, and the folder of that task."""
    command = [sys.executable, "-c", WORK, str(root)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def end(process: subprocess.Popen[str], by: signal.Signals) -> None:
    process.send_signal(by)
    process.communicate()


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_needs_is_not(tmp_path: Path) -> None:
    killed, left = at_work(tmp_path)
    living, needed = at_work(tmp_path)
    end(killed, signal.SIGKILL)
    try:
        assert (left / "half.wav").is_file()
        workspace, jobs = FolderWorkspace(tmp_path, NOWHERE), [Job("encode", "b.md", {})]
        workspace.desk(jobs).lay_out(jobs)
        assert not left.exists()
        assert (needed / "half.wav").is_file()
        workspace.clear()
    finally:
        end(living, signal.SIGKILL)


def test_nothing_is_left_where_all_is_cleared(tmp_path: Path) -> None:
    workspace = FolderWorkspace(tmp_path, NOWHERE)
    for name in ("a", "b"):
        jobs = [Job("encode", f"{name}.md", {})]
        desks = [workspace.desk(jobs) for _ in range(3)]
        tasks = [desk.lay_out(jobs) for desk in desks]
        desks[0].clear(tasks[0])
        assert [Path(task.scratch).is_dir() for (task,) in tasks] == [False, True, True]
        workspace.clear()
        assert list(tmp_path.iterdir()) == []


def test_where_a_disk_has_no_links_inputs_are_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_links(monkeypatch)
    recording = tmp_path / "recording.flac"
    recording.write_bytes(b"sound")
    blob = Blob(sha256(b"sound"), 5)
    workspace = FolderWorkspace(tmp_path / "work", Places(lambda _: recording, lambda _: None))
    jobs = [Job("encode", "a.md", {"sound": blob})]
    (task,) = workspace.desk(jobs).lay_out(jobs)
    assert Path(task.inputs["sound"]).read_bytes() == b"sound"
    workspace.clear()
    assert recording.read_bytes() == b"sound"

"""Folders of work: whoever is killed leaves one behind, and whoever comes next removes it, and no other."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from pipeline.jobs import Job
from pipeline.jobs.drivers.workspace import FolderWorkspace

WORK = """
import os, signal, sys
from pipeline.jobs import Job
from pipeline.jobs.drivers.workspace import FolderWorkspace
task = FolderWorkspace(sys.argv[1], lambda blob: None, lambda blob: None).lay_out([Job("encode", "a.md", {})])[0]
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
        workspace = FolderWorkspace(tmp_path, lambda _: None, lambda _: None)
        task = workspace.lay_out([Job("encode", "b.md", {})])
        assert not left.exists()
        assert (needed / "half.wav").is_file()
        workspace.clear(task)
    finally:
        end(living, signal.SIGKILL)


def test_nothing_is_left_where_all_is_cleared(tmp_path: Path) -> None:
    workspace = FolderWorkspace(tmp_path, lambda _: None, lambda _: None)
    tasks = [workspace.lay_out([Job("encode", f"{n}.md", {})]) for n in range(3)]
    for task in tasks:
        assert Path(task[0].scratch).is_dir()
        workspace.clear(task)
    assert list(tmp_path.iterdir()) == []
    workspace.clear(workspace.lay_out([Job("encode", "again.md", {})]))
    assert list(tmp_path.iterdir()) == []

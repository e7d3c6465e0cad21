"""What a command costs, with all the processes that it starts; on Linux.

This process becomes the one that inherits orphans, so it waits in the end for every process of the tree: for those of
a pool too, which the command's own process never waits for. The kernel adds up what they used as they are waited for.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_BECOME_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>
_PAGE, _BLOCK = os.sysconf("SC_PAGE_SIZE"), 512
_PAUSE = 0.05
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user and system) of all processes; wall seconds until the command ended; peak of the bytes that all
    held in memory, shared ones counted in each; bytes of the pages that went to a disk (none on tmpfs).
    """

    cpu: float
    wall: float
    memory: int
    written: int


class Failed(Exception):
    """A command ended badly: what it said."""


def cost(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder, from a process that has no other children. Raises `Failed`."""
    _inherit_orphans()
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment() | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        status, wall, memory, used = _watched(process, begun)
        said.seek(0)
        if status != 0:
            raise Failed(f"`{' '.join(command)}` ended with {status}: {said.read().decode(errors='replace')[-2000:]}")
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    largest = max(one.ru_maxrss for one in used) * 1024  # a short run has its peak between two looks
    return Cost(cpu, wall, max(memory, largest), sum(one.ru_oublock for one in used) * _BLOCK)


def environment() -> dict[str, str]:
    """The environment of this process, where Python keeps what it compiled: nobody compiles a program at each run."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _watched(process: subprocess.Popen[bytes], begun: float) -> tuple[int, float, int, list[resource.struct_rusage]]:
    """Status and wall seconds of a process, the most memory seen, and what it and each orphan of it used."""
    memory, wall, used = 0, 0.0, []
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:  # all have ended
            break
        if pid == 0:
            memory = max(memory, sum(_held()))
            time.sleep(_PAUSE)
            continue
        used.append(usage)
        if pid == process.pid:
            wall = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, wall, memory, used


def _held() -> Iterator[int]:
    """The bytes in memory of each process below this one."""
    seen = dict(_processes())
    for parent, held in seen.values():
        above = parent
        while above in seen and above != os.getpid():
            above = seen[above][0]
        if above == os.getpid():
            yield held


def _processes() -> Iterator[tuple[int, tuple[int, int]]]:
    """All of this machine: its number, that of its parent, and its bytes in memory."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):  # it has ended
                fields = (folder / "stat").read_text().rpartition(") ")[2].split()
                yield int(folder.name), (int(fields[1]), int(fields[21]) * _PAGE)


def _inherit_orphans() -> None:
    if not sys.platform.startswith("linux"):
        raise RuntimeError("what a tree of processes costs is measured on Linux only")
    if ctypes.CDLL(None, use_errno=True).prctl(_BECOME_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "this process can't inherit orphans")

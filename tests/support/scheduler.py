"""A Dask scheduler on loopback and its workers, each a process with a folder of its own, as an operator begins them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.machine import PATIENCE
from tests.support.s3 import free_port

QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}


@dataclass
class Scheduler:
    """The scheduler at `address`, and its workers."""

    address: str
    home: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def folders(self) -> list[Path]:
        """The temporary folder of each worker."""
        return sorted(self.home.glob("worker-*"))

    def left(self) -> list[Path]:
        """What jobs have left in them."""
        return [path for folder in self.folders for path in folder.glob("pipeline-*/*/*") if path.is_dir()]

    def begin(self, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> subprocess.Popen[bytes]:
        """One worker more."""
        folder = self.home / f"worker-{len(self.workers)}"
        folder.mkdir(parents=True)
        options = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--no-dashboard")
        place = ("--local-directory", str(folder))
        command = (sys.executable, "-m", "distributed.cli.dask_worker", self.address, *options, *place)
        process = _begun(command, {"TMPDIR": str(folder), **(env or {})}, cwd)
        self.workers.append(process)
        return process

    def wait(self, workers: int) -> None:
        """Until so many workers are there."""
        from distributed import Client

        end = time.monotonic() + PATIENCE
        while workers and time.monotonic() < end:
            with contextlib.suppress(OSError), Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=PATIENCE)
                return
        if workers:
            pytest.fail("the scheduler does not answer")

    def kill(self, number: int) -> None:
        """Kill a worker, as a machine that is switched off."""
        self.workers[number].send_signal(signal.SIGKILL)
        self.workers[number].wait(PATIENCE)


@contextlib.contextmanager
def scheduled(home: Path, workers: int) -> Iterator[Scheduler]:
    """A scheduler with so many workers."""
    port = free_port()
    options = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show")
    process = _begun((sys.executable, "-m", "distributed.cli.dask_scheduler", *options))
    made = Scheduler(f"tcp://127.0.0.1:{port}", home)
    try:
        for _ in range(workers):
            made.begin()
        made.wait(workers)
        yield made
    finally:
        for one in (*made.workers, process):
            one.kill()
            one.wait(PATIENCE)


def _begun(
    command: tuple[str, ...], env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    whole = {**os.environ, **QUIET, **(env or {})}
    return subprocess.Popen(command, env=whole, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

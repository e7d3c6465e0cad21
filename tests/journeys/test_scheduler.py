"""A build on several machines: a scheduler, workers with folders of their own, and a bucket between them."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed.scheduler import KilledWorker

from pipeline.cli.failures import TERMINATED
from pipeline.jobs import Failure
from pipeline.jobs.drivers import scheduler as drivers
from tests.support import library
from tests.support.machine import PATIENCE
from tests.support.run import pipeline, process
from tests.support.s3 import Server, free_port
from tests.support.scheduler import Scheduler, scheduled

AT = ("--at", "2026-06-01T10:00+00:00")


def with_store(root: Path, server: Server) -> None:
    """Let a library name a bucket as its store."""
    where = f'[store]\ntype = "s3"\nbucket = "{server.bucket()}"\nendpoint = "{server.endpoint}"\n'
    library.edit(root, "pipeline.toml", "[audio]", f"{where}\n[audio]")


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory, s3_server: Server) -> Iterator[Scheduler]:
    assert s3_server.port, "workers find its credentials in their environment"
    with scheduled(tmp_path_factory.mktemp("workers"), 2) as made:
        yield made


@contextlib.contextmanager
def killing(workers: Scheduler, number: int) -> Iterator[list[Path]]:
    """Kill a worker in the middle of a job, and begin another in its place; the folders that it left."""
    left: list[Path] = []
    folder, over = workers.home / f"worker-{number}", threading.Event()

    def watch() -> None:
        while not left and not over.is_set():
            left.extend(path for path in folder.glob("pipeline-*/*/*") if path.is_dir())
            time.sleep(0.002)
        workers.kill(number)
        workers.begin()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield left
    finally:
        over.set()
        thread.join(PATIENCE)


def test_it_gives_what_one_machine_does_though_a_worker_is_killed(
    small: Path, workers: Scheduler, s3_server: Server, tmp_path: Path
) -> None:
    assert pipeline("build", "--root", small, *AT).status == 0
    root = tmp_path / "elsewhere"
    shutil.copytree(small, root, ignore=shutil.ignore_patterns(".cache", "dist", "public"))
    with_store(root, s3_server)
    with killing(workers, 0) as left:
        run = process("build", "--root", root, "--scheduler", workers.address, *AT)
    assert run.status == 0, run.stderr
    assert left, "it had a job"
    assert (root / "dist/public.json").read_bytes() == (small / "dist/public.json").read_bytes()
    assert files(root) == files(small)
    assert workers.left() == [path for path in left if path.exists()]


def files(root: Path) -> dict[str, bytes]:
    tree = root / "dist/public"
    return {p.relative_to(tree).as_posix(): p.read_bytes() for p in sorted(tree.rglob("*")) if p.is_file()}


def test_what_is_missing_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = pipeline("build", "--root", bare, "--scheduler", "tcp://127.0.0.1:1")
    assert run.status == 2
    assert "workers of a scheduler need a store that they reach; add `[store]`" in run.stderr
    monkeypatch.setattr(drivers, "PATIENCE", 1)
    with pytest.raises(Failure, match="no scheduler answers at tcp"):
        drivers.Scheduler(f"tcp://127.0.0.1:{free_port()}")()


class Deadly(Executor):
    """What a scheduler says of a job that cost too many workers their life."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # nothing is done
        future: Future[object] = Future()
        worker: Any = SimpleNamespace(address="tcp://127.0.0.1:1")  # as much of it as its words need
        future.set_exception(KilledWorker("job-1", worker, 3))
        return future


def test_a_job_that_killed_its_workers_is_one_whose_process_died() -> None:
    future = drivers._Workers(Deadly(), "tcp://127.0.0.1:1").submit(print)
    with pytest.raises(BrokenExecutor, match="all those workers died while running it"):
        future.result()


def test_stopped_half_way_it_leaves_nothing_with_the_workers(bare: Path, workers: Scheduler, s3_server: Server) -> None:
    with_store(bare, s3_server)
    before = set(workers.left())
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(bare), "--scheduler", workers.address]
    stopped = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        waited(lambda: set(workers.left()) - before)
        stopped.terminate()
        assert stopped.wait(PATIENCE) == TERMINATED
    finally:
        stopped.kill()
    waited(lambda: not set(workers.left()) - before)
    assert not list((bare / ".cache").glob("work/*"))


def waited(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.005)

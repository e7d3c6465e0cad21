"""A build on several machines: a scheduler, workers with folders of their own, and a bucket between them."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.jobs import Failure, Job
from pipeline.jobs.cache import Cache
from pipeline.jobs.drivers import scheduler as drivers
from pipeline.jobs.drivers.workspace import FolderWorkspace, Places
from pipeline.jobs.run import Runner
from pipeline.stores.directory import DirectoryStore
from tests.conformance.test_executors import Worker
from tests.support import library
from tests.support.machine import PATIENCE
from tests.support.run import pipeline, process
from tests.support.s3 import Server, free_port
from tests.support.scheduler import Scheduler, scheduled

AT = ("--at", "2026-06-01T10:00+00:00")


def with_store(root: Path, server: Server) -> str:
    """Let a library name a bucket as its store."""
    bucket = server.bucket()
    where = f'[store]\ntype = "s3"\nbucket = "{bucket}"\nendpoint = "{server.endpoint}"\n'
    library.edit(root, "pipeline.toml", "[audio]", f"{where}\n[audio]")
    return bucket


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


def test_a_worker_with_another_program_is_named_and_gives_nothing(
    bare: Path, s3_server: Server, tmp_path: Path
) -> None:
    house = tmp_path / "house"
    for name in ("pipeline", "theme"):
        shutil.copytree(library.HOUSE / name, house / name)
    changed = house / "pipeline/formats/isbn.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "# another line\n", encoding="utf-8")
    bucket = with_store(bare, s3_server)
    with scheduled(tmp_path / "workers", 0) as made:
        made.begin({"PYTHONPATH": str(house)}, house)
        made.wait(1)
        run = process("build", "--root", bare, "--scheduler", made.address, *AT)
    assert run.status == 4
    assert "has `pipeline` " in run.stderr
    assert "remedy: give both the same commit and the same locked packages" in run.stderr
    assert not [key for key in s3_server.objects(bucket) if key.startswith("blobs/")]


def test_what_is_missing_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = pipeline("build", "--root", bare, "--scheduler", "tcp://127.0.0.1:1")
    assert run.status == 2
    assert "workers of a scheduler need a store that they reach; add `[store]`" in run.stderr
    monkeypatch.setattr(drivers, "PATIENCE", 1)
    with pytest.raises(Failure, match="no scheduler answers at tcp"):
        drivers.Scheduler(f"tcp://127.0.0.1:{free_port()}")()


def test_a_job_that_kills_its_workers_is_tried_again_and_named(tmp_path: Path) -> None:
    jobs = [Job("work", f"{n}", params={"do": "die" if n == 2 else "", "number": n}) for n in range(6)]
    with scheduled(tmp_path / "workers", 3, allowed_failures=0) as made, drivers.Scheduler(made.address) as pool:
        cache = Cache(store := DirectoryStore(tmp_path / "cache"))
        workspace = FolderWorkspace(tmp_path / "work", Places(lambda _: None, cache.read), store)
        outcomes = Runner({"work": Worker()}, cache, workspace, pool).run(jobs)
        dead = [one.poll() is not None for one in made.workers]
    (failed,) = [outcome for outcome in outcomes if not outcome.ok]
    assert failed.job.subject == "2"
    assert failed.failure is not None
    assert failed.failure.message == "the process that did this work died, twice"
    assert sum(dead) == 2

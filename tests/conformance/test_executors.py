"""One suite for every executor that jobs may run on."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from errno import EACCES
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from pipeline.jobs import Failure, Job, Made, Outcome, Status, Task
from pipeline.jobs.cache import Cache
from pipeline.jobs.drivers.pool import LazyPool
from pipeline.jobs.drivers.workspace import FolderWorkspace, Places
from pipeline.jobs.here import Here
from pipeline.jobs.run import Runner, Unwatched
from pipeline.stores.directory import DirectoryStore
from tests.support.machine import PATIENCE, hears_ctrl_c


class Worker:
    """A performer that does what its parameters say."""

    recipe = 1
    durable = False
    batch = 4
    versions: dict[str, str] = {}  # noqa: RUF012 - a constant of this twin

    def perform(self, task: Task) -> Made:
        match task.params["do"]:
            case "fail":
                raise Failure("it can't be done", "try another", "bad-audio", tool=True)
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "linger":
                time.sleep(PATIENCE)
            case "die once":
                died = Path(task.params["number"], "died")
                if not died.exists():
                    died.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return Made({"number": task.params["number"]}, {"out": str(task.params["number"]).encode()})


@pytest.fixture(params=["inline", "pool"])
def executor(request: pytest.FixtureRequest) -> Iterator[Callable[[], Executor]]:
    if request.param == "inline":
        yield Here
        return
    with LazyPool(2) as pool:
        yield pool


def runner(root: Path, executor: Callable[[], Executor]) -> Runner:
    store = DirectoryStore(root / "cache")
    cache = Cache(store)
    workspace = FolderWorkspace(root / "work", Places(lambda _: None, cache.read), store)
    return Runner({"work": Worker()}, cache, workspace, executor)


def test_outcomes_come_in_the_order_of_the_jobs(tmp_path: Path, executor: Callable[[], Executor]) -> None:
    jobs = [Job("work", f"{n}", params={"do": "", "number": n}) for n in range(8)]
    run = runner(tmp_path, executor)
    assert [outcome.facts["number"] for outcome in run.run(jobs)] == list(range(8))
    assert {outcome.status for outcome in run.run(jobs)} == {Status.KEPT}


def test_a_failure_comes_back_whole(tmp_path: Path, executor: Callable[[], Executor]) -> None:
    (outcome,) = runner(tmp_path, executor).run([Job("work", "a", params={"do": "fail", "number": 0})])
    failure = outcome.failure
    assert failure is not None
    assert (failure.message, failure.hint, failure.code, failure.tool) == (
        "it can't be done",
        "try another",
        "bad-audio",
        True,
    )


def test_a_job_whose_worker_dies_twice_is_named_and_no_other(tmp_path: Path) -> None:
    """Those that other processes of the pool had, and those of the same batch, are not to blame."""
    with LazyPool(2) as pool:
        jobs = [Job("work", f"{n}", params={"do": "die" if n == 5 else "", "number": n}) for n in range(40)]
        outcomes = runner(tmp_path, pool).run(jobs)
        assert [outcome.job.subject for outcome in outcomes if not outcome.ok] == ["5"]
        failure = outcomes[5].failure
        assert failure is not None
        assert (failure.message, failure.tool) == ("the process that did this work died, twice", True)
        assert runner(tmp_path, pool).run([Job("work", "b", params={"do": "", "number": 1})])[0].ok


def test_work_whose_worker_was_killed_once_is_done(tmp_path: Path) -> None:
    with LazyPool(2) as pool:
        (outcome,) = runner(tmp_path, pool).run([Job("work", "a", params={"do": "die once", "number": str(tmp_path)})])
    assert outcome.ok, outcome.failure


KILLED = """
import os, pathlib, signal, sys
from pipeline.jobs.drivers.pool import LazyPool
if __name__ == "__main__":
    pool = LazyPool(1)
    pathlib.Path(sys.argv[1]).write_text(str(pool().submit(os.getpid).result()))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_ends_with_the_process_that_began_it(tmp_path: Path) -> None:
    program = tmp_path / "killed.py"
    program.write_text(KILLED, encoding="utf-8")
    done = subprocess.run([sys.executable, program, tmp_path / "worker"], check=False)
    assert done.returncode == -signal.SIGKILL
    worker, end = int((tmp_path / "worker").read_text(encoding="utf-8")), time.monotonic() + PATIENCE
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < end:
            os.kill(worker, 0)
            time.sleep(0.05)
        os.kill(worker, signal.SIGKILL)
        pytest.fail("it was still there")


def test_ctrl_c_while_a_worker_begins_waits_until_it_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    begin, begun = BaseProcess.start, []

    def pressed(self: BaseProcess) -> None:
        begin(self)
        begun.append(self.pid)
        signal.raise_signal(signal.SIGINT)

    with LazyPool(1) as pool, hears_ctrl_c():
        executor = pool()
        monkeypatch.setattr(BaseProcess, "start", pressed)
        with pytest.raises(KeyboardInterrupt):
            executor.submit(os.getpid)
        monkeypatch.undo()
        assert [executor.submit(os.getpid).result()] == begun, "it is not forgotten, and no other had to begin"


def test_a_run_that_is_stopped_leaves_no_process_and_no_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of the pool that met what it did not expect would say so, and leave its processes to themselves. It sees
    that they are killed before it hears that all is over, where the machine is busy.
    """
    end = ProcessPoolExecutor.shutdown

    def busy(self: ProcessPoolExecutor, wait: bool = True, *, cancel_futures: bool = False) -> None:
        time.sleep(0.1)
        end(self, wait, cancel_futures=cancel_futures)

    class Impatient(Unwatched):
        def done(self, outcome: Outcome, done: int, of: int) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", busy)
    pool, worker = LazyPool(2), Worker()
    run = runner(tmp_path, pool)
    run.progress, worker.batch = Impatient(), 1
    run.performers = {"work": worker}
    jobs = [Job("work", f"{n}", params={"do": "linger" if n else "", "number": n}) for n in range(80)]
    before = multiprocessing.active_children()
    with pytest.raises(KeyboardInterrupt), pool:
        run.run(jobs)
    assert multiprocessing.active_children() == before


def test_a_machine_that_lends_processes_no_locks_is_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr("multiprocessing.synchronize._multiprocessing.SemLock", refused)
    with LazyPool(2) as pool:
        (outcome,) = runner(tmp_path, pool).run([Job("work", "one", {}, {"do": "work", "number": 1})])
    assert outcome.failure and outcome.failure.tool
    assert outcome.failure.message == "no processes can be begun: Permission denied"
    assert "/dev/shm" in outcome.failure.hint

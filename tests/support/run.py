"""Running the command: in this process, or as a user does, in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from pipeline import wiring
from pipeline.cli import main
from pipeline.cli.failures import STOPPED
from pipeline.jobs.drivers.pool import LazyPool

P = ParamSpec("P")
T = TypeVar("T")
_POOL_OF = wiring.pool


@dataclass(frozen=True)
class Run:
    status: int
    stdout: str
    stderr: str


def pipeline(*arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Run:
    """`pipeline ARGUMENTS` in this process, with what it printed into a pipe.

    All commands of a test process share one pool. Its processes do not get `env`: what is about the environment in
    which work is done, about signals, hash seeds or the start of a command, takes `process`.
    """
    out, err = _pipe(), _pipe()
    with ExitStack() as stack:
        stack.enter_context(_surroundings(env or {}, cwd))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments], prog_name="python -m pipeline")
    status = ended.value.code
    assert status is None or isinstance(status, int), status
    if status == STOPPED:
        raise KeyboardInterrupt  # whoever runs the tests meant them
    return Run(status or 0, _read(out), _read(err))


def process(*arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Run:
    """`pipeline ARGUMENTS` in a process of its own, with what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        cwd=cwd,
        timeout=300,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@contextmanager
def _surroundings(env: Mapping[str, str], cwd: Path | None) -> Iterator[None]:
    """This process with an environment, a folder and a pool as a command finds them; afterwards as it was."""
    before = dict(os.environ)
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(cwd or Path.cwd()):
        patch.setattr(wiring, "pool", _pool)
        os.environ.update(env)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _pool(jobs: int | None, scheduler: str = "") -> wiring.Pool:
    return _POOL_OF(jobs, scheduler) if jobs or scheduler else Lent(shared_pool())


@cache
def shared_pool() -> LazyPool:
    """The processes that work for all commands of this process. They end with it."""
    pool = _POOL_OF(None)
    assert isinstance(pool, LazyPool)
    return pool


class Lent(LazyPool):
    """A pool for one command: at its end what was not begun is given up, and the processes stay for the next."""

    def __init__(self, pool: LazyPool) -> None:
        super().__init__()
        self._given = _Noting(pool)

    def __call__(self) -> Executor:
        return self._given

    def __exit__(self, *exception: object) -> None:
        for future in self._given.futures:
            future.cancel()
        wait(self._given.futures)


class _Noting(Executor):
    """An executor that knows what it was given."""

    def __init__(self, pool: LazyPool) -> None:
        self._pool = pool
        self.futures: list[Future[object]] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = self._pool().submit(fn, *args, **kwargs)
        self.futures.append(future)  # type: ignore[arg-type]  # nobody sets its result here
        return future


def _pipe() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _read(pipe: io.TextIOWrapper) -> str:
    pipe.seek(0)
    return pipe.read()

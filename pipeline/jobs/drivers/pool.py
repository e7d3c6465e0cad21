"""Executors: a pool of processes, started with the first job, and one that works at once in this process."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import ParamSpec, Self, TypeVar

from pipeline.jobs.job import Failure
from pipeline.jobs.undisturbed import STOPS, undisturbed

_RARELY = 10_000
"""Objects that a process made and did not let go, after which it looks for circles among them."""

P = ParamSpec("P")
T = TypeVar("T")


class LazyPool:
    """A pool that starts with the first job, so that a run without work pays for none. Its processes begin with the
    modules of `preload`.
    """

    def __init__(self, workers: int | None = None, preload: Sequence[str] = ()) -> None:
        self._preload = preload
        self._workers = workers or _cores()
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self) -> Executor:
        if self._pool is None or _is_broken(self._pool):
            self._end()
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(list(self._preload))
            try:
                self._pool = _Processes(self._workers, context, _begin)
            except OSError as error:  # of the locks that processes share
                message = f"no processes can be begun: {error.strerror or error}"
                raise Failure(
                    message, "let `/dev/shm` be written: a container wants a tmpfs there", tool=True
                ) from error
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._end(at_once=exception[0] is not None)

    def _end(self, *, at_once: bool = False) -> None:
        """Of a pool that broke, what began in that moment is forgotten by the library, which then waits for it."""
        if self._pool is None:
            return
        if at_once or _is_broken(self._pool):
            for process in tuple((self._pool._processes or {}).values()):  # noqa: SLF001 - Python 3.14 has a way
                _kill(process)
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


def _kill(process: BaseProcess) -> None:
    """Kill a process of a pool, and what it has begun."""
    with contextlib.suppress(OSError, TypeError):  # it is no more, or has not come so far as to have a group
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.kill()


class _Processes(ProcessPoolExecutor):
    """Begins its processes as they are needed, each whole: Ctrl-C waits until it has begun."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with undisturbed():  # one that began by half would be nobody's, and say so or stay for ever
            return super().submit(fn, *args, **kwargs)


def _begin() -> None:
    """In each process of the pool: it is the first of a group, to which whatever it begins belongs. The group ends with
    the process that began it: by its hand, or, when that was killed, by the signal of a pipe. Ctrl-C does not reach it.
    """
    os.setpgid(0, 0)
    gc.freeze()  # what is loaded stays: nobody looks for circles in it, and seldom in what is made
    gc.set_threshold(_RARELY)
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None and hasattr(os, "O_ASYNC"):  # a signal, as a thread that waits would forbid to fork
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, -os.getpid())
        flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)
        if wait([parent.sentinel], 0):  # it is no more
            os._exit(1)


def _is_broken(pool: ProcessPoolExecutor) -> bool:
    return bool(getattr(pool, "_broken", False))


def _cores() -> int | None:
    """The cores that this process may use, where the system says so; None: as many as there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None

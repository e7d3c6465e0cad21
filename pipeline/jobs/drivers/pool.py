"""Executors: a pool of processes, started with the first job, and one that works at once in this process."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import ParamSpec, Self, TypeVar

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
        if self._pool is None or getattr(self._pool, "_broken", False):
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(list(self._preload))
            self._pool = ProcessPoolExecutor(self._workers, context, _end_at_once_on_ctrl_c)
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _end_at_once_on_ctrl_c() -> None:
    """In each process of the pool: everybody in the foreground gets the signal, and one of them has the last word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _cores() -> int | None:
    """The cores that this process may use, where the system says so; None: as many as there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None

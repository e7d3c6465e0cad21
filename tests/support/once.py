"""What is made once in a run of the tests, by whichever worker comes first; the others wait for it and take it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest


def run_of(factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole run, which its workers share."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@contextmanager
def publishing(factory: pytest.TempPathFactory, name: str, root: Path) -> Iterator[None]:
    """Around a publish of the library at `root`: the first under a `name` makes all there is to make, and its cache is
    given to those after it.
    """
    kept = run_of(factory) / f"cache-of-{name}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.is_dir():
            fcntl.flock(lock, fcntl.LOCK_UN)
            shutil.copytree(kept, root / ".cache")
            yield
        else:
            yield
            shutil.copytree(root / ".cache", kept.with_suffix(".part"))
            kept.with_suffix(".part").rename(kept)


@contextmanager
def running(
    factory: pytest.TempPathFactory, name: str, begin: Callable[[], AbstractContextManager[str]]
) -> Iterator[str]:
    """What runs under a `name` for all workers: the first of them begins it, and all get the text that tells where it
    is. It ends with the first one, who waits until the others need it no more.
    """
    told = run_of(factory) / name
    with told.with_suffix(".joining").open("w") as joining, told.with_suffix(".users").open("w") as users:
        fcntl.flock(joining, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        with ExitStack() as ours:
            if not told.exists():
                text = ours.enter_context(begin())
                told.write_text(text, encoding="utf-8")
                ours.callback(told.unlink)  # who comes later begins it anew
                ours.callback(fcntl.flock, users, fcntl.LOCK_EX)
            fcntl.flock(joining, fcntl.LOCK_UN)
            yield told.read_text(encoding="utf-8")

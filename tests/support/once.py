"""What is made once in a run of the tests, by whichever worker comes first; the others wait for it and take it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def publishing(factory: pytest.TempPathFactory, name: str, root: Path) -> Iterator[None]:
    """Around a publish of the library at `root`: the first under a `name` makes all there is to make, and its cache is
    given to those after it.
    """
    base = factory.getbasetemp()
    kept = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / f"cache-of-{name}"
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

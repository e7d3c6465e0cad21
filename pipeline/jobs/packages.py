"""The versions of packages with which work is done."""

from __future__ import annotations

import importlib.metadata
from functools import cache


@cache
def version(name: str) -> str:
    """The version of a package that is installed. It is asked for by each kind of work that the package does,
    and stands on the disk: it is read once a process. Raises `importlib.metadata.PackageNotFoundError`.
    """
    return importlib.metadata.version(name)

"""What all work is done with: Python with its zlib, and the source of this program, by its digest."""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pipeline


@cache
def versions() -> Mapping[str, str]:
    """What decides the bytes of all work that is not durable, besides the tools of each: read once a process."""
    code = digest(Path(pipeline.__file__).parent)
    return {"pipeline": code[:12], "python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}


def digest(package: Path) -> str:
    """SHA-256 of all modules of a package, by their paths in it. Its other files are inputs of jobs."""
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        data = path.read_bytes()
        whole.update(f"{path.relative_to(package).as_posix()} {len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()

"""What all work is done with: Python with its zlib, and the source of this program, by its digest; and the packages
with which this process works by itself.
"""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pipeline
from pipeline.jobs.packages import version

LIBRARIES = (
    *("babel", "cbor2", "feedgen", "icalendar", "langcodes", "lxml", "markdown-it-py", "mdit-py-plugins", "nh3"),
    *("phonenumberslite", "pydantic", "python-stdnum", "PyYAML", "segno", "tinycss2"),
)
"""The packages that decide what is made outside of jobs: values of fields, rows, drafts of pages, feeds."""


@cache
def libraries() -> Mapping[str, str]:
    """Their versions. What is remembered from one run to the next stands as long as they do."""
    return {name: version(name) for name in LIBRARIES}


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

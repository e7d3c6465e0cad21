"""Fetches the recordings that nobody mastered yet, and no other: `python3 .ci/recordings.py TARGET`.

A checkout without Git LFS files has pointers, which are enough for what the target remembers. `check` names the others,
and they are fetched here by their pointers: Git LFS takes names as patterns, parted by commas, and can't quote one.

It needs Python 3.9 or later, git and Git LFS. `PIPELINE` says how to start the pipeline, where not by the noxfile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PIPELINE = os.environ.get("PIPELINE", "python3 noxfile.py -s pipeline --").split()
SMUDGE = ("git", "-c", "lfs.fetchinclude=", "-c", "lfs.fetchexclude=", "lfs", "smudge")
"""Whatever `.lfsconfig` leaves out of a checkout, what is asked for here is meant."""


def wanted(target: str) -> Iterator[str]:
    """Paths of the recordings; none where the check could not be made, which the publish will say."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "check.json")  # what a command prints through nox is not its document alone
        subprocess.run([*PIPELINE, "check", "-q", "--target", target, "--report", str(report)], check=False)
        problems = json.loads(report.read_bytes())["problems"] if report.is_file() else []
    for problem in problems:
        if problem["code"] == "audio-is-pointer":
            yield problem["file"]


def fetch(path: Path) -> None:
    """Put the recording where its pointer is; raises `CalledProcessError` where it can't be had."""
    beside = path.with_name(f".{path.name}.part")
    with path.open("rb") as pointer, beside.open("wb") as recording:
        subprocess.run([*SMUDGE, str(path)], stdin=pointer, stdout=recording, check=True)
    beside.replace(path)


def main() -> int:
    """Fetch one after the other; the first that can't be had ends it."""
    for path in wanted(sys.argv[1]):
        name = json.dumps(path, ensure_ascii=False)  # one line, whatever it holds
        print(f"fetching {name}", flush=True)
        try:
            fetch(Path(path))
        except subprocess.CalledProcessError:
            print(f"error: {name} can't be had from Git LFS, see above", flush=True)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

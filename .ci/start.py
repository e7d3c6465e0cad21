"""Starts the pipeline in a library that is not its repository: `python3 .ci/start.py check`.

`.ci/pipeline.txt` says where the pipeline comes from, `.ci/run.lock` and `.ci/build.lock` which packages belong to it,
by their hashes. They are installed once, into `.nox/`, and again when one of the three changes. What follows the name
of this file is a command of the pipeline, and its exit status becomes that of this program.

It needs Python 3.11 to 3.14 with `venv`, and git where the pipeline comes from a repository. Elsewhere than on a
machine of a forge it serves as well: an editor needs nothing else to check what they wrote.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
SOURCE, LOCK, BUILD = HERE / "pipeline.txt", HERE / "run.lock", HERE / "build.lock"
PYTHONS = ((3, 11), (3, 14))
PAUSES = (2, 8)  # seconds before what asks the network is tried again
USAGE, TOOL = 2, 4  # the statuses of the pipeline: wrongly set up, a tool is missing or failed


def source() -> str:
    """Where the pipeline comes from, as pip names it; empty where nobody said so yet."""
    lines = (line.strip() for line in SOURCE.read_text(encoding="utf-8").splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")


def complaint() -> str:
    """What is missing, with its remedy; empty where nothing is."""
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return f"this needs Python 3.11 to 3.14, and {sys.executable} is {sys.version_info[0]}.{sys.version_info[1]}"
    if not source():
        return "nobody said yet where the pipeline comes from: write its address into `.ci/pipeline.txt`, as told there"
    if source().startswith("git+") and not shutil.which("git"):
        return "git is missing, by which the pipeline is fetched: install the package `git`"
    return ""


def installed() -> Path:
    """The environment that holds the pipeline, made where it is not whole. Raises `CalledProcessError`."""
    home = HERE.parent / ".nox" / f"pipeline-{sys.version_info[0]}.{sys.version_info[1]}"
    finished = home / "finished"  # written last: what was cut short is made again
    wanted = hashlib.sha256(os.fsencode(home))  # programs in an environment name its place: it can't be moved
    wanted.update(b"".join(path.read_bytes() for path in (SOURCE, LOCK, BUILD)) + sys.version.encode())
    if finished.is_file() and finished.read_text(encoding="utf-8") == wanted.hexdigest():
        return home
    print("installing the pipeline into .nox/ (once)", file=sys.stderr, flush=True)
    home.parent.mkdir(exist_ok=True)
    (home.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True, stdout=sys.stderr)
    pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    again([*pip, "--require-hashes", "--requirement", str(BUILD)])
    again([*pip, "--require-hashes", "--no-build-isolation", "--requirement", str(LOCK)])
    again([*pip, "--no-deps", "--no-build-isolation", source()])
    finished.write_text(wanted.hexdigest(), encoding="utf-8")
    return home


def again(command: list[str]) -> None:
    """Run what asks the network; when it fails it is tried again, twice. Raises `CalledProcessError`."""
    for pause in PAUSES:
        if subprocess.run(command, check=False, cwd=HERE, stdout=sys.stderr).returncode == 0:
            return
        print(f"that failed; trying again in {pause} seconds", file=sys.stderr, flush=True)
        time.sleep(pause)
    subprocess.run(command, check=True, cwd=HERE, stdout=sys.stderr)


def failed(message: str, status: int) -> NoReturn:
    """End with a line that says why."""
    print(f"error: {message}", file=sys.stderr)
    sys.exit(status)


def main() -> NoReturn:
    """Become the pipeline, or end."""
    if missing := complaint():
        failed(missing, USAGE)
    try:
        program = installed() / "bin/pipeline"
    except subprocess.CalledProcessError:
        failed("the pipeline could not be installed, see above; give this command again once that is mended", TOOL)
    os.execv(str(program), [str(program), *sys.argv[1:]])


if __name__ == "__main__":
    main()

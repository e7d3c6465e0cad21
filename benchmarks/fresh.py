"""What a runner with an empty disk costs where nothing changed, alone and with a store: `nox -s bench -- fresh 300`.

A library of so many episodes, all of one recording of three seconds, is published to a directory. Each runner then has
a checkout in which sound is Git LFS pointers. CPU seconds are those of the whole tree of processes.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import uuid
from pathlib import Path

from benchmarks.build import HOUSE
from benchmarks.measure import Cost, cost
from tests.support import library

DAYS = {"the same day": "2026-06-01T10:00", "the next day": "2026-06-02T10:00"}
SHOW = "content/podcasts/talks"
STORE = '\n[store]\ntype = "directory"\npath = "../store"\n'


def main(episodes: int) -> None:
    """Print a row for each runner."""
    print(f"\n{episodes} episodes, nothing changed:\n\n| runner | CPU s | wall s | peak MB | files of `dist/` |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write(home / "library", episodes)
        publish(home / "library", "the same day")
        for name, settings in (("alone", ""), ("with a store", STORE)):
            with (home / "library/pipeline.toml").open("a", encoding="utf-8") as file:
                file.write(settings)
            if settings:
                publish(home / "library", "the same day")
            for day in DAYS:
                runner = checkout(home / "library", home / "runner")
                one = publish(runner, day)
                files = sum(path.is_file() for path in (runner / "dist").rglob("*"))
                print(
                    f"| {name}, {day} | {one.cpu:.2f} | {one.wall:.2f} | {one.memory / 1e6:.0f} | {files} |", flush=True
                )
        kept = [path for path in (home / "store").rglob("*") if path.is_file()]
        print(f"\nThe store: {len(kept)} objects, {sum(path.stat().st_size for path in kept) / 1e6:.1f} MB.")


def write(root: Path, episodes: int) -> None:
    """A library of one show, published outside of it."""
    library.write(root, seconds=3)
    library.edit(root, "pipeline.toml", 'path = "public"', 'path = "../host/public"')
    (root.parent / "host").mkdir()
    text, sound = (root / SHOW / "first.md").read_text(encoding="utf-8"), (root / SHOW / "first.wav").read_bytes()
    spoken = (root / SHOW / "first.vtt").read_text(encoding="utf-8")
    for number in range(2, episodes + 1):
        own = text.replace("0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", str(uuid.uuid5(uuid.NAMESPACE_DNS, str(number))))
        own = own.replace("number: 1", f"number: {number}").replace("The first talk", f"The talk number {number}")
        own = own.replace("first.wav", f"talk-{number}.wav").replace("first.vtt", f"talk-{number}.vtt")
        (root / SHOW / f"talk-{number}.md").write_text(own, encoding="utf-8")
        (root / SHOW / f"talk-{number}.vtt").write_text(spoken.replace("Hello", f"Hello {number}"), encoding="utf-8")
        (root / SHOW / f"talk-{number}.wav").write_bytes(sound)


def checkout(source: Path, goal: Path) -> Path:
    """A fresh one, with pointers in place of sound."""
    shutil.rmtree(goal, ignore_errors=True)
    shutil.copytree(source, goal, ignore=shutil.ignore_patterns(".cache", "dist"))
    for path in goal.rglob("*.wav"):
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"
        path.write_text(pointer, encoding="utf-8")
    return goal


def publish(root: Path, day: str) -> Cost:
    command = (sys.executable, "-m", "pipeline", "publish", "-q", "--at", DAYS[day])
    return cost(command, root, {"PYTHONPATH": str(HOUSE)})

"""What a bucket costs its client, beside s5cmd and rclone: `python -m benchmarks.sync [FILES]`, by default 1,000.

So many small files of mixed sizes and four of 10 MB go to the S3 server of the tests: first, unchanged, and with every
small file changed. CPU seconds are those of the client's process, start and all; requests are counted in a round of
their own, since the gate that counts them slows who waits for it. Peers are taken from PATH; what is absent is said.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.artifact import Manifest, Piece
from pipeline.release import ReleaseInfo, assemble, plan
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.stores.s3 import Bucket

if TYPE_CHECKING:
    from tests.support.s3 import Server

FILES, LARGE = 1_000, 4
LARGE_SIZE = 10_000_000
STEPS = ("first", "unchanged", "all changed")
Command = Callable[[str, str, Path], list[str]]


def ours(endpoint: str, bucket: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.sync", "--publish", endpoint, bucket, str(folder)]


def s5cmd(endpoint: str, bucket: str, folder: Path) -> list[str]:
    return ["s5cmd", "--endpoint-url", endpoint, "sync", f"{folder}/", f"s3://{bucket}/sites/library/"]


def rclone(endpoint: str, bucket: str, folder: Path) -> list[str]:
    remote = f":s3,provider=Other,env_auth=true,force_path_style=true,endpoint='{endpoint}':{bucket}/sites/library"
    return ["rclone", "--config", os.devnull, "sync", "--checksum", "--fast-list", str(folder), remote]


CLIENTS: dict[str, Command] = {"ours": ours, "s5cmd": s5cmd, "rclone": rclone}


def write(folder: Path, files: int, version: int) -> None:
    """The small files in a version of their own, each as large as before, and the large ones once."""
    for number in range(files):
        chance = random.Random(number)
        data = chance.randbytes(chance.choice((400, 2_000, 8_000, 12_000, 30_000)))
        path = folder / f"library/articles/topic-{number % 40}/article-{number:05d}/index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%d" % version + data)
    for number in range(LARGE if version == 0 else 0):
        (folder / "media").mkdir(exist_ok=True)
        (folder / f"media/sound-{number}.mp3").write_bytes(random.Random(-1 - number).randbytes(LARGE_SIZE))


def build(folder: Path) -> None:
    """The manifest of the folder, beside it, as a build leaves it."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    pieces = [Piece(p.relative_to(folder).as_posix(), p.read_bytes()) for p in found]
    manifest_of(folder).write_bytes(assemble(pieces, (), "https://l.example/", "", {}).data)


def manifest_of(folder: Path) -> Path:
    return folder.with_suffix(".json")


def publish(endpoint: str, bucket: str, folder: Path) -> None:
    """What `pipeline sync` does with what was built."""
    made = Manifest.from_bytes(manifest_of(folder).read_bytes())
    target = BucketTarget(Bucket(bucket, endpoint), prefix="sites/library")
    state, now = target.state(), datetime.now(UTC)
    changes = plan(state.manifest, made, max_delete=9, now=now, ours=state.ours, superseded=state.superseded)
    if not changes.empty:
        target.apply(changes, lambda one: [(folder / one.path).read_bytes()], ReleaseInfo.of(changes, now))


def spent(command: list[str]) -> float:
    """CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rounds(name: str, server: Server, files: int) -> list[tuple[float, int]]:
    """CPU seconds and requests of each step."""
    from tests.support.s3 import gate  # noqa: PLC0415 - as below

    seconds, requests = [], []
    with tempfile.TemporaryDirectory() as home, gate(server) as counting:
        folder = Path(home) / "site"
        plain, counted = server.bucket("sites/library"), server.bucket("sites/library")
        for version, step in enumerate(STEPS):
            if step != "unchanged":
                write(folder, files, version)
                build(folder)
            seconds.append(spent(CLIENTS[name](server.endpoint, plain, folder)))
            subprocess.run(CLIENTS[name](counting.endpoint, counted, folder), check=True, stdout=subprocess.DEVNULL)
            requests.append(len(counting.asked))
            counting.asked.clear()
    return list(zip(seconds, requests, strict=True))


def main(files: int) -> None:
    from tests.support.s3 import KEY, REGION, SECRET, served  # noqa: PLC0415 - not for the client, which it would slow

    os.environ |= {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION}
    found: dict[str, list[tuple[float, int]]] = {}
    with served() as server:
        for name in CLIENTS:
            if name == "ours" or shutil.which(name):
                found[name] = rounds(name, server, files)
            else:
                print(f"{name} is not on PATH: left out")
    for number, step in enumerate(STEPS):
        mine = found["ours"][number][0]
        for name, steps in found.items():
            seconds, requests = steps[number]
            beside = "" if name == "ours" else f"; ours / {name}: {mine / seconds:.2f}"
            print(f"{step}: {name} {seconds:.2f} CPU s, {requests} requests{beside}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--publish"]:
        publish(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else FILES)

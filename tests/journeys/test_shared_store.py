"""Runners that share a store: a fresh one, with an empty disk, finds all that another has made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.stores.pack import FILE
from tests.support import library
from tests.support.run import Run, pipeline
from tests.support.s3 import Answer, Gate, Request, Server, error, free_port

AT = ("--at", "2026-06-01T10:00+00:00")
NEXT_DAY = ("--at", "2026-06-02T10:00+00:00")
ARTICLE = "content/library/articles/urges-pass.md"


@dataclass(frozen=True)
class Shared:
    """A library that was built with a shared store in a bucket, behind a gate."""

    root: Path
    gate: Gate

    def checkout(self, name: str = "runner") -> Path:
        """A fresh one, without what a build left."""
        fresh = self.root.parent / name
        shutil.copytree(self.root, fresh, ignore=shutil.ignore_patterns(".cache", "dist", "public"))
        self.gate.asked.clear()
        return fresh

    def asked(self, method: str) -> list[str]:
        return [request.key for request in self.gate.asked if request.method == method]


@pytest.fixture
def shared(small: Path, s3_server: Server, gate: Gate) -> Iterator[Shared]:
    where = (
        f'[store]\ntype = "s3"\nbucket = "{s3_server.bucket()}"\nprefix = "caches/it"\nendpoint = "{gate.endpoint}"\n'
    )
    library.edit(small, "pipeline.toml", "[audio]", f"{where}\n[audio]")
    assert pipeline("build", "--root", small, *AT).status == 0
    yield Shared(small, gate)
    gate.before = gate.after = lambda _request: None


def made(run: Run) -> list[str]:
    """What a run did, as it tells."""
    assert run.status == 0, run.stderr
    return [line for line in run.stderr.splitlines() if ": built, " in line]


def warnings(run: Run) -> list[str]:
    return [line for line in run.stderr.splitlines() if line.startswith("warning: ")]


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted((root / "dist").rglob("*")) if p.is_file()}


@pytest.mark.parametrize("at", [AT, NEXT_DAY], ids=["the same day", "the next day"])
def test_a_fresh_runner_makes_nothing_and_reads_a_handful(shared: Shared, at: tuple[str, ...]) -> None:
    runner = shared.checkout()
    assert made(pipeline("build", "--root", runner, *at)) == []
    large = [key for key in shared.asked("GET") if "/blobs/" in key]
    sound = [path for path in files(runner) if path.startswith("dist/public/media/")]
    assert len(sound) > 1
    assert len(shared.asked("GET")) - len(large) <= 4, "a list, the layer, the pack, nothing more"
    assert len(large) < 16, "sound, and the few other large files of the site"
    assert len(shared.asked("PUT")) <= 1, "the memory of this run"


def test_what_a_fresh_runner_gives_is_what_a_clean_build_makes(shared: Shared, alone: Path) -> None:
    runner = shared.checkout()
    for root in (runner, alone):
        library.edit(root, ARTICLE, "like a wave", "like a tall wave")
    done = made(pipeline("build", "--root", runner, *AT))
    assert 0 < len(done) < 10
    assert pipeline("build", "--root", alone, *AT).status == 0
    assert files(runner) == files(alone)
    assert len(shared.asked("PUT")) <= 2, "what is new, and the layer that tells of it"


@pytest.fixture
def alone(shared: Shared) -> Path:
    """The same library on a machine that shares nothing: what it makes anew is all but the durable work."""
    root = shared.root.parent / "alone"
    shutil.copytree(shared.root, root, ignore=shutil.ignore_patterns("dist", "public"))
    settings = (root / "pipeline.toml").read_text(encoding="utf-8")
    head, _, rest = settings.partition("[store]")
    (root / "pipeline.toml").write_text(f"{head}{rest[rest.index('[audio]') :]}", encoding="utf-8")
    return root


def test_only_what_the_target_lacks_is_brought(shared: Shared, tmp_path: Path) -> None:
    host = tmp_path / "host"
    host.mkdir()
    library.edit(shared.root, "pipeline.toml", 'path = "public"', 'path = "../host/public"')
    assert pipeline("publish", "--root", shared.root, *AT).status == 0
    runner = shared.checkout()
    run = pipeline("publish", "--root", runner, *AT, "--json")
    assert made(run) == []
    assert json.loads(run.stdout)["put"] == []
    assert not [key for key in shared.asked("GET") if "/blobs/" in key]


def test_a_store_that_does_not_answer_costs_time_alone(shared: Shared) -> None:
    before = files(shared.root)
    library.edit(shared.root, "pipeline.toml", shared.gate.endpoint, f"http://127.0.0.1:{free_port()}")
    run = pipeline("build", "--root", shared.root, *AT)
    assert run.status == 0, run.stderr
    (warning,) = warnings(run)
    assert warning.startswith("warning: the shared store is done without: Nothing answers for the bucket")
    assert files(shared.root) == before


def test_a_runner_that_may_only_read_is_served_and_told(shared: Shared) -> None:
    def read_only(request: Request) -> Answer | None:
        return error(403, "AccessDenied") if request.method in ("PUT", "DELETE", "POST") else None

    runner = shared.checkout()
    library.edit(runner, ARTICLE, "like a wave", "like a tall wave")
    shared.gate.before = read_only
    run = pipeline("build", "--root", runner, *AT)
    assert 0 < len(made(run)) < 10
    (warning,) = warnings(run)
    assert "the shared store takes nothing" in warning
    assert made(pipeline("build", "--root", shared.checkout("another"), *AT)) == []


def test_bytes_that_were_changed_on_the_way_are_made_again(shared: Shared) -> None:
    before = files(shared.root)
    (shared.root / ".cache/pipeline" / FILE).unlink()  # all that is small would come from the store now
    shutil.rmtree(shared.root / "dist")

    def spoil(request: Request) -> Answer | None:
        return (
            Answer(200, b"#" * 100, {"etag": '"1"'}) if request.method == "GET" and "/packs/" in request.key else None
        )

    shared.gate.after = spoil
    run = pipeline("build", "--root", shared.root, *AT)
    assert made(run)
    (warning,) = warnings(run)
    assert "is not what was written there, and is made again" in warning
    assert files(shared.root) == before


def test_the_store_is_told_verified_and_pruned(shared: Shared) -> None:
    data = json.loads(pipeline("cache", "--root", shared.root, "--json").stdout)["shared"]
    assert data["objects"] > 2
    told = pipeline("cache", "--root", shared.root, "--verify", "--prune").stdout
    assert "Verified the shared store: 0 objects were not what was written there." in told
    assert "Pruned the shared store: 0 objects (0 B) that no build used for 30 days." in told
    assert told.splitlines()[-1].split()[:3] == ["shared", "store", str(data["objects"])]


def test_doctor_tries_it_and_leaves_nothing(shared: Shared) -> None:
    before = json.loads(pipeline("cache", "--root", shared.root, "--json").stdout)["shared"]
    well = pipeline("doctor", "--root", shared.root)
    assert well.status == 0, well.stdout
    assert "ok     store           a value was put there, found and taken away" in well.stdout
    assert json.loads(pipeline("cache", "--root", shared.root, "--json").stdout)["shared"] == before
    library.edit(shared.root, "pipeline.toml", shared.gate.endpoint, "http://127.0.0.1:9")
    ill = pipeline("doctor", "--root", shared.root)
    assert ill.status == 3
    assert "LACKS  store           Nothing answers for the bucket" in ill.stdout

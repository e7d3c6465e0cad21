"""The cache of a machine: what it takes, what goes, and how it is done without."""

from __future__ import annotations

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from errno import ENOSPC
from multiprocessing.forkserver import ensure_running
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.model.artifact import sha256
from pipeline.stores.pack import FILE
from tests.support import library, packs


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_how_large_it_is_and_of_what(small: Path) -> None:
    told = run("cache", "--root", small)
    assert told.exit_code == 0, told.output
    first, *lines = told.stdout.splitlines()
    assert first.split() == ["work", "files", "size", "unused", "for", "30", "days"]
    assert {"encode", "tag", "pdf", "page"} <= {line.split()[0] for line in lines}
    data = json.loads(run("cache", "--root", small, "--json").stdout)
    cache = small / ".cache/pipeline"
    sizes = [path.stat().st_size for path in files(cache)]
    packed = packs.keys(cache)
    assert len(packed) > len(sizes) > 0
    assert sum(part["files"] for part in data["parts"]) == len(sizes) + len(packed)
    whole = sum(part["size"] for part in data["parts"])
    assert sum(sizes) < whole < sum(sizes) + (cache / FILE).stat().st_size


def files(root: Path) -> list[Path]:
    """What has a file of its own."""
    return sorted(path for path in root.rglob("*") if path.is_file() and path.name != FILE)


def test_it_prunes_and_verifies_as_asked(small: Path) -> None:
    library.edit(small, "pipeline.toml", "[audio]", "[cache]\nkeep_days = 3\n\n[audio]")
    cache = small / ".cache/pipeline"
    spoiled, *rest = files(cache / "blobs")
    spoiled.write_bytes(b"#" + spoiled.read_bytes()[1:])
    digest = sha256(b"of a build long ago")
    idle = cache / "blobs" / digest[:2] / digest
    idle.parent.mkdir(exist_ok=True)
    idle.write_bytes(b"of a build long ago")
    os.utime(idle, (0, 0))
    spoiled_inside, idle_inside, *rest_inside = packs.keys(cache, "blobs/")
    packs.spoil(cache, spoiled_inside)
    packs.age(cache, idle_inside, 4)
    told = run("cache", "--root", small, "--verify", "--prune")
    for key in (spoiled.relative_to(cache).as_posix(), spoiled_inside):
        assert f"removed    {key}: it is not what was written there" in told.stdout
    assert "Verified: 2 were not what was written there" in told.stdout
    assert "Pruned: 2 files" in told.stdout
    assert "that no build used for 3 days." in told.stdout
    assert files(cache / "blobs") == rest
    assert packs.keys(cache, "blobs/") == rest_inside


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder for passing files with a short path: the name of a socket has at most 108 bytes. The server from which
    worker processes are forked has its own in the folder of before, since it outlives this one.
    """
    ensure_running()
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_check_works_where_nothing_can_be_written_and_says_so_once(
    small: Path, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(short))
    shutil.rmtree(small / ".cache")
    (small / ".cache").write_text("no folder", encoding="utf-8")
    shutil.rmtree(small / "content/podcasts")  # to listen to it again would only take time
    before = set(small.rglob("*"))
    told = run("check", "--root", small)
    assert told.exit_code == 0, told.output
    assert told.stderr.count("warning: `.cache/` can't be written") == 1
    assert "The library is in order" in told.stdout
    gc.collect()
    assert list(short.glob("pipeline-*")) == []
    assert set(small.rglob("*")) == before
    assert (small / ".cache").read_text(encoding="utf-8") == "no folder"


def test_a_full_disk_is_told_with_its_remedy(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("publish", "--root", small).exit_code == 0
    before = (small / "public").resolve()
    library.edit(small, "content/library/articles/urges-pass.md", "like a wave", "like a big wave")

    def full(**_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(tempfile, "mkstemp", full)
        told = run("publish", "--root", small)
    assert told.exit_code == 4
    assert "error: the disk is full: No space left on device" in told.stderr
    assert "remedy: free some room" in told.stderr
    assert (small / "public").resolve() == before
    assert run("publish", "--root", small).exit_code == 0
    assert "like a big wave" in (small / "public/library/articles/urges-pass/index.html").read_text(encoding="utf-8")

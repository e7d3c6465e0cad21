"""`dist/`: changed by the difference, whole for whoever reads it, and shared with nobody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from errno import ENOSPC
from pathlib import Path

import pytest
from hypothesis import given, settings

from pipeline.model.artifact import Artifact, Manifest, by_path, sha256
from pipeline.release.drivers.dist import Dist
from pipeline.stores.directory import DirectoryStore, copy
from pipeline.stores.sealed import Sealed
from tests.release.trees import CONTENTS, looks

SITE = {"index.html": b"<p>Welcome</p>", "a/index.html": b"<p>One</p>", "media/a.mp3": b"sound" * 1000}


class House:
    """A build of what is in a dictionary, as flow makes one: out of a cache."""

    def __init__(self, root: Path) -> None:
        self.root, self.told, self.opened = root, list[str](), list[str]()
        self.cache = DirectoryStore(root / "cache")

    def dist(self, step: Callable[[str], None] = lambda _: None) -> Dist:
        return Dist(
            self.root / "dist",
            "public",
            lambda blob: self.cache.locate(blob.digest),
            Sealed(DirectoryStore(self.root / "memory")),
            warn=self.told.append,
            step=step,
        )

    def build(self, files: dict[str, bytes], step: Callable[[str], None] = lambda _: None) -> Dist:
        made = manifest(files)
        for data in files.values():
            self.cache.write(sha256(data), [data])
        dist = self.dist(step)
        dist.write(made, self.open)
        return dist

    def open(self, artifact: Artifact) -> Iterator[bytes] | None:
        self.opened.append(artifact.path)
        return self.cache.open(artifact.digest)

    def files(self) -> dict[str, bytes]:
        tree = self.root / "dist/public"
        return {p.relative_to(tree).as_posix(): p.read_bytes() for p in sorted(tree.rglob("*")) if p.is_file()}


def manifest(files: dict[str, bytes]) -> Manifest:
    return Manifest(by_path(Artifact(path, sha256(data), len(data)) for path, data in files.items()))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_nothing_is_shared_with_the_cache(house: House) -> None:
    house.build(SITE)
    for path, data in SITE.items():
        with (house.root / "dist/public" / path).open("r+b") as file:
            file.write(b"#")
        assert house.cache.read(sha256(data)) == data


def test_a_build_writes_the_difference(house: House) -> None:
    house.build(SITE)
    before = {path: (house.root / "dist/public" / path).stat().st_ino for path in SITE}
    house.opened.clear()
    house.build(SITE)
    assert house.opened == []
    house.build({**SITE, "index.html": b"<p>Hello</p>", "b.mp3": SITE["media/a.mp3"]})
    assert house.opened == ["index.html"]
    after = {path: (house.root / "dist/public" / path).stat().st_ino for path in SITE}
    assert {path for path in SITE if after[path] != before[path]} == {"index.html"}
    assert house.files()["index.html"] == b"<p>Hello</p>"
    assert house.told == []


CHANGES: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "nothing": (SITE, []),
    "one": ({**SITE, "index.html": b"<p>Hello</p>"}, ["file index.html", "in index.html"]),
    "more": ({**SITE, "a/b/c": b"new"}, ["file a/b/c", "in a/b/c"]),
    "a name": (
        {"index.html": SITE["index.html"], "a/index.html": SITE["a/index.html"], "b.mp3": SITE["media/a.mp3"]},
        ["file b.mp3", "gone media/a.mp3", "in b.mp3"],
    ),
    "less": ({"index.html": SITE["index.html"]}, ["gone a/index.html", "gone media/a.mp3"]),
    "a file for a folder": (
        {"index.html": SITE["index.html"], "media/a.mp3": SITE["media/a.mp3"], "a": b"a"},
        ["file a", "gone a/index.html", "in a"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_written_is_what_changed(house: House, change: str) -> None:
    files, expected = CHANGES[change]
    steps: list[str] = []
    house.build(SITE)
    house.opened.clear()
    house.build(files, steps.append)
    assert [step for step in steps if " " in step] == expected
    assert [step for step in steps if " " not in step] == (["manifest", "out", "memory", "done"] if expected else [])
    assert set(house.opened) == {path for path, data in files.items() if data not in SITE.values()}
    assert house.files() == files


def test_what_somebody_put_there_goes(house: House) -> None:
    house.build(SITE)
    tree, outside = house.root / "dist/public", house.root / "elsewhere"
    (tree / "media").rename(outside)
    (tree / "media").symlink_to(outside)
    (tree / "a/stray.html").write_bytes(b"stray")
    (tree / "empty/folder").mkdir(parents=True)
    house.build(SITE)
    assert looks(tree) == looks(House(house.root / "fresh").build(SITE).tree)
    assert (outside / "a.mp3").read_bytes() == SITE["media/a.mp3"]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stands_in_the_place_of_the_tree_goes(house: House, kind: str) -> None:
    outside = house.root / "elsewhere"
    outside.mkdir()
    (outside / "index.html").write_bytes(SITE["index.html"])
    tree = house.root / "dist/public"
    tree.parent.mkdir()
    if kind == "link":
        tree.symlink_to(outside)
    else:
        tree.write_bytes(b"file")
    house.build(SITE)
    assert looks(tree) == looks(House(house.root / "fresh").build(SITE).tree)
    assert [path.name for path in outside.iterdir()] == ["index.html"]


def killed(house: House, files: dict[str, bytes], at: int) -> list[str]:
    """Build in a process that dies before its write number `at`; the writes that it made, none when it did not die."""
    steps: list[str] = []
    reading, writing = os.pipe()

    def step(name: str) -> None:
        os.write(writing, f"{name}\n".encode())
        steps.append(name)
        if len(steps) == at:
            os._exit(9)

    if (child := os.fork()) == 0:
        house.build(files, step)
        os._exit(0)
    os.close(writing)
    died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    with os.fdopen(reading) as came:
        return came.read().split("\n")[:-2] if died else []


def test_killed_at_each_write_leaves_the_last_build_or_none(tmp_path: Path) -> None:
    other = {
        "index.html": b"<p>Hello</p>",
        "a": b"no folder now",
        "c/index.html": b"<p>New</p>",
        "d": SITE["media/a.mp3"],
    }
    for at in range(1, 100):
        house = House(tmp_path / str(at))
        house.build(SITE)
        made = killed(house, other, at)
        if at > 1 and not made:
            break
        last = manifest(SITE) if "out" not in made else None
        assert house.dist().manifest() == last, made
        assert last is None or house.files() == SITE
        house.opened.clear()
        house.build(other)
        assert house.files() == other, made
        assert house.told == [], made
        moved = {step.removeprefix("in ") for step in made if step.startswith("in ")}
        assert moved.isdisjoint(house.opened), "what was there already is known by its bytes"
        assert sorted(path.name for path in (house.root / "dist").iterdir()) == ["public", "public.json"]
    assert 10 < at < 99


@given(CONTENTS)
@settings(deadline=None, max_examples=60)
def test_after_any_builds_the_tree_is_that_of_a_fresh_one(contents: list[dict[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        house = House(Path(home) / "again")
        for number, files in enumerate(contents):
            house.build(files)
            fresh = House(Path(home) / str(number)).build(files)
            assert looks(house.dist().tree) == looks(fresh.tree)
        assert house.told == []


def test_what_happens_to_the_tree_between_two_looks_is_seen(house: House) -> None:
    dist = house.build(SITE)
    assert dist.lacking(manifest(SITE)) == ()
    (house.root / "dist/public/index.html").write_bytes(b"changed")
    assert [artifact.path for artifact in dist.lacking(manifest(SITE))] == ["index.html"]
    (house.root / "dist/public/a/index.html").unlink()
    dist.write(manifest({"index.html": SITE["index.html"], "media/a.mp3": SITE["media/a.mp3"]}), house.open)
    assert house.files() == {"index.html": SITE["index.html"], "media/a.mp3": SITE["media/a.mp3"]}


def test_what_is_gone_from_the_library_is_gone_from_the_tree(house: House) -> None:
    house.build(SITE)
    house.build({"index.html": SITE["index.html"]})
    assert house.files() == {"index.html": SITE["index.html"]}


@pytest.mark.parametrize("path", SITE)
def test_a_changed_byte_is_laid_out_anew_and_told(house: House, path: str) -> None:
    dist = house.build(SITE)
    file = house.root / "dist/public" / path
    file.write_bytes(b"#" + SITE[path][1:])
    assert [artifact.path for artifact in dist.lacking(manifest(SITE))] == [path]
    house.build(SITE)
    assert house.files() == SITE
    assert set(house.told) == {f"`{file}` was changed after the build: it is laid out anew"}


def test_a_copy_of_the_library_is_taken_as_it_stands(house: House) -> None:
    house.build(SITE)
    for path in SITE:
        os.utime(house.root / "dist/public" / path, ns=(1, 1))
    house.opened.clear()
    for _ in range(2):
        house.build(SITE)
    assert (house.opened, house.told) == ([], [])


def test_files_that_were_changed_are_told_together(house: House) -> None:
    house.build(SITE)
    for path, data in SITE.items():
        (house.root / "dist/public" / path).write_bytes(b"#" + data)
    house.build(SITE)
    assert len(house.told) == 1
    assert f"and {len(SITE) - 1} more of its files" in house.told[0]
    assert house.files() == SITE


def test_a_change_that_hides_is_found_when_the_file_is_read(house: House) -> None:
    dist = house.build(SITE)
    file = house.root / "dist/public/index.html"
    before = file.stat()
    with file.open("r+b") as opened:
        opened.write(b"#")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(FileNotFoundError, match="build again"):
        dist.open(manifest(SITE).artifacts["index.html"])
    assert house.told == [f"`{file}` was changed after the build: it was thrown away"]
    house.build(SITE)
    assert house.files() == SITE


def test_a_manifest_that_leads_out_of_the_tree_reads_and_removes_nothing(house: House) -> None:
    dist = house.build(SITE)
    outside = house.root / "dist/keep"
    outside.write_bytes(b"keep")
    with pytest.raises(FileNotFoundError):
        dist.open(Artifact("../keep", sha256(b"other"), 4))
    assert outside.read_bytes() == b"keep"


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"{", b"null", b'{"version":1,"artifacts":[]}', b"\xff", b'{"version":2}', b'{"version":3}'],
)
def test_a_manifest_that_is_none_is_as_if_nothing_was_built(house: House, data: bytes) -> None:
    house.build(SITE)
    (house.root / "dist/public.json").write_bytes(data)
    assert house.dist().manifest() is None
    house.build(SITE)
    assert house.dist().manifest() == manifest(SITE)


def test_a_tree_without_what_the_target_has_is_whole(house: House) -> None:
    dist = house.dist()
    house.cache.write(sha256(b"here"), [b"here"])
    both = manifest({"here": b"here", "away": b"away"})
    for _ in range(2):
        dist.write(both, house.open)
        assert house.files() == {"here": b"here"}
        assert [artifact.path for artifact in dist.lacking(both)] == ["away"]


def test_a_disk_that_is_full_at_any_write_leaves_the_last_build_or_none(house: House) -> None:
    other = {**SITE, "index.html": b"<p>Hello</p>", "c/index.html": b"<p>New</p>"}
    steps: list[str] = []
    house.build(SITE)
    house.build(other, steps.append)
    assert len(steps) == 2 * 2 + 4, "two files are laid and moved in, beside manifest and memory"
    for stop in range(len(steps)):
        left = iter(range(stop + 1))

        def full(step: str, left: Iterator[int] = left, stop: int = stop) -> None:
            if next(left) == stop:
                raise OSError(ENOSPC, "No space left on device", step)

        house.build(SITE)
        with pytest.raises(OSError, match="No space left"):
            house.build(other, full)
        found = house.dist().manifest()
        assert found in (None, manifest(SITE))
        if found is not None:
            assert house.files() == SITE
        house.build(other)
        assert house.files() == other
        assert sorted(path.name for path in (house.root / "dist").iterdir()) == ["public", "public.json"]
    assert house.told == []


def test_a_copy_is_whole_on_any_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = os.urandom(3_000_000)
    (tmp_path / "source").write_bytes(data)
    copy(tmp_path / "source", tmp_path / "by the system")

    def refused(*_: object) -> int:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "copy_file_range", refused, raising=False)
    copy(tmp_path / "source", tmp_path / "by hand")
    monkeypatch.delattr(os, "copy_file_range", raising=False)
    copy(tmp_path / "source", tmp_path / "without")
    for name in ("by the system", "by hand", "without"):
        assert (tmp_path / name).read_bytes() == data

"""The directory target: what a web server needs, what it refuses, and that it survives death at every write."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from pipeline.model.artifact import Manifest, Piece, canonical, hashed, sha256
from pipeline.problems import Finding
from pipeline.release import LostState, ReleaseInfo, TargetError, Told, assemble, plan, recovery
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.release.drivers.records import MOST
from pipeline.release.state.history import Retention
from tests.release import place
from tests.release.trees import CONTENTS, looks
from tests.support.machine import without_links

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
AUDIO = {n: hashed("media/s/e.mp3", sha256(n.encode())) for n in ("one", "two")}
VERSIONS = [
    {"index.html": b"one", "gone/index.html": b"gone", "same.css": b"same", AUDIO["one"]: b"one"},
    {"index.html": b"two", "a/b/c.html": b"new", "same.css": b"same", AUDIO["two"]: b"two"},
]


def publish(target: DirectoryTarget, version: int, days: int) -> None:
    contents = VERSIONS[version]
    after = assemble((Piece(p, data) for p, data in contents.items()), (), "https://l.example/", "", {})
    state, now = target.state(), NOW + timedelta(days=days)
    changes = plan(state.manifest, after, max_delete=9, now=now, superseded=state.superseded)
    target.apply(changes, lambda artifact: [contents[artifact.path]], ReleaseInfo.of(changes, now))


def dying(root: Path, at: int, death: Callable[[], None]) -> tuple[DirectoryTarget, list[str]]:
    """A target that dies before its write number `at`, and the list of the writes it came to."""
    steps: list[str] = []

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) == at:
            death()

    return DirectoryTarget(str(root / "public"), step=step), steps


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def whole(root: Path) -> int:
    """Which version people see, whole; everything else fails."""
    seen = tree(root / "public")
    kept = {AUDIO["one"]: b"one"}
    return [VERSIONS[0], VERSIONS[1] | kept].index(seen)


def fails() -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux flushes a whole file system")
def test_a_release_of_many_files_waits_for_the_disk_once_and_one_of_few_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed, flush = list[int](), os.fsync

    def counted(handle: int) -> None:
        flushed.append(handle)
        flush(handle)

    def put(files: Mapping[str, bytes], days: int) -> None:
        flushed.clear()
        after = assemble((Piece(path, data) for path, data in files.items()), (), "https://l.example/", "", {})
        changes = plan(target.state().manifest, after, max_delete=9, now=NOW, superseded={})
        target.apply(changes, lambda one: [files[one.path]], ReleaseInfo.of(changes, NOW + timedelta(days=days)))
        assert len(flushed) < 20

    monkeypatch.setattr(os, "fsync", counted)
    target, many = DirectoryTarget(str(tmp_path / "public")), {f"{n}.css": b"%d" % n for n in range(1_100)}
    put(many, 0)
    put(many | {"one.css": b"more", "two.css": b"more"}, 1)
    assert len(flushed) >= 3  # both files and their folder, besides the state


@pytest.mark.parametrize("old_umask", [0o022, 0o077])
def test_layout_links_and_modes(tmp_path: Path, old_umask: int) -> None:
    before = os.umask(old_umask)
    try:
        DirectoryTarget(str(tmp_path / "of/nobody/yet")).examine()
        target = DirectoryTarget(str(tmp_path / "public"))
        publish(target, 0, 0)
        publish(target, 1, 1)
    finally:
        os.umask(before)
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("of", "of/nobody", "of/nobody/.yet")} == {0o755}
    state = target.state()
    assert state.release is not None
    assert (tmp_path / "public").readlink() == Path(".public/releases") / state.release.id
    assert json.loads((tmp_path / ".public/state/current.json").read_text())["release"] == state.release.id
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "public").resolve().rglob("*") if p.is_file()} == {0o644}
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "public").resolve().rglob("*") if p.is_dir()} == {0o755}
    assert (tmp_path / "public").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / ".public/state").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "public/same.css").stat().st_nlink == 2
    record = json.loads((tmp_path / f".public/state/releases/{state.release.id}.json").read_text())
    assert (record["status"], record["version"]) == ("done", 2)


def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/mine.txt").write_text("mine")
    target = DirectoryTarget(str(tmp_path / "public"))
    with pytest.raises(TargetError, match="is a directory that was not made by a publish") as caught:
        publish(target, 0, 0)
    assert f"mv {tmp_path}/public {tmp_path}/public.old" in caught.value.hint
    assert tree(tmp_path) == {"public/mine.txt": b"mine"}


@pytest.mark.parametrize("goal", ["elsewhere", "nowhere", ".public/releases/none"])
def test_a_link_of_somebody_else_is_left_alone(tmp_path: Path, goal: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").symlink_to(goal)
    with pytest.raises(TargetError, match="which no publish made"):
        publish(DirectoryTarget(str(tmp_path / "public")), 0, 0)
    assert (tmp_path / "public").readlink() == Path(goal)
    assert not (tmp_path / ".public").exists()


def damages(root: Path) -> dict[str, Callable[[], object]]:
    """What may happen to a state, by name."""
    home, name = root / ".public", (root / "public").readlink().name
    record = home / f"state/releases/{name}.json"
    manifest = home / f"state/manifests/{json.loads(record.read_text())['manifest']}.json"
    return {
        "no state": lambda: shutil.rmtree(home / "state"),
        "no record": record.unlink,
        "no records": lambda: shutil.rmtree(home / "state/releases"),
        "a cut record": lambda: record.write_text(record.read_text()[:50]),
        "a foreign record": lambda: record.write_text("[]"),
        "no manifest": manifest.unlink,
        "a changed manifest": lambda: manifest.write_text(manifest.read_text().replace("index", "other")),
        "no link": (root / "public").unlink,
        "no files": lambda: shutil.rmtree(home / "releases" / name),
        "no link and no record": lambda: [
            file.rename(root / f"{file.name}.away") for file in (record, root / "public")
        ],
    }


DAMAGES = [
    "no state",
    "no record",
    "no records",
    "a cut record",
    "a foreign record",
    "no manifest",
    "a changed manifest",
    "no link",
    "no files",
    "no link and no record",
]


@pytest.mark.parametrize("what", DAMAGES)
def test_a_lost_state_is_said_and_made_anew(tmp_path: Path, what: str) -> None:
    target = DirectoryTarget(str(tmp_path / "public"))
    publish(target, 0, 0)
    publish(target, 1, 1)
    damages(tmp_path)[what]()
    before = looks(tmp_path)
    with pytest.raises(LostState, match="is not known"):
        DirectoryTarget(str(tmp_path / "public")).state()
    (finding,) = DirectoryTarget(str(tmp_path / "public")).examine()
    assert (finding.ok, "`pipeline recover --target public`" in finding.hint) == (False, True)
    with pytest.raises(LostState):
        publish(DirectoryTarget(str(tmp_path / "public")), 0, 2)
    assert {path: look for path, look in looks(tmp_path).items() if "/state" not in path} == {
        path: look for path, look in before.items() if "/state" not in path
    }
    target = DirectoryTarget(str(tmp_path / "public"))
    target.recover(recovery(target.remains(), Told(), ("", ""), NOW + timedelta(days=3)))
    assert what == "no files" or whole(tmp_path) == 1
    publish(target, 1, 4)
    assert {**tree(tmp_path / "public"), **VERSIONS[1]} == tree(tmp_path / "public")
    assert clean(tmp_path)


def test_what_a_first_publish_that_died_left_is_no_lost_state(tmp_path: Path) -> None:
    target, steps = dying(tmp_path / "count", 0, fails)
    publish(target, 0, 0)
    for at in range(1, len(steps) + 1):
        root = tmp_path / str(at)
        root.mkdir()
        assert killed(root, at, lambda dying_target: publish(dying_target, 0, 0))
        DirectoryTarget(str(root / "public")).state()


def test_so_many_releases_are_kept_as_the_target_says(tmp_path: Path) -> None:
    for keep, days in ((Retention(2), [5, 4]), (Retention(1, 3), [5, 4, 3, 2])):
        root = tmp_path / str(keep.days)
        for day in range(6):
            publish(DirectoryTarget(str(root / "public"), keep=keep), day % 2, day)
        found = DirectoryTarget(str(root / "public")).releases()
        assert [(release.instant - NOW).days for release in found] == days
        assert clean(root)


def test_a_rollback_to_a_release_that_somebody_changed_says_so_before_it_begins(tmp_path: Path) -> None:
    target = DirectoryTarget(str(tmp_path / "public"))
    publish(target, 0, 0)
    publish(target, 1, 1)
    (tmp_path / ".public/releases" / target.releases()[1].id / "gone/index.html").unlink()
    with pytest.raises(TargetError, match=r"1 files are no longer as they were, such as `gone/index\.html`; nothing"):
        target.rollback()
    assert whole(tmp_path) == 1


def test_a_release_that_was_left_can_be_made_again_at_the_same_instant(tmp_path: Path) -> None:
    target = DirectoryTarget(str(tmp_path / "public"))
    publish(target, 0, 0)
    publish(target, 1, 1)
    name = (tmp_path / "public").readlink().name
    publish(target, 0, 2)
    stray = tmp_path / ".public/releases" / name / "stray.txt"
    stray.write_text("of somebody")
    publish(target, 1, 1)
    assert (tmp_path / "public").readlink().name == name
    assert whole(tmp_path) == 1, "made anew, without what somebody put there"
    assert clean(tmp_path)


def test_a_look_says_what_is_public(tmp_path: Path) -> None:
    where = str(tmp_path / "public")
    target = DirectoryTarget(where)
    assert target.examine() == (Finding(True, where, "can be written; nothing is published yet"),)
    publish(target, 0, 0)
    name = (tmp_path / "public").readlink().name
    assert target.examine() == (Finding(True, where, f"can be written; release {name} is public"),)
    assert target.policy() == ""


def test_a_look_at_a_place_of_somebody_else_tells_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("mine")
    where = str(tmp_path / "public")
    assert DirectoryTarget(where).examine() == (
        Finding(
            False,
            where,
            f"`{where}` is a file that was not made by a publish; nothing was changed.",
            f"Move it away (`mv {where} {where}.old`) and publish again, or name another `path`.",
        ),
    )


@pytest.mark.parametrize(("more", "place"), [((), ""), (("/some/where",), " at `/some/where`")])
def test_what_the_disk_refuses_is_told_with_its_place(tmp_path: Path, more: tuple[str, ...], place: str) -> None:
    def refuses() -> None:
        raise OSError(13, "Permission denied", *more)

    target, _ = dying(tmp_path, 1, refuses)
    with pytest.raises(TargetError) as caught:
        publish(target, 0, 0)
    assert (caught.value.message, caught.value.hint) == (
        f"`{tmp_path}/public`: Permission denied{place}; what is public is whole.",
        "See that the disk has room and that you may write there, then publish again.",
    )


def test_a_disk_without_links_is_told_before_anything_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_links(monkeypatch)
    target = DirectoryTarget(str(tmp_path / "public"))
    with pytest.raises(TargetError, match="no symbolic links") as refused:
        publish(target, 0, 0)
    assert "another disk" in refused.value.hint
    assert [finding.ok for finding in target.examine()] == [False]
    assert tree(tmp_path) == {}


def test_files_that_somebody_took_or_cut_are_not_there(tmp_path: Path) -> None:
    target = DirectoryTarget(str(tmp_path / "public"))
    publish(target, 0, 0)
    (tmp_path / "public/same.css").write_bytes(b"s")
    (tmp_path / "public" / AUDIO["one"]).unlink()
    state = target.state()
    assert state.manifest is not None
    assert set(state.manifest.artifacts) == {"index.html", "gone/index.html"}
    publish(target, 1, 1)
    assert tree(tmp_path / "public") == VERSIONS[1]


def steps_of_a_publish(root: Path) -> list[str]:
    publish(DirectoryTarget(str(root / "public")), 0, 0)
    target, steps = dying(root, 0, fails)
    publish(target, 1, 1)
    return steps


def test_failing_at_each_write_leaves_a_whole_release(tmp_path: Path) -> None:
    steps = steps_of_a_publish(tmp_path / "count")
    assert "switch" in steps
    for at in range(1, len(steps) + 1):
        root = tmp_path / str(at)
        publish(DirectoryTarget(str(root / "public")), 0, 0)
        target, came = dying(root, at, fails)
        with pytest.raises(TargetError, match="No space left on device"):
            publish(target, 1, 1)
        switched = "switch" in came[:-1]
        assert whole(root) == switched, came[-1]
        publish(DirectoryTarget(str(root / "public")), 1, 2)
        assert whole(root) == 1
        assert clean(root), came[-1]


def test_killed_at_each_write_leaves_a_whole_release(tmp_path: Path) -> None:
    steps = steps_of_a_publish(tmp_path / "count")
    for at in range(1, len(steps) + 1):
        root = tmp_path / str(at)
        publish(DirectoryTarget(str(root / "public")), 0, 0)
        assert killed(root, at, lambda dying_target: publish(dying_target, 1, 1))
        switched = at > steps.index("switch") + 1
        assert whole(root) == switched, steps[at - 1]
        publish(DirectoryTarget(str(root / "public")), 1, 2)
        assert whole(root) == 1
        assert clean(root), steps[at - 1]


def test_killed_at_each_write_of_the_first_publish(tmp_path: Path) -> None:
    target, steps = dying(tmp_path / "count", 0, fails)
    publish(target, 0, 0)
    for at in range(1, len(steps) + 1):
        root = tmp_path / str(at)
        root.mkdir()
        assert killed(root, at, lambda dying_target: publish(dying_target, 0, 0))
        assert (root / "public").exists() == (at > steps.index("switch") + 1)
        publish(DirectoryTarget(str(root / "public")), 0, 1)
        assert whole(root) == 0
        assert clean(root), steps[at - 1]


def test_killed_at_each_write_of_a_rollback(tmp_path: Path) -> None:
    after = {**VERSIONS[0], AUDIO["two"]: b"two"}
    steps_of_a_publish(tmp_path / "count")
    target, steps = dying(tmp_path / "count", 0, fails)
    target.rollback()
    assert tree(tmp_path / "count/public") == after
    for at in range(1, len(steps) + 1):
        root = tmp_path / str(at)
        steps_of_a_publish(root)
        assert killed(root, at, DirectoryTarget.rollback)
        if at > steps.index("switch") + 1:
            assert tree(root / "public") == after
        else:
            assert whole(root) == 1
            DirectoryTarget(str(root / "public")).rollback()
            assert tree(root / "public") == after
        publish(DirectoryTarget(str(root / "public")), 1, 2)
        assert whole(root) == 1
        assert clean(root), steps[at - 1]


def test_killed_at_each_write_of_forgetting(tmp_path: Path) -> None:
    target = DirectoryTarget(str(tmp_path / "start/public"))
    target.records().add({"gone": b"{}", "kept": b"{}"})
    for day in range(4):  # so that there is a spare tree, too
        publish(target, day % 2, day)
    target.withdraw({sha256(b"what was taken back")})
    shutil.copytree(tmp_path / "start", tmp_path / "count", symlinks=True)
    target, steps = dying(tmp_path / "count", 0, fails)
    target.forget({"gone"})
    assert "spare" in steps
    for at in range(1, len(steps) + 1):
        root = tmp_path / str(at)
        shutil.copytree(tmp_path / "start", root, symlinks=True)
        assert killed(root, at, lambda dying_target: dying_target.forget({"gone"}))
        target = DirectoryTarget(str(root / "public"))
        assert whole(root) == 1
        assert target.state().withdrawn.open, "somebody will see that it is not at its end"
        target.forget({"gone"})
        assert len(target.releases()) == 1 and not target.state().withdrawn.open
        assert target.records().keys() == ("kept",)
        assert clean(root) and not (root / ".public/spare").exists(), steps[at - 1]
        left = {path for path, data in tree(root / ".public").items() if data == b"gone" or "records/" in path}
        assert len(left) == 1, "the record that is kept"


def killed(root: Path, at: int, act: Callable[[DirectoryTarget], object]) -> bool:
    """Do it in a process that dies before its write number `at`; whether it came to that."""
    if (child := os.fork()) == 0:
        try:
            act(dying(root, at, lambda: os._exit(9))[0])
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def clean(root: Path) -> bool:
    """Nothing half is left, and each release has its record, done."""
    releases = {p.name for p in (root / ".public/releases").iterdir()}
    records = {p.stem: json.loads(p.read_text()) for p in (root / ".public/state/releases").iterdir()}
    done = all(record["status"] == "done" for record in records.values())
    return done and releases == set(records) and not any(name.startswith(".") for name in releases)


def test_of_two_publishers_the_second_is_told(tmp_path: Path) -> None:
    other = DirectoryTarget(str(tmp_path / "public"))
    messages = []

    def meanwhile() -> None:
        with pytest.raises(TargetError) as caught:
            publish(other, 1, 1)
        messages.append(str(caught.value))

    target, _ = dying(tmp_path, 6, meanwhile)
    publish(target, 0, 0)
    assert messages == [
        f"Another publish to this target is under way (process {os.getpid()}). Wait until it has ended, then try again."
    ]
    publish(other, 1, 1)
    assert whole(tmp_path) == 1


def test_two_processes_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
        "from tests.release.test_directory import publish, DirectoryTarget, TargetError\n"
        "for day in range(20):\n"
        "    try: publish(DirectoryTarget(sys.argv[1]), day % 2, day)\n"
        "    except TargetError as error: assert 'publish' in error.message, error\n"
    )
    here = str(Path(__file__).parents[2])
    call = [sys.executable, "-c", program, str(tmp_path / "public"), here]
    children = [subprocess.Popen(call) for _ in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    assert clean(tmp_path)


def test_many_packs_of_records_become_one_once_the_release_is_current(tmp_path: Path) -> None:
    packs = tmp_path / ".public/state/records/packs"
    for number in range(MOST + 1):
        target = DirectoryTarget(str(tmp_path / "public"))
        target.records().add({f"key{number}": b"{}"})
        assert len([*packs.iterdir()]) == number + 1
        publish(target, number % 2, number)
    assert len([*packs.iterdir()]) == 1
    records = DirectoryTarget(str(tmp_path / "public")).records()
    assert {records.read(f"key{number}") for number in range(MOST + 1)} == {b"{}"}


# A release is made of the tree of one that went ----------------------------------------------------------------------

PAGES = {f"{name}/index.html": f"page {name}".encode() for name in "abcdefgh"}


def edition(number: int, **more: bytes) -> dict[str, bytes]:
    return {**PAGES, "index.html": f"home {number}".encode(), **more}


def published(root: Path, count: int = 5) -> DirectoryTarget:
    """A target with a spare tree: of so many publishes, each of which changed the home page."""
    target = DirectoryTarget(str(root / "public"))
    for number in range(count):
        place.publish(target, edition(number), number)
    return target


def fresh(contents: dict[str, bytes]) -> dict[str, tuple[str, bytes | None]]:
    """How it looks where nothing was before."""
    with tempfile.TemporaryDirectory() as home:
        place.publish(DirectoryTarget(f"{home}/public"), contents)
        return looks(Path(home, "public").resolve())


CHANGES: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "one": (edition(9), ["gone index.html", "file index.html"]),
    "more": ({**edition(9), "a/b/c": b"c"}, ["gone index.html", "file a/b/c", "file index.html"]),
    "a name": (
        {**{path: data for path, data in edition(9).items() if path != "a/index.html"}, "z": PAGES["a/index.html"]},
        ["gone a/index.html", "gone index.html", "file z", "file index.html"],
    ),
    "less": (
        {path: data for path, data in edition(9).items() if path != "a/index.html"},
        ["gone a/index.html", "gone index.html", "file index.html"],
    ),
    "a file for a folder": (
        {**{path: data for path, data in edition(9).items() if path != "a/index.html"}, "a": b"a"},
        ["gone a/index.html", "gone index.html", "file a", "file index.html"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_release_costs_the_difference(tmp_path: Path, change: str) -> None:
    contents, expected = CHANGES[change]
    published(tmp_path)
    target, steps = dying(tmp_path, 0, fails)
    asked = place.publish(target, contents, 9)
    assert [step for step in steps if step.startswith(("gone", "file"))] == expected
    assert set(asked) == {path for path, data in contents.items() if data not in edition(4).values()}
    assert looks((tmp_path / "public").resolve()) == fresh(contents)
    assert clean(tmp_path)


def test_the_first_releases_link_what_is_there(tmp_path: Path) -> None:
    published(tmp_path, 3)
    target, steps = dying(tmp_path, 0, fails)
    place.publish(target, edition(3), 3)
    assert [step for step in steps if step.startswith(("gone", "file"))] == [f"file {path}" for path in edition(3)]


def test_nothing_is_believed_of_a_spare_tree_but_what_is_public_too(tmp_path: Path) -> None:
    target = published(tmp_path)
    spare, outside = tmp_path / ".public/spare", tmp_path / "elsewhere"
    (spare / "a/index.html").unlink()
    (spare / "a/index.html").write_bytes(PAGES["b/index.html"])
    (spare / "b").rename(outside)
    (spare / "b").symlink_to(outside)
    (spare / "c/index.html").unlink()
    (spare / "c/index.html").symlink_to(outside / "index.html")
    (spare / "d").chmod(0o700)
    (spare / "stray/folder").mkdir(parents=True)
    (spare / "stray/file").write_bytes(b"stray")
    place.publish(target, edition(9), 9)
    assert looks((tmp_path / "public").resolve()) == fresh(edition(9))
    assert (outside / "index.html").read_bytes() == PAGES["b/index.html"]


def test_a_link_in_the_place_of_the_spare_tree_is_left_alone(tmp_path: Path) -> None:
    target = published(tmp_path)
    outside = tmp_path / "elsewhere"
    (tmp_path / ".public/spare").rename(outside)
    (tmp_path / ".public/spare").symlink_to(outside)
    before = looks(outside)
    place.publish(target, edition(9), 9)
    assert looks((tmp_path / "public").resolve()) == fresh(edition(9))
    assert looks(outside) == before


def test_a_file_that_was_changed_in_place_is_made_again(tmp_path: Path) -> None:
    """Its size is the same, and all releases share it."""
    target = published(tmp_path)
    page = tmp_path / "public/a/index.html"
    page.write_bytes(b"PAGE a")
    state = target.state()
    assert state.manifest and "a/index.html" not in state.manifest.artifacts
    assert place.publish(target, edition(9), 9) == ["a/index.html", "index.html"]
    assert looks((tmp_path / "public").resolve()) == fresh(edition(9))


def test_a_file_that_only_looks_touched_is_left(tmp_path: Path) -> None:
    target = published(tmp_path)
    os.utime(tmp_path / "public/a/index.html", ns=(1, 1))
    for number in (8, 9):
        assert place.publish(target, edition(number), number) == ["index.html"]


def test_the_way_back_from_a_release_that_was_made_of_an_old_tree(tmp_path: Path) -> None:
    target = published(tmp_path, 7)
    for number in (5, 4):
        target.rollback()
        assert looks((tmp_path / "public").resolve()) == fresh(edition(number))
    with pytest.raises(TargetError, match="There is no release before"):
        target.rollback()
    place.publish(target, edition(9), 9)
    assert looks((tmp_path / "public").resolve()) == fresh(edition(9))
    assert clean(tmp_path)


def test_killed_at_each_write_of_a_release_that_is_made_of_an_old_tree(tmp_path: Path) -> None:
    published(tmp_path / "start")
    other = {**edition(9), "a": b"no folder now", "new/index.html": PAGES["b/index.html"]}
    del other["a/index.html"]
    for at in range(1, 100):
        root = tmp_path / str(at)
        subprocess.run(["cp", "-a", tmp_path / "start", root], check=True)  # which keeps what releases share
        if not killed(root, at, lambda target: place.publish(target, other, 9)):
            break
        now = looks((root / "public").resolve())
        assert now in (fresh(edition(4)), fresh(other)), at
        target = DirectoryTarget(str(root / "public"))
        for release in target.releases():
            manifest = target.contents(release.id)
            assert manifest and whole_tree(root / ".public/releases" / release.id, manifest), at
        place.publish(target, edition(10), 10)
        assert looks((root / "public").resolve()) == fresh(edition(10)), at
        assert clean(root), at
    assert 20 < at < 99


def whole_tree(root: Path, manifest: Manifest) -> bool:
    return {path: sha256(data) for path, data in tree(root).items()} == {
        path: artifact.digest for path, artifact in manifest.artifacts.items()
    }


@given(CONTENTS)
@settings(deadline=None, max_examples=40)
def test_after_any_publishes_a_release_is_as_if_it_were_the_first(contents: list[dict[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        target = DirectoryTarget(f"{home}/public")
        for day, files in enumerate(contents):
            place.publish(target, files, day)
            assert looks(Path(home, "public").resolve()) == fresh(files)
        for release in target.releases():
            manifest = target.contents(release.id)
            assert manifest and whole_tree(Path(home, ".public/releases", release.id), manifest)


def test_a_state_of_the_version_before_goes_on(tmp_path: Path) -> None:
    """Version 1 had the manifest in the record, with headers of its own for each file, and no times."""
    target = published(tmp_path, 2)
    state = tmp_path / ".public/state"
    for file in (state / "releases").iterdir():
        record = json.loads(file.read_bytes())
        manifest = json.loads((state / f"manifests/{record['manifest']}.json").read_bytes())
        table = manifest.pop("headers")
        for facts in manifest["artifacts"].values():
            facts["headers"] = table[facts["headers"]]
        del record["times"]
        file.write_bytes(canonical({**record, "version": 1, "manifest": {**manifest, "version": 1}}))
    shutil.rmtree(state / "manifests")
    target = DirectoryTarget(str(tmp_path / "public"))
    assert len(target.releases()) == 2
    assert place.publish(target, edition(1), 2) == [], "nothing changed"
    assert place.publish(target, edition(2), 3) == ["index.html"]
    for number in (1, 0):
        target.rollback()
        assert looks((tmp_path / "public").resolve()) == fresh(edition(number))

"""One suite for every target."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.artifact import Artifact, Manifest, Piece, Plan, hashed, sha256
from pipeline.release import (
    AS_IT_WAS,
    Drift,
    LostState,
    ReleaseInfo,
    Target,
    TargetError,
    TargetState,
    Told,
    assemble,
    every,
    plan,
    recovery,
)
from pipeline.release.bucket.states import CURRENT
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.stores.s3 import Bucket
from tests.support.memory_target import MemoryTarget
from tests.support.s3 import Server
from tests.support.s3_memory import MemoryS3

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
MEDIA = {n: hashed("media/s/e.mp3", sha256(n.encode())) for n in ("one", "two")}


@dataclass
class Place:
    """A target, and what the people who look at it see."""

    target: Target
    look: Callable[[], dict[str, bytes]]
    change: Callable[[str, bytes | None], None]
    """Let somebody else write over a public file, or take it away."""
    damage: Callable[[Callable[[bytes], bytes | None]], None]
    """Do something to what the state says of the public release."""

    def publish(self, files: dict[str, str], days: int = 0, drift: Drift = AS_IT_WAS) -> list[str]:
        """Publish, and tell which files were read."""
        contents = {path: text.encode() for path, text in files.items()}
        after = assemble((Piece(p, data) for p, data in contents.items()), (), "https://l.example/", "", {})
        state, now, asked = self.target.state(), NOW + timedelta(days=days), []

        def read(artifact: Artifact) -> Iterable[bytes]:
            asked.append(artifact.path)
            data = contents[artifact.path]
            return (data[:2], data[2:])

        changes = planned(state, after, now, drift)
        self.target.apply(changes, read, ReleaseInfo.of(changes, now, "c0ffee"))
        return asked


def planned(state: TargetState, after: Manifest, now: datetime = NOW, drift: Drift = AS_IT_WAS) -> Plan:
    return plan(
        state.manifest,
        after,
        max_delete=9,
        now=now,
        ours=state.ours,
        superseded=state.superseded,
        retain_days=30,
        withdrawn=state.withdrawn,
        drift=drift,
    )


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def directory(root: Path) -> Place:
    target = DirectoryTarget(str(root / "public"))

    def change(path: str, data: bytes | None) -> None:
        file = root / "public" / path
        times = file.stat() if file.exists() else None
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        if times and data is not None:
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def damage(how: Callable[[bytes], bytes | None]) -> None:
        file = root / f".public/state/releases/{(root / 'public').readlink().name}.json"
        after = how(file.read_bytes())
        if after is None:
            file.unlink()
        else:
            file.write_bytes(after)

    return Place(target, lambda: tree(root / "public"), change, damage)


def memory(_root: Path) -> Place:
    target = MemoryTarget()

    def change(path: str, data: bytes | None) -> None:
        target.public.pop(path, None)
        target.public |= {path: data} if data is not None else {}

    def damage(_how: Callable[[bytes], bytes | None]) -> None:
        del target.by_id[target.current]

    return Place(target, lambda: dict(target.public), change, damage)


def bucket(prefix: str, *, exact: bool, request: pytest.FixtureRequest) -> Place:
    """What people see of a bucket: every address that the manifest promises, asked without credentials."""
    server: Server = request.getfixturevalue("s3_server")
    name = server.bucket(prefix) if prefix else server.bucket("")
    state = "" if prefix else f"s3://{server.bucket()}"
    target = BucketTarget(Bucket(name, server.endpoint), prefix=prefix, state=state, exact=exact)
    return in_bucket(target, server, server.client(), exact=exact)


def bucket_in_memory(prefix: str, *, exact: bool) -> Place:
    """The twin of a store, held to the same."""
    store = MemoryS3()
    name = store.bucket()
    state = "" if prefix else f"s3://{store.bucket()}"
    target = BucketTarget(Bucket(name), prefix=prefix, state=state, exact=exact)
    target._public._client = store  # type: ignore[assignment] # as much of a client as is asked
    return in_bucket(target, store, store, exact=exact)


def in_bucket(target: BucketTarget, server: Server | MemoryS3, client: Any, *, exact: bool) -> Place:
    public, state = target._public, target._state

    def change(path: str, data: bytes | None) -> None:
        if data is None:
            client.delete_object(Bucket=public.bucket.name, Key=public.prefix + path)
        else:
            client.put_object(Bucket=public.bucket.name, Key=public.prefix + path, Body=data)

    def damage(how: Callable[[bytes], bytes | None]) -> None:
        after = how(state.read(CURRENT) or b"")
        if after is None:
            state.delete(CURRENT)
        else:
            state.write(CURRENT, [after])

    return Place(target, looking(server, public.bucket.name, public.prefix.rstrip("/"), exact=exact), change, damage)


def looking(server: Server | MemoryS3, name: str, prefix: str, *, exact: bool) -> Callable[[], dict[str, bytes]]:
    def look() -> dict[str, bytes]:
        found = server.objects(name, f"{prefix}/" if prefix else "")
        if not exact:
            return found
        pages = [path for path in found if path.endswith("index.html")]
        for path in pages:
            address, data = path.removesuffix("index.html"), found[path]
            if address or prefix:
                assert found.pop(address) == data
            if address:
                assert b"url=./" in found.pop(address.removesuffix("/"))
        assert not [key for key in found if not key or key.endswith("/")]
        return found

    return look


PLACES: dict[str, Callable[[pytest.FixtureRequest], Place]] = {
    "directory": lambda request: directory(request.getfixturevalue("tmp_path")),
    "memory": lambda request: memory(request.getfixturevalue("tmp_path")),
    "bucket in memory": lambda _request: bucket_in_memory("", exact=False),
    "bucket in memory below a prefix": lambda _request: bucket_in_memory("sites/library", exact=False),
    "exact bucket in memory": lambda _request: bucket_in_memory("", exact=True),
    "exact bucket in memory below a prefix": lambda _request: bucket_in_memory("sites/library", exact=True),
    "bucket": lambda request: bucket("", exact=False, request=request),
    "exact bucket below a prefix": lambda request: bucket("sites/library", exact=True, request=request),
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    return PLACES[request.param](request)


def test_nothing_is_there_before_the_first_publish(place: Place) -> None:
    assert place.target.state() == TargetState()
    assert place.target.releases() == ()
    with pytest.raises(TargetError) as caught:
        place.target.rollback()
    assert "ublish" in caught.value.hint


def test_what_is_published_is_there_with_its_state(place: Place) -> None:
    read = place.publish({"index.html": "home", "a/b/index.html": "deep", "feed.xml": "", MEDIA["one"]: "one"})
    assert read == [MEDIA["one"], "a/b/index.html", "feed.xml", "index.html"]
    assert place.look() == {
        "index.html": b"home",
        "a/b/index.html": b"deep",
        "feed.xml": b"",
        MEDIA["one"]: b"one",
    }
    state = place.target.state()
    assert state.manifest is not None
    assert set(state.manifest.artifacts) == set(place.look())
    assert state.release is not None
    assert state.release.instant == NOW
    assert state.release.commit == "c0ffee"
    assert state.release.id == f"20261124T183000Z-{state.manifest.digest[:12]}"
    assert place.target.releases() == (state.release,)


def test_only_what_changed_is_read(place: Place) -> None:
    place.publish({"index.html": "one", "same.html": "same", MEDIA["one"]: "one"})
    assert place.publish({"index.html": "two", "same.html": "same", MEDIA["one"]: "one"}, 1) == ["index.html"]
    assert place.look() == {"index.html": b"two", "same.html": b"same", MEDIA["one"]: b"one"}


def test_publishing_the_same_again_at_the_same_instant_is_no_second_release(place: Place) -> None:
    place.publish({"index.html": "one"})
    place.publish({"index.html": "one"})
    assert len(place.target.releases()) == 1


def test_superseded_media_stay_until_their_time_is_over(place: Place) -> None:
    place.publish({"index.html": "one", "old.html": "old", MEDIA["one"]: "one"})
    place.publish({"index.html": "two", MEDIA["two"]: "two"}, 1)
    assert set(place.look()) == {"index.html", MEDIA["one"], MEDIA["two"]}
    assert place.target.state().superseded == {MEDIA["one"]: NOW + timedelta(days=1)}
    place.publish({"index.html": "three", MEDIA["two"]: "two"}, 30)
    assert MEDIA["one"] in place.look()
    place.publish({"index.html": "three", MEDIA["two"]: "two"}, 31)
    assert set(place.look()) == {"index.html", MEDIA["two"]}
    assert place.target.state().superseded == {}


def test_rollback_brings_back_the_bytes_and_leaves_newer_media(place: Place) -> None:
    place.publish({"index.html": "one", MEDIA["one"]: "one"})
    first = place.target.state().release
    place.publish({"index.html": "two", MEDIA["two"]: "two"}, 1)
    back = place.target.rollback()
    assert first is not None
    assert back.id == first.id
    assert place.look() == {"index.html": b"one", MEDIA["one"]: b"one", MEDIA["two"]: b"two"}
    state = place.target.state()
    assert state.release == back
    assert state.superseded == {MEDIA["two"]: NOW + timedelta(days=1)}
    assert place.publish({"index.html": "three", MEDIA["two"]: "two"}, 2) == ["index.html"]
    place.target.rollback()
    assert place.look()["index.html"] == b"one"


def test_the_last_three_releases_can_be_had_again(place: Place) -> None:
    for day in range(5):
        place.publish({"index.html": str(day)}, day)
    assert [release.instant.day for release in place.target.releases()] == [28, 27, 26]
    place.target.rollback()
    place.target.rollback()
    assert place.look()["index.html"] == b"2"
    with pytest.raises(TargetError):
        place.target.rollback()


def test_wrong_bytes_are_refused_and_nothing_changes(place: Place) -> None:
    place.publish({"index.html": "one"})
    before = place.target.state()
    after = assemble([Piece("index.html", b"two")], (), "", "", {})
    changes = planned(before, after)
    with pytest.raises(TargetError, match=r"`index\.html`"):
        place.target.apply(changes, lambda _artifact: [b"2wo"], ReleaseInfo.of(changes, NOW))
    assert place.look() == {"index.html": b"one"}
    assert place.target.state() == before
    place.publish({"index.html": "two"}, 1)


def test_a_plan_that_is_refused_or_stale_is_not_applied(place: Place) -> None:
    after = assemble([Piece("index.html", b"two")], (), "", "", {})
    stale = planned(place.target.state(), after)
    refused = plan(None, after, max_delete=0, now=NOW, refusals=("No.",))
    place.publish({"index.html": "one"})
    for changes, message in ((refused, "No."), (stale, "since the plan")):
        with pytest.raises(TargetError, match=message):
            place.target.apply(changes, lambda _artifact: [b"two"], ReleaseInfo.of(changes, NOW))
    assert place.look() == {"index.html": b"one"}


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ""])
def test_nothing_is_written_outside(place: Place, path: str) -> None:
    manifest = Manifest({path: Artifact(path, sha256(b""), 0)})
    changes = plan(None, manifest, max_delete=0, now=NOW)
    with pytest.raises(TargetError, match="not a path"):
        place.target.apply(changes, lambda _artifact: [b""], ReleaseInfo.of(changes, NOW))


def test_records_are_kept_beside_what_is_public(place: Place) -> None:
    place.target.records().add({"key": b'{"facts":{}}'})
    place.publish({"index.html": "one"})
    place.publish({"index.html": "two"}, 1)
    place.target.rollback()
    assert place.target.records().read("key") == b'{"facts":{}}'
    assert place.target.records().read("other") is None
    assert set(place.look()) == {"index.html"}


def test_the_ledger_is_written_once_by_one_of_two_and_outlives_releases(place: Place) -> None:
    key = "event/hub/1.json"
    one, other = place.target.ledger(), place.target.ledger()
    assert one.read(key) is None
    assert one.create(key, b"claimed")
    assert not other.create(key, b"claimed by another")
    assert other.read(key) == b"claimed"
    one.write(key, b"sent")
    for day in range(5):
        place.publish({"index.html": str(day)}, day)
    place.target.rollback()
    assert other.read(key) == b"sent" and not one.create(key, b"again")
    assert set(place.look()) == {"index.html"}


def test_what_was_taken_back_is_published_no_more_and_no_way_leads_to_it(place: Place) -> None:
    place.publish({"index.html": "one", MEDIA["one"]: "one"})
    place.publish({"index.html": "two", MEDIA["two"]: "two"}, 1)
    place.target.withdraw({sha256(b"one")})
    state = place.target.state()
    assert state.withdrawn.open and state.withdrawn.digests == {sha256(b"one")}
    for act in (place.target.rollback, lambda: place.publish({"index.html": "three", MEDIA["one"]: "one"}, 2)):
        with pytest.raises(TargetError, match="taken back"):
            act()
    place.publish({"index.html": "three"}, 2)
    assert set(place.look()) == {"index.html", MEDIA["two"]}, "other sound stays for those who hold its address"
    place.target.forget(())
    assert place.target.state().withdrawn == replace(state.withdrawn, open=False)
    with pytest.raises(TargetError, match="taken back"):
        place.publish({"index.html": "four", MEDIA["one"]: "one"}, 3)
    place.target.readmit({sha256(b"one")})
    place.publish({"index.html": "four", MEDIA["one"]: "one"}, 3)
    assert MEDIA["one"] in place.look()


def test_nothing_is_kept_of_what_is_forgotten(place: Place) -> None:
    place.target.records().add({"gone": b'{"facts":1}', "kept": b'{"facts":2}'})
    for day, text in enumerate(("one", "two", "three")):
        place.publish({"index.html": text, "same.html": "same"}, day)
    newest, *earlier = place.target.releases()
    for _ in range(2):
        place.target.forget({"gone"})
        assert place.target.releases() == (newest,)
        assert [place.target.contents(release.id) for release in earlier] == [None, None]
        assert place.look() == {"index.html": b"three", "same.html": b"same"}
        with pytest.raises(TargetError, match="no release before"):
            place.target.rollback()
    records = place.target.records()
    assert records.keys() == ("kept",)
    assert (records.read("gone"), records.read("kept")) == (None, b'{"facts":2}')
    place.publish({"index.html": "four", "same.html": "same"}, 4)
    place.target.rollback()
    assert place.look()["index.html"] == b"three"


def test_what_is_published_can_be_read_back(place: Place) -> None:
    place.publish({"index.html": "home", MEDIA["one"]: "one"})
    manifest = place.target.state().manifest
    assert manifest is not None
    assert {p: b"".join(place.target.open(a)) for p, a in manifest.artifacts.items()} == place.look()
    gone = Artifact("gone.mp3", sha256(b""), 0)
    with pytest.raises(TargetError, match=r"`gone\.mp3` is gone from what is published") as caught:
        place.target.open(gone)
    assert "ublish" in caught.value.hint


def test_a_look_at_the_place_finds_it_well_and_leaves_nothing(place: Place) -> None:
    for contents in ({}, {"index.html": "home"}):
        if contents:
            place.publish(contents)
        findings = place.target.examine()
        assert findings
        assert [finding for finding in findings if not finding.ok] == []
        assert place.look() == {path: text.encode() for path, text in contents.items()}


def test_a_release_that_is_kept_tells_what_it_holds(place: Place) -> None:
    place.publish({"index.html": "old"})
    place.publish({"index.html": "new", MEDIA["one"]: "one"}, days=1)
    newest, before = place.target.releases()
    held = [place.target.contents(release.id) for release in (newest, before)]
    assert [set(manifest.artifacts) if manifest else None for manifest in held] == [
        {"index.html", MEDIA["one"]},
        {"index.html"},
    ]
    assert place.target.contents("20000101T000000Z-000000000000") is None


# Any release that is kept ---------------------------------------------------------------------------------------------


def test_one_goes_to_any_release_that_is_kept_and_forward_again(place: Place) -> None:
    seen = {}
    for day in range(3):
        place.publish({"index.html": f"home {day}", f"{day}/index.html": str(day)}, day)
        release = place.target.state().release
        assert release
        seen[release.id] = place.look()
    third, second, first = (release.id for release in place.target.releases())
    for goal in (first, third, second, first, third):
        assert place.target.rollback(goal).id == goal
        assert place.look() == seen[goal]
        assert [release.id for release in place.target.releases()] == [third, second, first]
        assert place.target.state().release in place.target.releases()
    for none in (third, "20000101T000000Z-000000000000"):
        with pytest.raises(TargetError, match=f"{none} is (public|kept)"):
            place.target.rollback(none)
    assert place.look() == seen[third]


def test_what_was_left_is_not_what_a_release_stands_on(place: Place) -> None:
    for day in range(3):
        place.publish({"index.html": str(day)}, day)
    second = place.target.releases()[1]
    place.target.rollback()
    place.publish({"index.html": "mended"}, 3)
    assert [release.instant.day for release in place.target.releases()] == [27, 25, 24], "what stands behind it"
    assert place.target.rollback().id == second.id
    assert place.look() == {"index.html": b"1"}


# A state that can't be read -------------------------------------------------------------------------------------------

DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "cut": lambda data: data[: len(data) // 2],
    "gone": lambda _data: None,
    "foreign": lambda _data: gzip.compress(b'{"some":"thing"}'),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_state_that_can_not_be_read_is_no_first_publish_and_is_made_anew(place: Place, how: str) -> None:
    place.publish({"index.html": "one", MEDIA["one"]: "one"})
    place.publish({"index.html": "two", "a/index.html": "a", MEDIA["two"]: "two"}, 1)
    public = place.look()
    place.damage(DAMAGES[how])
    for act in (place.target.state, lambda: place.publish({"index.html": "three"}, 2), place.target.rollback):
        with pytest.raises(LostState, match="is not known") as caught:
            act()
        assert "`pipeline recover --target " in caught.value.hint
    assert place.look() == public

    found = recovery(place.target.remains(), Told(), ("https://l.example/", ""), NOW + timedelta(days=2))
    place.target.recover(found)
    assert place.look() == public
    state = place.target.state()
    assert state.release and state.manifest
    assert {path: artifact.digest for path, artifact in state.manifest.artifacts.items()} == {
        path: sha256(data) for path, data in public.items()
    }
    assert place.publish({"index.html": "two", "a/index.html": "A", MEDIA["two"]: "two"}, 3) == ["a/index.html"]
    assert place.look() == {**public, "a/index.html": b"A"}
    place.target.rollback()
    assert place.look() == public
    place.target.rollback()
    assert place.look()["index.html"] == b"one"
    with pytest.raises(TargetError, match="can be read"):
        place.target.recover(found)


# Drift ----------------------------------------------------------------------------------------------------------------


def unknown(_artifact: Artifact) -> None:
    return None


def test_what_somebody_changed_is_seen_and_mended_and_what_is_theirs_is_left(place: Place) -> None:
    files = {"index.html": "home", "a/index.html": "a page", "cut.html": "long", "b.html": "b", MEDIA["one"]: "one"}
    place.publish(files)
    assert place.target.verify(every, unknown) == Drift(looked=5)
    place.change("a/index.html", b"A PAGE")
    place.change("cut.html", b"l")
    place.change("b.html", None)
    place.change("theirs.txt", b"theirs")
    sizes = place.target.verify(lambda _path: False, unknown)
    assert (sizes.missing, sizes.changed, sizes.looked) == (("b.html",), ("cut.html",), 0)
    drift = place.target.verify(every, unknown)
    assert drift == Drift(("b.html",), ("a/index.html", "cut.html"), ("theirs.txt",), 3)
    assert sorted(place.publish(files, 1, drift)) == ["a/index.html", "b.html", "cut.html"]
    assert {path: place.look()[path] for path in files} == {path: text.encode() for path, text in files.items()}
    assert place.target.verify(every, unknown).reasons == {}
    place.publish({**files, "a/index.html": "new"}, 2)
    place.target.rollback()
    assert place.look()["a/index.html"] == b"a page"

"""What a bucket's state says, as bytes and back; and what can be told of publishes that never finished. Pure."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.model.artifact import Action, Artifact, Change, Manifest, Plan, by_path, hashed, sha256
from pipeline.release import ReleaseInfo, TargetError, TargetState, release_id
from pipeline.release.bucket.states import Current, arrived, is_same, must_know, record
from pipeline.release.state.target import must_fit
from pipeline.release.state.withdrawn import Withdrawn

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
SOUND = hashed("media/s/e.mp3", sha256(b"one"))


def artifact(path: str, data: bytes = b"one", **headers: str) -> Artifact:
    return Artifact(path, sha256(data), len(data), headers)


def release(number: int) -> ReleaseInfo:
    return ReleaseInfo(f"r{number}", NOW + timedelta(days=number), "m", "c0ffee", {SOUND: NOW})


MANIFEST = Manifest(by_path([artifact("index.html", b"home"), artifact(SOUND)]))
FULL = Current(release(3), MANIFEST, (release(2), release(1)), ("r4", "r5"), exact=True)


@pytest.mark.parametrize("value", [Current(), FULL, replace(FULL, exact=False, release=None)])
def test_what_is_written_is_read(value: Current) -> None:
    data = value.to_bytes()
    assert Current.from_bytes(data) == value
    assert data == value.to_bytes()
    assert data[4:8] == bytes(4), "the same value has the same bytes at any time"
    assert json.loads(gzip.decompress(data))["version"] == 2


def test_what_was_taken_back_is_written_for_those_who_know_it() -> None:
    value = replace(FULL, withdrawn=Withdrawn((("aa", "bb"),), open=True))
    assert Current.from_bytes(value.to_bytes()) == value
    assert json.loads(gzip.decompress(value.to_bytes()))["version"] == 3, "others would lose it"


def test_what_is_broken_is_lost_and_never_raises() -> None:
    whole = FULL.to_bytes()
    plain = json.loads(gzip.decompress(whole))
    for data in (
        b"",
        b"{",
        whole[:-9],
        whole[:20] + b"\0\0\0\0" + whole[24:],
        gzip.compress(b"[]"),
        gzip.compress(b"{"),
    ):
        assert Current.from_bytes(data) is None
    for lacking in plain.keys() - {"version"}:
        less = {key: value for key, value in plain.items() if key != lacking}
        assert Current.from_bytes(gzip.compress(json.dumps(less).encode())) is None


@pytest.mark.parametrize("state", [{"version": 4}, {"version": 99, "other": 1}])
def test_a_state_of_a_newer_program_is_left_alone(state: dict[str, int]) -> None:
    with pytest.raises(TargetError) as caught:
        Current.from_bytes(gzip.compress(json.dumps(state).encode()))
    assert str(caught.value) == (
        f"A newer version of this program published here last (state version {state['version']}; this one knows 3); "
        "nothing was changed. Publish with that version, or bring this one up to date."
    )
    others: tuple[object, ...] = ({"version": 1}, {"version": 2}, {"version": 3}, {"version": "4"}, {}, [])
    for known in others:
        must_know(known)


def test_all_that_are_kept_are_told() -> None:
    assert Current().releases == ()
    assert FULL.releases == (release(3), release(2), release(1))
    assert record("r1") == "releases/r1.json.gz"


def test_artifacts_are_the_same_when_they_are_served_alike() -> None:
    one = artifact("a", b"one", type="x")
    assert is_same(one, replace(one, source="other", size=7))
    assert is_same(None, None)
    others = (None, artifact("a", b"two", type="x"), artifact("a", b"one", type="y"), artifact("a", b"one"))
    assert [other for other in others if is_same(one, other) or is_same(other, one)] == []


def test_what_a_way_touches() -> None:
    other = Manifest(by_path([artifact("index.html", b"new"), artifact(SOUND), artifact("new.html")]))
    assert FULL.differing(other) == {"index.html", "new.html"}
    assert FULL.differing(Manifest()) == {"index.html", SOUND}
    assert Current().differing(MANIFEST) == {"index.html", SOUND}


def test_sound_that_arrived_whole_is_known_by_its_name_and_size() -> None:
    pending = [MANIFEST, Manifest()]
    assert arrived(pending, {SOUND: 3, "index.html": 4}, None) == {SOUND: artifact(SOUND)}
    assert arrived(pending, {SOUND: 2}, None) == {}, "cut"
    assert arrived(pending, {}, None) == {}
    assert arrived(pending, {SOUND: 3}, MANIFEST) == {}, "known before"
    assert arrived(pending, {SOUND: 3}, Manifest()) == {SOUND: artifact(SOUND)}
    looks = Manifest(by_path([artifact("log-202611241830.pdf")]))
    assert arrived([looks], {"log-202611241830.pdf": 3}, None) == {}, "its bytes may be others"


def test_a_release_has_its_instant_and_manifest_in_its_name() -> None:
    berlin = NOW.astimezone(timezone(timedelta(hours=1)))
    assert release_id(berlin, "0123456789abcdef") == "20261124T183000Z-0123456789ab"
    made = ReleaseInfo.of(Plan((), MANIFEST, superseded={SOUND: NOW}), NOW, "c0ffee")
    assert made == ReleaseInfo(release_id(NOW, MANIFEST.digest), NOW, MANIFEST.digest, "c0ffee", {SOUND: NOW})
    assert ReleaseInfo.from_json(made.to_json()) == made
    assert TargetState(made).superseded == {SOUND: NOW}
    assert TargetState().superseded == {}


def test_a_plan_must_fit_what_is_there() -> None:
    state = TargetState(release(1), MANIFEST)
    must_fit(Plan((), MANIFEST, before=MANIFEST.digest), state)
    must_fit(Plan((), MANIFEST), TargetState())
    stale = "Somebody published here since the plan was made; nothing was written. Plan again."
    outside = "`../x` is not a path below the site's root; nothing was written."
    for plan, against, said in (
        (Plan((), MANIFEST), state, stale),
        (Plan((), MANIFEST, before=MANIFEST.digest), TargetState(), stale),
        (Plan((), MANIFEST, refusals=("No.", "Never.")), TargetState(), "The plan was refused: No. Never."),
        (Plan((), Manifest({"../x": artifact("../x")})), TargetState(), outside),
        (Plan((Change(Action.DELETE, "../x", ""),), MANIFEST), TargetState(), outside),
    ):
        with pytest.raises(TargetError) as caught:
            must_fit(plan, against)
        assert str(caught.value) == said

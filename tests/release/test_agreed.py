"""A plan in a file: what is written is read as it was, and what was changed, or is for something else, is refused."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.artifact import Action, Artifact, Change, Manifest, Plan, PublishedEpisode, PublishedShow
from pipeline.problems import CODES, Place, Problem
from pipeline.release import Agreed, Basis, NoPlanError, TargetError, TargetState, digest_of
from pipeline.release.state.withdrawn import NOTHING

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DIGEST = st.text("0123456789abcdef", min_size=64, max_size=64)
SIZE = st.integers(0, 10**12)
INSTANT = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
ARTIFACT = st.builds(Artifact, TEXT, DIGEST, SIZE, st.dictionaries(TEXT, TEXT, max_size=3), TEXT)
MANIFEST = st.builds(
    Manifest,
    st.lists(ARTIFACT, max_size=4, unique_by=lambda one: one.path).map(lambda some: {one.path: one for one in some}),
    st.lists(st.builds(PublishedEpisode, TEXT, TEXT, TEXT, TEXT, st.booleans(), TEXT), max_size=2).map(tuple),
    TEXT,
    TEXT,
    st.frozensets(TEXT, max_size=4),
    st.lists(TEXT, max_size=3).map(tuple),
    st.lists(st.builds(PublishedShow, TEXT, TEXT, TEXT, TEXT), max_size=2).map(tuple),
)
CHANGE = st.builds(Change, st.sampled_from(Action), TEXT, TEXT, SIZE)
PROBLEM = st.builds(Problem, st.builds(Place, TEXT, SIZE, SIZE), TEXT, TEXT, st.sampled_from(sorted(CODES)))
PLAN = st.builds(
    Plan,
    changes=st.lists(CHANGE, max_size=4).map(tuple),
    manifest=MANIFEST,
    before=DIGEST,
    enclosures_replaced=SIZE,
    refusals=st.lists(TEXT, max_size=2).map(tuple),
    superseded=st.dictionaries(TEXT, INSTANT, max_size=3),
    records=st.lists(TEXT, max_size=3).map(tuple),
    unrecorded=st.booleans(),
    abandoned=st.lists(PROBLEM, max_size=2).map(tuple),
    release=TEXT,
)
AGREED = st.builds(Agreed, PLAN, st.builds(Basis, TEXT, TEXT, TEXT, DIGEST, DIGEST), INSTANT)
ONE = Agreed(
    Plan((Change(Action.PUT, "a", "new", 1),), Manifest({"a": Artifact("a", "0" * 64, 1)})),
    Basis("cloud", "s3://bucket/site", "https://l.example/", "1" * 64, "2" * 64),
    datetime(2026, 6, 1, tzinfo=UTC),
)


@given(AGREED)
def test_a_plan_is_read_as_it_was_written(agreed: Agreed) -> None:
    data = agreed.to_bytes()
    found = Agreed.from_bytes(data)
    assert found == agreed
    assert found.plan.manifest.digest == agreed.plan.manifest.digest
    assert found.to_bytes() == data


def test_every_field_of_a_plan_is_written() -> None:
    assert set(json.loads(ONE.to_bytes())["plan"]) == {field.name for field in fields(Plan)}


def test_layout_is_no_content() -> None:
    assert Agreed.from_bytes(json.dumps(json.loads(ONE.to_bytes())).encode()) == ONE


def changed(*keys: Any, to: Any) -> bytes:
    said = json.loads(ONE.to_bytes())
    inner = said
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = to
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed("plan", "changes", 0, "path", to="b"), "was changed after it was made"),
        (changed("rests_on", "state", to=""), "was changed after it was made"),
        (changed("digest", to=""), "was changed after it was made"),
        (changed("pipeline_plan", to=2), "This plan is of version 2; this program knows version 1."),
    ],
)
def test_what_was_changed_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(TargetError, match=said) as caught:
        Agreed.from_bytes(data)
    assert "`pipeline plan --out FILE`" in caught.value.hint


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b"[" * 100_000, b"<html>"])
def test_what_is_no_plan_says_so(data: bytes) -> None:
    with pytest.raises(NoPlanError):
        Agreed.from_bytes(data)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("target", r"is for the target `cloud` \(s3://bucket/site, at https://l.example/\), not for `x`"),
        ("place", "not for `cloud`"),
        ("base_url", "not for `cloud`"),
        ("build", "rests on another build than the one in `dist/cloud/`"),
        ("state", "`cloud` has changed since this plan was made"),
    ],
)
def test_a_plan_rests_on_target_state_and_build(field: str, said: str) -> None:
    ONE.must_rest_on(ONE.basis)
    with pytest.raises(TargetError, match=said) as caught:
        ONE.must_rest_on(replace(ONE.basis, **{field: "x"}))
    assert caught.value.hint


def test_whatever_a_target_remembers_is_in_its_digest() -> None:
    states = [
        TargetState(),
        TargetState(manifest=Manifest()),
        TargetState(manifest=Manifest(site="a")),
        TargetState(ours=("a",)),
        TargetState(withdrawn=NOTHING.and_also(["0" * 64])),
    ]
    assert len({digest_of(state) for state in states}) == len(states)
    assert digest_of(TargetState(ours=("a", "b"))) == digest_of(TargetState(ours=("b", "a")))

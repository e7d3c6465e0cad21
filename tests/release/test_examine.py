"""A look at a bucket: what is found well, what is not with its remedy, and that nothing of the look stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pipeline.problems import Finding
from pipeline.release import Reply, TargetError
from pipeline.release.drivers import examine
from tests.release.place import PREFIX, STATE, VERSIONS, Place, publish
from tests.support.s3_memory import Call, MemoryS3, refusal

BASE = f"https://cdn.example/{PREFIX}/"
WELL = {
    "the bucket": "`library-1` is there",
    "rights": "put, read, copy, list and delete",
    "one publisher at a time": "create-only writes are known",
    "privacy of the state": "nobody can read it without credentials",
    "what is published": "its state can be read",
}


@pytest.fixture
def store() -> MemoryS3:
    return MemoryS3()


@pytest.fixture
def place(store: MemoryS3) -> Place:
    return Place(store)


@pytest.fixture
def anybody(monkeypatch: pytest.MonkeyPatch, store: MemoryS3) -> Callable[[str, str], None]:
    """Let everybody read what lies below a prefix of the bucket, at an address; the store's own is closed else."""
    doors: dict[str, str] = {}

    class Http:
        def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
            for door, prefix in doors.items():
                if url.startswith(door):
                    data = store.objects("library-1").get(prefix + url.removeprefix(door))
                    return Reply(403) if data is None else Reply(200, {}, data)
            return Reply(0, failure="closed")

    monkeypatch.setattr(examine, "Http", Http)
    return doors.__setitem__


def said(place: Place, **more: Any) -> dict[str, str]:
    """What is found, by subject; of what is not well the message and the remedy."""
    found = place.target(**more).examine()
    return {one.subject: one.message if one.ok else f"{one.message} {one.hint}" for one in found}


def test_a_good_place_is_found_well_and_left_as_it_was(place: Place, store: MemoryS3) -> None:
    for _ in range(2):
        before = store.objects(place.bucket)
        assert [Finding(True, *one) for one in WELL.items()] == list(place.target().examine())
        assert store.objects(place.bucket) == before
        publish(place.target(), VERSIONS[0])
    assert store.writes > 0


def refuse(store: MemoryS3, matches: Callable[[Call], bool], code: str) -> None:
    def before(call: Call) -> None:
        if matches(call):
            raise refusal(code)

    store.before = before


@pytest.mark.parametrize("operation", ["put_object", "copy_object", "get_object", "delete_objects"])
def test_a_right_that_is_missing_is_told_and_ends_the_look(place: Place, store: MemoryS3, operation: str) -> None:
    refuse(store, lambda call: call.name == operation, "AccessDenied")
    found = said(place, name="mirror")
    assert list(found) == ["the bucket", "rights"]
    assert "AccessDenied" in found["rights"] or "no right to" in found["rights"]
    assert "pipeline doctor --target mirror" in found["rights"]


def test_of_a_look_nothing_public_stays_though_lists_of_deletions_are_refused(place: Place, store: MemoryS3) -> None:
    refuse(store, lambda call: call.name == "delete_objects", "AccessDenied")
    assert "would not delete" in said(place)["rights"]
    assert store.objects(place.bucket) == {}
    store.before, store.lists = lambda _call: None, False
    assert said(place) == WELL, "a store that takes no lists is one that takes them one by one"
    assert store.objects(place.bucket) == {}


def test_what_a_look_can_not_delete_is_named(place: Place, store: MemoryS3) -> None:
    refuse(store, lambda call: call.name.startswith("delete"), "AccessDenied")
    found = said(place, name="mirror")["rights"]
    left = [f"`{key}` in `{place.bucket}`" for key in store.objects(place.bucket)]
    assert len(left) == 2
    assert found.startswith("The store would not delete `sites/library/.")
    assert "What this look put there may still be there." in found
    assert found.endswith(f"Then delete what this look could not: {', '.join(sorted(left, reverse=True))}.")


def test_who_may_put_nothing_and_delete_nothing_left_nothing(place: Place, store: MemoryS3) -> None:
    refuse(store, lambda call: call.writes, "AccessDenied")
    assert said(place)["rights"].startswith("The credentials have no right to put `sites/library/.")
    assert "still be there" not in said(place)["rights"]


EXACT = {
    "pages under their directories": "an object `x/` can hold the page `x/index.html`",
    "addresses without a slash": "an object `x` beside it can lead there",
}


def test_where_keys_alone_count_it_is_tried_whether_pages_can_lie_there(place: Place, store: MemoryS3) -> None:
    assert said(place, exact=True) == {**WELL, **EXACT}
    for store.nested in ("refused", "hidden"):
        assert said(place, exact=True)["addresses without a slash"] == (
            "the store keeps no object `x` well beside `x/index.html`: an address without a slash is not found"
        )
    store.slashed = False
    found = said(place, exact=True)
    assert found.keys() == {*WELL, "pages under their directories"}
    assert "keeps no page under the name of its directory" in found["pages under their directories"]
    assert 'Write `index = "website"` into the target' in found["pages under their directories"]
    assert store.objects(place.bucket) == {}


def test_a_store_that_keeps_a_name_without_its_content_is_found_out(place: Place, store: MemoryS3) -> None:
    put = store.put_object
    emptied = lambda **what: put(**{**what, "Body": b"" if what["Key"].endswith("/") else what["Body"]})  # noqa: E731
    store.put_object = emptied  # type: ignore[method-assign]
    assert "it gives back something else than what was put" in said(place, exact=True)["pages under their directories"]
    assert store.objects(place.bucket) == {}


def test_a_bucket_that_is_not_there_ends_the_look_at_once(place: Place, store: MemoryS3) -> None:
    store.buckets.clear()
    assert list(said(place)) == ["the bucket"]
    assert said(place)["the bucket"].startswith("There is no bucket `library-1`.")


def test_a_store_that_gives_back_other_bytes_is_no_store(place: Place, store: MemoryS3) -> None:
    whole = store.get_object
    store.get_object = lambda **where: {**whole(**where), "Body": whole(**where)["Body"].__class__(b"x")}  # type: ignore[method-assign]
    assert said(place)["rights"] == "The store gave back other bytes than were put. Use another store."
    assert store.objects(place.bucket) == {}


def test_a_store_without_create_only_writes_is_told(place: Place, store: MemoryS3) -> None:
    put = store.put_object
    store.put_object = lambda **what: put(**{**what, "IfNoneMatch": ""})  # type: ignore[method-assign]
    found = said(place)
    assert found["one publisher at a time"].startswith("The store of the bucket `library-1` does not know create-only")
    assert found["privacy of the state"] == WELL["privacy of the state"], "the look goes on"
    with pytest.raises(TargetError, match="does not know create-only writes"):
        publish(place.target(), VERSIONS[0])
    assert place.public == {}


@pytest.mark.parametrize(
    ("door", "prefix"),
    [("memory:/library-1/", ""), ("https://cdn.example/", "")],
    ids=["at the store", "through the public address"],
)
def test_a_state_that_anybody_can_read_is_told_and_nothing_is_published(
    place: Place, anybody: Callable[[str, str], None], door: str, prefix: str
) -> None:
    anybody(door, prefix)
    found = said(place, base_url=BASE)["privacy of the state"]
    assert found.startswith(f"Anybody can read the state of this target at {door}{STATE}doctor/")
    assert found.endswith("or name a private bucket in `state` (`s3://bucket/prefix`).")
    with pytest.raises(TargetError, match=f"Anybody can read the state of this target at {door}{STATE}leases/"):
        publish(place.target(base_url=BASE), VERSIONS[0])
    assert place.public == {}
    assert not [key for key in place.private if key.startswith("doctor/")]


def test_a_public_address_that_shows_what_is_public_alone_is_well(
    place: Place, anybody: Callable[[str, str], None]
) -> None:
    anybody(BASE, f"{PREFIX}/")
    publish(place.target(base_url=BASE), VERSIONS[0])
    found = place.target(base_url=BASE).examine()
    assert [one.subject for one in found[:5]] == list(WELL)
    assert {one.subject for one in found[5:]} >= {BASE, f"{BASE}feed.xml", f"{BASE}gone/"}, "it is looked at too"
    assert not [one for one in place.target(base_url="").examine() if one.subject.startswith("https:")]

"""What a plan says that it asks of a store is what the store is asked, class by class."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline import flow, publishing
from pipeline.cli import planned as in_words
from pipeline.model.artifact import Artifact, Piece, hashed, sha256
from pipeline.release import AS_IT_WAS, Drift, ReleaseInfo, Requests, TargetError, assemble, plan
from pipeline.release.state.cost import GB
from pipeline.settings.prices import Prices
from pipeline.world import World
from tests.announce.shelf import library
from tests.release.place import NOW, VERSIONS, Place
from tests.support.s3_memory import MemoryS3

PART = 1000
CLASSES = {
    "put": ("put_object", "create_multipart_upload", "upload_part", "complete_multipart_upload"),
    "copy": ("copy_object",),
    "list": ("list_objects_v2", "list_multipart_uploads"),
    "get": ("get_object", "head_object"),
    "delete": ("delete_object", "delete_objects"),
}


def asked(store: MemoryS3) -> dict[str, int]:
    """The requests that came since the last look, by class."""
    counts = Counter(call.name for call in store.asked if not call.more)
    store.asked.clear()
    found = {name: sum(counts.pop(one, 0) for one in names) for name, names in CLASSES.items()}
    assert not counts, "every request has a class"
    return found


def billed(requests: Requests) -> dict[str, int]:
    return {name: getattr(requests, name) for name in CLASSES}


def step(
    place: Place,
    contents: dict[str, bytes],
    days: int,
    routes: dict[str, str] | None = None,
    drift: Drift = AS_IT_WAS,
) -> Requests:
    """Publish, and hold what was asked against what the plan said."""
    assert isinstance(place.server, MemoryS3)
    after = assemble((Piece(path, data) for path, data in contents.items()), (), "https://l.example/", "", routes or {})
    target, now = place.target(part=PART), NOW + timedelta(days=days)
    state = target.state()
    known = {"ours": state.ours, "superseded": state.superseded, "retain_days": 0, "drift": drift}
    changes = plan(state.manifest, after, max_delete=9999, now=now, **known)  # type: ignore[arg-type] # by name
    bill = target.requests(changes, ReleaseInfo.of(changes, now))
    place.server.asked.clear()
    target.apply(changes, lambda artifact: [contents[artifact.path]], ReleaseInfo.of(changes, now))
    assert asked(place.server) == billed(bill), days
    return bill


LARGE = {size: hashed("media/s/large.mp3", sha256(bytes(size))) for size in (PART, PART + 1, 3 * PART, 10 * PART)}


@pytest.mark.parametrize("exact", [False, True], ids=["website", "exact"])
def test_a_life_of_a_bucket_costs_what_its_plans_say(*, exact: bool) -> None:
    place = Place(MemoryS3(), exact=exact)
    first = step(place, VERSIONS[0], 0)
    assert (first.copy, first.delete, first.kept) == (0, 0, 0)
    second = step(place, VERSIONS[1], 1)
    assert second.copy == 5, "four that are overwritten or deleted, and the sound whose time is over"
    assert second.kept == sum(len(VERSIONS[0][path]) for path in VERSIONS[0] if path != "same/index.html")
    headers = step(place, VERSIONS[1], 2, {"*": "no-cache"})
    assert headers.sent == 0 and headers.copy >= len(VERSIONS[1])
    for days, size in enumerate(LARGE, 3):
        step(place, {**VERSIONS[1], LARGE[size]: bytes(size)}, days)
    moved = step(place, {**VERSIONS[1], f"a/{LARGE[10 * PART]}": bytes(10 * PART)}, 9)
    assert moved.sent == 0, "sound that moves is copied"
    many = {f"{n}/index.html": b"page" for n in range(1200)}
    full = step(place, {**VERSIONS[1], **many}, 10)
    assert full.public == sum(map(len, [*VERSIONS[1].values(), *many.values()])) + exact * sum(
        len(data) for path, data in {**VERSIONS[1], **many}.items() if path.endswith("index.html")
    )
    gone = step(place, VERSIONS[1], 11)
    assert gone.copy == 1200 and gone.delete >= 2
    drift = Drift(missing=("index.html",), changed=("feed.xml", "gone.txt"))
    mended = step(place, VERSIONS[1], 12, drift=drift)
    assert mended.copy == 0 and mended.put > 2 and mended.kept == 0, "what drifted is not what it was"


def test_after_a_publish_that_did_not_finish_it_is_no_less_than_what_is_asked() -> None:
    store = MemoryS3()
    place = Place(store)
    step(place, VERSIONS[0], 0)
    after = assemble((Piece(path, data) for path, data in VERSIONS[1].items()), (), "https://l.example/", "", {})

    def fails(artifact: Artifact) -> list[bytes]:
        if artifact.path == "index.html":
            raise OSError(5, "Input/output error")
        return [VERSIONS[1][artifact.path]]

    changes = plan(place.target().state().manifest, after, max_delete=9, now=NOW)
    with pytest.raises(TargetError, match="Input/output error"):
        place.target().apply(changes, fails, ReleaseInfo.of(changes, NOW))
    target = place.target()
    state = target.state()
    again = plan(state.manifest, after, max_delete=9, now=NOW, ours=state.ours)
    bill = billed(target.requests(again, ReleaseInfo.of(again, NOW)))
    store.asked.clear()
    target.apply(again, lambda artifact: [VERSIONS[1][artifact.path]], ReleaseInfo.of(again, NOW))
    was = asked(store)
    assert was == bill | {"copy": was["copy"]} and was["copy"] <= bill["copy"], "what was kept before is kept once"


def test_a_sync_of_a_library_costs_what_its_plan_says() -> None:
    """With the durable records, which go out before it."""
    store = MemoryS3()
    place = Place(store)
    shelf = library("")

    for word in (b"", b"\nMore.\n"):
        shelf.files["content/handouts/urge-log.md"] += word
        target = place.target()
        assert synced(replace(shelf.world(), target=target), store) == Requests(), "what changes nothing asks nothing"


def synced(world: World, store: MemoryS3) -> Requests:
    """Sync, and hold what was asked against what the plan said; what another sync would ask."""
    flow.build(world)
    planned = publishing.plan(world)
    assert planned is not None and not planned.refusals
    bill = publishing.cost(world, planned)
    store.asked.clear()
    publishing.sync(world, planned)
    assert asked(store) == billed(bill)
    assert bill.sent == planned.bytes_to_put
    again = publishing.plan(world)
    assert again is not None
    return publishing.cost(world, again)


def test_what_it_costs_is_said_and_what_nobody_knows() -> None:
    requests = Requests(put=1500, copy=400, list=100, get=1000, delete=5, sent=2_000_000, public=4 * GB)
    prices = Prices(class_a=0.005, class_b=0.0004, stored=0.023)
    assert requests.price(prices) == pytest.approx(0.0104)
    assert requests.a_month(prices) == pytest.approx(0.092)
    assert "\n".join(in_words.cost(requests, prices)) == (
        "requests: 1500 put, 400 copy, 100 list, 1000 get, 5 delete; 2.0 MB go out, 0 B are kept for a way back\n"
        "costs 0.0104 USD once, and 0.0920 USD a month for the 4.0 GB that are public; what readers fetch comes to it, "
        "and no plan knows how much that is"
    )
    assert len(in_words.cost(requests, None)) == 1
    assert in_words.cost(Requests(), prices) == []
    assert "less than 0.0001 USD once" in in_words.cost(Requests(put=1), prices)[1]
    data = in_words.cost_as_data(requests, prices)
    assert data["requests"] == {"put": 1500, "copy": 400, "list": 100, "get": 1000, "delete": 5}
    assert data["cost"]["transfer"] is None and data["cost"]["currency"] == "USD"
    assert in_words.cost_as_data(requests, None)["cost"] is None

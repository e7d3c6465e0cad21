"""The bucket target: what a client meets, what it costs, and that nothing is lost whatever the store does."""

from __future__ import annotations

import os
import re
import signal
import threading
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

import pytest

from pipeline.model.artifact import Artifact, Manifest, Piece, PublishedEpisode, hashed, sha256
from pipeline.release import (
    Drift,
    LostState,
    Recovery,
    ReleaseInfo,
    TargetError,
    TargetState,
    Told,
    assemble,
    every,
    md5,
    plan,
    recovery,
    redirect,
    share,
)
from pipeline.release.bucket.states import CURRENT, Current
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.state.history import Retention
from pipeline.stores.s3 import Bucket
from tests.release.place import AUDIO, NOW, PREFIX, STATE, VERSIONS, Place, assembled, is_alias, publish, whole
from tests.support import web
from tests.support.s3 import LOST, Answer, Gate, Request, Server, error
from tests.support.s3_memory import Call, MemoryS3, refusal

LONG = bytes(range(256)) * 45_000
LONG_PATH = hashed("media/s/long.mp3", sha256(LONG))


@pytest.fixture
def store() -> MemoryS3:
    return MemoryS3()


@pytest.fixture
def place(store: MemoryS3) -> Place:
    """A bucket in memory."""
    return Place(store)


@pytest.fixture
def served(s3_server: Server) -> Place:
    """A bucket on the server, for what only an answer by HTTP shows."""
    return Place(s3_server)


@pytest.fixture
def gated(s3_server: Server, gate: Gate) -> Place:
    """A bucket that is asked through the gate."""
    return Place(s3_server, gate.endpoint)


# What a client meets -------------------------------------------------------------------------------------------------


def test_objects_carry_their_headers_and_digest(served: Place) -> None:
    publish(served.target(), VERSIONS[0])
    client = served.client
    head = client.head_object(Bucket=served.bucket, Key=f"{PREFIX}/{AUDIO['one']}")
    assert (head["ContentType"], head["CacheControl"]) == ("audio/mpeg", "public, max-age=31536000, immutable")
    assert head["Metadata"] == {"sha256": sha256(b"one")}
    page = client.head_object(Bucket=served.bucket, Key=f"{PREFIX}/index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=300")
    assert "ContentEncoding" not in page


def test_bytes_that_the_bucket_has_are_copied_there(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    moved = AUDIO["one"].replace("media/", "media/moved/")
    contents = {**VERSIONS[0], moved: b"one"}
    assert publish(place.target(), contents, 1, routes={"media/*": "public, max-age=60"}) == []
    client = place.client
    for path in (AUDIO["one"], moved):
        found = client.get_object(Bucket=place.bucket, Key=f"{PREFIX}/{path}")
        assert (found["Body"].read(), found["ContentType"]) == (b"one", "audio/mpeg")
        assert found["CacheControl"] == "public, max-age=60"


def test_the_store_is_told_the_digest_of_all_that_is_public(gated: Place, gate: Gate) -> None:
    publish(gated.target(part=5 << 20), {**VERSIONS[0], LONG_PATH: LONG})
    bulk = [r for r in gate.asked if r.method == "PUT" and r.key.startswith(f"{PREFIX}/") and r.body]
    assert len(bulk) == len(VERSIONS[0]) + 3
    digests = [b64encode(bytes.fromhex(sha256(r.body))).decode() for r in bulk]
    assert [r.headers.get("x-amz-checksum-sha256") for r in bulk] == digests


@pytest.mark.parametrize("exact", [False, True])
def test_a_redirect_is_the_stores_own_where_it_has_one(served: Place, *, exact: bool) -> None:
    target = served.target(exact=exact)
    pieces = [redirect("old/", "new/", site_url="https://l.example/"), Piece("new/index.html", b"new")]
    after = assemble(pieces, (), "https://l.example/", "https://m.example/sub/", {})
    changes = plan(None, after, max_delete=0, now=NOW)
    data = {piece.path: piece.data for piece in pieces}
    target.apply(changes, lambda artifact: [bytes(data[artifact.path])], ReleaseInfo.of(changes, NOW))  # type: ignore[arg-type]
    head = served.client.head_object(Bucket=served.bucket, Key=f"{PREFIX}/old/index.html")
    assert head.get("WebsiteRedirectLocation") == (None if exact else "https://m.example/sub/new/")


def test_a_large_file_goes_out_in_parts_with_all_its_headers(gated: Place, gate: Gate) -> None:
    data = bytes(range(256)) * 60_000
    path = hashed("media/s/long.mp3", sha256(data))
    publish(gated.target(part=5 << 20), {path: data})
    assert sum("partNumber=" in request.target for request in gate.asked) == 3
    (begun,) = (request for request in gate.asked if request.method == "POST" and "uploads" in request.target)
    assert begun.headers["x-amz-checksum-algorithm"] == "SHA256"
    found = gated.client.get_object(Bucket=gated.bucket, Key=f"{PREFIX}/{path}")
    assert found["Body"].read() == data
    assert (found["ContentType"], found["CacheControl"]) == ("audio/mpeg", "public, max-age=31536000, immutable")
    assert found["Metadata"] == {"sha256": sha256(data)}


def test_the_state_is_beside_what_is_public_and_closed_to_all(served: Place) -> None:

    publish(served.target(), VERSIONS[0])
    root = f"{served.endpoint}/{served.bucket}"
    assert web.get(f"{root}/{PREFIX}/index.html").status_code == 200
    assert served.private.keys() > {"current.json.gz", "leases/000000001"}
    for key in served.private:
        assert web.get(f"{root}/sites/.library/state/{key}").status_code == 403


def aliases(place: Place) -> set[str]:
    reached = place.reached
    return {key for key in reached if not key or is_alias(key, reached)}


ALIASES = {"", "gone/", "same/", "gone", "same"}


def test_another_index_mode_puts_every_page_at_its_keys(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    pages = sorted(path for path in VERSIONS[0] if path.endswith("index.html"))
    assert sorted(publish(place.target(exact=True), VERSIONS[0], 1)) == pages
    assert aliases(place) == ALIASES
    assert publish(place.target(exact=True), VERSIONS[0], 2) == []


def test_a_page_is_found_without_the_slash_of_its_address(served: Place) -> None:

    publish(served.target(exact=True), VERSIONS[0])
    root = f"{served.endpoint}/{served.bucket}/{PREFIX}"
    reply = web.get(f"{root}/same")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert reply.headers["cache-control"] == "public, max-age=300"
    (leads,) = re.findall(r"refresh\" content=\"0; url=([^\"]+)", reply.text)
    assert web.get(urljoin(f"{root}/same", leads)).content == VERSIONS[0]["same/index.html"]


def test_with_another_index_mode_the_other_keys_of_pages_go(place: Place) -> None:
    """A page that is gone is gone everywhere, and one that changed has no old text anywhere."""
    publish(place.target(exact=True), VERSIONS[0])
    publish(place.target(), VERSIONS[1], 1)
    assert place.reached == VERSIONS[1] | {AUDIO["one"]: b"one"}
    place.target().rollback()
    assert place.reached == VERSIONS[0] | {AUDIO["two"]: b"two"}
    publish(place.target(exact=True), VERSIONS[0], 2)
    assert aliases(place) == ALIASES
    place.target().rollback()
    assert aliases(place) == set()


def test_what_a_publish_in_another_index_mode_left_goes_too(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    refuse(store, lambda call: call.key.endswith("feed.xml") and call.writes, "AccessDenied")
    with pytest.raises(TargetError):
        publish(place.target(exact=True), VERSIONS[1], 1)
    store.before = lambda _call: None
    assert aliases(place)
    publish(place.target(), VERSIONS[1], 2)
    assert place.reached == VERSIONS[1] | {AUDIO["one"]: b"one"}
    assert place.clean()


def test_a_bucket_from_before_spoken_addresses_gets_them(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr("pipeline.release.bucket.layout.spoken", lambda _prefix, _path: "")
        publish(place.target(exact=True), VERSIONS[0])
    assert aliases(place) == {"", "gone/", "same/"}
    publish(place.target(exact=True), VERSIONS[1], 1)
    assert aliases(place) == {"", "new/", "same/", "new", "same"}
    assert publish(place.target(exact=True), VERSIONS[1], 2) == []
    publish(place.target(), VERSIONS[1], 3)
    assert aliases(place) == set()


def test_a_way_back_to_a_release_that_had_fewer_keys_gives_it_all(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    publish(place.target(), VERSIONS[1], 1)
    place.target(exact=True).rollback()
    assert aliases(place) == ALIASES
    assert whole(place.reached)


@pytest.mark.parametrize("nested", ["refused", "hidden"])
def test_a_store_on_a_file_system_does_without_addresses_that_lack_their_slash(
    store: MemoryS3, nested: Literal["refused", "hidden"]
) -> None:
    store.nested, place = nested, Place(store, exact=True)
    leads = [f"{PREFIX}/{name}" for name in ("new", "same", "gone")]
    publish(place.target(), VERSIONS[0])
    assert sum(call.key in leads and call.name == "put_object" for call in store.asked) == 1, "it is tried once"
    store.asked.clear()
    publish(place.target(), VERSIONS[1], 1)
    publish(place.target(exact=False), VERSIONS[0], 2)
    publish(place.target(), VERSIONS[1], 3)
    assert place.public == VERSIONS[1] | {AUDIO["one"]: b"one"}
    assert aliases(place) == {"", "new/", "same/"}
    deleted = [call for call in store.asked if call.key in leads and call.name.startswith("delete")]
    assert len(deleted) == (nested == "hidden"), "a directory may be meant by that name"
    assert place.clean()


def test_a_store_that_keeps_no_directories_is_told_what_to_do(place: Place, store: MemoryS3) -> None:
    store.slashed = False
    with pytest.raises(TargetError) as caught:
        publish(place.target(exact=True), VERSIONS[0])
    key = caught.value.message.partition("(`")[2].partition("`)")[0]
    assert caught.value.message == (
        f"The store of the bucket `library-1` keeps no page under the name of its directory (`{key}`): Object name "
        "contains unsupported characters. What people can reach is whole; the next publish goes on from here."
    )
    assert caught.value.hint.startswith('Write `index = "website"` into the target')
    publish(place.target(), VERSIONS[0], 1)
    assert place.reached == VERSIONS[0]


# Order ---------------------------------------------------------------------------------------------------------------


def puts(store: MemoryS3) -> list[str]:
    """The public keys in the order in which they were put."""
    start = f"{PREFIX}/"
    put = ("put_object", "copy_object")
    return [call.key.removeprefix(start) for call in store.asked if call.name in put and call.key.startswith(start)]


def test_what_is_named_goes_before_what_names_it(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    order = puts(store)
    assert order[:2] == [AUDIO["one"], "assets/site.css"]
    assert sorted(order[2:4]) == ["gone/index.html", "same/index.html"]
    assert order[4:] == ["feed.xml", "index.html"]


def test_a_new_page_is_there_before_an_old_one_leads_to_it(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    store.asked.clear()
    publish(place.target(), {**VERSIONS[1], "a/index.html": b"a", "same/index.html": b"same [a/index.html]"}, 1)
    order = puts(store)
    assert order[:2] == [AUDIO["two"], "assets/site.css"]
    assert sorted(order[2:4]) == ["a/index.html", "new/index.html"]
    assert order[4] == "new/feed.xml"
    assert sorted(order[5:7]) == ["index.html", "same/index.html"]
    assert order[7:] == ["feed.xml"]


def test_a_failed_put_stops_before_the_next_class(place: Place, store: MemoryS3) -> None:
    refuse(store, lambda call: call.key.endswith("site.css"), "AccessDenied")
    with pytest.raises(TargetError) as caught:
        publish(place.target(name="mirror"), VERSIONS[0])
    assert str(caught.value) == (
        "The credentials have no right to put `sites/library/assets/site.css` in the bucket `library-1`: No. What "
        "people can reach is whole; the next publish goes on from here. Give them the rights that `pipeline doctor "
        "--target mirror` prints, then publish again."
    )
    assert set(place.public) == {AUDIO["one"]}
    store.before = lambda _call: None
    publish(place.target(), VERSIONS[0])
    assert place.public == VERSIONS[0]


def refuse(store: MemoryS3, matches: Callable[[Call], bool], code: str, times: int = 99) -> list[Call]:
    """Let the store refuse what matches, so many times; those calls."""
    seen: list[Call] = []

    def before(call: Call) -> None:
        if matches(call) and len(seen) < times:
            seen.append(call)
            raise refusal(code)

    store.before = before
    return seen


def test_each_write_is_announced(place: Place, store: MemoryS3) -> None:
    """So that a test can die there."""
    publish(place.target(), VERSIONS[0])
    store.asked.clear()
    steps: list[str] = []
    publish(place.target(step=steps.append), VERSIONS[1], 1)
    release = place.target().releases()[0].id
    begun, home = f"state releases/{release}.json.gz", f"{PREFIX}/index.html"
    assert steps[:3] == ["lease 000000002", begun, "state current.json.gz"]
    assert steps[-3:] == [f"keep {PREFIX}/gone/index.html", f"delete {PREFIX}/gone/index.html", "state current.json.gz"]
    assert steps.index(f"keep {home}") < steps.index(f"put {home}")
    done = [call for call in store.asked if call.writes and not call.more and "/leases/" not in call.key]
    assert len(steps) == len(done) + 1
    steps.clear()
    place.target(step=steps.append).rollback()
    assert {f"restore {PREFIX}/{path}" for path in VERSIONS[0] if path not in (AUDIO["one"], "same/index.html")} <= {
        *steps
    }


# What it costs -------------------------------------------------------------------------------------------------------


def test_an_unchanged_publish_is_one_request(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    store.count()
    assert publish(place.target(), VERSIONS[0], 1) == []
    assert store.count() == 1


def test_a_corrected_word_costs_the_same_in_a_large_library(store: MemoryS3) -> None:
    counts = []
    for size in (5, 60):
        target = Place(store).target()
        library = {f"{n}/index.html": b"%d" % n for n in range(size)}
        publish(target, library)
        store.count()
        assert publish(target, {**library, "0/index.html": b"corrected"}, 1) == ["0/index.html"]
        counts.append(store.count())
    assert counts == [17, 17]


def test_a_first_publish_costs_one_request_a_file_and_some(place: Place, store: MemoryS3) -> None:
    publish(place.target(), {f"{n}/index.html": b"%d" % n for n in range(40)})
    assert len(puts(store)) == 40
    assert store.count() <= 40 + 20


def test_only_what_is_overwritten_or_deleted_is_kept(place: Place, store: MemoryS3) -> None:
    def kept() -> set[str]:
        found = {call.key.removeprefix(f"{STATE}blobs/") for call in store.asked if "/blobs/" in call.key}
        store.asked.clear()
        return found

    publish(place.target(), VERSIONS[0])
    assert kept() == set()
    publish(place.target(), VERSIONS[1], 1)
    replaced = ("assets/site.css", "index.html", "gone/index.html", "feed.xml")
    assert kept() == {sha256(VERSIONS[0][path]) for path in replaced}


def test_a_rollback_asks_after_no_file_by_itself(store: MemoryS3) -> None:
    for size in (5, 60):
        target = Place(store).target()
        for day in range(2):
            publish(target, {f"{n}/index.html": b"%d %d" % (n, day) for n in range(size)}, day)
        store.asked.clear()
        target.rollback()
        assert {call.key for call in store.asked if call.name == "head_object"} <= {f"{STATE}leases/000000003"}
        copies = [call for call in store.asked if call.name == "copy_object"]
        assert len(copies) == 2 * size, "what is left is kept, what was comes back"


# Killed; at every write: tests/promises -------------------------------------------------------------------------------


def killed(place: Place, at: int, act: Callable[[BucketTarget], object]) -> bool:
    """Do it in a process that dies before its write number `at`; whether it came to that."""
    steps = []

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) >= at:
            os.kill(os.getpid(), signal.SIGKILL)

    target = place.target(forked=True, step=step)
    if (child := os.fork()) == 0:
        try:
            act(target)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("at", [3, 8, 10])
def test_a_first_publish_that_is_killed_is_gone_on_with(s3_server: Server, at: int) -> None:
    place = Place(s3_server, exact=True)
    assert killed(place, at, lambda target: publish(target, VERSIONS[0]))
    assert whole(place.reached, ())
    publish(place.target(), VERSIONS[0], 1)
    assert place.public == VERSIONS[0]
    assert whole(place.reached)
    assert place.clean()


@pytest.mark.parametrize("at", [2, 9, 14])
def test_a_process_that_is_killed_is_mended_by_the_next(s3_server: Server, at: int) -> None:
    place = Place(s3_server, exact=True)
    publish(place.target(), VERSIONS[0])
    assert killed(place, at, lambda target: publish(target, VERSIONS[1], 1))
    assert whole(place.reached, VERSIONS[0].keys() & VERSIONS[1].keys())
    publish(place.target(), VERSIONS[1], 2)
    assert place.public == VERSIONS[1] | {AUDIO["one"]: b"one"}
    assert whole(place.reached)
    assert place.clean()


def test_a_rollback_that_is_killed_can_be_done_again(s3_server: Server) -> None:
    place = Place(s3_server)
    publish(place.target(), VERSIONS[0])
    publish(place.target(), VERSIONS[1], 1)
    assert killed(place, 7, BucketTarget.rollback)
    assert whole(place.reached)
    place.target().rollback()
    assert place.public == {**VERSIONS[0], AUDIO["two"]: b"two"}
    assert place.clean()


def test_sound_that_arrived_is_not_sent_again(place: Place) -> None:
    contents = {hashed("media/s/e.mp3", sha256(b"%d" % n)): b"%d" % n for n in range(9)}
    seen = []

    def dies(artifact: Artifact) -> Iterable[bytes]:
        seen.append(artifact.path)
        if artifact.path == "index.html":
            raise OSError(5, "Input/output error")
        return [contents[artifact.path]]

    with pytest.raises(TargetError, match="Input/output error"):
        publish(place.target(), {**contents, "index.html": b"home"}, 0, dies)
    assert publish(place.target(), {**contents, "index.html": b"home"}, 1) == ["index.html"]
    assert len(seen) == 10


def test_what_several_stopped_publishes_left_is_known(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    for day, name in enumerate(("first", "second"), 1):

        def fails(artifact: Artifact) -> Iterable[bytes]:
            if artifact.path == "feed.xml":
                raise OSError(5, "Input/output error")
            return [b"stray"]

        with pytest.raises(TargetError, match="Input/output error"):
            publish(place.target(), {**VERSIONS[0], f"{name}.html": b"stray", "feed.xml": b"new"}, day, fails)
    assert {"first.html", "second.html"} <= set(place.public)
    publish(place.target(), VERSIONS[0], 3)
    assert place.public == VERSIONS[0]
    assert place.clean()


# A state that is lost ------------------------------------------------------------------------------------------------


def lose(place: Place, *starts: str) -> None:
    for key in place.private:
        if key.startswith(starts):
            place.client.delete_object(Bucket=place.bucket, Key=f"{STATE}{key}")


def recover(place: Place) -> Recovery:
    """Let the state be made anew."""
    with pytest.raises(LostState):
        place.target().state()
    found = recovery(place.target().remains(), Told(), ("https://l.example/", ""), NOW + timedelta(days=5))
    place.target().recover(found)
    return found


ALL = ("current", "releases/", "blobs/", "leases/")


@pytest.mark.parametrize("gone", [("current",), ("releases/", "current"), ALL])
@pytest.mark.parametrize("exact", [False, True])
def test_a_lost_state_sends_nothing_again(place: Place, gone: tuple[str, ...], *, exact: bool) -> None:
    place.more["exact"] = exact
    publish(place.target(), VERSIONS[0])
    publish(place.target(), VERSIONS[1], 1)
    public = place.public
    lose(place, *gone)
    found = recover(place)
    assert bool(found.basis) == (gone == ("current",))
    assert place.public == public
    assert publish(place.target(), VERSIONS[1], 6) == []
    assert place.public == public
    assert publish(place.target(), VERSIONS[0], 7) == ["assets/site.css", "gone/index.html", "index.html", "feed.xml"]
    place.target().rollback()
    assert place.public == public
    assert place.clean()


def test_what_no_publish_put_there_is_no_sign_of_one_and_is_left_alone(place: Place, store: MemoryS3) -> None:
    theirs = f"media/somebodys-{sha256(b'x')[:12]}.mp3"
    for path in (theirs, "index.html"):
        store.put_object(Bucket=place.bucket, Key=f"{PREFIX}/{path}", Body=b"x")
    assert place.target().state() == TargetState()
    publish(place.target(), VERSIONS[0])
    lose(place, *ALL)
    found = recover(place)
    assert "who needs 1 file (such as `media/somebodys-2d711642b726.mp3`)" in found.unknown[-1]
    publish(place.target(), VERSIONS[1], 6)
    assert place.public == {theirs: b"x", **VERSIONS[1], AUDIO["one"]: b"one"}


def test_of_a_publish_that_died_half_way_the_state_is_made_anew(place: Place, store: MemoryS3) -> None:
    """Some files are of the release before and some of the one that was to come: none is taken for what it is not."""
    publish(place.target(), VERSIONS[0])
    refuse(store, lambda call: call.key.endswith("feed.xml"), "AccessDenied")
    with pytest.raises(TargetError):
        publish(place.target(), VERSIONS[1], 1)
    store.before = lambda _call: None
    lose(place, "current")
    found = recover(place)
    assert "which release brought" in " ".join(found.unknown)
    publish(place.target(), VERSIONS[1], 6)
    assert place.public == {**VERSIONS[1], AUDIO["one"]: b"one"}
    assert place.clean()


@pytest.mark.parametrize("what", ["gone", "cut"])
def test_a_record_of_a_publish_that_died_is_needed(place: Place, store: MemoryS3, what: str) -> None:
    publish(place.target(), VERSIONS[0])
    refuse(store, lambda call: call.key.endswith("feed.xml"), "AccessDenied")
    with pytest.raises(TargetError):
        publish(place.target(), VERSIONS[1], 1)
    store.before = lambda _call: None
    key = max(key for key in place.private if key.startswith("releases/"))
    if what == "gone":
        lose(place, key)
    else:
        store.put_object(Bucket=place.bucket, Key=f"{STATE}{key}", Body=place.private[key][:99])
    with pytest.raises(LostState, match="of a publish that never finished, is gone or broken"):
        publish(place.target(), VERSIONS[0], 2)
    recover(place)
    publish(place.target(), VERSIONS[0], 6)
    assert {**VERSIONS[0], AUDIO["two"]: b"two"} == place.public
    assert place.clean()


def test_a_state_that_a_former_version_went_on_without_is_lost(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    manifest = place.target().state().manifest
    old = Current(manifest=manifest, pending=("20261124T183000Z-0123456789ab",))
    place.client.put_object(Bucket=place.bucket, Key=f"{STATE}{CURRENT}", Body=old.to_bytes())
    recover(place)
    assert publish(place.target(), VERSIONS[0], 6) == []


def test_an_empty_bucket_whose_records_are_there_still_guards(place: Place, store: MemoryS3) -> None:
    """Somebody emptied the place; people hold its feeds all the same."""
    shown = Manifest(episodes=(PublishedEpisode("s", "e.md", "First", "guid-1", False, "media/e.mp3"),))
    state = place.target().state()
    changes = plan(state.manifest, replace(assembled(VERSIONS[0]), episodes=shown.episodes), max_delete=0, now=NOW)
    place.target().apply(changes, lambda a: [VERSIONS[0][a.path]], ReleaseInfo.of(changes, NOW))
    lose(place, "current")
    for path in place.reached:
        store.delete_object(Bucket=place.bucket, Key=f"{PREFIX}/{path}")
    found = recover(place)
    assert found.manifest.episodes == shown.episodes
    assert "of release 20261124T183000Z" in found.unknown[0] and "puts them again" in found.unknown[0]
    publish(place.target(), VERSIONS[0], 6)
    assert place.public == VERSIONS[0]


# A way back ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["gone", "cut"])
def test_a_rollback_that_lacks_a_file_says_so_before_it_begins(place: Place, store: MemoryS3, what: str) -> None:
    publish(place.target(), VERSIONS[0])
    publish(place.target(), VERSIONS[1], 1)
    public, digest = place.public, sha256(VERSIONS[0]["gone/index.html"])
    if what == "gone":
        lose(place, f"blobs/{digest}")
    else:
        store.put_object(Bucket=place.bucket, Key=f"{STATE}blobs/{digest}", Body=b"gone")
    steps: list[str] = []
    with pytest.raises(TargetError) as caught:
        place.target(step=steps.append).rollback()
    assert str(caught.value) == (
        f"Of release {place.target().releases()[1].id} 1 files are no longer kept, such as `gone/index.html`; nothing "
        "was changed. Go back to another release (`pipeline releases` lists them), or check out its commit and publish "
        "it."
    )
    assert steps == ["lease 000000003"]
    assert place.public == public
    assert place.target().state().ours == ()


@pytest.mark.parametrize(
    ("keep", "days"),
    [(Retention(2), [6, 5]), (Retention(1, 4), [6, 5, 4, 3, 2]), (Retention(9), [6, 5, 4, 3, 2, 1, 0])],
    ids=["by number", "public within four days", "all"],
)
def test_so_many_releases_are_kept_and_all_of_them_can_be_had(place: Place, keep: Retention, days: list[int]) -> None:
    for day in range(7):
        publish(place.target(keep=keep), {"index.html": b"%d" % day, "same.html": b"same"}, day)
    releases = place.target(keep=keep).releases()
    assert [(release.instant - NOW).days for release in releases] == days
    assert len([key for key in place.private if key.startswith("blobs/")]) == len(days) - 1
    for release, day in reversed([*zip(releases[1:], days[1:], strict=True)]):
        place.target(keep=keep).rollback(release.id)
        assert place.public == {"index.html": b"%d" % day, "same.html": b"same"}
    assert place.clean()


# Drift ---------------------------------------------------------------------------------------------------------------


def known(artifact: Artifact) -> str | None:
    return md5([next(data for data in VERSIONS[0].values() if sha256(data) == artifact.digest)])


def test_what_is_at_hand_costs_no_request(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    store.asked.clear()
    assert place.target().verify(every, known) == Drift(looked=len(VERSIONS[0]))
    assert [call.name for call in store.asked] == ["get_object", "list_objects_v2"]
    store.asked.clear()
    assert place.target().verify(every, lambda _a: None) == Drift(looked=len(VERSIONS[0]))
    assert [call.name for call in store.asked].count("head_object") == len(VERSIONS[0])


def test_bytes_that_changed_under_the_headers_that_we_wrote_are_told_by_the_tag(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    held = store.buckets[place.bucket]
    key = f"{PREFIX}/same/index.html"
    held[key] = replace(held[key], data=held[key].data.upper())
    assert place.target().verify(every, known).changed == ("same/index.html",)
    assert place.target().verify(every, lambda _a: None).changed == (), "what only its tag could tell"


def test_headers_that_somebody_changed_are_drift(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    held = store.buckets[place.bucket]
    key = f"{PREFIX}/feed.xml"
    held[key] = replace(held[key], told={**held[key].told, "ContentType": "text/plain"})
    assert place.target().verify(every, lambda _a: None).changed == ("feed.xml",)


def test_a_page_that_lacks_one_of_its_keys_is_missing(store: MemoryS3) -> None:
    place = Place(store, exact=True)
    publish(place.target(), VERSIONS[0])
    store.delete_object(Bucket=place.bucket, Key=f"{PREFIX}/gone/")
    drift = place.target().verify(every, known)
    assert drift == Drift(missing=("gone/index.html",), looked=len(VERSIONS[0]) - 1)
    publish(place.target(), VERSIONS[0], 1, drift=drift)
    assert place.target().verify(every, known).reasons == {}


def test_all_is_looked_at_within_a_week() -> None:
    paths = {f"{number}/index.html" for number in range(700)}
    nights = [{path for path in paths if share(NOW + timedelta(days=day))(path)} for day in range(7)]
    assert set.union(*nights) == paths and sum(map(len, nights)) == len(paths)
    assert all(60 < len(some) < 140 for some in nights)


# One at a time -------------------------------------------------------------------------------------------------------


def test_of_two_publishers_the_second_is_told(place: Place) -> None:
    messages: list[str] = []

    def meanwhile(step: str) -> None:
        if step.endswith("index.html") and not messages:
            messages.append("")
            with pytest.raises(TargetError) as caught:
                publish(place.target(), VERSIONS[1])
            messages.append(str(caught.value))

    publish(place.target(step=meanwhile), VERSIONS[0])
    assert messages[1:] == [
        f"Another publish to this target is under way (process {os.getpid()}). Wait until it has ended, then try again."
    ]
    assert place.public == VERSIONS[0]


ELSEWHERE = b'{"pid":7,"started":"1","system":"another","version":1}'


def test_a_lease_of_another_machine_counts_for_a_quarter_of_an_hour(place: Place, store: MemoryS3) -> None:
    """By the store's own clock, which stands in another year."""
    start = datetime(2020, 1, 1, tzinfo=UTC)
    store.clock = lambda: start
    store.put_object(Bucket=place.bucket, Key=f"{STATE}leases/000000007", Body=ELSEWHERE)
    for minutes in (0, 14):
        store.clock = lambda minutes=minutes: start + timedelta(minutes=minutes)  # type: ignore[misc]
        with pytest.raises(TargetError) as caught:
            publish(place.target(), VERSIONS[0])
        assert str(caught.value) == (
            "Another publish to this target is under way (on another machine). Wait until it has ended, then try "
            "again. One that died is forgotten after 15 minutes."
        )
    store.clock = lambda: start + timedelta(minutes=16)
    publish(place.target(), VERSIONS[0])
    assert place.public == VERSIONS[0]


def test_a_lease_that_goes_while_it_is_looked_at_counts_no_more(place: Place, store: MemoryS3) -> None:
    key = f"{STATE}leases/000000007"
    store.put_object(Bucket=place.bucket, Key=key, Body=ELSEWHERE)

    def before(call: Call) -> None:
        if call == Call("head_object", key):
            store.buckets[place.bucket].pop(key, None)

    store.before = before
    publish(place.target(), VERSIONS[0])
    assert place.public == VERSIONS[0]


@pytest.mark.parametrize(("more", "place_"), [((), ""), (("dist/a",), "`dist/a`: ")])
def test_what_this_machine_refuses_is_told_with_its_place(place: Place, more: tuple[str, ...], place_: str) -> None:
    def read(_artifact: Artifact) -> Iterable[bytes]:
        raise OSError(5, "Input/output error", *more)

    with pytest.raises(TargetError) as caught:
        publish(place.target(), VERSIONS[0], read=read)
    said = f"{place_}Input/output error; what is public is whole."
    assert (caught.value.message, caught.value.hint) == (said, "Build again.")
    assert place.public == {}
    assert place.target().state().ours == ()


def test_a_publisher_that_was_given_up_ends_before_it_flips(place: Place) -> None:
    publish(place.target(), VERSIONS[0])

    def taken(step: str) -> None:
        if step.endswith("feed.xml") and step.startswith("put"):
            key = "sites/.library/state/leases/000000009"
            place.client.put_object(Bucket=place.bucket, Key=key, Body=ELSEWHERE)

    with pytest.raises(TargetError, match="took over while this one stood still"):
        publish(place.target(step=taken), VERSIONS[1], 1)
    assert place.target().releases()[0].instant == NOW
    assert whole(place.reached)


def test_many_publishers_at_once(served: Place) -> None:
    publish(served.target(), VERSIONS[0])
    refused: list[str] = []

    def work(number: int) -> None:
        for day in range(3):
            try:
                publish(served.target(), VERSIONS[(number + day) % 2], 3 * number + day + 1)
            except TargetError as problem:
                refused.append(problem.message)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all("publish" in message for message in refused), refused
    assert whole(served.reached)
    assert served.clean()


# A store that errs ---------------------------------------------------------------------------------------------------


def once(gate: Gate, matches: Callable[[Request], bool], answer: Answer, *, after: bool = False) -> list[str]:
    """Let the gate answer so the first time that a request matches."""
    seen: list[str] = []

    def rule(request: Request) -> Answer | None:
        if seen or not matches(request):
            return None
        seen.append(request.target)
        return answer

    if after:
        gate.after = rule
    else:
        gate.before = rule
    return seen


def is_put(request: Request, ending: str) -> bool:
    return request.method == "PUT" and request.key.endswith(ending)


@pytest.mark.parametrize("ending", ["index.html", "current.json.gz", "leases/000000001"])
def test_a_write_whose_answer_is_lost_is_done(gated: Place, gate: Gate, ending: str) -> None:
    seen = once(gate, lambda request: is_put(request, ending), LOST, after=True)
    publish(gated.target(), VERSIONS[0])
    assert seen
    assert gated.public == VERSIONS[0]
    assert gated.clean()


def test_a_conflict_of_conditions_is_tried_again(place: Place, store: MemoryS3) -> None:
    is_lease = lambda call: call.name == "put_object" and "leases/" in call.key  # noqa: E731
    seen = refuse(store, is_lease, "ConditionalRequestConflict", times=1)
    publish(place.target(), VERSIONS[0])
    assert seen
    assert place.public == VERSIONS[0]


@pytest.mark.parametrize("lost", [True, False], ids=["answer lost", "error in a 200"])
def test_parts_are_made_one_though_the_answer_says_otherwise(gated: Place, gate: Gate, *, lost: bool) -> None:
    body = error(200, "InternalError", "We encountered an internal error.")
    seen = once(
        gate,
        lambda request: request.method == "POST" and "uploadId=" in request.target,
        LOST if lost else body,
        after=lost,
    )
    publish(gated.target(part=5 << 20), {LONG_PATH: LONG, "index.html": b"home"})
    assert seen
    assert gated.public == {LONG_PATH: LONG, "index.html": b"home"}


@pytest.mark.parametrize(
    ("done", "code", "well"),
    [(True, "NoSuchUpload", True), (False, "NoSuchUpload", False), (True, "InternalError", False)],
)
def test_parts_that_are_gone_were_made_one_if_the_object_is_there(
    place: Place, store: MemoryS3, *, done: bool, code: str, well: bool
) -> None:
    complete = store.complete_multipart_upload

    def answers(**what: Any) -> Any:
        if done:
            complete(**what)
        raise refusal(code, "CompleteMultipartUpload")

    store.complete_multipart_upload = answers  # type: ignore[method-assign]
    path = hashed("media/s/long.mp3", sha256(b"a long file"))
    if well:
        publish(place.target(part=4), {path: b"a long file"})
        assert place.public == {path: b"a long file"}
    else:
        with pytest.raises(TargetError, match=r"put `sites/library/media/s/long|failing or too busy"):
            publish(place.target(part=4), {path: b"a long file"})
        assert place.target().releases() == ()
    assert store.uploads == {}


def test_parts_are_of_the_size_that_was_asked_for(place: Place, store: MemoryS3) -> None:
    for data, parts in ((b"x" * 12, 3), (b"x" * 13, 4), (b"x" * 4, 0), (b"x" * 5, 2)):
        path = hashed("media/s/e.mp3", sha256(data))
        store.asked.clear()
        publish(place.target(part=4), {path: data}, len(data), read=lambda _a, d=data: [d[:5], d[5:]])  # type: ignore[misc]
        assert sum(call.name == "upload_part" for call in store.asked) == parts
        assert place.public[path] == data


def test_parts_of_a_stopped_publish_are_let_go_by_the_next(place: Place, store: MemoryS3) -> None:
    path = hashed("media/s/long.mp3", sha256(b"a long file"))
    publish(place.target(), VERSIONS[0])

    def before(call: Call) -> None:
        if call.name in ("complete_multipart_upload", "abort_multipart_upload"):
            raise refusal("InternalError")

    store.before = before
    with pytest.raises(TargetError):
        publish(place.target(part=4), {**VERSIONS[0], path: b"a long file", "index.html": b"new"}, 1)
    store.before = lambda _call: None
    elsewhere = store.create_multipart_upload(Bucket=place.bucket, Key="sites/other/file")["UploadId"]
    assert len(store.uploads) == 2
    other = place.target()
    other._objects.abort()
    assert list(store.uploads) == [elsewhere], "of others' nothing is touched"


def test_what_can_not_be_kept_is_not_replaced(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    refuse(store, lambda call: call.name == "copy_object" and "/blobs/" in call.key, "AccessDenied")
    with pytest.raises(TargetError, match=r"no right to copy `sites/library/assets/site\.css`"):
        publish(place.target(), VERSIONS[1], 1)
    assert {**place.public, **VERSIONS[0]} == place.public


def test_a_page_of_which_one_key_was_copied_is_known_as_touched(store: MemoryS3) -> None:
    place = Place(store, exact=True)
    publish(place.target(), VERSIONS[0])
    refuse(store, lambda call: call == Call("copy_object", f"{PREFIX}/"), "AccessDenied")
    with pytest.raises(TargetError, match="the next publish goes on from here"):
        publish(place.target(), VERSIONS[0], 1, routes={"index.html": "no-cache"})
    assert place.target().state().ours == ("index.html",)
    store.before = lambda _call: None
    publish(place.target(), VERSIONS[0], 2, routes={"index.html": "no-cache"})
    told = {store.head_object(Bucket=place.bucket, Key=f"{PREFIX}/{key}")["CacheControl"] for key in ("", "index.html")}
    assert told == {"no-cache"}
    assert place.clean()


def test_of_a_file_that_grows_no_more_is_read_than_it_should_have(place: Place) -> None:
    read: list[int] = []

    def grows(_artifact: Artifact) -> Iterable[bytes]:
        for number in range(1000):
            read.append(number)
            yield b"xx"

    with pytest.raises(TargetError, match="are not those of the manifest"):
        publish(place.target(), {"index.html": b"home"}, read=grows)
    assert len(read) == 3


@pytest.mark.parametrize("size", ["small", "in parts"])
def test_a_file_that_changes_while_it_is_sent_never_appears(place: Place, store: MemoryS3, size: str) -> None:
    data = b"small" if size == "small" else LONG
    path = hashed("media/s/e.mp3", sha256(data))
    publish(place.target(), VERSIONS[0])
    target = place.target(part=5 << 20)
    changed = lambda _artifact: [data[:-1], b"X"]  # noqa: E731
    with pytest.raises(TargetError) as caught:
        publish(target, {**VERSIONS[0], path: data}, 1, changed)
    assert caught.value.message == (
        f"The bytes of `{path}` are not those of the manifest; what was public before still is."
    )
    assert place.public == VERSIONS[0]
    assert store.uploads == {}
    assert place.target().state().ours == ()


def test_a_deletion_that_is_refused_inside_a_200_is_told(place: Place, store: MemoryS3) -> None:
    publish(place.target(), VERSIONS[0])
    refuse(store, lambda call: call.name == "delete_objects" and call.key.startswith(PREFIX), "AccessDenied")
    with pytest.raises(TargetError) as caught:
        publish(place.target(name="mirror"), VERSIONS[1], 1)
    assert str(caught.value) == (
        "The store would not delete `sites/library/gone/index.html`: No. (AccessDenied). What people can "
        "reach is whole; the next publish goes on from here. See the rights that `pipeline doctor --target mirror` "
        "prints, then publish again."
    )
    store.before = lambda _call: None
    publish(place.target(), VERSIONS[1], 2)
    assert place.public == VERSIONS[1] | {AUDIO["one"]: b"one"}


@pytest.mark.parametrize("exact", [False, True])
def test_no_key_is_written_twice_a_second_where_the_store_takes_one_write(
    store: MemoryS3, monkeypatch: pytest.MonkeyPatch, *, exact: bool
) -> None:
    """Publishes that take no time at all, and a look: state and lease are written twice by each."""
    start, now = datetime(2026, 1, 1, tzinfo=UTC), [0.0]
    monkeypatch.setattr("pipeline.stores.s3.monotonic", lambda: now[0])
    monkeypatch.setattr("pipeline.stores.s3.sleep", lambda seconds: now.append(now.pop() + seconds))
    store.paced, store.clock = True, lambda: start + timedelta(seconds=now[0])
    place = Place(store, "https://0123.r2.cloudflarestorage.com", exact=exact)
    target = place.target()
    publish(target, VERSIONS[0])
    assert [one for one in target.examine() if not one.ok] == []
    publish(target, VERSIONS[1], 1)
    assert whole(place.reached)
    assert 0 < now[0] < 10


@pytest.mark.parametrize("exact", [False, True])
def test_a_store_that_takes_no_lists_of_deletions_is_asked_for_each(store: MemoryS3, *, exact: bool) -> None:
    place, store.lists = Place(store, exact=exact), False
    for day, contents in enumerate((*VERSIONS, VERSIONS[0])):
        publish(place.target(), contents, day)
    assert place.public == VERSIONS[0] | {AUDIO["two"]: b"two"}
    assert whole(place.reached)
    assert [one for one in place.target().examine() if not one.ok] == []
    assert place.clean()


def test_what_a_store_fails_to_delete_for_a_moment_is_deleted_by_itself(place: Place, store: MemoryS3) -> None:
    many = {f"{number}.html": b"" for number in range(1200)}
    publish(place.target(), {**VERSIONS[0], **many})
    refuse(store, lambda call: call.name == "delete_objects" and call.key.endswith("7.html"), "InternalError", 999)
    state, after = place.target().state(), assemble([Piece("index.html", b"home")], (), "", "", {})
    changes = plan(state.manifest, after, max_delete=9999, now=NOW)
    place.target().apply(changes, lambda _: [b"home"], ReleaseInfo.of(changes, NOW + timedelta(days=1)))
    assert place.public == {"index.html": b"home", AUDIO["one"]: b"one"}
    assert sum(call.name == "delete_object" and call.key.startswith(PREFIX) for call in store.asked) == 120


def test_the_policy_that_doctor_prints_is_enough_and_no_more(
    served: Place, s3_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    iam = s3_server.client("iam")
    user = f"publisher-{served.bucket}"
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="publish", PolicyDocument=served.target().policy())
    key = iam.create_access_key(UserName=user)["AccessKey"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
    target = BucketTarget(Bucket(served.bucket, served.endpoint), prefix=PREFIX, part=5 << 20)
    assert [finding for finding in target.examine() if not finding.ok] == []
    publish(target, {**VERSIONS[0], LONG_PATH: LONG})
    publish(target, VERSIONS[1], 1)
    target.rollback()
    assert served.public == {**VERSIONS[0], LONG_PATH: LONG, AUDIO["two"]: b"two"}
    elsewhere = BucketTarget(Bucket(served.bucket, served.endpoint), prefix="sites/other")
    with pytest.raises(TargetError, match="no right to"):
        publish(elsewhere, VERSIONS[0])
    assert served.server.objects(served.bucket, "sites/other/") == {}


def test_no_credentials_lie_in_the_state(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    assert not any(Path(key).name.startswith("credentials") for key in place.private)


def test_who_watches_is_told_of_every_byte_that_goes_out_and_of_large_files_in_parts(place: Place) -> None:
    told: list[tuple[str, int]] = []
    watched = place.target(part=5 << 20, sent=lambda artifact, size: told.append((artifact.path, size)))
    publish(watched, {**VERSIONS[0], LONG_PATH: LONG})
    sums = {path: sum(size for name, size in told if name == path) for path, _ in told}
    assert sums == {path: len(data) for path, data in place.public.items()}
    assert [size for path, size in told if path == LONG_PATH and size][:2] == [5 << 20, 5 << 20]

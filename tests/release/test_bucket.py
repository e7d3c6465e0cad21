"""The bucket target: what a client meets, what it costs, and that nothing is lost whatever the store does."""

from __future__ import annotations

import os
import re
import threading
from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.artifact import Artifact, Piece, hashed, sha256
from pipeline.release import ReleaseInfo, TargetError, assemble, plan, redirect
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.stores.s3 import Bucket
from tests.support.s3 import LOST, Answer, Gate, Request, Server, error

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
PREFIX = "sites/library"
AUDIO = {n: hashed("media/s/e.mp3", sha256(n.encode())) for n in ("one", "two")}
VERSIONS: list[dict[str, bytes]] = [
    {
        AUDIO["one"]: b"one",
        "assets/site.css": b"css one",
        "index.html": f"home one [assets/site.css] [gone/index.html] [{AUDIO['one']}]".encode(),
        "gone/index.html": b"gone one",
        "same/index.html": b"same [assets/site.css]",
        "feed.xml": f"feed one [{AUDIO['one']}] [index.html]".encode(),
    },
    {
        AUDIO["two"]: b"two",
        "assets/site.css": b"css two",
        "index.html": f"home two [assets/site.css] [new/index.html] [{AUDIO['two']}]".encode(),
        "new/index.html": b"new two",
        "same/index.html": b"same [assets/site.css]",
        "feed.xml": f"feed two [{AUDIO['two']}] [index.html]".encode(),
    },
]


LONG = bytes(range(256)) * 45_000
LONG_PATH = hashed("media/s/long.mp3", sha256(LONG))
CLIENTS: dict[tuple[str, bool], Any] = {}


class Place:
    """A bucket of its own for one test, and how it is asked."""

    def __init__(self, server: Server, endpoint: str = "", **more: Any) -> None:
        self.server, self.endpoint, self.more = server, endpoint or server.endpoint, more
        self.bucket = server.bucket(PREFIX)

    def target(self, *, forked: bool = False, **more: Any) -> BucketTarget:
        """The target. Clients take a while to make, so they are shared; not with a child, which would write into our
        connections: all children get one that nobody used before them.
        """
        target = BucketTarget(Bucket(self.bucket, self.endpoint), prefix=PREFIX, **{**self.more, **more})
        key = self.endpoint, forked
        CLIENTS[key] = target._public._client = CLIENTS.get(key) or target._public.client
        return target

    @property
    def reached(self) -> dict[str, bytes]:
        """What lies there; in an exact bucket each page under its directory too."""
        return self.server.objects(self.bucket, f"{PREFIX}/")

    @property
    def public(self) -> dict[str, bytes]:
        """What lies there, by path."""
        return {path: data for path, data in self.reached.items() if path and not path.endswith("/")}

    @property
    def private(self) -> dict[str, bytes]:
        return self.server.objects(self.bucket, "sites/.library/state/")

    def clean(self) -> bool:
        """No publish is pending and no release is kept that can't be had again."""
        state = self.target().state()
        records = {key.partition("/")[2] for key in self.private if key.startswith("releases/")}
        return state.ours == () and records == {f"{release.id}.json.gz" for release in self.target().releases()}


@pytest.fixture
def place(s3_server: Server) -> Place:
    return Place(s3_server)


@pytest.fixture
def gated(s3_server: Server, gate: Gate) -> Place:
    """A bucket that is asked through the gate."""
    return Place(s3_server, gate.endpoint)


def publish(
    target: BucketTarget,
    contents: dict[str, bytes],
    days: int = 0,
    read: Callable[[Artifact], Iterable[bytes]] | None = None,
    routes: dict[str, str] | None = None,
) -> list[str]:
    """Publish, and tell what was read."""
    after = assemble((Piece(p, data) for p, data in contents.items()), (), "https://l.example/", "", routes or {})
    state, now = target.state(), NOW + timedelta(days=days)
    changes = plan(
        state.manifest, after, max_delete=9, now=now, ours=state.ours, superseded=state.superseded, retain_days=30
    )
    asked: list[str] = []

    def bytes_of(artifact: Artifact) -> Iterable[bytes]:
        asked.append(artifact.path)
        return [contents[artifact.path]]

    if not changes.empty or state.release is None:
        target.apply(changes, read or bytes_of, ReleaseInfo.of(changes, now))
    return asked


def whole(files: dict[str, bytes]) -> bool:
    """Whether each object is one of a release, and what it leads to is there."""
    named = {name for data in files.values() for name in re.findall(r"\[(.+?)\]", data.decode())}
    return named <= files.keys() and all(
        any(version.get(key if key and not key.endswith("/") else f"{key}index.html") == data for version in VERSIONS)
        for key, data in files.items()
    )


# What a client meets -------------------------------------------------------------------------------------------------


def test_objects_carry_their_headers_and_digest(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    client = place.server.client()
    head = client.head_object(Bucket=place.bucket, Key=f"{PREFIX}/{AUDIO['one']}")
    assert (head["ContentType"], head["CacheControl"]) == ("audio/mpeg", "public, max-age=31536000, immutable")
    assert head["Metadata"] == {"sha256": sha256(b"one")}
    page = client.head_object(Bucket=place.bucket, Key=f"{PREFIX}/index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=300")
    assert "ContentEncoding" not in page


def test_bytes_that_the_bucket_has_are_copied_there(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    moved = AUDIO["one"].replace("media/", "media/moved/")
    contents = {**VERSIONS[0], moved: b"one"}
    assert publish(place.target(), contents, 1, routes={"media/*": "public, max-age=60"}) == []
    client = place.server.client()
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
def test_a_redirect_is_the_stores_own_where_it_has_one(place: Place, *, exact: bool) -> None:
    target = place.target(exact=exact)
    pieces = [redirect("old/", "new/", site_url="https://l.example/"), Piece("new/index.html", b"new")]
    after = assemble(pieces, (), "https://l.example/", "https://m.example/sub/", {})
    changes = plan(None, after, max_delete=0, now=NOW)
    data = {piece.path: piece.data for piece in pieces}
    target.apply(changes, lambda artifact: [bytes(data[artifact.path])], ReleaseInfo.of(changes, NOW))  # type: ignore[arg-type]
    head = place.server.client().head_object(Bucket=place.bucket, Key=f"{PREFIX}/old/index.html")
    assert head.get("WebsiteRedirectLocation") == (None if exact else "https://m.example/sub/new/")


def test_a_large_file_goes_out_in_parts_with_all_its_headers(gated: Place, gate: Gate) -> None:
    data = bytes(range(256)) * 60_000
    path = hashed("media/s/long.mp3", sha256(data))
    publish(gated.target(part=5 << 20), {path: data})
    assert sum("partNumber=" in request.target for request in gate.asked) == 3
    found = gated.server.client().get_object(Bucket=gated.bucket, Key=f"{PREFIX}/{path}")
    assert found["Body"].read() == data
    assert (found["ContentType"], found["CacheControl"]) == ("audio/mpeg", "public, max-age=31536000, immutable")
    assert found["Metadata"] == {"sha256": sha256(data)}


def test_the_state_is_beside_what_is_public_and_closed_to_all(place: Place) -> None:
    import httpx

    publish(place.target(), VERSIONS[0])
    root = f"{place.server.endpoint}/{place.bucket}"
    assert httpx.get(f"{root}/{PREFIX}/index.html").status_code == 200
    assert place.private.keys() > {"current.json.gz", "leases/000000001"}
    for key in place.private:
        assert httpx.get(f"{root}/sites/.library/state/{key}").status_code == 403


def test_another_index_mode_puts_every_page_at_its_keys(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    pages = sorted(path for path in VERSIONS[0] if path.endswith("index.html"))
    assert sorted(publish(place.target(exact=True), VERSIONS[0], 1)) == pages
    assert {key for key in place.reached if not key or key.endswith("/")} == {"", "gone/", "same/"}
    assert publish(place.target(exact=True), VERSIONS[0], 2) == []


# Order ---------------------------------------------------------------------------------------------------------------


def puts(gate: Gate) -> list[str]:
    """The public keys in the order in which they were put."""
    start = f"{PREFIX}/"
    return [
        request.key.removeprefix(start)
        for request in gate.asked
        if request.method == "PUT" and request.key.startswith(start)
    ]


def test_what_is_named_goes_before_what_names_it(gated: Place, gate: Gate) -> None:
    publish(gated.target(), VERSIONS[0])
    order = puts(gate)
    assert order[:2] == [AUDIO["one"], "assets/site.css"]
    assert sorted(order[2:4]) == ["gone/index.html", "same/index.html"]
    assert order[4:] == ["index.html", "feed.xml"]


def test_a_new_page_is_there_before_an_old_one_leads_to_it(gated: Place, gate: Gate) -> None:
    publish(gated.target(), VERSIONS[0])
    gate.asked.clear()
    publish(gated.target(), {**VERSIONS[1], "a/index.html": b"a", "same/index.html": b"same [a/index.html]"}, 1)
    order = puts(gate)
    assert order[:2] == [AUDIO["two"], "assets/site.css"]
    assert sorted(order[2:4]) == ["a/index.html", "new/index.html"]
    assert sorted(order[4:6]) == ["index.html", "same/index.html"]
    assert order[6:] == ["feed.xml"]


def test_a_failed_put_stops_before_the_next_class(gated: Place, gate: Gate) -> None:
    gate.before = lambda request: error(403, "AccessDenied") if request.key.endswith("site.css") else None
    with pytest.raises(TargetError, match=r"no right to put `sites/library/assets/site\.css`"):
        publish(gated.target(), VERSIONS[0])
    assert set(gated.public) == {AUDIO["one"]}
    gate.before = lambda _request: None
    publish(gated.target(), VERSIONS[0])
    assert gated.public == VERSIONS[0]


# What it costs -------------------------------------------------------------------------------------------------------


def test_an_unchanged_publish_is_one_request(gated: Place, gate: Gate) -> None:
    publish(gated.target(), VERSIONS[0])
    gate.count()
    assert publish(gated.target(), VERSIONS[0], 1) == []
    assert gate.count() == 1


def test_a_corrected_word_costs_the_same_in_a_large_library(s3_server: Server, gate: Gate) -> None:
    counts = []
    for size in (5, 60):
        target = Place(s3_server, gate.endpoint).target()
        library = {f"{n}/index.html": b"%d" % n for n in range(size)}
        publish(target, library)
        gate.count()
        assert publish(target, {**library, "0/index.html": b"corrected"}, 1) == ["0/index.html"]
        counts.append(gate.count())
    assert counts == [19, 19]


def test_a_first_publish_costs_one_request_a_file_and_some(gated: Place, gate: Gate) -> None:
    publish(gated.target(), {f"{n}/index.html": b"%d" % n for n in range(40)})
    assert len(puts(gate)) == 40
    assert gate.count() <= 40 + 20


# Killed --------------------------------------------------------------------------------------------------------------


def killed(place: Place, at: int, act: Callable[[BucketTarget], object]) -> bool:
    """Do it in a process that dies before its write number `at`; whether it came to that."""
    steps = []

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) >= at:
            os._exit(9)

    target = place.target(forked=True, step=step)
    if (child := os.fork()) == 0:
        try:
            act(target)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize(("first", "exact"), [(True, False), (False, True)], ids=["first, website", "second, exact"])
def test_killed_at_each_write_and_mended_by_the_next(s3_server: Server, *, exact: bool, first: bool) -> None:
    before, during = (None, VERSIONS[0]) if first else (VERSIONS[0], VERSIONS[1])
    for at in range(1, 100):
        place = Place(s3_server, exact=exact)
        if before:
            publish(place.target(), before)
        if not killed(place, at, lambda target: publish(target, during, 1)):
            break
        assert whole(place.reached), at
        publish(place.target(), VERSIONS[1], 2)
        assert {**place.public, AUDIO["one"]: b"one"} == {**VERSIONS[1], AUDIO["one"]: b"one"}, at
        assert first or AUDIO["one"] in place.public, at
        assert whole(place.reached), at
        assert place.clean(), at
    assert 10 < at < 99


def test_killed_at_each_write_of_a_rollback(s3_server: Server) -> None:
    back = {**VERSIONS[0], AUDIO["two"]: b"two"}
    for at in range(1, 100):
        place = Place(s3_server)
        publish(place.target(), VERSIONS[0])
        publish(place.target(), VERSIONS[1], 1)
        if not killed(place, at, BucketTarget.rollback):
            break
        assert whole(place.reached), at
        if place.target().releases()[0].instant != NOW:  # it had not come to the flip
            place.target().rollback()
        assert place.public == back, at
        publish(place.target(), VERSIONS[1], 2)
        assert place.public == VERSIONS[1] | {AUDIO["one"]: b"one"}, at
        assert place.clean(), at
    assert 10 < at < 99


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


def test_a_lost_state_deletes_nothing_and_sends_no_media_again(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    client = place.server.client()
    for key in place.private:
        client.delete_object(Bucket=place.bucket, Key=f"sites/.library/state/{key}")
    sent = publish(place.target(), {**VERSIONS[1], AUDIO["one"]: b"one"}, 1)
    assert AUDIO["one"] not in sent
    assert place.public == {**VERSIONS[0], **VERSIONS[1]}


def test_a_broken_state_is_a_lost_one(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    place.server.client().put_object(Bucket=place.bucket, Key="sites/.library/state/current.json.gz", Body=b"{")
    publish(place.target(), VERSIONS[1], 1)
    assert place.public == {**VERSIONS[0], **VERSIONS[1]}


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


def test_a_lease_of_another_machine_counts_for_a_quarter_of_an_hour(gated: Place, gate: Gate) -> None:
    key = "sites/.library/state/leases/000000007"
    gated.server.client().put_object(Bucket=gated.bucket, Key=key, Body=ELSEWHERE)

    def clock(minutes: int) -> Callable[[Request], Answer | None]:
        """The store's own clock, so long after the lease was written."""

        def answer(request: Request) -> Answer | None:
            if request.method != "HEAD" or not request.key.endswith("000000007"):
                return None
            when = gated.server.client().head_object(Bucket=gated.bucket, Key=key)["LastModified"]
            shown = {"last-modified": f"{when:%a, %d %b %Y %H:%M:%S} GMT", "content-length": "0"}
            now = f"{when + timedelta(minutes=minutes):%a, %d %b %Y %H:%M:%S} GMT"
            return Answer(200, b"", shown | {"date": now})

        return answer

    for minutes in (0, 14):
        gate.before = clock(minutes)
        with pytest.raises(TargetError) as caught:
            publish(gated.target(), VERSIONS[0])
        assert str(caught.value) == (
            "Another publish to this target is under way (on another machine). Wait until it has ended, then try "
            "again. One that died is forgotten after 15 minutes."
        )
    gate.before = clock(16)
    publish(gated.target(), VERSIONS[0])
    assert gated.public == VERSIONS[0]


def test_a_publisher_that_was_given_up_ends_before_it_flips(place: Place) -> None:
    publish(place.target(), VERSIONS[0])

    def taken(step: str) -> None:
        if step.endswith("feed.xml") and step.startswith("put"):
            key = "sites/.library/state/leases/000000009"
            place.server.client().put_object(Bucket=place.bucket, Key=key, Body=ELSEWHERE)

    with pytest.raises(TargetError, match="took over while this one stood still"):
        publish(place.target(step=taken), VERSIONS[1], 1)
    assert place.target().releases()[0].instant == NOW
    assert whole(place.reached)


def test_many_publishers_at_once(place: Place) -> None:
    publish(place.target(), VERSIONS[0])
    refused: list[str] = []

    def work(number: int) -> None:
        for day in range(3):
            try:
                publish(place.target(), VERSIONS[(number + day) % 2], 3 * number + day + 1)
            except TargetError as problem:
                refused.append(problem.message)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all("publish" in message for message in refused), refused
    assert whole(place.reached)
    assert place.clean()


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


@pytest.mark.parametrize("ending", ["index.html", "current.json.gz", "leases/000000001", "site.css"])
def test_a_write_whose_answer_is_lost_is_done(gated: Place, gate: Gate, ending: str) -> None:
    seen = once(gate, lambda request: is_put(request, ending), LOST, after=True)
    publish(gated.target(), VERSIONS[0])
    assert seen
    assert gated.public == VERSIONS[0]
    assert gated.clean()


def test_a_conflict_of_conditions_is_tried_again(gated: Place, gate: Gate) -> None:
    seen = once(gate, lambda request: "leases/" in request.key, error(409, "ConditionalRequestConflict"))
    gate.before, rule = (lambda request: rule(request) if request.method == "PUT" else None), gate.before
    publish(gated.target(), VERSIONS[0])
    assert seen
    assert gated.public == VERSIONS[0]


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


@pytest.mark.parametrize("size", ["small", "in parts"])
def test_a_file_that_changes_while_it_is_sent_never_appears(place: Place, size: str) -> None:
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
    assert "Uploads" not in place.server.client().list_multipart_uploads(Bucket=place.bucket)
    assert place.target().state().ours == ()


def test_a_deletion_that_is_refused_inside_a_200_is_told(gated: Place, gate: Gate) -> None:
    publish(gated.target(), VERSIONS[0])
    body = (
        b"<DeleteResult><Error><Key>sites/library/gone/index.html</Key><Code>AccessDenied</Code>"
        b"<Message>Access Denied</Message></Error></DeleteResult>"
    )
    once(gate, lambda r: r.method == "POST" and "delete" in r.target, Answer(200, body, {"x-amz-request-id": "1"}))
    with pytest.raises(TargetError) as caught:
        publish(gated.target(name="mirror"), VERSIONS[1], 1)
    assert str(caught.value) == (
        "The store would not delete `sites/library/gone/index.html`: Access Denied (AccessDenied). What people can "
        "reach is whole; the next publish goes on from here. See the rights that `pipeline doctor --target mirror` "
        "prints, then publish again."
    )
    gate.before = lambda _request: None
    publish(gated.target(), VERSIONS[1], 2)
    assert gated.public == VERSIONS[1] | {AUDIO["one"]: b"one"}


def test_the_policy_that_doctor_prints_is_enough_and_no_more(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    iam = place.server.client("iam")
    user = f"publisher-{place.bucket}"
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="publish", PolicyDocument=place.target().policy())
    key = iam.create_access_key(UserName=user)["AccessKey"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
    target = BucketTarget(Bucket(place.bucket, place.endpoint), prefix=PREFIX, part=5 << 20)
    assert [finding for finding in target.examine() if not finding.ok] == []
    publish(target, {**VERSIONS[0], LONG_PATH: LONG})
    publish(target, VERSIONS[1], 1)
    target.rollback()
    assert place.public == {**VERSIONS[0], LONG_PATH: LONG, AUDIO["two"]: b"two"}
    elsewhere = BucketTarget(Bucket(place.bucket, place.endpoint), prefix="sites/other")
    with pytest.raises(TargetError, match="no right to"):
        publish(elsewhere, VERSIONS[0])
    assert place.server.objects(place.bucket, "sites/other/") == {}


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

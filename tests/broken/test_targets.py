"""Broken targets: the whole message that a person reads, and that nothing which was public is lost."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.model.artifact import Piece
from pipeline.release import ReleaseInfo, Target, TargetError, assemble, plan
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.stores.s3 import Bucket
from tests.support.s3 import Answer, Gate, Request, Server, error, free_port

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
OLD = {"index.html": b"old home", "a/index.html": b"old a", "feed.xml": b"old feed"}
NEW = {"index.html": b"new home", "b/index.html": b"new b", "feed.xml": b"new feed"}


def publish(target: Target, contents: dict[str, bytes], day: int) -> None:
    after = assemble((Piece(p, data) for p, data in contents.items()), (), "https://l.example/", "", {})
    now, state = NOW.replace(day=day), target.state()
    changes = plan(state.manifest, after, max_delete=9, now=now, ours=state.ours)
    target.apply(changes, lambda artifact: [contents[artifact.path]], ReleaseInfo.of(changes, now))


@dataclass
class Broken:
    """A bucket that was published to once, asked through a gate."""

    server: Server
    gate: Gate
    bucket: str

    def target(self, bucket: str = "", endpoint: str = "") -> BucketTarget:
        place = Bucket(bucket or self.bucket, endpoint or self.gate.endpoint)
        return BucketTarget(place, prefix="site", name="mirror")

    @property
    def public(self) -> dict[str, bytes]:
        return self.server.objects(self.bucket, "site/")

    def message(self, target: BucketTarget | None = None) -> str:
        """What is said when the new release is published, as the shell prints it."""
        with pytest.raises(TargetError) as caught:
            publish(target or self.target(), NEW, 25)
        return f"error: {caught.value.message}\n  remedy: {caught.value.hint}"

    def mend(self) -> None:
        """Once the fault is gone, the next publish brings everything."""
        self.gate.before = lambda _request: None
        publish(self.target(), NEW, 26)
        assert self.public == NEW


@pytest.fixture
def broken(s3_server: Server, gate: Gate) -> Broken:
    made = Broken(s3_server, gate, s3_server.bucket("site"))
    publish(made.target(), OLD, 24)
    assert made.public == OLD
    return made


def test_no_bucket(broken: Broken) -> None:
    assert broken.message(broken.target("no-such-bucket")) == (
        f"error: There is no bucket `no-such-bucket` at {broken.gate.endpoint}.\n"
        "  remedy: Create it, or mend `bucket` and `endpoint` of the target in `pipeline.toml`."
    )


def test_no_rights(broken: Broken) -> None:
    def readers(request: Request) -> Answer | None:
        return None if request.method in ("GET", "HEAD") else error(403, "AccessDenied", "Access Denied")

    broken.gate.before = readers
    assert broken.message() == (
        "error: The credentials have no right to write `.site/state/leases/000000002` in the bucket "
        f"`{broken.bucket}` at {broken.gate.endpoint}: Access Denied.\n"
        "  remedy: Give them the rights that `pipeline doctor --target mirror` prints, then publish again."
    )
    assert broken.public == OLD
    broken.mend()


def test_rights_that_end_half_way(broken: Broken) -> None:
    puts: list[str] = []

    def ends(request: Request) -> Answer | None:
        if request.method == "PUT" and request.key.startswith("site/"):
            puts.append(request.key)
        return error(403, "ExpiredToken", "The provided token has expired.") if len(puts) > 1 else None

    broken.gate.before = ends  # a process of its own: what it can't give back ends with it
    assert in_a_process(broken.message) == (
        f"error: The credentials for the bucket `{broken.bucket}` at {broken.gate.endpoint} have expired. "
        "What people can reach is whole; the next publish goes on from here.\n"
        "  remedy: Sign in again or renew the token; for long publishes ask for one that lasts longer."
    )
    assert broken.public == {**OLD, "b/index.html": b"new b"}
    broken.mend()


def test_no_credentials(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert broken.message() == (
        f"error: There are no credentials for the bucket `{broken.bucket}` at {broken.gate.endpoint}: "
        "Unable to locate credentials.\n"
        "  remedy: Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or name a `profile` of the target in "
        "`pipeline.toml`."
    )


def test_a_public_state(broken: Broken) -> None:
    broken.server.open_to_all(broken.bucket, "site", ".site")
    place = f"{broken.gate.endpoint}/{broken.bucket}/.site/state/leases/000000002"
    assert broken.message() == (
        f"error: Anybody can read the state of this target at {place}; nothing was published.\n"
        "  remedy: Let the bucket's policy allow reading below the public prefix only, or name a private bucket in "
        "`state` (`s3://bucket/prefix`)."
    )
    assert broken.public == OLD
    (finding,) = [finding for finding in broken.target().examine() if not finding.ok]
    assert finding.subject == "privacy of the state"
    broken.server.open_to_all(broken.bucket, "site")
    broken.mend()


def test_a_state_that_the_public_address_shows(broken: Broken) -> None:
    """As where a domain shows a whole bucket, whatever the API says."""
    broken.server.open_to_all(broken.bucket, "site", ".site")
    broken.gate.before = lambda request: None if request.signed else error(403, "AccessDenied")
    shown = f"{broken.server.endpoint}/{broken.bucket}/"
    place = Bucket(broken.bucket, broken.gate.endpoint)
    target = BucketTarget(place, prefix="site", name="mirror", base_url=f"{shown}site/")
    where = f"{shown}.site/state/leases/000000002"
    assert broken.message(target).startswith(
        f"error: Anybody can read the state of this target at {where}; nothing was published."
    )
    assert broken.public == OLD


def test_nothing_at_the_endpoint(broken: Broken) -> None:
    endpoint = f"http://127.0.0.1:{free_port()}"
    assert broken.message(broken.target(endpoint=endpoint)) == (
        f"error: Nothing answers for the bucket `{broken.bucket}` at {endpoint}: Could not connect to the endpoint "
        f'URL: "{endpoint}/{broken.bucket}/.site/state/current.json.gz".\n'
        "  remedy: See that `endpoint` of the target in `pipeline.toml` is right and that this machine reaches it."
    )


@pytest.mark.parametrize("status", [200, 404, 405])
def test_an_endpoint_that_is_a_website(broken: Broken, status: int) -> None:
    page = Answer(status, b"<!doctype html><title>Welcome</title><p>A website", {"content-type": "text/html"})
    broken.gate.before = lambda _request: page
    assert broken.message() == (
        f"error: What answers at {broken.gate.endpoint} does not speak as an S3 API does.\n"
        "  remedy: Mend `endpoint` of the target in `pipeline.toml`: it is the address of the API, not that of the "
        "website. If it is right, something answers in its place: a proxy, or the sign-in page of this network."
    )
    broken.mend()


def test_a_clock_that_is_off(broken: Broken) -> None:
    skewed = error(
        403, "RequestTimeTooSkewed", "The difference between the request time and the server's is too large."
    )
    early = {**skewed.headers, "date": "Tue, 24 Nov 2020 18:30:00 GMT"}
    broken.gate.before = lambda _request: Answer(403, skewed.body, early)
    message = broken.message()
    minutes = int(message.partition(" by ")[2].partition(" minutes")[0])
    assert minutes > 365 * 24 * 60
    assert message == (
        f"error: The clock of this machine is wrong by {minutes} minutes, so the store of the bucket "
        f"`{broken.bucket}` at {broken.gate.endpoint} refuses what it signs.\n"
        "  remedy: Set the clock (`timedatectl set-ntp true`), then publish again."
    )
    assert broken.public == OLD
    broken.mend()


def test_a_store_that_is_full(broken: Broken) -> None:
    def full(request: Request) -> Answer | None:
        bulk = request.method == "PUT" and request.key.startswith("site/")
        return error(507, "InsufficientStorage", "No room.") if bulk else None

    broken.gate.before = full
    assert broken.message() == (
        f"error: The store of the bucket `{broken.bucket}` at {broken.gate.endpoint} has no room left: it would not "
        "put `site/b/index.html` (InsufficientStorage). What people can reach is whole; the next publish goes on from "
        "here.\n"
        "  remedy: Free some room there, or raise the quota, then publish again."
    )
    assert broken.public == OLD
    broken.mend()


def test_a_store_that_ignores_conditions(broken: Broken, s3_server: Server) -> None:
    def ignores(request: Request) -> Answer | None:
        if request.method != "PUT" or "if-none-match" not in request.headers:
            return None
        s3_server.client().put_object(Bucket=broken.bucket, Key=request.key, Body=request.body)
        return Answer(200, b"", {"etag": '"1"', "x-amz-request-id": "1"})

    broken.gate.before = ignores
    assert broken.message() == (
        f"error: The store of the bucket `{broken.bucket}` at {broken.gate.endpoint} does not know create-only writes "
        "(`If-None-Match: *`), so two publishes at once could not see each other; nothing was written to what is "
        "public.\n"
        "  remedy: Use a store that knows them: AWS S3, Cloudflare R2, Ceph, MinIO and others of today do."
    )
    assert broken.public == OLD
    broken.mend()


NEWER = (
    "error: A newer version of this program published here last (state version 4; this one knows 3); nothing was "
    "changed.\n  remedy: Publish with that version, or bring this one up to date."
)


def test_a_bucket_last_written_by_a_newer_version(broken: Broken) -> None:
    client, where = broken.server.client(), {"Bucket": broken.bucket, "Key": ".site/state/current.json.gz"}
    before = client.get_object(**where)["Body"].read()
    state = json.loads(gzip.decompress(before)) | {"version": 4, "shape": "another"}
    client.put_object(**where, Body=gzip.compress(json.dumps(state).encode()))
    assert broken.message() == NEWER
    assert broken.public == OLD
    client.put_object(**where, Body=before)
    broken.mend()


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_directory_last_written_by_a_newer_version(tmp_path: Path) -> None:
    target = DirectoryTarget(str(tmp_path / "public"))
    publish(target, OLD, 24)
    (record,) = (tmp_path / ".public/state/releases").iterdir()
    before = record.read_bytes()
    record.write_text(json.dumps({"version": 4, "shape": "another"}))
    with pytest.raises(TargetError) as caught:
        publish(target, NEW, 25)
    assert f"error: {caught.value.message}\n  remedy: {caught.value.hint}" == NEWER
    assert tree(tmp_path / "public") == OLD
    record.write_bytes(before)
    publish(target, NEW, 25)
    assert tree(tmp_path / "public") == NEW


def test_a_full_disk(tmp_path: Path) -> None:
    """No file may grow beyond a limit that the system sets, as on a disk without room."""
    target = DirectoryTarget(str(tmp_path / "public"))
    publish(target, OLD, 24)
    large = {**NEW, "media/sound.mp3": bytes(1 << 20)}

    def message() -> str:
        with pytest.raises(TargetError) as caught:
            publish(target, large, 25)
        return f"error: {caught.value.message}\n  remedy: {caught.value.hint}"

    def limited() -> str:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))
        return message()

    assert in_a_process(limited) == (
        f"error: `{tmp_path}/public`: File too large; what is public is whole.\n"
        "  remedy: See that the disk has room and that you may write there, then publish again."
    )
    assert tree(tmp_path / "public") == OLD
    assert not list(tmp_path.rglob(".half-*"))
    publish(target, large, 26)
    assert tree(tmp_path / "public") == large


def in_a_process(act: Callable[[], str]) -> str:
    """What it says in a process of its own."""
    receiver, sender = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(sender, act().encode())
        finally:
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said

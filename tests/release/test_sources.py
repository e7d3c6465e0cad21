"""Recordings beside the state of a bucket: only ever created, whole, and for nobody else."""

from __future__ import annotations

import hashlib

import pytest

from pipeline.model.artifact import Blob
from pipeline.release import TargetError
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.stores.s3 import Bucket
from tests.support.s3 import Gate, Server, error

PART = 5 << 20  # the least that stores take


def target(server: Server, gate: Gate, *public: str, prefix: str = "site") -> tuple[BucketTarget, str]:
    name = server.bucket(*public)
    return BucketTarget(Bucket(name, gate.endpoint), prefix=prefix, part=PART), name


@pytest.mark.parametrize("size", [1000, 2 * PART + 1000], ids=["at once", "in parts"])
def test_a_recording_is_created_and_never_written_over(size: int, s3_server: Server, gate: Gate) -> None:
    place, bucket = target(s3_server, gate, "site/")
    data = bytes(range(250)) * (size // 250)
    blob = Blob(hashlib.sha256(data).hexdigest(), len(data))
    name, sources = f"{blob.digest}.wav", place.sources()

    def add() -> bool:
        return sources.add(name, blob, (data[at : at + 300_000] for at in range(0, len(data), 300_000)))

    assert (add(), add()) == (True, False)
    assert s3_server.objects(bucket) == {f".site/sources/{name}": data}
    assert [(one.url, one.size, one.digest) for one in sources.kept()] == [
        (f"s3://{bucket}/.site/sources/{name}", len(data), blob.digest)
    ]
    unseen = [error(404, "404")]
    gate.before = lambda request: unseen.pop() if request.method == "HEAD" and unseen else None
    assert add() is False, "another machine has put it a moment ago"
    with pytest.raises(TargetError, match="changed while it was sent"):
        sources.add("other.wav", blob, (b"something else",))
    s3_server.client().put_object(Bucket=bucket, Key=f".site/sources/{name}", Body=b"of a stranger")
    with pytest.raises(TargetError, match="Something else lies at"):
        add()
    assert s3_server.objects(bucket) == {f".site/sources/{name}": b"of a stranger"}


def test_where_anybody_could_read_nothing_is_put(s3_server: Server, gate: Gate) -> None:
    place, bucket = target(s3_server, gate, "")
    blob = Blob(hashlib.sha256(b"a voice").hexdigest(), 7)
    with pytest.raises(TargetError, match="Anybody can read"):
        place.sources().add("a.wav", blob, (b"a voice",))
    assert s3_server.objects(bucket) == {}

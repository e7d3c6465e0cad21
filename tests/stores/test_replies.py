"""What is sent with deletions, how long is waited, and at which pace one key is written."""

from __future__ import annotations

from base64 import b64encode
from hashlib import md5

import pytest

from pipeline.stores import replies
from pipeline.stores.pace import Pace
from pipeline.stores.s3 import Bucket, S3Store
from tests.support.s3 import Gate, Server


def test_a_list_of_deletions_carries_the_digest_that_stores_of_some_years_ask_for(
    s3_server: Server, gate: Gate
) -> None:
    bucket = Bucket(s3_server.bucket(), gate.endpoint)
    some = [{"Key": key} for key in ("a&b", "c\rd")]  # the second is escaped on its way
    S3Store(bucket).client.delete_objects(Bucket=bucket.name, Delete={"Objects": some})  # type: ignore[typeddict-item]
    (asked,) = gate.asked
    assert asked.headers["content-md5"] == b64encode(md5(asked.body, usedforsecurity=False).digest()).decode()


@pytest.mark.parametrize(("said", "least", "most"), [("", 1, 2), ("7", 7, 7), ("900", 20, 20), ("soon", 1, 2)])
def test_it_is_waited_as_long_as_the_store_says(said: str, least: float, most: float) -> None:
    assert least <= replies.pause(2, {"retry-after": said} if said else {}) <= most


def test_a_key_is_written_once_a_second_where_the_store_wants_it_so() -> None:
    now, waited = [100.0], list[float]()
    pace = Pace(1.0, lambda: now[0], waited.append)
    for key, later in (("a", 0.0), ("a", 0.25), ("b", 0.0), ("b", 2.0)):
        now[0] += later
        pace.wait({"Bucket": "x", "Key": key})
        pace.note({"Bucket": "x", "Key": key})
    assert waited == [0.75]
    pace.wait({"Bucket": "y", "Key": "b"})
    assert waited == [0.75]


@pytest.mark.parametrize(
    ("endpoint", "seconds"),
    [
        ("https://0123.r2.cloudflarestorage.com", 1.0),
        ("https://0123.eu.r2.cloudflarestorage.com:443/", 1.0),
        ("https://r2.cloudflarestorage.com.example", 0.0),
        ("", 0.0),
    ],
)
def test_which_store_wants_it_so_is_known_by_its_host(endpoint: str, seconds: float) -> None:
    assert Bucket("library", endpoint).pace == seconds


def test_all_parts_of_a_store_keep_one_pace(
    pauses: list[float], s3_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.stores.s3.ONE_A_SECOND", ("127.0.0.1",))
    monkeypatch.setattr("pipeline.stores.s3.monotonic", lambda: 100.0)
    store = S3Store(Bucket(s3_server.bucket(), s3_server.endpoint))
    store.below("leases/").create("1", b"held")
    store.below("leases/").write("1", [b"given back"])
    assert pauses == [1.0]
    assert store.read("leases/1") == b"given back"

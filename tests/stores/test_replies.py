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


PAGE, XML = (
    b"<!doctype html><p>Sign in",
    b"<?xml version='1.0'?>\n<%s xmlns='http://s3.amazonaws.com/doc/2006-03-01/'/>",
)
LIES_ABOUT_ITS_TYPE = {"content-type": "text/html; charset=utf-8"}
"""As moto says it with every empty answer."""


@pytest.mark.parametrize(
    ("operation", "headers", "body"),
    [
        ("PutObject", {"etag": '"1"', **LIES_ABOUT_ITS_TYPE}, b""),
        ("AbortMultipartUpload", LIES_ABOUT_ITS_TYPE, b""),
        ("DeleteObjects", {}, b""),
        ("DeleteObjects", {"content-type": "text/html"}, XML % b"DeleteResult"),
        ("ListObjectsV2", {}, XML % b"ListBucketResult"),
        ("CopyObject", {}, b" \n\n" + XML % b"CopyObjectResult"),
        ("CopyObject", {}, XML % b"Error"),
        ("GetObject", {"etag": '"1"', "content-type": "text/html", "x-amz-meta-sha256": "00"}, PAGE),
        ("GetObject", {"etag": '"1"', "content-type": "binary/octet-stream"}, PAGE),
    ],
)
def test_an_answer_of_a_store_is_one_whatever_it_looks_like(
    operation: str, headers: dict[str, str], body: bytes
) -> None:
    assert not replies.is_foreign(operation, 200, headers, lambda: body)


@pytest.mark.parametrize(
    ("operation", "headers", "body"),
    [
        *((name, LIES_ABOUT_ITS_TYPE, PAGE) for name in ("PutObject", "GetObject", "HeadObject", "DeleteObject")),
        ("PutObject", {}, b""),
        ("UploadPart", {"etag": '"1"', **LIES_ABOUT_ITS_TYPE}, PAGE),
        ("HeadObject", {"etag": '"1"', **LIES_ABOUT_ITS_TYPE}, b""),
        ("ListObjectsV2", {}, b"<html xmlns='http://www.w3.org/1999/xhtml'/>"),
        ("ListObjectsV2", {}, b""),
        ("CompleteMultipartUpload", {}, b"OK"),
    ],
)
def test_an_answer_of_something_else_is_none(operation: str, headers: dict[str, str], body: bytes) -> None:
    assert replies.is_foreign(operation, 200, headers, lambda: body)
    assert not replies.is_foreign(operation, 404, headers, lambda: body), "a no is told by its own words"

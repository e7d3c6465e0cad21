"""Small objects go a quick way, on which everything is as boto3 would have done it, and nothing is lost."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.artifact import sha256
from pipeline.release.bucket import layout
from pipeline.stores import StoreError
from pipeline.stores.quick import Quick
from pipeline.stores.refusals import told
from pipeline.stores.s3 import Bucket, S3Store
from tests.support.s3 import LOST, Answer, Gate, Request, Server, error

BODY = b"a page"
MORE: Any = {
    "ContentType": "text/html; charset=utf-8",
    "CacheControl": "public, max-age=300",
    "Metadata": {"sha256": sha256(BODY)},
    "WebsiteRedirectLocation": "https://l.example/new/",
    "ChecksumSHA256": layout.checksum(sha256(BODY)),
}
ODD = ("a b/ü+&?#%25~(1)*'!=@,;.html", "x/", "a//b", "a/../b")


@pytest.fixture
def store(s3_server: Server, gate: Gate) -> S3Store:
    """A bucket behind the gate, to which one object went."""
    made = S3Store(Bucket(s3_server.bucket(), gate.endpoint))
    put(made, "first")
    gate.asked.clear()
    return made


def put(store: S3Store, key: str, **more: Any) -> None:
    with told(store.bucket, f"put `{key}`"):
        store.quick.put_object(Bucket=store.bucket.name, Key=key, Body=BODY, **{**MORE, **more})


def copy(store: S3Store, source: str, key: str, **more: Any) -> None:
    where: Any = {"Bucket": store.bucket.name, "Key": source}
    with told(store.bucket, f"copy `{key}`"):
        store.quick.copy_object(Bucket=store.bucket.name, Key=key, CopySource=where, **more)


def look(server: Server, bucket: str, key: str) -> dict[str, Any]:
    """All that a client is told of an object."""
    found = server.client().get_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
    names = (*MORE, "ContentLength", "ContentEncoding", "ETag")
    return {**{name: found.get(name) for name in names}, "Body": found["Body"].read()}


def is_quick(request: Request) -> bool:
    """boto3 names each of its attempts; the quick way makes one, and has no number for it."""
    return "amz-sdk-request" not in request.headers


@pytest.mark.parametrize("key", ODD)
def test_an_object_is_what_boto3_makes_of_it(store: S3Store, s3_server: Server, gate: Gate, key: str) -> None:
    put(store, key)
    assert [is_quick(request) for request in gate.asked] == [True]
    copy(store, key, f"copy of {key}")
    assert [is_quick(request) for request in gate.asked] == [True, True]
    store.client.put_object(Bucket=store.bucket.name, Key=key, Body=BODY, **MORE)
    assert gate.asked[0].target == gate.asked[-1].target, "the key is written as boto3 writes it"
    want = look(s3_server, store.bucket.name, "first")
    assert want["Body"] == BODY
    assert look(s3_server, store.bucket.name, key) == want
    copied = look(s3_server, store.bucket.name, f"copy of {key}")
    assert (copied["Body"], copied["Metadata"], copied["CacheControl"]) == (
        BODY,
        MORE["Metadata"],
        MORE["CacheControl"],
    )


def test_a_copy_can_have_headers_of_its_own(store: S3Store, s3_server: Server, gate: Gate) -> None:
    copy(store, "first", "first", ContentType="text/plain", Metadata={"sha256": "x"}, MetadataDirective="REPLACE")
    assert [is_quick(request) for request in gate.asked] == [True]
    found = look(s3_server, store.bucket.name, "first")
    assert (found["Body"], found["ContentType"], found["Metadata"]) == (BODY, "text/plain", {"sha256": "x"})
    assert found["CacheControl"] is None


def test_a_header_that_is_no_ascii_is_left_to_boto3(store: S3Store, gate: Gate) -> None:
    put(store, "a", CacheControl="public, x=ü")
    assert not any(map(is_quick, gate.asked))
    assert gate.asked


def test_each_bucket_is_learned_by_itself(store: S3Store, s3_server: Server, gate: Gate) -> None:
    other = store.below("", s3_server.bucket())
    for key in ("a", "b"):
        put(other, key)
    assert [is_quick(request) for request in gate.asked] == [False, True]
    assert s3_server.objects(other.bucket.name) == {"a": BODY, "b": BODY}


HICCUPS = {
    "429": error(429, "TooManyRequests"),
    "500": error(500, "InternalError"),
    "502": Answer(502, b"<html>bad gateway</html>", {"content-type": "text/html"}),
    "503": error(503, "ServiceUnavailable"),
    "504": Answer(504),
    "slow down": error(503, "SlowDown"),
    "a digest that is wrong once": error(400, "BadDigest"),
    "a failure with status 200": error(200, "InternalError"),
    "a website": Answer(200, b"<!doctype html>", {"content-type": "text/html"}),
    "a refusal with a tag": Answer(500, b"", {"etag": '"1"', "x-amz-request-id": "1"}),
    "cut": LOST,
}


@pytest.mark.parametrize("hiccup", HICCUPS)
@pytest.mark.parametrize("what", ["put", "copy"])
def test_what_goes_wrong_once_is_asked_again_with_all_its_headers(
    store: S3Store, s3_server: Server, gate: Gate, pauses: list[float], hiccup: str, what: str
) -> None:
    answers = iter([HICCUPS[hiccup]])
    gate.before = lambda request: next(answers, None) if request.method == "PUT" else None
    if what == "put":
        put(store, "a")
    else:
        copy(store, "first", "a")
    assert [is_quick(request) for request in gate.asked] == [True, False]
    assert len(pauses) == (HICCUPS[hiccup].status >= 429), "who is too busy is left alone for a while"
    assert look(s3_server, store.bucket.name, "a")["Metadata"] == MORE["Metadata"]
    gate.asked.clear()
    put(store, "b")
    assert [is_quick(request) for request in gate.asked] == [True], "the next goes the quick way again"


def test_a_write_whose_answer_is_lost_is_done(store: S3Store, s3_server: Server, gate: Gate) -> None:
    answers = iter([LOST])
    gate.after = lambda _request: next(answers, None)
    put(store, "a")
    assert len(gate.asked) == 2
    assert s3_server.objects(store.bucket.name) == {"first": BODY, "a": BODY}


def test_who_is_asked_too_often_is_left_alone_for_a_while(store: S3Store, gate: Gate) -> None:
    """boto3 by itself gives up at the first 429 that has this code."""
    answers = iter([error(429, "TooManyRequests")] * 2)
    gate.before = lambda _request: next(answers, None)
    assert store.read("first") == BODY
    assert len(gate.asked) == 3


@pytest.mark.parametrize("what", ["put", "copy"])
def test_a_refusal_has_the_words_of_boto3_and_the_count_of_all_attempts(store: S3Store, gate: Gate, what: str) -> None:
    gate.before = lambda _request: error(503, "ServiceUnavailable")
    with pytest.raises(StoreError) as caught:
        put(store, "a") if what == "put" else copy(store, "first", "a")
    assert caught.value.message == (
        f"The store of the bucket {store.bucket} is failing or too busy (ServiceUnavailable); asked {len(gate.asked)} "
        f"times to {what} `a`."
    )
    assert len(gate.asked) == 5


def test_credentials_are_those_of_the_moment(
    s3_server: Server, gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    iam, bucket, said = s3_server.client("iam"), s3_server.bucket(), tmp_path / "said.json"
    iam.create_user(UserName=bucket)
    right = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [right]})
    iam.put_user_policy(UserName=bucket, PolicyName="all", PolicyDocument=policy)

    def renew() -> str:
        key = iam.create_access_key(UserName=bucket)["AccessKey"]
        soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()  # so soon that boto3 asks for others each time
        names = {"AccessKeyId": key["AccessKeyId"], "SecretAccessKey": key["SecretAccessKey"]}
        said.write_text(json.dumps({"Version": 1, "Expiration": soon, **names}))
        return str(key["AccessKeyId"])

    (tmp_path / "config").write_text(f"[profile ours]\ncredential_process = cat {said}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    store = S3Store(Bucket(bucket, gate.endpoint, profile="ours"))
    keys = []
    for name in ("a", "b", "c"):
        keys.append(renew())
        put(store, name)
    assert [is_quick(request) for request in gate.asked] == [False, True, True]
    used = [request.headers["authorization"].partition("Credential=")[2].partition("/")[0] for request in gate.asked]
    assert used == keys


# Ways to a store -----------------------------------------------------------------------------------------------------


@dataclass
class Front:
    """What takes every put, and counts who connects. With `hangs_up` it ends each connection without a word; it waits
    `pause` seconds after each half megabyte.
    """

    port: int = 0
    hangs_up: bool = False
    pause: float = 0
    asked: list[Request] = field(default_factory=list)
    connections: int = 0


@contextmanager
def front(tls: ssl.SSLContext | None = None, *, hangs_up: bool = False, pause: float = 0) -> Iterator[Front]:
    ours = Front(hangs_up=hangs_up, pause=pause)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            ours.connections += 1

        def do_PUT(self) -> None:
            body = bytearray()
            while more := self.rfile.read(min(1 << 19, int(self.headers["content-length"]) - len(body))):
                body += more
                time.sleep(ours.pause)
            headers = {name.lower(): value for name, value in self.headers.items()}
            ours.asked.append(Request("PUT", self.path, headers, bytes(body)))
            self.send_response(200)
            for name, value in (("ETag", '"1"'), ("x-amz-request-id", "1"), ("Content-Length", "0")):
                self.send_header(name, value)
            self.end_headers()
            self.close_connection = ours.hangs_up

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # a client that did not trust us

    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        ours.port = server.server_port
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield ours
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.usefixtures("s3_server")  # its credentials
def test_connections_are_kept() -> None:
    with front() as place:
        store = S3Store(Bucket("library", f"http://127.0.0.1:{place.port}"))
        for number in range(9):
            put(store, str(number))
        assert sum(map(is_quick, place.asked)) == 8
        assert place.connections == 2, "that of boto3, and ours"


@pytest.mark.usefixtures("s3_server")
def test_a_connection_that_ended_meanwhile_costs_nothing_but_another() -> None:
    with front(hangs_up=True) as place:
        store = S3Store(Bucket("library", f"http://127.0.0.1:{place.port}"))
        for number in range(5):
            put(store, str(number))
        assert [request.target for request in place.asked] == [f"/library/{number}" for number in range(5)]


@pytest.mark.usefixtures("s3_server")
def test_a_slow_line_is_no_dead_one() -> None:
    """As long as something arrives, the whole may take longer than an answer may."""
    import boto3
    from botocore.config import Config

    with front() as place:
        patience = Config(s3={"addressing_style": "path"}, read_timeout=1)
        where = f"http://127.0.0.1:{place.port}"
        quick = Quick(boto3.client("s3", endpoint_url=where, config=patience, region_name="eu-1"))
        quick.put_object(Bucket="library", Key="first", Body=BODY)
        place.pause = 0.04
        quick.put_object(Bucket="library", Key="long", Body=bytes(32 << 20))
        assert [(request.target, is_quick(request)) for request in place.asked] == [
            ("/library/first", False),
            ("/library/long", True),
        ]
        assert place.asked[1].body == bytes(32 << 20)


@pytest.mark.usefixtures("s3_server")
def test_a_bucket_that_is_a_host_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3
    from botocore.config import Config

    here = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *more, **names: here("127.0.0.1", *more, **names))
    with front() as place:
        virtual = Config(s3={"addressing_style": "virtual"})
        client = boto3.client(
            "s3", endpoint_url=f"http://s3.l.example:{place.port}", config=virtual, region_name="eu-1"
        )
        quick = Quick(client)
        for key in ("a", "b"):
            quick.put_object(Bucket="library", Key=key, Body=BODY, **MORE)
        assert [is_quick(request) for request in place.asked] == [False, True]
        assert [request.target for request in place.asked] == ["/a", "/b"]
        assert {request.headers["host"] for request in place.asked} == {f"library.s3.l.example:{place.port}"}
        assert all("/eu-1/s3/aws4_request" in request.headers["authorization"] for request in place.asked)


@pytest.mark.usefixtures("s3_server")
def test_through_a_proxy_boto3_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with front() as proxy, front() as place:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "")
        where = f"http://127.0.0.1:{place.port}"
        store = S3Store(Bucket("library", where))
        for key in ("a", "b"):
            put(store, key)
        assert [request.target for request in proxy.asked] == [f"{where}/library/{key}" for key in "ab"]
        assert not any(map(is_quick, proxy.asked))
        assert place.asked == []


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, which signs itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *made],
        check=True,
        capture_output=True,
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.usefixtures("s3_server")
def test_who_is_trusted_is_what_boto3_was_told(authority: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority)
    with front(context) as place:
        bucket = Bucket("library", f"https://127.0.0.1:{place.port}")
        with pytest.raises(StoreError, match="Nothing answers"):
            put(S3Store(bucket), "a")
        monkeypatch.setenv("AWS_CA_BUNDLE", str(authority[0]))
        store = S3Store(bucket)
        for key in ("a", "b"):
            put(store, key)
        assert [is_quick(request) for request in place.asked] == [False, True]
        assert [request.headers["x-amz-content-sha256"] for request in place.asked] == [sha256(BODY)] * 2
        assert {request.headers["x-amz-checksum-sha256"] for request in place.asked} == {MORE["ChecksumSHA256"]}

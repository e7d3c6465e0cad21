"""An S3 API on loopback that tests start themselves, and a gate before it that counts, fails and loses answers.

The server judges signatures, rights and bucket policies as the real ones do, so an anonymous reader sees what the
bucket's policy lets him see.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.machine import PATIENCE

_SERVER = (
    "uvicorn", "ministack.app:app", "--host", "127.0.0.1", "--http", "httptools", "--lifespan", "on",
    "--log-level", "critical", "--no-access-log", "--no-date-header", "--no-server-header", "--no-proxy-headers",
    "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "1",
)  # fmt: skip
"""The server as its own command would start it, under a parser in C: its answers cost half as much."""
KEY, SECRET, REGION = "test", "test", "us-east-1"
_numbers = count(1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """The running server."""

    port: int
    users: bool = True
    """Whether it has users and roles to whom rights are given."""
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str = "s3") -> Any:
        """A client with every right; made once, as that takes a while."""
        if service != "s3" and not self.users:
            pytest.skip(f"this server knows no {service.upper()}")
        if service not in self._clients:
            self._clients[service] = self._client(service)
        return self._clients[service]

    def _client(self, service: str) -> Any:
        import boto3
        from botocore.config import Config

        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.endpoint,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name=REGION,
            config=Config(s3={"addressing_style": "path"}),
        )

    def bucket(self, *public: str, listing: bool = False) -> str:
        """A new bucket, of which everybody may read what lies below the prefixes `public`."""
        name, client = f"library-{next(_numbers)}", self.client()
        client.create_bucket(Bucket=name)
        self.open_to_all(name, *public, listing=listing)
        return name

    def open_to_all(self, name: str, *public: str, listing: bool = False) -> None:
        """Let everybody read what lies below these prefixes; with `listing`, see what is not there (404, not 403)."""
        client = self.client()
        client.delete_public_access_block(Bucket=name)
        if not public:
            client.delete_bucket_policy(Bucket=name)
            return
        where = [f"arn:aws:s3:::{name}/{prefix}*" for prefix in public]
        statements = [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": where}]
        if listing:
            bucket = f"arn:aws:s3:::{name}"
            statements.append({"Effect": "Allow", "Principal": "*", "Action": "s3:ListBucket", "Resource": [bucket]})
        client.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))

    def objects(self, bucket: str, prefix: str = "") -> dict[str, bytes]:
        """Everything below a prefix, by key without it."""
        pages = self.client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            return {key.removeprefix(prefix): self._bytes(connection, f"/{bucket}/{quote(key)}") for key in keys}

    def _bytes(self, connection: http.client.HTTPConnection, path: str) -> bytes:
        """An object, signed for and asked for over one connection: a client takes five times as long."""
        from botocore.auth import S3SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        request = AWSRequest("GET", f"{self.endpoint}{path}")
        S3SigV4Auth(Credentials(KEY, SECRET), "s3", REGION).add_auth(request)
        connection.request("GET", path, headers=dict(request.headers))
        answer = connection.getresponse()
        data = answer.read()
        assert answer.status == 200, (path, answer.status, data)
        return data


@contextlib.contextmanager
def environment() -> Iterator[None]:
    """The credentials that reach a server, where boto3 looks for them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }.items():
            patch.setenv(name, value)
        yield


@contextlib.contextmanager
def served() -> Iterator[Server]:
    """The server, with the credentials that reach it in the environment, where boto3 looks for them."""
    server = Server(free_port())
    settings = {
        "AUTH": "true",
        "GATEWAY_PORT": str(server.port),
        "LOG_LEVEL": "ERROR",
        "SERVICES": "s3,iam,sts",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *_SERVER, "--port", str(server.port)],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with environment():
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the S3 server ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1):
            return
        time.sleep(0.05)
    pytest.fail("the S3 server does not answer")


@dataclass(frozen=True)
class Request:
    """What a client asked. `key` is what comes after the bucket."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.target.partition("?")[0].lstrip("/").partition("/")[2]

    @property
    def signed(self) -> bool:
        return "authorization" in self.headers


@dataclass(frozen=True)
class Answer:
    """What the gate says instead of the server. `LOST` says nothing: the connection ends. `CUT`, as what follows on the
    server's answer, ends in the middle of it.
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


LOST, CUT = Answer(0), Answer(-1)
Rule = Callable[[Request], Answer | None]


def error(status: int, code: str, message: str = "No.") -> Answer:
    """An error as S3 words it."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    return Answer(status, body, {"content-type": "application/xml", "x-amz-request-id": "1"})


_PAGE = b"<!doctype html><title>Sign in</title><p>Welcome to this network"
_XHTML = b"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>Sign in</title></head><body/></html>"
_HTML = {"content-type": "text/html; charset=utf-8"}
FAULTS: dict[str, tuple[Answer, str]] = {
    "asked too often": (error(429, "TooManyRequests"), "failing or too busy (TooManyRequests); asked"),
    "asked too often, without a word": (Answer(429), "failing or too busy (429); asked"),
    "told to slow down": (error(503, "SlowDown"), "failing or too busy (SlowDown); asked"),
    "an error inside": (error(500, "InternalError"), "failing or too busy (InternalError); asked"),
    "a bad gateway": (Answer(502, b"<html>bad gateway</html>", _HTML), "failing or too busy (502); asked"),
    "a gateway that waits in vain": (Answer(504, _XHTML, _HTML), "failing or too busy (504); asked"),
    "an edge that waits in vain": (Answer(524, _PAGE, _HTML), "failing or too busy (524); asked"),
    "bytes that changed on their way": (error(400, "BadDigest"), "was not what was sent (BadDigest); asked"),
    "a page in place of the store": (Answer(200, _PAGE, _HTML), "does not speak as an S3 API does"),
    "a page that is XML": (Answer(200, _XHTML, _HTML), "does not speak as an S3 API does"),
    "a page with a tag": (Answer(200, _PAGE, {**_HTML, "etag": '"1"'}), "does not speak as an S3 API does"),
    "no answer": (LOST, "Nothing answers for"),
    "half an answer": (CUT, "is cut again and again"),
}
"""What goes wrong on the way to a store and is over in a moment: the answer, and what is said where it stays."""


@dataclass
class Gate:
    """A proxy before the server. `before` may answer in its stead; `after` may change what it answered."""

    port: int
    asked: list[Request] = field(default_factory=list)
    before: Rule = lambda _request: None
    after: Rule = lambda _request: None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self) -> int:
        """How many signed requests came since the last count."""
        found = [request for request in self.asked if request.signed]
        self.asked.clear()
        return len(found)


@contextlib.contextmanager
def gate(server: Server) -> Iterator[Gate]:
    """A gate before the server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            ours.asked.append(request)
            answer = ours.before(request)
            if answer is None:
                answer = _forwarded(server, request)
                changed = ours.after(request)
                answer = _half(answer) if changed is CUT else changed or answer
            self._say(answer)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass  # noqa: N815 - the names that http.server calls

        def _say(self, answer: Answer) -> None:
            if answer.status == 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response_only(answer.status)
            length = {} if "content-length" in answer.headers else {"content-length": str(len(answer.body))}
            for name, value in {**answer.headers, **length}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            if len(answer.body) < int(answer.headers.get("content-length", 0)) and self.command != "HEAD":
                self.close_connection = True

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
            pass

    class Front(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # a client that went away

    with Front(("127.0.0.1", 0), Handler) as front:
        ours = Gate(front.server_port)
        thread = threading.Thread(target=front.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield ours
        finally:
            front.shutdown()
            thread.join()


def _half(answer: Answer) -> Answer:
    """An answer that promises more than comes."""
    return Answer(answer.status, answer.body[: len(answer.body) // 2], answer.headers)


def _forwarded(server: Server, request: Request) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        headers = {n: v for n, v in request.headers.items() if n not in ("connection", "expect")}
        connection.request(request.method, request.target, request.body, headers)
        found = connection.getresponse()
        data = found.read()
        kept = {n.lower(): v for n, v in found.getheaders() if n.lower() not in ("connection", "transfer-encoding")}
        if request.method != "HEAD":
            kept["content-length"] = str(len(data))
        return Answer(found.status, data, kept)
    finally:
        connection.close()

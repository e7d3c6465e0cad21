"""The website endpoint of a bucket, as S3 documents it, in front of a server that has none.

It maps index documents, redirects a directory without its slash, follows the redirect of an object, and answers with
the error document. It has no credentials: what it serves, anybody may read.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import httpx

from tests.support import web
from tests.support.s3 import Server

PASSED = ("content-type", "cache-control", "content-range", "accept-ranges", "etag", "access-control-allow-origin")


@dataclass(frozen=True)
class Website:
    """A running endpoint; `base_url` is that of the public prefix."""

    base_url: str

    def get(self, path: str, **headers: str) -> httpx.Response:
        return web.get(self.base_url + path, headers=headers, follow_redirects=False)


@contextlib.contextmanager
def website(server: Server, bucket: str, prefix: str = "", port: int = 0) -> Iterator[Website]:
    """The website of a whole bucket, with `404.html` below the prefix as error document."""
    root = f"{server.endpoint}/{bucket}/"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            path = unquote(self.path.partition("?")[0]).lstrip("/")
            headers = {n: v for n in ("Range", "Origin") if (v := self.headers.get(n))}
            key = f"{path}index.html" if path.endswith("/") or not path else path
            found = pages.get(root + key, headers=headers)
            if leads := found.headers.get("x-amz-website-redirect-location"):
                self._say(301, {"location": leads}, b"")
            elif found.status_code in (200, 206):
                self._say(found.status_code, {n: v for n in PASSED if (v := found.headers.get(n))}, found.content)
            elif not path.endswith("/") and pages.get(f"{root}{path}/index.html").status_code == 200:
                self._say(302, {"location": f"/{path}/"}, b"")
            else:
                missing = pages.get(f"{root}{prefix}404.html")
                self._say(found.status_code, {"content-type": "text/html; charset=utf-8"}, missing.content)

        do_GET = do_HEAD = _answer  # noqa: N815 - the names that http.server calls

        def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
            pass

    with httpx.Client(timeout=30) as pages, ThreadingHTTPServer(("127.0.0.1", port), Handler) as front:
        front.daemon_threads = True
        thread = threading.Thread(target=front.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield Website(f"http://127.0.0.1:{front.server_port}/{prefix}")
        finally:
            front.shutdown()
            thread.join()

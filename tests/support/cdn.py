"""The APIs by which CloudFront and Cloudflare are told what to forget, on loopback: as strict as the real ones where
their documents say what they refuse.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from lxml import etree

DISTRIBUTION, ZONE, TOKEN = "E2EXAMPLE0ABCD", "0123456789abcdef0123456789abcdef", "a-token-of-ours"
HOST = "library.example"
NAMESPACE = "{http://cloudfront.amazonaws.com/doc/2020-05-31/}"
_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=\w+/\d{8}/us-east-1/cloudfront/aws4_request, SignedHeaders=.*host.*")
_ONE = {"files": "file", "prefixes": "prefix"}
_UNSAFE = re.compile(r'[^\x21-\x7e]|["<>#{}|\\^`\[\]]|%(?![0-9A-F]{2})')


@dataclass
class Cdn:
    """What was forgotten, by each request that was taken. `fails` are the statuses of the next answers, `denies`
    whoever asks has no right to.
    """

    url: str = ""
    forgotten: list[list[str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    fails: list[int] = field(default_factory=list)
    denies: bool = False

    def take(self) -> list[list[str]]:
        """What was forgotten since somebody looked."""
        found, self.forgotten = self.forgotten, []
        return found

    def cloudfront(self, path: str, headers: Any, body: bytes) -> tuple[int, str]:
        if not _SIGNED.match(headers.get("authorization", "")):
            return _error(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
        if self.denies:
            return _error(403, "AccessDenied", "User is not authorized to perform: cloudfront:CreateInvalidation")
        if path != f"/2020-05-31/distribution/{DISTRIBUTION}/invalidation":
            return _error(404, "NoSuchDistribution", "The specified distribution does not exist.")
        batch = etree.fromstring(body)
        items = [item.text or "" for item in batch.iter(f"{NAMESPACE}Path")]
        if int(batch.findtext(f"{NAMESPACE}Paths/{NAMESPACE}Quantity", "0")) != len(items):
            return _error(400, "InconsistentQuantities", "The value of Quantity and the size of Items don't match.")
        if wrong := [one for one in items if _UNSAFE.search(one) or "*" in one[:-1] or one[:1] != "/"]:
            self.refused += wrong
            return _error(400, "InvalidArgument", "Your request contains one or more invalid invalidation paths.")
        if len(items) > 3000 or sum(one.endswith("*") for one in items) > 15:
            return _error(400, "TooManyInvalidationsInProgress", "You have exceeded the maximum number allowed.")
        self.references.append(batch.findtext(f"{NAMESPACE}CallerReference", ""))
        self.forgotten.append(items)
        return 201, f"<Invalidation xmlns='{NAMESPACE[1:-1]}'><Id>I1</Id><Status>InProgress</Status></Invalidation>"

    def cloudflare(self, path: str, headers: Any, body: bytes) -> tuple[int, str]:
        if headers.get("authorization") != f"Bearer {TOKEN}" or self.denies:
            return _failed(403, 10000, "Authentication error")
        if path != f"/zones/{ZONE}/purge_cache":
            return _failed(404, 7003, "Could not route to that path, perhaps your object identifier is invalid?")
        asked = json.loads(body)
        if len(asked) != 1 or not next(iter(asked.values())):
            return _failed(400, 1012, "Request must contain one of purge_everything, files, tags, hosts or prefixes")
        ((way, items),) = asked.items()
        hosts = {urlsplit(one if way == "files" else f"//{one}").netloc for one in items}
        whole = all(one.startswith("https://") == (way == "files") for one in items)
        if hosts != {HOST} or not whole or any(_UNSAFE.search(one) for one in items):
            self.refused += items
            return _failed(400, 1016, "Unable to purge: invalid URL, or one of another zone")
        if len(items) > 30:
            return _failed(400, 1094, "Unable to purge, reached the limit of items in one request")
        self.forgotten.append([f"{_ONE[way]} {one}" for one in items])
        return 200, json.dumps({"success": True, "errors": [], "messages": [], "result": {"id": ZONE}})


@contextmanager
def cdn() -> Iterator[Cdn]:
    here = Cdn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            ask = here.cloudfront if self.path.startswith("/2020") else here.cloudflare
            status, said = (here.fails.pop(0), "") if here.fails else ask(self.path, self.headers, body)
            self.send_response(status)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        here.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield here
        finally:
            server.shutdown()
            thread.join()


def _error(status: int, code: str, message: str) -> tuple[int, str]:
    said = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    return status, f"<ErrorResponse xmlns='{NAMESPACE[1:-1]}'>{said}<RequestId>1</RequestId></ErrorResponse>"


def _failed(status: int, code: int, message: str) -> tuple[int, str]:
    return status, json.dumps({"success": False, "errors": [{"code": code, "message": message}], "result": None})

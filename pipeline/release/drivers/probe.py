"""Asking a public address as a client does: no credentials, no redirect followed, bounded in size and time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipeline.release.looking.look import Reply

TIMEOUT = 15.0
"""Seconds of silence that are waited for."""
PATIENCE = 4
"""How many times that a whole answer may take: one that drips is none."""
LIMIT, AT_ONCE = 16 << 20, 1 << 16


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer like others."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


class Http:
    """HTTP and HTTPS by the standard library."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._opener = build_opener(_Stay)
        self._opener.addheaders = [("User-Agent", "pipeline"), ("Accept-Encoding", "identity")]

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        if not url.lower().startswith(("http://", "https://")):
            return Reply(0, failure="this is no address of the web")
        request = Request(url, method=method, headers=dict(headers or {}))  # noqa: S310 - its scheme is seen above
        try:
            with self._open(request) as answer:
                return self._reply(answer)
        except URLError as error:
            return Reply(0, failure=str(getattr(error.reason, "strerror", None) or error.reason))
        except (OSError, HTTPException) as error:
            return Reply(0, failure=str(error) or type(error).__name__)

    def _open(self, request: Request) -> Any:
        """The answer of the server, whatever its status."""
        try:
            return self._opener.open(request, timeout=self._timeout)
        except HTTPError as error:
            return error

    def _reply(self, answer: Any) -> Reply:
        found = {name.lower(): value for name, value in answer.headers.items()}
        until, body = time.monotonic() + PATIENCE * self._timeout, bytearray()
        while len(body) < LIMIT and (some := answer.read1(AT_ONCE)):
            body += some
            if time.monotonic() > until:
                raise TimeoutError("the answer does not come to its end")
        return Reply(answer.status, found, bytes(body[:LIMIT]))

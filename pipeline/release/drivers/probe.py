"""Asking a public address as a client does: no credentials, no redirect followed, bounded."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipeline.release.look import Reply

TIMEOUT = 15.0
LIMIT = 16 << 20


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
        if not url.startswith(("http://", "https://")):
            return Reply(0, failure="this is no address of the web")
        request = Request(url, method=method, headers=dict(headers or {}))  # noqa: S310 - its scheme is seen above
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return _reply(answer, answer.status)
        except HTTPError as error:
            with error:
                return _reply(error, error.code)
        except URLError as error:
            return Reply(0, failure=str(getattr(error.reason, "strerror", None) or error.reason))
        except (OSError, HTTPException) as error:
            return Reply(0, failure=str(error) or type(error).__name__)


def _reply(answer: Any, status: int) -> Reply:
    found = {name.lower(): value for name, value in answer.headers.items()}
    return Reply(status, found, answer.read(LIMIT))

"""Sending announcements: no redirect followed, bounded in time, and no secret in what is said of it.

An endpoint is named by people we know, and may be on a private network. No answer of one leads anywhere: a redirect is
a failure, as Standard Webhooks has it.
"""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.client import HTTPException
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipeline.announce.endpoints import Delivery, signed

TIMEOUT = 20.0
"""Seconds for a whole delivery, names looked up and all."""
_WHY: Mapping[int, str] = {
    401: "; look at its token or secret",
    403: "; look at its token or secret",
    404: "; look at its address",
    410: ": it wants no more; remove it from the settings",
}


class _Refused(Exception):
    """What is said of a failure: words of ours alone, since an address, a header or an answer may hold a secret."""


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer like others."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


class Http:
    """HTTP and HTTPS by the standard library, the clock, and secrets from the environment."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._opener = build_opener(_Stay)
        self._opener.addheaders = [("User-Agent", "pipeline")]

    def now(self) -> datetime:
        return datetime.now(UTC)

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def send(self, delivery: Delivery) -> str:
        try:
            request = _request(delivery, self.now())
        except _Refused as refused:
            return str(refused)
        return _within(self._timeout, lambda: self._answered(request))

    def _answered(self, request: Request) -> str:
        try:
            with self._open(request) as answer:
                return _judged(answer.status)
        except TimeoutError:
            return _silent(self._timeout)
        except (OSError, HTTPException, ValueError) as error:
            return _reason(error, self._timeout)

    def _open(self, request: Request) -> Any:
        """The answer, whatever its status."""
        try:
            return self._opener.open(request, timeout=self._timeout)
        except HTTPError as error:
            return error


def _request(delivery: Delivery, now: datetime) -> Request:
    """The request, with what the environment adds. Raises `_Refused`."""
    if not delivery.url.lower().startswith(("http://", "https://")):
        raise _Refused("its address is none of the web")
    headers = dict(delivery.headers)
    if delivery.token_env:
        headers["authorization"] = _variable(delivery.token_env)
    if delivery.secret_env:
        try:
            headers |= signed(delivery, _variable(delivery.secret_env), now)
        except ValueError as error:
            raise _Refused(f"`{delivery.secret_env}` holds no secret: {error}") from None
    data = delivery.body if delivery.method == "POST" else None
    return Request(delivery.url, data, headers, method=delivery.method)  # noqa: S310 - its scheme is seen above


def _variable(name: str) -> str:
    """What the environment says, without the line end that files of secrets have. Raises `_Refused`."""
    value = os.environ.get(name, "").strip()  # a secret that a runner lacks is the empty text there
    if not value:
        raise _Refused(f"the variable `{name}` of the environment is not set")
    if not value.isprintable() or not value.isascii():
        raise _Refused(f"the variable `{name}` of the environment is no text for a header")
    return value


def _judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"it leads elsewhere ({status}), where nobody follows; write its new address into the settings"
    return f"it answered {status}{_WHY.get(status, '')}"


def _silent(seconds: float) -> str:
    return f"it did not answer within {seconds:g} seconds"


def _reason(error: Exception, seconds: float) -> str:
    """Why nothing was answered; texts of errors are not told, but for those of the system."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return _silent(seconds)
    if isinstance(cause, ssl.SSLError):
        return "no safe connection comes about (TLS); look at its certificate"
    if isinstance(cause, OSError) and cause.strerror:
        return f"it can't be reached ({cause.strerror})"
    return "what it answers is not HTTP"


def _within(seconds: float, work: Callable[[], str]) -> str:
    """What came of work, or that it took too long: an answer that drips resets every timeout but this one."""
    said: list[str] = []
    thread = Thread(target=lambda: said.append(work()), daemon=True)
    thread.start()
    thread.join(seconds)
    return said[0] if said else _silent(seconds)

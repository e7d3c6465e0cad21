"""Cloudflare's API over HTTP: no redirect followed, bounded in time, and its token in no message."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipeline.edge import cloudflare
from pipeline.edge.edge import EdgeError
from pipeline.edge.stale import Stale
from pipeline.problems import Finding

ENDPOINT = "https://api.cloudflare.com/client/v4"
TIMEOUT = 20.0
"""Seconds of silence that are waited for."""
PAUSES = (1.0, 4.0)
"""Seconds before what it was too busy for is asked again."""
LIMIT = 1 << 20
_BUSY = (429, 500, 502, 503, 504)
_UNKNOWN = {7000, 7003}
"""Its codes for an address, and so a zone, that it does not know."""


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer like others: a token goes nowhere else."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


class Cloudflare:
    """A zone whose readers come by `base_url`."""

    def __init__(
        self,
        zone: str,
        token_env: str,
        base_url: str,
        *,
        endpoint: str = "",
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._zone, self._token_env, self._base_url = zone, token_env, base_url
        self._url = f"{(endpoint or ENDPOINT).rstrip('/')}/zones/{zone}/purge_cache"
        self._pause = pause
        self._opener = build_opener(_Stay)

    @property
    def label(self) -> str:
        return f"Cloudflare zone `{self._zone[:6]}…`"

    def parts(self, stale: Stale) -> Iterator[Stale]:
        return cloudflare.parts(stale)

    def tell(self, part: Stale, reference: str) -> None:
        body = cloudflare.body(part, self._base_url)
        status, errors = self._asked(body)
        for pause in PAUSES:
            if status in _BUSY:
                self._pause(pause)
                status, errors = self._asked(body)
        if status != 200 or errors:
            raise self._refused(status, errors)

    def examine(self) -> tuple[Finding, ...]:
        """Ask to purge nothing, which it must refuse; who has no right is told so before."""
        try:
            status, errors = self._asked({"files": []})
            if status in (401, 403) or status in _BUSY or not 200 <= status < 500 or _UNKNOWN & errors.keys():
                raise self._refused(status, errors)
        except EdgeError as error:
            return (Finding(False, self.label, error.message.removeprefix(f"{self.label}: "), error.hint),)
        return (Finding(True, self.label, "takes purges"),)

    def _asked(self, body: Mapping[str, Any]) -> tuple[int, dict[int, str]]:
        """The status of the answer, and what it names as errors. Raises `EdgeError` when none came."""
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        request = Request(self._url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - of the settings
        try:
            with self._open(request) as answer:
                return answer.status, _errors(answer.read(LIMIT))
        except (OSError, HTTPException, ValueError) as error:
            cause = error.reason if isinstance(error, URLError) else error
            said = getattr(cause, "strerror", None) or type(cause).__name__
            raise EdgeError(f"{self.label}: nothing answers ({said}).") from None

    def _open(self, request: Request) -> Any:
        """The answer, whatever its status."""
        try:
            return self._opener.open(request, timeout=TIMEOUT)
        except HTTPError as error:
            return error

    def _token(self) -> str:
        token = os.environ.get(self._token_env, "").strip()  # a secret that a runner lacks is the empty text there
        if not token or not token.isprintable() or not token.isascii():
            said = "is not set" if not token else "holds no token"
            raise EdgeError(
                f"{self.label}: the variable `{self._token_env}` of the environment {said}.",
                "Set it where `pipeline publish` runs: a token with the right *Cache Purge* for this zone.",
            )
        return token

    def _refused(self, status: int, errors: Mapping[int, str]) -> EdgeError:
        said = "; ".join(f"{text} ({code})" for code, text in sorted(errors.items())) or "it gave no reason"
        if _UNKNOWN & errors.keys() or status == 404:
            return EdgeError(
                f"{self.label}: there is no such zone: {said}.", "Mend `zone` of the CDN in `pipeline.toml`."
            )
        if status in (401, 403):
            hint = f"Give the token of `{self._token_env}` the right *Cache Purge* for this zone, or renew it."
            return EdgeError(f"{self.label}: it refuses the token: {said}.", hint)
        if status in _BUSY:
            return EdgeError(f"{self.label}: it is failing or asked too often (status {status}).")
        return EdgeError(f"{self.label}: it would not (status {status}): {said}.")


def _errors(data: bytes) -> dict[int, str]:
    """What an answer names as errors: by its words alone, cut short, as it may repeat anything."""
    try:
        plain = json.loads(data)
        if plain["success"] is True:
            return {}
        return {int(one["code"]): str(one["message"])[:200] for one in plain["errors"]} or {0: "no success"}
    except (KeyError, TypeError, ValueError):
        return {0: "what answers is not Cloudflare's API"}

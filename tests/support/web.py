"""Asking over HTTP as `httpx.get` does, whose every call reads all certificates of the machine: ten times the rest."""

from __future__ import annotations

import httpx

_CLIENT = httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))  # a connection for each, as there

get, head, request = _CLIENT.get, _CLIENT.head, _CLIENT.request

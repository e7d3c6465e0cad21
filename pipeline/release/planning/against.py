"""What is public, held against a library before it is built: which of its pages would lead nowhere.

It is asked of a target's state, or, by whoever has no credentials, of the public catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from pipeline.model import urls
from pipeline.model.addresses import Addresses
from pipeline.model.artifact import Manifest
from pipeline.problems import Place, Problem
from pipeline.release.looking.look import Client
from pipeline.release.planning.abandoned import is_page
from pipeline.release.state.errors import TargetError

Heir = Callable[[str, str], str | None]
"""From an address and what was known of it, its file or its title, to the file of the entry that people look for."""


def pages_of(manifest: Manifest) -> dict[str, str]:
    """The addresses of the pages of entries in a release, each with the file that it was made from."""
    return {urls.asked_for(a.path): a.source for a in manifest.artifacts.values() if is_page(a)}


def catalogue(url: str) -> str:
    """The address of the catalogue of a site; `url` is that of the site, or of its catalogue."""
    return url if url.endswith(".json") else urls.absolute(url, urls.CATALOG)


def pages_at(client: Client, url: str) -> dict[str, str]:
    """The addresses of the pages that a public catalogue names, each with its title. `url` is that of a site, or of its
    catalogue. Raises `TargetError` when there is none.
    """
    where = catalogue(url)
    hint = "name the address of a library that this program published, or a target of `pipeline.toml`"
    try:
        reply = client.ask(where)
    except ValueError as error:  # an address that can't be read
        raise TargetError(f"`{url}` is no address: {error}", hint) from None
    try:
        said: Any = json.loads(reply.body) if reply.status == 200 else None
        listed = [one for name in ("entries", "topics", "audiences", "people") for one in said[name]]
        told = {str(one["id"]): str(one.get("title") or one.get("name")) for one in listed}
        return {address: title for address, title in told.items() if urls.is_plain(address)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found = reply.failure or (f"status {reply.status}" if reply.status != 200 else "something else")
        if moved := reply.headers.get("location"):
            found += f"; it leads to {moved}, so name that"
        raise TargetError(f"there is no catalogue at {where}: {found}", hint) from None


def named(client: Client, url: str) -> frozenset[str]:
    """The files of the site at `url` that its catalogue names: pages, sound, pictures. None where there is no
    catalogue.
    """
    reply = client.ask(urls.absolute(url, urls.CATALOG))
    try:
        said: Any = json.loads(reply.body) if reply.status == 200 else None
        below = (unquote(text.removeprefix(url)) for text in _texts(said) if text.startswith(url))
        return frozenset(urls.asked_file(path) for path in below)
    except (ValueError, RecursionError):
        return frozenset()


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def forsaken(pages: Mapping[str, str], claimed: Addresses, heir: Heir) -> tuple[Problem, ...]:
    """Each public page that the library has neither as a page nor as an old address, with the line to paste."""
    return tuple(
        sorted(
            _forsaken(address, heir(address, known))
            for address, known in pages.items()
            if urls.page_file(address) not in claimed.claims
        )
    )


def _forsaken(address: str, heir: str | None) -> Problem:
    line = f"redirect_from: [/{address}]"
    where = f"the front matter of `{heir}`" if heir else "the front matter of the entry that people shall find"
    message = f"the published address `/{address}` would lead nowhere, and people may hold it"
    return Problem(Place(heir or "content"), message, f"write `{line}` into {where}", "abandoned-address")

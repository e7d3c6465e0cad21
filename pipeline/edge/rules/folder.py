"""`_headers` and `_redirects`, which static hosts read in the folder that they are given.

<https://docs.netlify.com/manage/routing/headers/>, <https://developers.cloudflare.com/pages/configuration/headers/>
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from pipeline.edge.rules.patterns import in_few
from pipeline.edge.rules.site import NOT_SENT, Ruled, Usual, address, moved, root, served
from pipeline.model.artifact import Artifact, Manifest

HEADERS, REDIRECTS = "_headers", "_redirects"
_PAGES_RULES: Final = 100
_PAGES_REDIRECTS: Final = 2000
_PAGES_BYTES: Final = 25 << 20
_PAGES_FILES: Final = 20_000
_NETLIFY_REDIRECTS: Final = 10_000


def netlify(manifest: Manifest, _usual: Usual) -> Ruled:
    """Rules for Netlify. A file at an old address would win over a redirect without `!`."""
    leads, notes = moved(manifest), []
    if len(leads) > _NETLIFY_REDIRECTS:
        notes.append(f"{len(leads)} old addresses lead on; Netlify asks for less than {_NETLIFY_REDIRECTS} redirects")
    files = {HEADERS: _headers(_said(manifest)), REDIRECTS: _redirects(leads, "301!")}
    return Ruled(files, tuple(notes))


def cloudflare_pages(manifest: Manifest, _usual: Usual) -> Ruled:
    """Rules for Cloudflare Pages, and what it takes no more of. What it does not read leads on by its own page."""
    leads, said = moved(manifest), _said(manifest)
    notes = []
    if len(leads) > _PAGES_REDIRECTS:
        notes.append(f"{len(leads)} old addresses lead on; Cloudflare Pages reads {_PAGES_REDIRECTS} redirects")
        leads = dict(list(leads.items())[:_PAGES_REDIRECTS])
    if len(said) > _PAGES_RULES:
        notes.append(f"the headers take {len(said)} rules; Cloudflare Pages reads {_PAGES_RULES}")
        said = dict(list(said.items())[:_PAGES_RULES])
    files = list(manifest.artifacts.values())
    if len(files) > _PAGES_FILES:
        notes.append(f"the site has {len(files)} files; Cloudflare Pages takes {_PAGES_FILES} without charge")
    if large := [one.path for one in files if one.size > _PAGES_BYTES]:
        notes.append(f"{len(large)} files are larger than 25 MiB, which Cloudflare Pages refuses, such as `{large[0]}`")
    return Ruled({HEADERS: _headers(said), REDIRECTS: _redirects(leads, "301")}, tuple(notes))


def _said(manifest: Manifest) -> dict[str, dict[str, str]]:
    """The headers to be said, by pattern."""
    start = root(manifest)
    said = {f"{start}/{quote(address(one.path))}": _told(one) for one in served(manifest)}
    return {str(pattern): headers for pattern, headers in in_few(said, start).items()}


def _told(artifact: Artifact) -> dict[str, str]:
    """The headers of a file but for those that such hosts send by themselves: they know pages, and empty their caches
    with each folder that they are given, so that nothing else need be asked for again after minutes.
    """
    page = artifact.headers.get("content-type", "").startswith("text/html")
    return {
        name: value
        for name, value in artifact.headers.items()
        if name not in NOT_SENT
        and not (page and name == "content-type")
        and not (name == "cache-control" and value == _SHORT)
    }


_SHORT: Final = "public, max-age=300"


def _headers(said: Mapping[str, Mapping[str, str]]) -> str:
    return _text(line for address, headers in said.items() for line in _rule(address, headers))


def _rule(address: str, headers: Mapping[str, str]) -> Iterable[str]:
    return (address, *(f"  {name}: {value}" for name, value in sorted(headers.items())))


def _redirects(leads: Mapping[str, str], status: str) -> str:
    return _text(f"{old} {new} {status}" for old, new in leads.items())


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in ("# Made with each build; changes are lost.", *lines))

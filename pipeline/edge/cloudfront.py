"""What CloudFront is told: the paths of an invalidation, as its API takes them.

<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlsplit

from pipeline.edge.stale import Stale

MOST: Final = 3000
"""Paths that may be on their way at a time, and so in one request."""
MOST_WILDCARDS: Final = 15
_FILES: Final = (MOST - 2 * MOST_WILDCARDS) // 6
"""Files in one request: a page has three addresses, and each may have two spellings."""
_PLAIN: Final = "/;?:@=&$-_.+!'(),~"
"""What is written as it is: the characters of ASCII that RFC 1738 calls safe or reserved. A `*` would be a wildcard."""


def parts(stale: Stale) -> Iterator[Stale]:
    """The same in parts, each of which is one request."""
    files, folders = sorted(stale.files), sorted(stale.folders)
    while files or folders:
        yield Stale(frozenset(files[:_FILES]), frozenset(folders[:MOST_WILDCARDS]))
        files, folders = files[_FILES:], folders[MOST_WILDCARDS:]


def paths(part: Stale, base_url: str) -> tuple[str, ...]:
    """The paths of one request, sorted: from the root of the distribution, below that of `base_url`."""
    root = urlsplit(base_url).path.rstrip("/")
    found = {spelled for address in part.addresses() for spelled in _spelled(f"{root}/{address}")}
    for folder in part.folders:
        found |= {f"{_quoted(f'{root}/{folder}')}*", *((_quoted(f"{root}/{folder.rstrip('/')}"),) if folder else ())}
    return tuple(sorted(found))


def _spelled(path: str) -> tuple[str, ...]:
    """RFC 1738 finds `~` unsafe, and browsers send it as it is."""
    plain = _quoted(path)
    return (plain, plain.replace("~", "%7E")) if "~" in plain else (plain,)


def _quoted(path: str) -> str:
    return quote(path, safe=_PLAIN)

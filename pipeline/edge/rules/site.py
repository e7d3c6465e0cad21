"""What all rules are made of: the files of a release with their headers, where old addresses lead, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from pipeline.model import urls
from pipeline.model.artifact import Artifact, Manifest

Usual = Callable[[str], str]
"""The type that a path has by its name."""
NOT_SENT = frozenset({"content-encoding", "location"})
"""Headers that are no rule: one follows from the bytes, the other is a redirect."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """Files of rules by name, and what a host will not take, in words."""

    files: Mapping[str, str]
    notes: tuple[str, ...] = field(default=())


Host = Callable[[Manifest, Usual], Ruled]


def root(manifest: Manifest) -> str:
    """The path below which the site lies, without slash at its end: "" for a host of its own."""
    return urlsplit(manifest.base_url).path.rstrip("/")


def served(manifest: Manifest) -> Iterator[Artifact]:
    """The files that are sent under their own address with headers of their own, by path."""
    for artifact in manifest.artifacts.values():
        if not artifact.beside and "location" not in artifact.headers:
            yield artifact


def moved(manifest: Manifest) -> dict[str, str]:
    """Old address → where it leads, both from the root of the host and quoted: feeds first, which apps ask for."""
    start, length = root(manifest), len(manifest.base_url.rstrip("/"))
    found = {
        f"{start}/{quote(address(artifact.path))}": f"{start}{artifact.headers['location'][length:]}"
        for artifact in manifest.artifacts.values()
        if "location" in artifact.headers
    }
    return dict(sorted(found.items(), key=lambda pair: (not urls.is_feed(pair[0]), pair[0])))


def gone(manifest: Manifest) -> list[str]:
    """The addresses of what was withdrawn, from the root of the host and quoted: feeds first."""
    found = (f"{root(manifest)}/{quote(one)}" for one in manifest.gone)
    return sorted(found, key=lambda one: (not urls.is_feed(one), one))


def address(path: str) -> str:
    """Where a file is asked for: a page at its directory."""
    return urls.asked_for(path)

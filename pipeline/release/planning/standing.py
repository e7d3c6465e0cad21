"""One path of a release: which one somebody means, and how it stands on the target."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from pipeline.model import urls
from pipeline.model.artifact import Artifact, Manifest, unhashed
from pipeline.release.state.history import ReleaseInfo
from pipeline.release.state.target import TargetState


class Verdict(StrEnum):
    """What the target has under a path, beside what was built."""

    SAME = "the same bytes"
    HEADERS = "the same bytes with other headers"
    OTHER = "other bytes"
    SUPERSEDED = "superseded"
    LEFT = "no longer made"
    ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a path stands on the target: what it has (`held`), which release brought those bytes, and, for a superseded
    file, since when it has had no name. `earliest` is true where an older release, no longer kept, may have brought it.
    """

    verdict: Verdict
    held: Artifact | None = None
    brought_by: ReleaseInfo | None = None
    earliest: bool = False
    since: datetime | None = None


def find(asked: str, paths: Collection[str], bases: Iterable[str], folders: Iterable[str] = ()) -> str | None:
    """The path that somebody means: as it is, without `index.html`, as a full address below one of `bases`, as a file
    below one of `folders` on this disk, or without the digest in its name.
    """
    plain = _plain(asked, bases, folders)
    if plain is None:
        return None
    candidates = (plain, urls.page_file(plain), f"{plain}/{urls.INDEX}") if plain else (urls.page_file(""),)
    found = next((candidate for candidate in candidates if candidate in paths), None)
    return found or next((path for path in sorted(paths) if plain in (unhashed(path), path)), None)


def _plain(asked: str, bases: Iterable[str], folders: Iterable[str]) -> str | None:
    if "://" in asked:
        for base in bases:
            if asked == base.rstrip("/") or asked.startswith(base):
                return unquote(urlsplit(asked[len(base) :]).path)
        return None
    plain = asked.removeprefix("./").lstrip("/")
    for folder in (folder.strip("/") for folder in folders):
        if plain.startswith(f"{folder}/"):
            return plain.removeprefix(f"{folder}/")
    return plain


def standing(
    path: str, built: Artifact | None, state: TargetState, history: Iterable[tuple[ReleaseInfo, Manifest]]
) -> Standing:
    """How `path` stands. `history` are the releases that are kept, the newest first."""
    held = state.manifest.artifacts.get(path) if state.manifest else None
    if held is None:
        return Standing(Verdict.ABSENT)
    brought_by, earliest = _brought_by(held, tuple(history))
    return Standing(_verdict(held, built, state.superseded), held, brought_by, earliest, state.superseded.get(path))


def _verdict(held: Artifact, built: Artifact | None, superseded: Mapping[str, datetime]) -> Verdict:
    if built is None:
        return Verdict.SUPERSEDED if held.path in superseded else Verdict.LEFT
    if held.digest != built.digest:
        return Verdict.OTHER
    return Verdict.SAME if dict(held.headers) == dict(built.headers) else Verdict.HEADERS


def _brought_by(held: Artifact, history: tuple[tuple[ReleaseInfo, Manifest], ...]) -> tuple[ReleaseInfo | None, bool]:
    found, count = None, 0
    for release, manifest in history:
        there = manifest.artifacts.get(held.path)
        if there is None or there.digest != held.digest:
            break
        found, count = release, count + 1
    return found, count == len(history)

"""What caches before a target must forget after a publish."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.model import urls
from pipeline.model.artifact import (
    ENCODED,
    EXPIRED,
    HEADERS,
    NEW,
    Action,
    Artifact,
    Change,
    Manifest,
    Plan,
    canonical,
)

FOLDER: Final = 10
"""From so many files on a folder is told as one, when all of it changed."""
MOST_FOLDERS: Final = 12
"""CloudFront takes 15 wildcards at a time, and some may be on their way."""
MOST: Final = 300
"""Files by name: with the three addresses of a page they stay below the thousand that CloudFront takes in a month
without charge. Above it their folders are told.
"""


@dataclass(frozen=True, slots=True)
class Stale:
    """Files, by their paths, and whole folders, with their `/` ("" is everything)."""

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.files or self.folders)

    def __or__(self, other: Stale) -> Stale:
        folders = self.folders | other.folders
        folders = frozenset(one for one in folders if not any(above in folders for above in _above(one)))
        files = (path for path in self.files | other.files if not any(above in folders for above in _above(path)))
        return Stale(frozenset(files), folders)

    def addresses(self) -> tuple[str, ...]:
        """All under which the files may be asked for, sorted."""
        return tuple(sorted({address for path in self.files for address in addresses(path)}))

    def bounded(self) -> Stale:
        """The same in few words: where there are very many files, the first folders of their paths."""
        found, spare = self, Counter(path.partition("/")[0] for path in self.files if "/" in path)
        for name, _count in spare.most_common():
            if len(found.files) <= MOST:
                break
            found |= Stale(folders=frozenset({f"{name}/"}))
        return EVERYTHING if len(found.files) > MOST or len(found.folders) > MOST_FOLDERS else found

    def to_bytes(self) -> bytes:
        return canonical({"version": 1, "files": sorted(self.files), "folders": sorted(self.folders)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Stale:
        """What `to_bytes` wrote; of what can't be read nothing is known, so everything."""
        try:
            plain = json.loads(data)
            return cls(frozenset(map(str, plain["files"])), frozenset(map(str, plain["folders"])))
        except (KeyError, TypeError, ValueError):
            return EVERYTHING


NOTHING: Final = Stale()
EVERYTHING: Final = Stale(folders=frozenset({""}))


def addresses(path: str) -> tuple[str, ...]:
    """The addresses of a file: a page is asked for by its directory too, with and without slash, as it is spoken."""
    if path == urls.INDEX:
        return ("", urls.INDEX)
    if path.endswith(f"/{urls.INDEX}"):
        folder = path.removesuffix(urls.INDEX)
        return folder.rstrip("/"), folder, path
    return (path,)


def of(paths: Iterable[str]) -> Stale:
    """These files, whatever they are: for what is taken back, hashed names too."""
    return Stale(frozenset(paths)).bounded()


def changed(plan: Plan) -> Stale:
    """What a plan makes stale: what was public and changes or goes. What is new nobody holds, but for a 404 that a
    cache keeps for seconds; a name that carries the digest of its bytes never gives others. Where nobody knows what was
    public, as before a first publish, it is everything.
    """
    if not plan.before or plan.unrecorded:
        return EVERYTHING
    files = {change.path for change in plan.changes if _is_stale(change, plan)}
    return _in_folders(files, plan.manifest.artifacts).bounded()


def between(before: Manifest, after: Manifest) -> Stale:
    """What a way from one release to another makes stale, as a rollback goes it."""
    held, wanted = before.artifacts, after.artifacts
    files = {p for p, a in held.items() if p not in wanted or (a.digest, dict(a.headers)) != _served(wanted[p])}
    return _in_folders(files, wanted).bounded()


def _served(artifact: Artifact) -> tuple[str, dict[str, str]]:
    return artifact.digest, dict(artifact.headers)


def _is_stale(change: Change, plan: Plan) -> bool:
    if change.path.endswith(tuple(ENCODED.values())):  # nobody asks for a coding by its name
        return False
    if change.action is Action.PUT:
        lasting = plan.manifest.artifacts[change.path].immutable
        known = change.reason == HEADERS or change.path in plan.drifted  # caches may hold what somebody put there
        return known if lasting else change.reason != NEW
    # What was said goes from the caches with its file; old style sheets and parts of the search may stay.
    ours = change.path.startswith((urls.ASSETS, urls.SEARCH))
    return change.action is Action.DELETE and not (ours and change.reason == EXPIRED)


def _in_folders(files: Collection[str], public: Iterable[str]) -> Stale:
    """The same, with the folders in which nothing stands as it did; those with the most files, if there are many."""
    stays = {above for path in public if path not in files for above in _above(path)}
    count = Counter(above for path in files for above in _above(path) if above not in stays)
    tops = {
        one: many for one, many in count.items() if one and not any(above in count for above in _above(one) if above)
    }
    most = Counter({one: many for one, many in tops.items() if many >= FOLDER}).most_common(MOST_FOLDERS)
    return Stale(frozenset(files)) | Stale(folders=frozenset(one for one, _many in most))


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, the innermost first; the last is "", the site."""
    while path:
        path = path.rstrip("/").rpartition("/")[0]
        path = f"{path}/" if path else ""
        yield path

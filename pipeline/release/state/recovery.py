"""A lost state made anew, from what is left: records of releases, what is public, and what its feeds tell.

Pure: the target says what remains, the flow reads feeds and catalogue, and here it becomes one release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pipeline.model.artifact import Artifact, Manifest, by_path
from pipeline.release.state.history import ReleaseInfo, ordered, release_id
from pipeline.release.state.told import Told
from pipeline.release.state.withdrawn import NOTHING, Withdrawn


@dataclass(frozen=True, slots=True)
class Kept:
    """A release whose record can be read."""

    release: ReleaseInfo
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Remains:
    """What can be found out without the state: releases whose records can be read, the `files` of ours that are public
    with their digests, those that are not ours, which parts of the state are broken, whether durable records are there,
    what was taken back, and how a public file is read. `public` is the id of the public release, where the place itself
    says it.
    """

    kept: tuple[Kept, ...] = ()
    files: Mapping[str, Artifact] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    recorded: bool = False
    withdrawn: Withdrawn = NOTHING
    public: str = ""
    read: Callable[[str], bytes] = lambda _path: b""


@dataclass(frozen=True, slots=True)
class Recovery:
    """The state as it shall be: the release that is taken for the public one (None: nothing is public) with its
    manifest, and the others that can be had again. `basis` is the id of the record that it rests on, "" for none;
    `unknown` says what could not be known.
    """

    release: ReleaseInfo | None
    manifest: Manifest
    earlier: tuple[ReleaseInfo, ...] = ()
    basis: str = ""
    unknown: tuple[str, ...] = ()
    withdrawn: Withdrawn = NOTHING


def recovery(remains: Remains, told: Told, site: tuple[str, str], instant: datetime) -> Recovery:
    """The state from what remains. `site` is the library's own address, and that of the target."""
    basis = _basis(remains)
    unknown = tuple(_unknown(remains, told, basis))
    if basis is None and not remains.files:
        return Recovery(None, Manifest(), unknown=unknown, withdrawn=remains.withdrawn)
    manifest = _manifest(remains, told, basis, site)
    release = _release(remains, basis, manifest, instant)
    others = (one.release for one in remains.kept if one.release.id != release.id)
    name = basis.release.id if basis else ""
    return Recovery(release, manifest, ordered(release, others), name, unknown, remains.withdrawn)


def _basis(remains: Remains) -> Kept | None:
    """The record of what is public: as the place says, or else that from which the fewest files differ; of several the
    newest.
    """
    named = next((one for one in remains.kept if one.release.id == remains.public), None)

    def likeness(one: Kept) -> tuple[int, datetime]:
        return -_differing(one.manifest, remains.files), one.release.instant

    return named or max(remains.kept, key=likeness, default=None)


def _differing(manifest: Manifest, files: Mapping[str, Artifact]) -> int:
    """How many files are other ones, but for those that stay public though no release names them."""
    both = {path for held in (manifest.artifacts, files) for path, artifact in held.items() if not artifact.immutable}
    return sum(_digest(manifest.artifacts.get(path)) != _digest(files.get(path)) for path in both)


def _digest(artifact: Artifact | None) -> str:
    return artifact.digest if artifact else ""


def _manifest(remains: Remains, told: Told, basis: Kept | None, site: tuple[str, str]) -> Manifest:
    """What is public, with all that is known of what people hold: by the record and by the feeds, since a newer release
    may have lost its record.
    """
    known = basis.manifest if basis else Manifest(site=site[0], base_url=site[1])
    files = {path: _artifact(found, known.artifacts.get(path), told) for path, found in remains.files.items()}
    shows = {show.feed: show for show in (*told.shows, *known.shows)}
    episodes = {(one.show, one.guid): one for one in (*told.episodes, *known.episodes)}
    whole = replace(
        known,
        artifacts=by_path(files.values()),
        shows=tuple(sorted(shows.values(), key=lambda show: show.path)),
        episodes=tuple(sorted(episodes.values(), key=lambda one: (one.show, one.path, one.guid))),
    )
    same = (set(whole.shows), set(whole.episodes), whole.artifacts)
    return known if same == (set(known.shows), set(known.episodes), known.artifacts) else whole


def _artifact(found: Artifact, known: Artifact | None, told: Told) -> Artifact:
    if known and known.digest == found.digest and all(known.headers.get(n) == v for n, v in found.headers.items()):
        return known
    return replace(found, source=known.source if known else told.sources.get(found.path, ""))


def _release(remains: Remains, basis: Kept | None, manifest: Manifest, instant: datetime) -> ReleaseInfo:
    """The release that is public: the record's own where nothing differs, or where the place names it."""
    if basis and (basis.release.manifest == manifest.digest or basis.release.id == remains.public):
        return replace(basis.release, manifest=manifest.digest)
    superseded = {} if basis is None else {p: w for p, w in basis.release.superseded.items() if p in manifest.artifacts}
    made = remains.public or release_id(instant, manifest.digest)
    return ReleaseInfo(made, _instant(made) or instant, manifest.digest, superseded=superseded)


def _instant(name: str) -> datetime | None:
    """The instant in the id of a release."""
    try:
        return datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _unknown(remains: Remains, told: Told, basis: Kept | None) -> Iterator[str]:
    """What could not be known, for people."""
    yield from (f"`{name}` of the state can't be read, and is left out" for name in remains.broken)
    yield from (f"the feed `{path}` can't be read: what its subscribers hold is not known" for path in told.unreadable)
    if basis:
        yield from _unknown_of(basis, remains, told)
    elif remains.files:
        yield "how releases were before: there is none to go back to"
        yield "since when superseded files have had no name: their days begin with the next publish"
        yield "what was taken back by `pipeline purge`: take it back again if it could be published anew"
        yield "what was announced, and sound before it was tagged: all that is public counts as announced"
    if remains.files and not remains.recorded:
        yield "which encode belongs to which recording: what no cache knows is mastered anew, at new addresses"
    if remains.foreign:
        yield f"who needs {_count(remains.foreign)}: no publish put that there, and it is left alone"


def _unknown_of(basis: Kept, remains: Remains, told: Told) -> Iterator[str]:
    """Where the record and what is public differ."""
    name, known = basis.release.id, {(one.show, one.guid) for one in basis.manifest.episodes}
    if gone := [path for path in basis.manifest.artifacts if path not in remains.files]:
        yield f"where {_count(gone)} of release {name} are: the next publish puts them again"
    held = basis.manifest.artifacts
    other = [path for path, found in remains.files.items() if _digest(held.get(path)) != found.digest]
    if other:
        yield f"which release brought {_count(other)}: they are not those of {name}, and taken as they are"
    if more := [one.title for one in told.episodes if (one.show, one.guid) not in known]:
        yield f"what {name} says of {len(more)} episodes, such as “{more[0]}”: they are taken from the public feeds"


def _count(paths: Sequence[str]) -> str:
    return f"{len(paths)} file{'s' * (len(paths) != 1)} (such as `{min(paths)}`)"

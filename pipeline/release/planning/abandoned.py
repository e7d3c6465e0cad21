"""Pages that people hold and that a publish would take away: each with the line that leads them on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from pipeline.model import urls
from pipeline.model.artifact import Artifact, Manifest
from pipeline.problems import Place, Problem

_CONTENT = "content/"


def abandoned(before: Manifest, after: Manifest) -> tuple[Problem, ...]:
    """The published addresses of pages of entries at which there will be neither a page nor a redirect, each with the
    line to paste. Those of a withdrawn episode are meant to go.
    """
    withdrawn = {e.path for e in before.episodes if not after.retired.isdisjoint((e.guid, e.show))} | after.retired
    gone: dict[str, list[str]] = defaultdict(list)
    for path, artifact in before.artifacts.items():
        if path not in after.artifacts and is_page(artifact) and artifact.source not in withdrawn:
            gone[artifact.source].append(f"/{urls.asked_for(path)}")
    if not gone:
        return ()
    heirs = _heirs(before, after, gone)
    return tuple(sorted(p for source, addresses in gone.items() for p in _leave(source, addresses, heirs.get(source))))


def is_page(artifact: Artifact) -> bool:
    """Whether this is the page of an entry, and not one that only leads to it."""
    is_index = urls.is_page_file(artifact.path)
    return is_index and artifact.source.startswith(_CONTENT) and "location" not in artifact.headers


def _leave(source: str, addresses: list[str], heir: str | None) -> Iterable[Problem]:
    line = f"redirect_from: [{', '.join(sorted(addresses))}]"
    if heir:
        hint = f"write `{line}` into the front matter of `{heir}`"
    else:
        hint = f"bring back `{source}`, or write `{line}` into the front matter of the entry that people shall find"
    for address in addresses:
        message = f"the published address `{address}` would lead nowhere, and people may hold it"
        yield Problem(Place(heir or source), message, hint, "abandoned-address")


def _heirs(before: Manifest, after: Manifest, sources: Collection[str]) -> dict[str, str]:
    """Which entry each of these has most likely become: itself at another address, or else the new one that is the same
    episode, or has most of its bytes (a card shows the title, sound is sound), or its file name.
    """
    files = {artifact.source for artifact in after.artifacts.values()}
    fresh = files - {artifact.source for artifact in before.artifacts.values()}
    found = {source: source for source in sources if source in files}
    for pairs in (_same_guid(before, after), _same_bytes(before, after), _same_name(sources, fresh)):
        alike = Counter(pair for pair in pairs if pair[1] in fresh)
        for source, heir in sorted(alike, key=lambda pair: (-alike[pair], pair)):
            found.setdefault(source, heir)
    return found


def _same_guid(before: Manifest, after: Manifest) -> Iterable[tuple[str, str]]:
    now = {(episode.show, episode.guid): episode.path for episode in after.episodes}
    return ((e.path, now[e.show, e.guid]) for e in before.episodes if (e.show, e.guid) in now)


def _same_bytes(before: Manifest, after: Manifest) -> Iterable[tuple[str, str]]:
    now: Mapping[str, set[str]] = defaultdict(set)
    for artifact in after.artifacts.values():
        now[artifact.digest].add(artifact.source)
    held = {(artifact.source, artifact.digest) for artifact in before.artifacts.values()}
    return ((source, heir) for source, digest in held for heir in now.get(digest, ()))


def _same_name(sources: Collection[str], fresh: Collection[str]) -> Iterable[tuple[str, str]]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for heir in fresh:
        by_name[heir.rpartition("/")[2]].append(heir)
    return ((source, heir) for source in sources for heir in by_name.get(source.rpartition("/")[2], ()))

"""What is taken back, in words and as data: what goes from where, what stays, and what we can't reach."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.cli import report
from pipeline.cli.amounts import size_in_words
from pipeline.cli.report import harmless
from pipeline.model import urls
from pipeline.model.artifact import Action, Change, Plan
from pipeline.problems import Place, Problem
from pipeline.purge import Outlook
from pipeline.settings import Settings

_GIT = (
    "commit and push what changed: until then other machines have the files, and refuse to publish. History, clones "
    "and forks keep them: `git filter-repo --invert-paths {}` and a forced push; ask the host to clear its caches and "
    "pull requests, and those who forked to do the same"
)
_COPIES = (
    "directories, search engines and archives have pages, sound and transcripts: ask each for removal "
    "(search.google.com/search-console/remove-outdated-content, bing.com/webmasters/tools/contentremoval, "
    "info@archive.org)"
)
_BEYOND = (
    ("Git LFS", "the host keeps objects whatever the history says: ask it to delete them"),
    ("apps", "what was downloaded stays; they drop an episode from their lists when they read the feed again"),
    ("copies", _COPIES),
    ("CDN", "holds copies until their time is over, unless it is told to let the addresses above go"),
    ("backups", "of machines and of the target, and a bucket with versioning, keep what they have: delete it there"),
    ("other machines", "drop what their caches have of it at their next build or publish"),
)
"""What no purge reaches, and what to do about it."""
_SHOWN = 40
"""Lines of one part that are shown without `-v`."""


def in_words(found: Outlook, *, done: bool, verbose: bool) -> str:
    """All of it, part by part."""
    lines = [line for title, told in _parts(found, done=done) for line in _part(title, told, verbose=verbose)]
    return "\n".join(harmless(line) for line in lines)


def as_data(found: Outlook, *, done: bool) -> dict[str, Any]:
    """The same as JSON data."""
    taken, plan = found.taken, found.plan
    return {
        "asked": found.asked.what,
        "done": done,
        "person": taken.person,
        "entries": [{"path": path, "because": str(place)} for path, place in taken.entries.items()],
        "files": list(taken.files),
        "edits": {edit.path: report.difference(edit.path, edit.before, edit.after) for edit in found.edits},
        "in_the_way": report.plain(found.problems),
        "named": report.plain(found.named),
        "public": {
            "gone": [{"path": one.path, "reason": one.reason} for one in _changes(plan, Action.DELETE)],
            "changed": [{"path": one.path, "reason": one.reason} for one in _changes(plan, Action.PUT)],
            "refusals": list(plan.refusals) if plan else [],
        },
        "kept": {
            "releases": [
                {"id": one.release.id, "files": len(one.files), "bytes": sum(artifact.size for artifact in one.files)}
                for one in found.releases
            ],
            "records": found.records,
            "sources": list(found.sources),
            "cache": {"values": len(found.cached), "bytes": sum(one.size for one in found.cached)},
            "dist": list(found.built),
        },
        "digests": sorted(found.digests),
    }


def beyond(found: Outlook, settings: Settings, target: str) -> tuple[tuple[str, str], ...]:
    """What is out of our reach, each with what can be done about it."""
    paths = " ".join(f"--path {shlex.quote(path)}" for path in found.taken.files) or "--path FILE"
    asked = shlex.quote(found.asked.what)
    more = {name: to.preview for name, to in sorted(settings.targets.items()) if name != target}
    others = [f"`pipeline purge {asked} --target {name}`" for name, preview in more.items() if not preview]
    previews = [f"`pipeline preview --target {name} --remove-all`" for name, preview in more.items() if preview]
    told = settings.targets[target].cdn is not None  # it is told, or the purge says why not
    said = [("git", _GIT.format(paths)), *(one for one in _BEYOND if one[0] != "CDN" or not told)]
    if found.beyond:
        said.append(
            ("recordings", f"outside git, of which others keep the bytes: ask them ({', '.join(found.beyond)})")
        )
    if settings.announce:
        said.append(("announcements", "hubs and webhooks were told title and address; the ledger has a digest alone"))
    if others:
        said.append(("other targets", f"were not asked: {', '.join(others)}"))
    if previews:
        said.append(("previews", f"hold what they were made from: {', '.join(previews)}"))
    return tuple(said)


def _parts(found: Outlook, *, done: bool) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Gone from the library" if done else "Goes from the library",
        [f"{path}{_because(found, path)}" for path in found.taken.files],
    )
    changes = [report.difference(edit.path, edit.before, edit.after) for edit in found.edits]
    yield (
        "Changed in the library" if done else "Changes in the library",
        [line for one in changes for line in one.split("\n")],
    )
    gone = list(_public(found, Action.DELETE))
    yield "Gone from what is public" if done else "Goes from what is public", gone
    changed = list(_public(found, Action.PUT))
    yield "Changed in what is public" if done else "Changes in what is public", changed
    yield "Kept until now, and gone" if done else "Kept, and goes", list(_kept(found))


def _public(found: Outlook, action: Action) -> Iterator[str]:
    """The changes of what is public; those of the search, whose files tell nobody anything, in one line."""
    changes = _changes(found.plan, action)
    yield from (f"{one.path}: {one.reason}" for one in changes if not one.path.startswith(urls.SEARCH))
    if searched := [one for one in changes if one.path.startswith(urls.SEARCH)]:
        yield f"{urls.SEARCH}: {len(searched)} files, in which words of it may stand"


def _because(found: Outlook, path: str) -> str:
    place = found.taken.entries.get(path)
    return f"  (named at {place})" if place and place.line else ""


def _kept(found: Outlook) -> Iterator[str]:
    for one in found.releases:
        size = size_in_words(sum(artifact.size for artifact in one.files))
        yield f"release {one.release.id}, all of it; {len(one.files)} of its files ({size}) are of what is taken back"
    if found.records:
        yield f"{found.records} durable records at the target"
    yield from (f"the recording at {url}" for url in found.sources)
    if found.cached:
        size = size_in_words(sum(one.size for one in found.cached))
        yield f"{len(found.cached)} values ({size}) in `.cache/`, and all there that may tell of them"
    if found.built:
        yield f"{len(found.built)} files in `dist/`"


def as_it_stands(found: Outlook, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems at the lines that files have now, before anything is cut out of them."""
    lines = {edit.path: _lines(edit.before, edit.after) for edit in found.edits}

    def moved(problem: Problem) -> Problem:
        path, line, column = problem.place.path, problem.place.line, problem.place.column
        return replace(problem, place=Place(path, lines.get(path, {}).get(line, line), column))

    return tuple(sorted(map(moved, problems)))


def _lines(before: str, after: str) -> dict[int, int]:
    """Line of a text after it was edited → the line that it was."""
    matcher = difflib.SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    blocks = matcher.get_matching_blocks()
    return {block.b + at + 1: block.a + at + 1 for block in blocks for at in range(block.size)}


def _changes(plan: Plan | None, action: Action) -> Sequence[Change]:
    return plan.only(action) if plan else ()


def _part(title: str, told: Sequence[str], *, verbose: bool) -> Iterator[str]:
    if not told:
        return
    yield f"{title}:"
    shown = told if verbose else told[:_SHOWN]
    yield from (f"  {line}" for line in shown)
    if len(shown) < len(told):
        yield f"  and {len(told) - len(shown)} more: `-v` shows all"
    yield ""

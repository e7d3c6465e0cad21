"""A state that can be made anew, in words and as data."""

from __future__ import annotations

from typing import Any

from pipeline.cli.amounts import size_in_words
from pipeline.cli.report import harmless
from pipeline.model.entry import utc
from pipeline.release import Recovery


def in_words(found: Recovery, where: str, *, written: bool) -> str:
    """What it rests on, what it says, and what could not be known."""
    lines = [f"The state of {where} {'is written anew' if written else 'can be made anew'}."]
    held = found.manifest
    if found.release is None:
        lines.append("nothing of ours is public there, and no release is known: the next publish is the first")
    else:
        lines += [
            f"release   {found.release.id}, of {utc(found.release.instant)}",
            f"from      {f'the record of {found.basis}' if found.basis else 'what is public, feeds and catalogue'}",
            f"holds     {len(held.artifacts)} files, {size_in_words(sum(a.size for a in held.artifacts.values()))}",
            f"guards    {len(held.shows)} shows, {len(held.episodes)} episodes",
            f"before    {', '.join(one.id for one in found.earlier) or 'none that could be had again'}",
        ]
    lines += [f"unknown   {words}" for words in found.unknown]
    lines.append(
        "Now `pipeline plan` says what a publish would change." if written else "Nothing was written: add `--yes`."
    )
    return "\n".join(harmless(line) for line in lines)


def as_data(found: Recovery) -> dict[str, Any]:
    """The same as JSON data."""
    return {
        "release": found.release.id if found.release else None,
        "basis": found.basis or None,
        "files": len(found.manifest.artifacts),
        "episodes": [{"show": one.show, "guid": one.guid, "title": one.title} for one in found.manifest.episodes],
        "shows": [{"path": one.path, "guid": one.guid, "feed": one.feed} for one in found.manifest.shows],
        "earlier": [one.id for one in found.earlier],
        "unknown": list(found.unknown),
    }

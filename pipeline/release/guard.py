"""What must never happen to an episode that somebody has: that its GUID changes or goes."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.model.artifact import Manifest, PublishedEpisode


def guard(before: Manifest, after: Manifest, retired: Collection[str] = ()) -> tuple[str, ...]:
    """Why this publish must not happen, one message for each episode harmed. `retired` are GUIDs that may go."""
    by_guid = {(episode.show, episode.guid): episode for episode in after.episodes}
    by_path = {(episode.show, episode.path): episode for episode in after.episodes}
    by_likeness = {(episode.show, _like(episode.guid)): episode for episode in after.episodes}
    refusals = []
    for old in before.episodes:
        same = by_guid.get((old.show, old.guid))
        if same is not None:
            refusals.append(_permalink(old, same))
        elif old.guid not in retired:
            other = by_path.get((old.show, old.path)) or by_likeness.get((old.show, _like(old.guid)))
            refusals.append(_changed(old, other) if other else _vanished(old))
    return tuple(message for message in refusals if message)


def _like(guid: str) -> str:
    return "".join(guid.split()).casefold()


def _permalink(old: PublishedEpisode, new: PublishedEpisode) -> str:
    if not old.permalink or new.permalink:
        return ""
    return (
        f"The episode “{old.title}” ({old.show}) was published with isPermaLink and has lost it; podcast apps would "
        f"take GUID {old.guid!r} for another episode. Give it back the GUID that is its address."
    )


def _changed(old: PublishedEpisode, new: PublishedEpisode) -> str:
    only = " (only case or white space differs; that counts)" if _like(old.guid) == _like(new.guid) else ""
    return (
        f"The GUID of the published episode “{old.title}” ({old.show}) changed from {old.guid!r} to "
        f"{new.guid!r}{only}; every listener would get it again. Write `guid: {old.guid}` into its front matter."
    )


def _vanished(old: PublishedEpisode) -> str:
    return (
        f"The published episode “{old.title}” ({old.show}) with GUID {old.guid!r} is gone from what would be "
        f"published. Bring back `{old.path}`, or write `retired: true` into its front matter if it shall go."
    )

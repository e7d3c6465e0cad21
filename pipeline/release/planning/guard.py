"""What must never happen to what subscribers hold: a feed's address, a show's identity, and that of each episode."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipeline.formats.scalars import is_permalink, likeness
from pipeline.model import urls
from pipeline.model.artifact import Manifest, PublishedEpisode, PublishedShow

_PLAIN = re.compile(r"\w(?:[^\s,:#\[\]{}]|:(?=[^\s,\[\]{}]))*")
"""A GUID that stands without quotes, in the braces of YAML too."""


def guard(before: Manifest, after: Manifest) -> tuple[str, ...]:
    """Why this publish must not happen, one message for each show and episode harmed. What is withdrawn may go."""
    shows = _published_shows(before)
    heirs = {path: heir for path, show in shows.items() if (heir := _heir(show, after))}
    alive = [show for path, show in shows.items() if path not in after.retired]
    harms = (_harm(show, heirs.get(show.path), before, after) for show in alive)
    gone = shows.keys() - heirs.keys()  # what is said of a show that is gone is said of its episodes
    moved = {path: heir.path for path, heir in heirs.items()}
    return tuple(message for message in (*harms, *_of_episodes(before, after, gone, moved)) if message)


def _published_shows(manifest: Manifest) -> dict[str, PublishedShow]:
    """The shows of a manifest by the paths of their files. One that was written before manifests named them tells of
    the feeds that its episodes had.
    """
    if manifest.shows:
        return {show.path: show for show in manifest.shows}
    with_episodes = {episode.show for episode in manifest.episodes}
    feeds = (a for a in manifest.artifacts.values() if a.source in with_episodes and urls.is_feed(a.path))
    return {a.source: PublishedShow(a.source, a.source, "", a.path) for a in feeds}


def _heir(old: PublishedShow, after: Manifest) -> PublishedShow | None:
    """The show that a published one is now: that which gives its feed, or else that of its file, or of its identity."""
    feed = after.artifacts.get(old.feed)
    by_path = {show.path: show for show in after.shows}
    same = (show for show in after.shows if old.guid and show.guid == old.guid)
    return by_path.get(feed.source if feed else "") or by_path.get(old.path) or next(same, None)


def _harm(old: PublishedShow, new: PublishedShow | None, before: Manifest, after: Manifest) -> str:
    """What a publish would do to the subscribers of a show."""
    if new is None:
        return (
            f"The show “{old.title}” is gone from what would be published, and its subscribers would get an error. "
            f"Bring back `{old.path}`, or write `retired: yes` into it if the show shall be withdrawn."
        )
    if after.artifacts.get(old.feed) is None:
        address = f"/{old.feed.removesuffix(urls.FEED)}"
        return (
            f"The feed of the show “{old.title}” would be gone from `/{old.feed}`, where apps ask for it. Write "
            f"`redirect_from: [{address}]` into `{new.path}`: it goes on being given there too."
        )
    if old.guid and new.guid != old.guid:
        return (
            f"The `podcast:guid` of the show “{old.title}” changed from {old.guid} to {new.guid}; apps and directories "
            f"that know it would take it for another. Write `guid: {old.guid}` into `{new.path}`."
        )
    if new.path not in after.retired and _is_emptied(old, new, before, after):
        return (
            f"The feed of the show “{old.title}” would have no episodes any more; when some come back, apps take them "
            f"all for new. Keep one, or write `retired: yes` into `{new.path}` if the show shall be withdrawn."
        )
    return ""


def _is_emptied(old: PublishedShow, new: PublishedShow, before: Manifest, after: Manifest) -> bool:
    had = any(episode.show == old.path for episode in before.episodes)
    return had and not any(episode.show == new.path for episode in after.episodes)


def _of_episodes(before: Manifest, after: Manifest, gone: set[str], moved: dict[str, str]) -> Iterator[str]:
    """What a publish would do to those who have an episode; `moved`: file of a show → the file that is it now."""
    by_guid = {(episode.show, episode.guid): episode for episode in after.episodes}
    by_path = {(episode.show, episode.path): episode for episode in after.episodes}
    by_likeness = {(episode.show, likeness(episode.guid)): episode for episode in after.episodes}
    for old in before.episodes:
        if old.show in gone:
            continue
        show = moved.get(old.show, old.show)
        same = by_guid.get((show, old.guid))
        if same is not None:
            yield _permalink(old, same)
        elif after.retired.isdisjoint((old.guid, old.show, show)):
            other = by_path.get((show, old.path)) or by_likeness.get((show, likeness(old.guid)))
            yield _changed(old, other) if other else _vanished(old)


def _permalink(old: PublishedEpisode, new: PublishedEpisode) -> str:
    if new.permalink == old.permalink:
        return ""
    said = ("false", "true")[old.permalink]
    return (
        f"The episode “{old.title}” ({old.show}) was published with isPermaLink={said}, and that changed; podcast apps "
        f"would take GUID {old.guid!r} for another episode. Write `{_written(old)}` into its front matter."
    )


def _written(old: PublishedEpisode) -> str:
    """The field that says a GUID as it was published: in quotes where YAML would take it for something else."""
    value = old.guid if _PLAIN.fullmatch(old.guid) else json.dumps(old.guid, ensure_ascii=False)
    if old.permalink == is_permalink(old.guid) and old.guid == old.guid.strip():
        return f"guid: {value}"
    return f"guid: {{value: {value}, permalink: {('no', 'yes')[old.permalink]}}}"


def _changed(old: PublishedEpisode, new: PublishedEpisode) -> str:
    only = " (only case or white space differs; that counts)" if likeness(old.guid) == likeness(new.guid) else ""
    return (
        f"The GUID of the published episode “{old.title}” ({old.show}) changed from {old.guid!r} to "
        f"{new.guid!r}{only}; every listener would get it again. Write `{_written(old)}` into its front matter."
    )


def _vanished(old: PublishedEpisode) -> str:
    return (
        f"The published episode “{old.title}” ({old.show}) with GUID {old.guid!r} is gone from what would be "
        f"published. Bring back `{old.path}`, or write `retired: true` into its front matter if it shall go."
    )

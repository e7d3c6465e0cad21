"""What one run tells the next: what files said, what was found and made of them, and that all of it still stands.

Nothing here has to be there: a run that is told nothing does more, and gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic_core import to_json

from pipeline import audio, content, release
from pipeline.model.answers import Answers, from_bytes
from pipeline.model.artifact import Blob, Manifest, canonical, sha256
from pipeline.model.library import Library
from pipeline.model.tree import Tree
from pipeline.problems import Problem
from pipeline.world import Preview, World

PARSED, CHECKED = "parsed.json", "checked.json"
_MAKE_PAGES = ("text", "page", "card")
"""The performers whose tools decide what becomes of a library: where one has changed, nothing stands."""
_NOTED, _WEEK = 4, 7
"""In each such part of the days for which the cache keeps what no build used, one says at least what it uses; and in
each week.
"""


def given(world: World, *performers: str) -> str:
    """What all that is remembered depends on: settings, our own code, and the tools of these performers."""
    tools = canonical(world.runner.tools(*performers)).decode()
    return sha256(f"{tools} {to_json(world.settings).decode()}".encode())


def loaded(world: World, tree: Tree) -> tuple[Library, tuple[Problem, ...]]:
    """The library in a tree, of which only files are parsed that are new."""
    parsed = content.Parsed.from_bytes(world.cache.memory(PARSED), given(world))
    library, malformed = content.load(tree, world.settings, parsed)
    if data := parsed.to_bytes():
        world.cache.memorise(PARSED, data)
    return library, malformed


def checked(world: World) -> Answers:
    """What the last check found in each entry."""
    return from_bytes(world.cache.memory(CHECKED), given(world, "text"))


def remember_checked(world: World, answers: Answers) -> None:
    """Tell the next check."""
    if answers.news:
        world.cache.memorise(CHECKED, answers.to_bytes(given(world, "text")))


def made(world: World, library: Library) -> Answers:
    """What the last build for this target made of the library, and of what."""
    return from_bytes(world.cache.memory(f"built/{world.target_name}.json"), _given_pages(world, library))


def remember_made(world: World, library: Library, answers: Answers) -> None:
    """Tell the next build for this target."""
    if answers.news:
        data = answers.to_bytes(_given_pages(world, library))
        world.cache.memorise(f"built/{world.target_name}.json", data)


def _given_pages(world: World, library: Library) -> str:
    """What all pages and feeds depend on: the target and the words of the interface, too."""
    words = to_json(library.wording).decode()
    return sha256(f"{given(world, *_MAKE_PAGES)} {world.target_name} {words}".encode())


@dataclass(frozen=True, slots=True)
class Standing:
    """A build that still stands: its manifest, and the problems that it found."""

    manifest: Manifest
    problems: tuple[Problem, ...]


def standing(world: World, tree: Tree, unreadable: Iterable[Problem]) -> Standing | None:
    """The last build for this target, if all is as it was then: files, settings, code, tools, and what is public at
    this instant. None where something is to be made.
    """
    try:
        plain = json.loads(world.cache.memory(_name(world)) or b"{}")
        same = (
            not world.runner.rebuild
            and not (world.retag or world.remaster)
            and plain["key"] == _key(world, tree, unreadable, plain["performers"])
        )
        if not same or plain["live"] != _shown(world) or not plain["from"] <= _exactly(world.instant) < plain["until"]:
            return None
        problems = tuple(map(Problem.from_row, plain["problems"]))
        manifest = _manifest(world, str(plain["manifest"]), int(plain["size"]))
    except (ValueError, KeyError, TypeError):
        return None
    if manifest is None or not _sounds_as_published(world, manifest):
        return None
    return Standing(manifest, problems)


def _manifest(world: World, digest: str, size: int) -> Manifest | None:
    """The manifest of this digest: that of `dist/`, or, where nothing was built here, as the cache has it."""
    built = world.output.manifest()
    if built is not None:
        return built if built.digest == digest else None
    data = world.cache.read(Blob(digest, size))
    return Manifest.from_bytes(data) if data else None


def _sounds_as_published(world: World, manifest: Manifest) -> bool:
    """Whether no episode of a build has another file than the one under which its sound is published."""
    known = release.enclosures(published(world)) if manifest.episodes else {}
    return all(known.get(identity, sound) == sound for identity, sound in release.enclosures(manifest).items())


def published(world: World) -> Manifest:
    """What is public at the target, or for a preview at the live one; nothing where it can't be asked, as a publish
    finds out by itself.
    """
    return seen(world).manifest or Manifest()


def seen(world: World) -> release.TargetState:
    """What the target says of itself, or for a preview the live one, which is asked once a build; nothing where it
    can't be asked.
    """
    if world.preview:
        return _live(world.preview, world)
    if not world.seen:
        try:
            world.seen[:] = [world.target.state()]
        except release.TargetError:
            world.seen[:] = [None]
    return world.seen[0] or release.TargetState()


def _live(preview: Preview, world: World) -> release.TargetState:
    """What the live target says of itself, asked once. Who may not read its state, as a build of a fork, takes what its
    catalogue names.
    """
    if not preview.seen and preview.live:
        try:
            state = preview.live.state()
            manifest = state.manifest or Manifest()
            preview.seen[:] = [(state, release.lasting(manifest, state.superseded))]
        except release.TargetError:
            preview.seen[:] = [(release.TargetState(), release.named(world.client, preview.live_url))]
    return preview.seen[0][0] if preview.seen else release.TargetState()


def mastered(world: World, sounds: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Of what published sound came, by the digest that it had before it was tagged: the description of its encode. What
    is made of bytes that were taken back is not among them.
    """
    gone = seen(world).withdrawn.digests | world.gone
    found = {}
    for key in published(world).records:
        record = world.cache.record(key)
        sound = record.outputs.get("audio") if record and record.description["performer"] == audio.ENCODE else None
        if record and sound and sound.digest in sounds and gone.isdisjoint(record.description["inputs"].values()):
            found[sound.digest] = record.description
    return found


def remember_standing(
    world: World, tree: Tree, unreadable: Iterable[Problem], until: datetime | None, built: Standing
) -> None:
    """Tell the next build what this one made, and how long it stands: until an entry opens or is over or a day passes
    of which a check asked, and not so long that the cache forgets what it rests on.
    """
    noted = world.instant + timedelta(days=min(_WEEK, max(1, world.settings.cache.keep_days // _NOTED)))
    performers = sorted({*_MAKE_PAGES, *(outcome.job.performer for outcome in world.runner.outcomes)})
    said: dict[str, Any] = {
        "key": _key(world, tree, unreadable, performers),
        "performers": performers,
        "live": _shown(world),
        "from": _exactly(world.instant),
        "until": _exactly(min(noted, until or noted)),
        "manifest": built.manifest.digest,
        "size": world.cache.put(built.manifest.data).size,
        "problems": [problem.to_row() for problem in built.problems],
    }
    world.cache.memorise(_name(world), canonical(said))


def forget_standing(world: World) -> None:
    """The next build does all that there is to do: what the last one rests on is lost."""
    world.cache.memorise(_name(world), b"{}")


def _shown(world: World) -> str:
    """What a preview can show of the live target; "" for all others."""
    if world.preview is None:
        return ""
    published(world)
    return sha256(canonical(sorted(world.preview.elsewhere().live)))


def _exactly(instant: datetime) -> str:
    """An instant to the microsecond, so that they sort as they come."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _name(world: World) -> str:
    return f"standing/{world.target_name}.json"


def _key(world: World, tree: Tree, unreadable: Iterable[Problem], performers: Iterable[str]) -> str:
    files = [[file.path, file.digest, file.pointer] for file in tree]
    told = sorted(f"{problem.place} {problem.message}" for problem in unreadable)
    return sha256(canonical([given(world, *performers), files, told]))

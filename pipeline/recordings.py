"""Recordings outside git: listened to, put where the machines that build find them, named by an episode, looked after.

Whatever is the last step that was taken, nothing is wrong: bytes that nothing names yet are told of by `unnamed`, and
an episode is written only once they are there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline import audio, content, doing, editing, release, remembered
from pipeline.audio.recording import Source, UnknownBucket, source
from pipeline.jobs import Failure
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import claiming, episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Elsewhere
from pipeline.model.tree import File
from pipeline.problems import Problem, did_you_mean
from pipeline.release.state.sources import Kept, Sources
from pipeline.world import World

Chunks = Callable[[], Iterable[bytes]]
Measure = Callable[[Source, int], Blob]
"""Reads all of what lies somewhere, up to so many bytes; its digest and size. Raises `Failure`."""


class NotAdded(Exception):
    """A recording can't be taken, or not be named: why, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Named:
    """The file of an episode that names a recording by now; `left` is the file of the library that it named before, and
    that nothing names any more, "" where there is none.
    """

    episode: str
    left: str = ""


def episode_file(world: World, asked: str) -> File:
    """The file of the episode that is meant by its path, its address or its GUID, whether or not all of it is right.
    Raises `NotAdded`.
    """
    tree, _ = world.source.tree()
    path = asked.removeprefix("./").strip("/")
    known = {file.path: file for file in tree if claiming(file.path) is episode.KIND}
    ends = [file for name, file in known.items() if f"/{name}".endswith((f"/{path}", f"/{path}.md"))]
    if path and len(ends) == 1:
        return ends[0]
    library, _ = content.load(tree, world.settings)
    for one in library.of(episode.KIND):
        if asked == one.fields.identity or path == one.address.strip("/"):
            return tree.files[one.path]
    if len(ends) > 1:
        raise NotAdded(f"`{asked}` could be `{ends[0].path}` or `{ends[1].path}`", "write more of its path")
    hint = did_you_mean(path, known) or f"name its file, such as `{next(iter(known), 'content/podcasts/show/one.md')}`"
    raise NotAdded(f"there is no episode `{asked}`", hint)


def blob_of(chunks: Iterable[bytes]) -> Blob:
    """Digest and size of bytes that come in chunks."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return Blob(digest.hexdigest(), size)


def heard(world: World, file: File, name: str, blob: Blob, chunks: Chunks) -> AudioFacts:
    """What a recording is for the episode in a file, which is kept with its bytes, so that nobody on this machine
    fetches it. Raises `NotAdded` where it is none that can be published.
    """
    withdrawn = remembered.seen(world).withdrawn
    if told := release.refused({name: blob.digest}, withdrawn):
        raise NotAdded(f"`{name}`: {told[0].message}", "ask whoever took it back")
    if not world.cache.restore(blob, chunks()):
        raise NotAdded(f"`{name}` changed while it was read", "run it again when nobody writes to it")
    library, _ = content.load(world.source.tree()[0], world.settings)
    one = library.entry(file.path)
    look = audio.measure if one and audio.is_finished(library, one) else audio.probe
    outcome = doing.done(world.runner.run((look(name, blob, world.settings.limits),)))[0]
    world.cache.share()
    if outcome.failure:
        raise NotAdded(f"`{name}` {outcome.failure.message}", outcome.failure.hint)
    return AudioFacts.from_json(outcome.facts)


def name(world: World, file: File, where: Elsewhere) -> Named:
    """Write into the file of an episode where its recording is. Raises `NotAdded`."""
    tree, _ = world.source.tree()
    before, _ = content.load(tree, world.settings)
    edit = editing.recorded(file, where)
    if edit is None:
        raise NotAdded(f"the fields of `{file.path}` can't be read", "see what `pipeline check` says of it")
    if edit.left:
        raise NotAdded(f"{edit.left[0].place}: {edit.left[0].message}", edit.left[0].hint)
    if edit.after != edit.before:
        world.source.write(edit.path, (edit.data,))
    one = before.entry(file.path)
    return Named(file.path, _left(before, one) if one else "")


def _left(library: Library, one: Entry[Episode]) -> str:
    """The file of the library that was the recording of this episode alone."""
    recording = library.recording(one)
    if recording is None or recording.path not in library.tree:
        return ""
    others = (library.recording(other) for other in library.of(episode.KIND) if other.path != one.path)
    return recording.path if all(other is not recording for other in others) else ""


def known(world: World, asked: str = "") -> tuple[tuple[Entry[Episode], Elsewhere], ...]:
    """The episodes whose recordings lie outside git, or the one that is meant. Raises `NotAdded`."""
    library, _ = content.load(world.source.tree()[0], world.settings)
    meant = episode_file(world, asked).path if asked else ""
    found = tuple(one for one in audio.elsewhere(library) if meant in ("", one[0].path))
    if meant and not found:
        raise NotAdded(f"the recording of `{meant}` does not lie outside git", "name an episode whose recording does")
    return found


def verified(world: World, one: Entry[Episode], where: Elsewhere, measure: Measure) -> Problem | None:
    """What is wrong with what lies at the address of a recording, all of which is read; None where nothing is."""
    place = one.place("audio", "url")
    try:
        found = measure(source(where.url, world.settings), world.settings.limits.audio_bytes)
    except UnknownBucket as error:
        hint = "put it into one of the library's: `pipeline media add FILE`"
        return Problem(place, f"`pipeline.toml` names no bucket `{error}`", hint, "invalid-value")
    except Failure as failure:
        return Problem(place, f"`{where.url}`: {failure.message}", failure.hint, failure.code)
    if found.digest == where.sha256:
        return None
    message = f"`{where.url}`: what lies there has the digest `{found.digest}`, and not the one that is named here"
    hint = "put back what was there; or, if it is meant, let `pipeline media add` write its digest"
    return Problem(place, message, hint, "wrong-digest")


def unnamed(world: World, sources: Sources) -> Iterator[Kept]:
    """The recordings in a target's place that no file of the library names, in whatever words."""
    tree, _ = world.source.tree()
    texts = [file.data or b"" for file in tree if file.path.startswith("content/")]
    for one in sources.kept():
        if not any(one.digest.encode() in text for text in texts):
            yield one

"""What stands at the ends of an episode: an intro before its recording, an outro behind it, and no silence between.

What is published stays as it was published: a show that gets an intro, or another one, has it in its new episodes. An
episode has it at once where it says so itself, where it gets new sound for another reason, and where somebody asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.audio.chosen import chosen, saying
from pipeline.audio.container import CONTAINERS
from pipeline.jobs.job import Job
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode as episodes
from pipeline.model.kinds import show as shows
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts
from pipeline.model.treatment import Clip, clips
from pipeline.model.tree import File

INTRO, OUTRO = CLIPS = "intro", "outro"
"""The names of clips: those of their fields, of the inputs of an encode and of its params."""
CUT, STING, TRIM = "cut", "sting", "trim"
EDGES: Mapping[str, str] = {INTRO: INTRO, OUTRO: OUTRO, STING: STING, TRIM: CUT}
"""What is said of the ends of an episode → the param in which an encode has it."""
_BREATH = (0.5, 1.0)
"""Seconds of silence that stay before the first sound and behind the last."""
_WORTH = 0.5
"""Seconds that are the least to be cut off."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The ends of an episode as its encode gets them: inputs and params, both empty where nothing is chosen."""

    inputs: Mapping[str, Blob]
    params: Mapping[str, Any]


def files(library: Library) -> Iterator[File]:
    """The clips that shows and episodes name, where they are there."""
    entries: tuple[Entry[Any], ...] = (*library.of(shows.KIND), *library.of(episodes.KIND))
    for entry in entries:
        for _, clip in clips(entry):
            if file := library.named(entry, clip.file):
                yield file


def named(library: Library, one: Entry[Episode], name: str) -> tuple[Entry[Any], Clip] | None:
    """The intro or outro of an episode, and the entry that names it; None where it has none."""
    who, said = saying(library, one, name) or (one, None)
    return (who, said) if isinstance(said, Clip) else None


def clip(library: Library, one: Entry[Episode], name: str) -> tuple[Clip, File] | None:
    """The same with its file; None where that is not there either, of which others tell."""
    found = named(library, one, name)
    file = library.named(found[0], found[1].file) if found else None
    return (found[1], file) if found and file else None


def edges(library: Library, one: Entry[Episode], probed: Mapping[str, AudioFacts], facts: AudioFacts) -> Edges | None:
    """What an episode has at its ends; None where a clip of it is not known."""
    inputs: dict[str, Blob] = {}
    params: dict[str, Any] = {}
    trims = chosen(library, one, TRIM)
    if trims and (kept := trimmed(facts)):
        params[CUT] = list(kept)
    begin, end = params.get(CUT, (0.0, facts.seconds))
    for name in CLIPS:
        if found := clip(library, one, name):
            said, file = found
            if file.path not in probed:
                return None
            sound = probed[file.path]
            together = min(said.crossfade, sound.seconds, (end - begin) / 2)
            inputs[name] = Blob(file.digest, file.size)
            params[name] = {"demuxer": CONTAINERS[sound.format].demuxer, "crossfade": round(together, 3)}
    return Edges(inputs, params)


def trimmed(facts: AudioFacts) -> tuple[float, float] | None:
    """From where to where a recording is heard without silence at its ends, in seconds, with a breath before its first
    sound and behind its last; None where there is nothing to be cut off, or nobody has listened for it.
    """
    if facts.heard is None:
        return None
    still = zip(facts.heard.silence, _BREATH, strict=True)
    before, behind = (max(0.0, silence - breath) for silence, breath in still)
    begin = before if before >= _WORTH else 0.0
    end = facts.seconds - behind if behind >= _WORTH else facts.seconds
    return (round(begin, 3), round(end, 3)) if begin or end < facts.seconds else None


def as_published(library: Library, job: Job, published: Mapping[str, Any] | None) -> Job | None:
    """An encode as that of which a published episode came, by its description, where the two differ at the ends alone;
    None where they differ in more, or are one. What the episode says itself of its ends holds at once, and what anybody
    says of the sting, which nobody had asked for.
    """
    if published is None:
        return None
    theirs = frozenset(_left_open(library, job.subject))
    forms = (job.description(published["recipe"]), *job.formerly)
    if any(one == published for one in forms):
        return None
    if all(_but(theirs, one) != _but(theirs, published) for one in forms):
        return None
    sizes = {blob.digest: blob.size for blob in job.inputs.values()}
    inputs = {name: Blob(digest, sizes.get(digest, 0)) for name, digest in published["inputs"].items()}
    return replace(job, inputs=inputs, params=published["params"], formerly=(published,))


def _left_open(library: Library, path: str) -> Iterator[str]:
    """The params of an encode of which an episode says nothing itself."""
    one = library.entry(path)
    for name, param in EDGES.items():
        sting = name == STING and one and chosen(library, one, name)
        if one and getattr(one.fields.treatment, name) is None and (name != STING or sting is None):
            yield param


def _but(names: Collection[str], description: Mapping[str, Any]) -> dict[str, Any]:
    """What a description says of all else: the recipe decides nothing here, as what is published is not made anew."""
    return {
        part: {name: value for name, value in description[part].items() if name not in names}
        for part in ("inputs", "params")
    }

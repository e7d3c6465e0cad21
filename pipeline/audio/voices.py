"""Which episodes are levelled by speaker, described as work; and what editors are told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.audio.chosen import chosen, written
from pipeline.audio.container import CONTAINERS
from pipeline.audio.finished import is_mastered
from pipeline.audio.levelling import BOUND, NEAR, Said
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.levels import Levels
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Spoken
from pipeline.problems import Problem

LEVEL = "level"
"""The name by which `wiring` finds the performer."""


def level_jobs(library: Library, probed: Mapping[str, AudioFacts], spoken: Mapping[str, Spoken]) -> tuple[Job, ...]:
    """One for each episode that shall be levelled and whose transcript knows several speakers, by its path.

    Who speaks when stands aside: a corrected transcript makes no new sound. How many speak does not.
    """
    jobs = []
    for one in library.of(episode.KIND):
        file = library.recording(one)
        said = _said(spoken.get(one.path, Spoken()))
        if file is not None and file.path in probed and _is_levelled(library, one) and len(said.names) > 1:
            params = {"demuxer": CONTAINERS[probed[file.path].format].demuxer, "speakers": len(said.names)}
            inputs = {"audio": Blob(file.digest, file.size)}
            jobs.append(Job(LEVEL, one.path, inputs, params, aside=said.to_params()))
    return tuple(jobs)


def levels(outcomes: Iterable[Outcome]) -> dict[str, Levels]:
    """What was found of the voices, by the paths of their episodes; their names are those of the transcript today."""
    good = (outcome for outcome in outcomes if outcome.ok)
    return {one.job.subject: Levels.from_json(one.facts, one.job.aside["names"]) for one in good}


def problems(library: Library, spoken: Mapping[str, Spoken], levels: Mapping[str, Levels]) -> Iterator[Problem]:
    """Episodes that can't be levelled, and those in which voices are too far apart for it."""
    for one in library.of(episode.KIND):
        if not _is_levelled(library, one):
            continue
        if not _said(spoken.get(one.path, Spoken())).names:
            yield _nobody(one)
        elif (found := levels.get(one.path)) and found.apart > NEAR:
            yield _apart(one, found)


def _is_levelled(library: Library, one: Entry[Episode]) -> bool:
    return bool(chosen(library, one, "level_speakers")) and is_mastered(library, one)


def _said(spoken: Spoken) -> Said:
    return Said.of(spoken.main.transcript.cues) if spoken.main else Said()


def _nobody(one: Entry[Episode]) -> Problem:
    place = one.place("transcript") if one.fields.transcript else one.place("audio")
    message = "its speakers can't be levelled: there is no transcript in its language that says who speaks"
    hint = f"name who speaks in it (`<v Alex>`), or write {written(one, 'level_speakers: no')}"
    return Problem(place, message, hint, "not-levelled")


def _apart(one: Entry[Episode], found: Levels) -> Problem:
    quiet, *_, loud = found.measured
    message = (
        f"`{quiet.name}` is still {found.apart:.1f} LU quieter than `{loud.name}`, with {quiet.gain:+.1f} and "
        f"{loud.gain:+.1f} dB: more than {BOUND:g} dB is never given"
    )
    return Problem(one.place("audio"), message, "even them out in your audio program, and send that", "not-levelled")

"""Which episodes are levelled by speaker, described as work; and what editors are told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.audio.chosen import chosen, written
from pipeline.audio.container import CONTAINERS
from pipeline.audio.finished import is_mastered
from pipeline.audio.levelling import BOUND, NEAR, Said
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model.answers import Answers
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


class Voices:
    """Who speaks in each episode, by its path; `answers` know it of transcripts that stand."""

    def __init__(self, spoken: Mapping[str, Spoken], answers: Answers) -> None:
        self._spoken, self._answers = spoken, answers
        answers.facts("said by", lambda path: spoken.get(path, Spoken()).mark)
        answers.answers("voices", self._names, kept=True)

    def names(self, path: str) -> list[str]:
        """Their names, as the transcript in the language of the episode has them."""
        found: list[str] = self._answers.ask("voices", path)
        return found

    def said(self, path: str) -> Said:
        """When each of them speaks."""
        main = self._spoken.get(path, Spoken()).main
        return Said.of(main.transcript.cues) if main else Said()

    def _names(self, path: str) -> list[str]:
        self._answers.fact("said by", path)
        return list(self.said(path).names)


class _Turns(Mapping[str, Any]):
    """What stands aside of a measurement, read when it is measured: a transcript that stands is not read for it."""

    def __init__(self, voices: Voices, path: str) -> None:
        self._voices, self._path = voices, path

    def __getitem__(self, name: str) -> Any:
        return self._voices.names(self._path) if name == "names" else self._voices.said(self._path).to_params()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(Said().to_params())

    def __len__(self) -> int:
        return len(Said().to_params())

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


def level_jobs(library: Library, probed: Mapping[str, AudioFacts], voices: Voices) -> tuple[Job, ...]:
    """One for each episode that shall be levelled and whose transcript knows several speakers, by its path.

    Who speaks when stands aside: a corrected transcript makes no new sound. How many speak does not.
    """
    jobs = []
    for one in library.of(episode.KIND):
        file = library.recording(one)
        if file is None or file.path not in probed or not _is_levelled(library, one):
            continue
        if (speakers := len(voices.names(one.path))) > 1:
            params = {"demuxer": CONTAINERS[probed[file.path].format].demuxer, "speakers": speakers}
            inputs = {"audio": Blob(file.digest, file.size)}
            jobs.append(Job(LEVEL, one.path, inputs, params, aside=_Turns(voices, one.path)))
    return tuple(jobs)


def levels(outcomes: Iterable[Outcome]) -> dict[str, Levels]:
    """What was found of the voices, by the paths of their episodes; their names are those of the transcript today."""
    good = (outcome for outcome in outcomes if outcome.ok)
    return {one.job.subject: Levels.from_json(one.facts, one.job.aside["names"]) for one in good}


def problems(library: Library, voices: Voices, levels: Mapping[str, Levels]) -> Iterator[Problem]:
    """Episodes that can't be levelled, and those in which voices are too far apart for it."""
    for one in library.of(episode.KIND):
        if not _is_levelled(library, one):
            continue
        if not voices.names(one.path):
            yield _nobody(one)
        elif (found := levels.get(one.path)) and found.apart > NEAR:
            yield _apart(one, found)


def _is_levelled(library: Library, one: Entry[Episode]) -> bool:
    return bool(chosen(library, one, "level_speakers")) and is_mastered(library, one)


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

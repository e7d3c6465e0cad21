"""Sound that is finished: published byte for byte as it came, or heard from another host.

Whoever moves in with a feed has subscribers who hold their episodes already: a new master would change nothing for the
better, and every tag and every odd frame is a part of what they have. So such a recording is its own enclosure. It is
measured once, and told of where it misses what the library promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.audio.chosen import chosen
from pipeline.audio.container import CONTAINERS
from pipeline.audio.encode import PEAK_ROUNDING, TOLERANCE
from pipeline.audio.loudness import SILENCE
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome, Status
from pipeline.model import urls
from pipeline.model.artifact import Blob, hashed
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode, Inside
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Elsewhere, FinishedFacts, Hosted, Local, Sound
from pipeline.model.tree import File
from pipeline.problems import Problem
from pipeline.settings.limits import Limits

MEASURE = "measure"
"""The name by which `wiring` finds the performer."""
HOSTED = "hosted"
"""What stands in the place of a performer where nothing is to be done: the sound lies on another host."""
_KNOWN = {"mp3": ("mp3", "audio/mpeg"), "mp4": ("m4a", "audio/mp4")}
"""Containers that are published as they came: the ending of the file's name, and its media type."""
_MISNAMED = {
    "mp3": ("audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac", "video/mp4"),
    "mp4": ("audio/mpeg", "audio/mp3", "audio/x-mp3"),
}
"""Names of other sound than a container holds."""
_MASTER = "leave `master: never` out, so that it is mastered; subscribers then get another file"
"""The remedy that always helps, and what it costs."""


def is_finished(library: Library, one: Entry[Episode]) -> bool:
    """Whether the recording of an episode is published as it came."""
    return not isinstance(one.fields.audio, Hosted) and chosen(library, one, "master") == "never"


def is_mastered(library: Library, one: Entry[Episode]) -> bool:
    """Whether the sound of an episode is made here."""
    return not isinstance(one.fields.audio, Hosted) and not is_finished(library, one)


def is_tagged(library: Library, one: Entry[Episode]) -> bool:
    """Whether our tag is written into the sound of an episode."""
    return is_mastered(library, one) or bool(chosen(library, one, "tag"))


def finished(library: Library) -> Iterator[tuple[Entry[Episode], File]]:
    """The episodes whose recordings are published as they came, by path, each with that."""
    for one in library.of(episode.KIND):
        if (file := library.recording(one)) and is_finished(library, one):
            yield one, file


def measure_job(subject: str, blob: Blob, limits: Limits) -> Job:
    """A look at a finished recording."""
    return Job(MEASURE, subject, {"audio": blob}, {"seconds": limits.audio_seconds, "bytes": limits.audio_bytes})


def look_jobs(library: Library) -> tuple[Job, ...]:
    """One for each finished recording, by its path."""
    found = {file.path: file for _, file in finished(library)}
    return tuple(measure_job(path, _blob(found[path]), library.settings.limits) for path in sorted(found))


def media_jobs(library: Library, probed: Mapping[str, AudioFacts]) -> tuple[Job, ...]:
    """The same work, by the paths of the episodes whose recordings were found good."""
    limits = library.settings.limits
    return tuple(measure_job(one.path, _blob(file), limits) for one, file in finished(library) if file.path in probed)


def as_it_came(outcome: Outcome) -> Outcome:
    """What was measured, as if it had been made: its sound is that which came. All other outcomes are as they are."""
    if outcome.job.performer != MEASURE or not outcome.ok:
        return outcome
    blob = Blob(outcome.job.inputs["audio"].digest, outcome.facts["size"])  # that of an address is known by now
    return replace(outcome, outputs={"audio": blob})


def hosted(library: Library) -> tuple[Outcome, ...]:
    """What is known of sound on other hosts, as if it had been made."""
    return tuple(
        Outcome(Job(HOSTED, one.path), Status.KEPT, "it lies on another host", _facts(audio))
        for one, audio in on_other_hosts(library)
    )


def _facts(audio: Hosted) -> dict[str, float]:
    """Nobody here has heard it: what an editor did not say is 0."""
    unknown = {"channels": 0, "bitrate": 0, "loudness": 0.0, "true_peak": 0.0}
    return {**unknown, "seconds": audio.seconds or 0.0, "lead": 0.0}


def on_other_hosts(library: Library) -> Iterator[tuple[Entry[Episode], Hosted]]:
    """The episodes whose sound lies on another host, by path, each with where that is."""
    for one in library.of(episode.KIND):
        if isinstance(one.fields.audio, Hosted):
            yield one, one.fields.audio


def untouched(library: Library) -> Iterator[Entry[Episode]]:
    """The episodes whose recordings are published with the tags that they have."""
    return (one for one, _ in finished(library) if not is_tagged(library, one))


def ending(outcome: Outcome) -> str:
    """The ending of the name under which sound is published."""
    return _KNOWN[outcome.facts["format"]][0] if outcome.job.performer == MEASURE else "mp3"


def media_type(one: Entry[Episode], outcome: Outcome) -> str:
    """The media type of the sound of an episode: what is finished may be known to subscribers by another name."""
    if isinstance(one.fields.audio, Hosted):
        return one.fields.audio.type
    if outcome.job.performer != MEASURE:
        return "audio/mpeg"
    return _named_otherwise(one) or _KNOWN[outcome.facts["format"]][1]


def _named_otherwise(one: Entry[Episode]) -> str | None:
    """The name by which subscribers know what is finished."""
    audio = one.fields.audio
    return audio.type if isinstance(audio, Local | Elsewhere) else None


def sounds(library: Library, made: Iterable[Outcome]) -> dict[str, Sound]:
    """The files of finished recordings that keep their own tags, by the paths of their episodes."""
    found = {}
    for outcome in made:
        one = library.entry(outcome.job.subject)
        if outcome.job.performer == MEASURE and outcome.ok and one and not is_tagged(library, one):
            blob = outcome.outputs["audio"]
            found[one.path] = Sound(hashed(urls.media(one.address, ending(outcome)), blob.digest), blob)
    return found


# What is told of it

_SILENT, _LOUDER = "nothing", " at most"
"""Words that tell apart what is missed, and that nobody reads."""


def problems(library: Library, facts: Mapping[str, AudioFacts]) -> Iterator[Problem]:
    """What is wrong with finished sound, as far as it can be known here."""
    missing: dict[tuple[str, ...], list[tuple[Entry[Episode], tuple[float, ...]]]] = {}
    for one, file in finished(library):
        known = facts.get(file.path)
        if isinstance(known, FinishedFacts):
            yield from _of_measured(library, one, known)
            if missed := _missed(library, one, known):
                alike = (one.path.rpartition("/")[0], *missed)
                missing.setdefault(alike, []).append((one, tuple(missed.values())))
        elif known:  # as it is heard by who masters it
            message = f"`{one.fields.recording}` is published as it came here, and mastered in another episode"
            yield Problem(one.place("audio"), message, "say the same of `master` in both", "invalid-value")
    for (_, *forms), found in missing.items():
        yield from _of_missing(forms, found)
    yield from _of_hosted(library)


def _of_measured(library: Library, one: Entry[Episode], known: FinishedFacts) -> Iterator[Problem]:
    name = one.fields.recording
    if is_tagged(library, one) and known.format != "mp3":
        message = f"`{name}` is M4A, and in what is never mastered tags are written into MP3 only"
        yield Problem(one.place("audio"), message, "leave `tag: yes` out", "invalid-value")
    if (own := _named_otherwise(one)) in _MISNAMED[known.format]:
        message = f"`{name}` is {CONTAINERS[known.format].label}, and `type` calls it `{own}`"
        hint = f"write `type: {_KNOWN[known.format][1]}`, or leave it out: apps that trust it may not play it"
        yield Problem(one.place("audio", "type"), message, hint, "flawed-audio")
    if known.flaw:
        message = f"`{name}` is published as it came, and {known.flaw}"
        hint = f"see whether it plays to its end; if it does not, send a whole one, and {_MASTER}"
        yield Problem(one.place("audio"), message, hint, "flawed-audio")
    if known.place and not is_tagged(library, one):
        message = f"`{name}` is published as it came, and its tags say where it was recorded"
        yield Problem(
            one.place("audio"), message, f"take the place out in your audio program, or {_MASTER}", "placed-audio"
        )


def wanted(library: Library, one: Entry[Episode], known: FinishedFacts) -> dict[str, float]:
    """What the library promises of its sound: `loudness` in LUFS, and the most of `true_peak` in dBTP."""
    width = "mono" if known.channels == 1 else "stereo"
    return {
        "loudness": float(chosen(library, one, f"loudness_{width}")),
        "true_peak": float(chosen(library, one, "true_peak")),
    }


def _missed(library: Library, one: Entry[Episode], known: FinishedFacts) -> dict[str, float]:
    """How a recording misses what the library promises of sound, in words that leave room for the figure; nothing where
    it does not.
    """
    goal, most = wanted(library, one, known).values()
    told: dict[str, float] = {}
    if known.loudness is not None and known.loudness <= SILENCE:
        return {_SILENT: known.loudness}
    if known.loudness is not None and abs(known.loudness - goal) > TOLERANCE:
        told[f"{{}} LUFS where {goal:.1f} are wanted{_LOUDER * (known.loudness > goal)}"] = known.loudness
    if known.true_peak is not None and known.true_peak > most + PEAK_ROUNDING:
        told[f"true peaks of {{}} dBTP where {most:.1f} are the most"] = known.true_peak
    return told


def _of_missing(forms: Sequence[str], found: Sequence[tuple[Entry[Episode], tuple[float, ...]]]) -> Iterator[Problem]:
    """What is told of recordings of one show that miss alike: of several in the same words, with the least and the most
    of their figures, so that it is said once.
    """
    names = dict.fromkeys(one.fields.recording for one, _ in found)
    several = len(names) > 1
    has, it, they = ("have", "them", "they") if several else ("has", "it", "it")
    what = f"{len(names)} recordings are" if several else f"`{next(iter(names))}` is"
    told = f" and {has} ".join(map(_figures, forms, zip(*(values for _, values in found), strict=True)))
    missed = f"nothing is heard in {it}" if _SILENT in forms else f"{has} {told}"
    for one, _ in found:
        hint = f"let it be, if it sounds right; or {_MASTER}"
        yield Problem(one.place("audio"), f"{what} published as {they} came, and {missed}", hint, "missed-loudness")


def _figures(form: str, values: Iterable[float]) -> str:
    """What is said with the least and the most of these."""
    figures, sign = sorted(values), "+" if "dBTP" in form else ""
    shown = dict.fromkeys(f"{value:{sign}.1f}" for value in (figures[0], figures[-1]))
    return form.removesuffix(_LOUDER).format(" to ".join(shown))


def _of_hosted(library: Library) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for one, audio in on_other_hosts(library):
        if (other := seen.setdefault(audio.url, one.path)) != one.path:
            message = f"`{other}` has the same sound: apps show one of two episodes with one address"
            yield Problem(one.place("audio", "url"), message, "give each its own", "invalid-value")
        if audio.url.startswith("http://"):
            message = (
                f"`{audio.url}` can be read and changed on its way, and pages opened by `https://` may not play it"
            )
            yield Problem(one.place("audio", "url"), message, "begin it with `https://`", "hosted-audio")
        if isinstance(one.fields.chapters, Inside):
            message = "there is no recording here whose chapters could be read: its sound lies on another host"
            hint = "write them as a list here, or name a file of them"
            yield Problem(one.place("chapters"), message, hint, "bad-chapters")


def _blob(file: File) -> Blob:
    return Blob(file.digest, file.size)

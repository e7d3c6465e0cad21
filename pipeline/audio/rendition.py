"""Renditions of an episode: the same sound in other codecs, for apps that would rather have those (Podcasting 2.0,
`alternateEnclosure`). They are made of the mastered sound, so that they begin, end and sound as it does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.audio.chosen import chosen
from pipeline.audio.companion import heard_here, path_of
from pipeline.audio.encode import PEAK_ROUNDING, Aim, meter, reading
from pipeline.audio.loudness import Loudness
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import Rendition, Sound

RENDITION, RENDITION_TAG = "rendition", "rendition-tag"
"""The names by which `wiring` finds the performers."""
ROUNDS: Final = 3
"""How often a rendition is encoded at most: once, unless its codec changes the loudness, or adds to the peaks."""
LOWER: Final = 0.3
"""dB by which the ceiling is lowered beyond what was over."""
CLOSE: Final = 0.5
"""LU at which nothing more is corrected."""
HEAD_BYTES: Final = 4_000_000
"""More than what a rendition says of itself, with its cover."""
NEAR: Final = 1.0
"""LU by which a rendition may differ from the sound that it is made of at most."""


@dataclass(frozen=True, slots=True)
class Codec:
    """One that apps know. `type` and `codecs` are as feeds say them (RFC 7845; RFC 6381), `bitrates` kb/s by channels;
    `made` and `muxer` are ffmpeg's, `demuxer` is what reads it again.
    """

    title: str
    ending: str
    type: str
    codecs: str
    bitrates: Mapping[int, int]
    made: tuple[str, ...]
    muxer: tuple[str, ...]
    demuxer: str


CODECS: Final[Mapping[str, Codec]] = {
    "opus": Codec(
        *("Opus", "opus", "audio/ogg", "opus", {1: 40, 2: 64}),
        made=("-c:a", "libopus", "-ar", "48000"),
        muxer=("-f", "ogg"),
        demuxer="ogg",
    ),
    "aac": Codec(
        *("AAC", "m4a", "audio/mp4", "mp4a.40.2", {1: 56, 2: 96}),
        made=("-c:a", "aac"),
        muxer=("-f", "ipod", "-movflags", "+faststart"),
        demuxer="mov",
    ),
}
EXACT: Final = ("-map_chapters", "-1", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
"""The same bytes on every run of the same build."""


def encoding(params: Mapping[str, Any], recording: str, out: str, aim: Aim) -> tuple[str, ...]:
    """Arguments of ffmpeg that write one."""
    codec = CODECS[params["codec"]]
    limiter = f"alimiter=limit={aim.ceiling:.2f}dB:attack=5:release=50:level=false:latency=true"
    filters = ("-af", f"volume=volume={aim.gain:.2f}dB:precision=float,{limiter}")
    opened = (*reading(params["demuxer"], recording), "-map", "0:a:0", *filters)
    return (*opened, *EXACT, *codec.made, "-b:a", f"{params['bitrate']}k", *codec.muxer, f"file:{out}")


def measuring(params: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Arguments that measure what was written."""
    opened = reading(CODECS[params["codec"]].demuxer, path)
    return (*opened, "-map", "0:a:0", "-af", meter(peak="true"), "-f", "null", "-")


def first_aim(params: Mapping[str, Any]) -> Aim:
    """As it is: what was mastered stays below that ceiling by itself."""
    return Aim(0.0, params["true_peak"])


def corrected(params: Mapping[str, Any], aim: Aim, level: Loudness) -> Aim:
    """The aim of the next try: what a codec took of the loudness more, and what it added to the peaks less."""
    over = _over(params, level)
    gain = aim.gain + params["loudness"] - level.integrated
    return Aim(round(gain, 2), round(aim.ceiling - (over + LOWER if over > 0 else 0.0), 2))


def reached(params: Mapping[str, Any], level: Loudness, within: float) -> bool:
    """Whether it is as loud as the sound that it is made of, within so many LU, and its peaks are below the limit."""
    return abs(level.integrated - params["loudness"]) <= within and _over(params, level) <= 1e-9


def _over(params: Mapping[str, Any], level: Loudness) -> float:
    """dB by which the peaks are beyond the limit."""
    return (level.true_peak or 0.0) + PEAK_ROUNDING - float(params["true_peak"])


def rendition_jobs(library: Library, encoded: Iterable[Outcome]) -> tuple[Job, ...]:
    """One for each encoded episode and codec that is chosen for it; the subject is the path of the episode, and the
    codec behind it.
    """
    jobs = []
    for one, outcome, demuxer in heard_here(library, encoded):
        said = {"demuxer": demuxer, "true_peak": float(chosen(library, one, "true_peak"))}
        aside = {name: float(outcome.facts[name]) for name in ("seconds", "loudness")}
        for name in chosen_for(library, one):
            params = said | {"codec": name, "bitrate": CODECS[name].bitrates[min(int(outcome.facts["channels"]), 2)]}
            inputs = {"audio": outcome.outputs["audio"]}
            jobs.append(Job(RENDITION, _subject(one, name), inputs, params, aside=aside))
    return tuple(jobs)


def chosen_for(library: Library, one: Entry[Episode]) -> tuple[str, ...]:
    """The codecs that are chosen for an episode, in the order of their table."""
    wanted: Collection[str] = chosen(library, one, "renditions")
    return tuple(name for name in CODECS if name in wanted)


def tag_jobs(made: Iterable[Outcome], tags: Mapping[str, Job]) -> Iterator[Job]:
    """What they say of themselves: the same as the tag of the episode (`tags`, by its path), in their own ways. They
    hold no pictures of chapters.
    """
    for outcome in made:
        tag = tags[outcome.job.path]
        inputs = {name: blob for name, blob in tag.inputs.items() if not name.startswith("picture-")}
        frames = [{name: value for name, value in one.items() if name != "picture"} for one in tag.params["chapters"]]
        params = {**tag.params, "chapters": frames, "codec": outcome.job.params["codec"]}
        yield Job(RENDITION_TAG, outcome.job.subject, {**inputs, "audio": outcome.outputs["audio"]}, params)


def ending(job: Job) -> str:
    """How the name of the file ends that a rendition becomes."""
    return CODECS[job.params["codec"]].ending


def of_episode(
    library: Library, episode: Entry[Episode], channels: int, stands: Mapping[str, Sound], made: Mapping[str, Blob]
) -> Iterator[Rendition]:
    """What others are told of those of an episode, by their subjects: of one that stands as it was published, or that
    was made.
    """
    for name in chosen_for(library, episode):
        codec, subject = CODECS[name], _subject(episode, name)
        blob = made.get(subject)
        file = Sound(path_of(episode, codec.ending, blob.digest), blob) if blob else stands.get(subject)
        if file:
            bitrate = codec.bitrates[min(channels, 2)]
            yield Rendition(file.path, file.blob, codec.type, codec.codecs, bitrate, codec.title)


def _subject(episode: Entry[Episode], name: str) -> str:
    return f"{episode.path} ({name})"


def ffmetadata(chapters: Iterable[Mapping[str, Any]]) -> str:
    """Chapters as ffmpeg reads them from a text; silent ones stand in no list, and are left out."""
    parts = [";FFMETADATA1"]
    for one in chapters:
        if one.get("toc", True):
            title = "".join(f"\\{c}" if c in "=;#\\" else c for c in " ".join(one["title"].split()))
            parts.append(f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={one['start']}\nEND={one['end']}\ntitle={title}")
    return "\n".join(parts) + "\n"


def words_in(chunks: Iterable[bytes]) -> str:
    """What a rendition says of itself, as a text in which names can be looked for: all before its sound. Ogg (RFC 3533)
    keeps it in pages, MP4 in the box before that of the sound.
    """
    head = bytearray()
    for chunk in chunks:
        head.extend(chunk)
        if len(head) >= HEAD_BYTES:
            break
    data = bytes(head)
    plain = b"".join(_pages(data)) if data.startswith(b"OggS") else data.partition(b"mdat")[0]
    return plain.decode("utf-8", "replace")


def _pages(data: bytes) -> Iterator[bytes]:
    """What the pages hold that come before the sound: those have no position."""
    at = 0
    while data[at : at + 4] == b"OggS" and at + 27 <= len(data):
        body = at + 27 + data[at + 26]
        end = body + sum(data[at + 27 : body])
        if int.from_bytes(data[at + 6 : at + 14], "little", signed=True) > 0:
            return
        yield data[body:end]
        at = end

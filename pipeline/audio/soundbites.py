"""Clips of the soundbites of an episode: short files that people pass on, cut from the mastered sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pipeline.audio.chosen import chosen
from pipeline.audio.companion import heard_here, path_of, timing_of
from pipeline.audio.encode import reading
from pipeline.audio.tag import tag_params
from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome
from pipeline.model.artifact import Blob
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode, heard
from pipeline.model.library import Library
from pipeline.model.media import Sound
from pipeline.model.timing import Timing

CLIP = "clip"
"""The name by which `wiring` finds the performer."""
FADE_IN, FADE_OUT = 0.2, 0.6
"""Seconds in which it comes and goes, or less in one that is short."""
MARGIN: Final = 1.0
"""dB by which the limiter stays below the highest true peak: it is encoded for a second time."""


def clip_jobs(library: Library, encoded: Iterable[Outcome]) -> Iterator[Job]:
    """One for each soundbite of the encoded episodes of which clips are wanted."""
    for one, outcome, demuxer in heard_here(library, encoded):
        if not chosen(library, one, "clips"):
            continue
        width = "mono" if outcome.facts["channels"] == 1 else "stereo"
        said = {"demuxer": demuxer, "bitrate": chosen(library, one, f"bitrate_{width}")}
        said["true_peak"] = float(chosen(library, one, "true_peak"))
        for number, (bite, start, seconds) in enumerate(heard(one.fields.soundbites, timing_of(outcome)), 1):
            params = said | {
                "start": start,
                "seconds": seconds,
                "tag": _tag(library, one, bite.title, (start, seconds)),
            }
            yield Job(CLIP, _subject(one, number), {"audio": outcome.outputs["audio"]}, params)


def of_episode(episode: Entry[Episode], timing: Timing, made: Mapping[str, Blob]) -> tuple[Sound | None, ...]:
    """The clip of each soundbite of an episode that is heard; None where there is none."""
    bites = enumerate(heard(episode.fields.soundbites, timing), 1)
    blobs = ((number, made.get(_subject(episode, number))) for number, _ in bites)
    return tuple(Sound(path_of(episode, "mp3", b.digest, f"-clip-{n}"), b) if b else None for n, b in blobs)


def cutting(params: Mapping[str, Any], recording: str, out: str) -> tuple[str, ...]:
    """Arguments of ffmpeg that write one, without a tag."""
    start, seconds = float(params["start"]), float(params["seconds"])
    comes, goes = min(FADE_IN, seconds / 4), min(FADE_OUT, seconds / 2)
    filters = (
        f"atrim=start={start:.3f}:duration={seconds:.3f}",
        "asetpts=PTS-STARTPTS",
        f"afade=t=in:d={comes:.3f}",
        f"afade=t=out:st={seconds - goes:.3f}:d={goes:.3f}",
        f"alimiter=limit={params['true_peak'] - MARGIN:.2f}dB:attack=5:release=50:level=false:latency=true",
    )
    exact = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
    codec = ("-c:a", "libmp3lame", "-b:a", f"{params['bitrate']}k", "-id3v2_version", "0", "-write_id3v1", "0")
    opened = (*reading(params["demuxer"], recording), "-map", "0:a:0", "-af", ",".join(filters))
    return (*opened, *exact, *codec, "-f", "mp3", f"file:{out}")


def _tag(library: Library, one: Entry[Episode], title: str, span: tuple[float, float]) -> dict[str, Any]:
    """What it says of itself: where it comes from, and where it stands in that; not the title of its episode, where it
    has its own, for somebody may correct that, and people have passed on the address of a clip.
    """
    start, seconds = span
    whole = tag_params(library, one, seconds, (), "")
    page = f"{whole['page']}#t={start:g},{round(start + seconds, 3):g}"
    return whole | {
        "title": title or one.fields.title,
        "description": "",
        "page": page,
        "track": "",
        "disc": "",
        "order": "time",
    }


def _subject(episode: Entry[Episode], number: int) -> str:
    return f"{episode.path} (clip {number})"

"""Making renditions: ffmpeg encodes the mastered sound once more, mutagen writes what they say of themselves."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.audio import loudness, rendition
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg, Run
from pipeline.audio.encode import Aim, reading
from pipeline.audio.loudness import Loudness
from pipeline.formats import times
from pipeline.jobs.job import Failure, Made, Task
from pipeline.jobs.packages import version


@dataclass(frozen=True, slots=True)
class Rendition:
    """Makes a rendition of the mastered sound, without a tag.

    Params: `codec` (a key of `rendition.CODECS`), `bitrate` in kb/s, `true_peak` in dBTP, `demuxer`; aside the
    `seconds` and the `loudness` of the sound, against which it is held. Input and output: `audio`. Facts, of the
    encoded file: `seconds`, `loudness` (LUFS), `true_peak` (dBTP), `rounds`.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure` where it is not the same sound."""
        aim, number = rendition.first_aim(task.params), 0
        while True:
            number += 1
            path = str(Path(task.scratch, f"rendition-{number}"))
            level, seconds = self._made(task, path, aim)
            if rendition.reached(task.params, level, rendition.CLOSE) or number == rendition.ROUNDS:
                break
            aim = rendition.corrected(task.params, aim, level)
        codec, wanted, length = (task.params[name] for name in ("codec", "loudness", "seconds"))
        if abs(seconds - length) > 0.05 or not rendition.reached(task.params, level, rendition.NEAR):
            message = (
                f"as {codec} it has {level} and {seconds:.2f} seconds instead of {wanted:.1f} LUFS and {length:.2f}"
            )
            raise Failure(message, f"leave `{codec}` out of its `renditions`", "unreachable-loudness")
        facts = {"seconds": round(seconds, 3), "loudness": level.integrated, "true_peak": level.true_peak}
        return Made({**facts, "rounds": number}, {"audio": path})

    def _made(self, task: Task, path: str, aim: Aim) -> tuple[Loudness, float]:
        """Encode, and measure what came out: loudness, and length in seconds."""
        limit = 120 + 2 * float(task.params["seconds"])
        self._run(rendition.encoding(task.params, task.inputs["audio"], path, aim), task.scratch, limit)
        run = self._run(rendition.measuring(task.params, path), task.scratch, limit)
        level = loudness.parse(run.log)
        if level is None:
            raise _failed(task.params["codec"], run)
        return level, run.seconds

    def _run(self, args: tuple[str, ...], scratch: str, limit: float) -> Run:
        run = Ffmpeg(self.program).run(args, scratch, limit)
        if run.code:
            raise Failure(f"can't be made into another codec: {run.complaint}", EXPORT, "bad-audio")
        return run


def _failed(codec: str, run: Run) -> Failure:
    return Failure(f"can't be made into {codec}: {run.complaint}", EXPORT, "bad-audio")


@dataclass(frozen=True, slots=True)
class RenditionTag:
    """Writes what a rendition says of itself: MP4 atoms, or Vorbis comments.

    Params: those of the tag of the episode, and `codec`. Inputs: `audio`, and `cover` and `lyrics` where there are
    some. Output: `audio`; its sound is that of the input, packet for packet. Fact: `size` in bytes.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"mutagen": version("mutagen"), "ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        out = str(Path(task.scratch, "tagged"))
        beside = {name: Path(path).read_bytes() for name, path in task.inputs.items() if name != "audio"}
        if task.params["codec"] == "aac":
            chaptered(Ffmpeg(self.program), task, out)
            atoms(out, task.params, beside)
        else:
            shutil.copyfile(task.inputs["audio"], out)
            comments(out, task.params, beside)
        return Made({"size": Path(out).stat().st_size}, {"audio": out})


def chaptered(ffmpeg: Ffmpeg, task: Task, out: str) -> None:
    """Copy an MP4 file with chapters, as players of Apple's and others read them, and its language."""
    marks = Path(task.scratch, "chapters.txt")
    marks.write_text(rendition.ffmetadata(task.params["chapters"]), encoding="utf-8")
    opened = (*reading("mov", task.inputs["audio"]), "-f", "ffmetadata", "-i", f"file:{marks}", "-map", "0:a:0")
    copied = ("-map_chapters", "1", "-c", "copy", "-metadata:s:a:0", f"language={task.params['language']}")
    exact = ("-fflags", "+bitexact", *rendition.CODECS["aac"].muxer)
    run = ffmpeg.run((*opened, *copied, *exact, f"file:{out}"), task.scratch, 600)
    if run.code:
        raise Failure(f"can't be given its chapters: {run.complaint}", EXPORT, "bad-audio")


def _mutagen(module: str) -> Any:
    """A part of mutagen that has no types."""
    return import_module(f"mutagen.{module}")


def atoms(path: str, params: Mapping[str, Any], beside: Mapping[str, bytes]) -> None:
    """Write the atoms of an MP4 file (those of iTunes, which all players read)."""
    mp4 = _mutagen("mp4")
    file = mp4.MP4(path)
    if file.tags is None:
        file.add_tags()
    texts = {
        "\xa9nam": params["title"],
        "\xa9alb": params["album"],
        "\xa9ART": params["artist"],
        "aART": params["album_artist"],
        "\xa9day": params["date"],
        "\xa9gen": params["genre"],
        "desc": params["description"],
        "ldes": params["description"],
        "cprt": params.get("copyright", ""),
        "catg": params.get("category", ""),
        "keyw": params.get("keywords", ""),
        "egid": params["guid"],
        "purl": params["feed"],
        "\xa9lyr": beside.get("lyrics", b"").decode(),
    }
    for name, text in texts.items():
        if text:
            file.tags[name] = [text]
    file.tags["pcst"] = True
    for name, number in (("trkn", params["track"]), ("disk", params["disc"])):
        if number:
            file.tags[name] = [(int(number), 0)]
    if cover := beside.get("cover"):
        file.tags["covr"] = [mp4.MP4Cover(cover, mp4.MP4Cover.FORMAT_JPEG)]
    file.save(padding=lambda _: 0)


def comments(path: str, params: Mapping[str, Any], beside: Mapping[str, bytes]) -> None:
    """Write the Vorbis comments of an Opus file (RFC 7845, 5.2), chapters as its wiki proposes them."""
    file = _mutagen("oggopus").OggOpus(path)
    texts = {
        "TITLE": params["title"],
        "ALBUM": params["album"],
        "ARTIST": params["artist"],
        "ALBUMARTIST": params["album_artist"],
        "DATE": params["date"],
        "TRACKNUMBER": params["track"],
        "DISCNUMBER": params["disc"],
        "GENRE": params["genre"],
        "LANGUAGE": params["language"],
        "DESCRIPTION": params["description"],
        "COPYRIGHT": params.get("copyright", ""),
        "LICENSE": params.get("licence", ""),
        "CONTACT": params["page"],
        "PODCAST": "1",
        "PODCASTID": params["guid"],
        "PODCASTURL": params["feed"],
        "PODCASTCATEGORY": params.get("category", ""),
        "PODCASTKEYWORDS": params.get("keywords", ""),
        "LYRICS": beside.get("lyrics", b"").decode(),
    }
    listed = [one for one in params["chapters"] if one.get("toc", True)]
    for number, one in enumerate(listed):
        texts[f"CHAPTER{number:03}"] = times.timestamp(one["start"] / 1000)
        texts |= {f"CHAPTER{number:03}NAME": one["title"], f"CHAPTER{number:03}URL": one["url"]}
    file.update({name: text for name, text in texts.items() if text})
    if cover := beside.get("cover"):
        picture = _mutagen("flac").Picture()
        picture.type, picture.mime, picture.data = 3, "image/jpeg", cover
        file["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture.write()).decode()
    file.save(padding=lambda _: 0)

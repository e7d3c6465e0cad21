"""Cutting clips of soundbites: ffmpeg cuts, fades and encodes, mutagen writes the tag."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.audio import soundbites
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg
from pipeline.audio.drivers.tagger import tag
from pipeline.jobs.job import Failure, Made, Task
from pipeline.jobs.packages import version

SECONDS = 1_800
"""The longest that it may take: all before a clip is decoded, and nothing else."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Makes the clip of a soundbite. Params: `start` and `seconds` in the sound, `bitrate` in kb/s, `true_peak` in
    dBTP, `demuxer`, and `tag` with those of a tag. Input and output: `audio`. Fact: `seconds`.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"mutagen": version("mutagen"), "ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        cut, out = Path(task.scratch, "cut.mp3"), Path(task.scratch, "clip.mp3")
        run = Ffmpeg(self.program).run(
            soundbites.cutting(task.params, task.inputs["audio"], str(cut)), task.scratch, SECONDS
        )
        if run.code:
            raise Failure(f"no clip can be cut from it: {run.complaint}", EXPORT, "bad-audio")
        with cut.open("rb") as sound, out.open("wb") as tagged:
            tagged.write(tag(task.params["tag"]))
            shutil.copyfileobj(sound, tagged, 1 << 20)
        return Made({"seconds": round(run.seconds, 3)}, {"audio": str(out)})

"""Measuring the voices of a recording, for levelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

from pipeline.audio import levelling
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg
from pipeline.audio.drivers.opening import opened
from pipeline.jobs.job import Failure, Made, Task


@dataclass(frozen=True, slots=True)
class Level:
    """Measures the voices of a recording, in one decode, and says what gain each gets and when.

    Params: `demuxer`, ffmpeg's for it, and `speakers`, how many there are; aside, `names` and `turns` of its
    transcript. Input: `audio`. Facts: those of `Levels`. Durable, and the turns are no part of the key: a corrected
    transcript makes no new sound.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the name of the file."""
        demuxer = task.params["demuxer"]
        said = levelling.Said.from_params(task.params)
        args = levelling.measuring(demuxer, opened(demuxer, task.inputs["audio"], task.scratch))
        run = Ffmpeg(self.program).run(args, task.scratch, 7_200, progress=False)
        if run.code:
            raise Failure(f"can't be measured: {run.complaint}", EXPORT, "bad-audio")
        meter = levelling.Meter(said)
        for level in levelling.blocks(TextIOWrapper(BytesIO(run.out), "ascii", "replace")):
            meter.take(level)
        return Made(levelling.levelled(said, meter.levels()).to_json())

"""Listening to the sound of an episode for its waveform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.audio import waveform
from pipeline.audio.drivers.ffmpeg import EXPORT, Ffmpeg
from pipeline.jobs.job import Failure, Made, Task

SECONDS = 1_800
"""The longest that it may take: a decode, and little more."""


@dataclass(frozen=True, slots=True)
class Waveform:
    """Makes the waveform of an episode. Params: those of `waveform.params`. Input: `audio`. Output: `waveform`.

    It is durable, so that who publishes a corrected article fetches no sound to draw it again.
    """

    program: str | None = None
    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"ffmpeg": Ffmpeg(self.program).version()}

    def perform(self, task: Task) -> Made:
        args = waveform.listening(task.params, task.inputs["audio"])
        run = Ffmpeg(self.program).run(args, task.scratch, SECONDS, progress=False)
        found = waveform.levels(run.out.decode("ascii", "replace"))
        if run.code or not found:
            raise Failure(f"can't be listened to for its waveform: {run.complaint}", EXPORT, "bad-audio")
        return Made({"windows": len(found)}, {"waveform": waveform.to_json(found)})

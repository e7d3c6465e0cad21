"""Where nobody speaks, as ffmpeg tells it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.audio.aligned import Pause

LISTENING = "silencedetect=noise=-38dB:duration=0.25,ametadata=mode=print:file=-"
"""The filter that tells pauses of mastered speech on the standard output; -38 dBFS is some 20 LU below its voices."""
_START, _END = "lavfi.silence_start", "lavfi.silence_end"


def parse(lines: Iterable[str]) -> tuple[Pause, ...]:
    """The pauses, in seconds. One that lasts to the end has no end in what ffmpeg tells."""
    found: list[Pause] = []
    begun: float | None = None
    for line in lines:
        name, _, value = line.partition("=")
        if name.startswith(_START):
            begun = max(0.0, float(value))
        elif name.startswith(_END) and begun is not None:
            found.append(Pause(begun, float(value)))
            begun = None
    return (*found, Pause(begun, float("inf"))) if begun is not None else tuple(found)

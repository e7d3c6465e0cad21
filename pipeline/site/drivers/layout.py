"""Laying out pages, one a job: the engine is made ready once for all pages of one frame and one look."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.jobs import Made, Task
from pipeline.site.drivers.material import Material, tools
from pipeline.site.engine import Engine, Frame
from pipeline.site.finish import Finish
from pipeline.site.layout import laid_out

BATCH = 64
"""Pages that go to a process at a time."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Performer `page`: inputs `frame`, `look`, and `page`, a draft, which the page of what is not found has none of;
    see `layout.laid_out`. The parameters `frame` and `look` are the digests of these two.
    """

    recipe: int = 1
    durable: bool = False
    batch: int = BATCH
    here: int = 32

    @property
    def versions(self) -> Mapping[str, str]:
        return tools()

    def perform(self, task: Task) -> Made:
        engine, finish = _ready(task.params["frame"], task.params["look"], task.inputs["frame"], task.inputs["look"])
        page = task.inputs.get("page")
        return laid_out(engine, finish, Path(page).read_bytes() if page else None, task.params)


_READY: dict[tuple[str, str], tuple[Engine, Finish]] = {}
"""The engine of this process, by the digests of frame and look: to make one takes as long as a hundred pages."""


def _ready(frame_digest: str, look_digest: str, frame: str, look: str) -> tuple[Engine, Finish]:
    key = (frame_digest, look_digest)
    if key not in _READY:
        read = Frame.from_bytes(Path(frame).read_bytes())
        with tempfile.TemporaryDirectory(prefix="pipeline-") as home:
            made = Material(read, json.loads(Path(look).read_bytes()), home), Finish(read)
        _READY.clear()
        _READY[key] = made
    return _READY[key]

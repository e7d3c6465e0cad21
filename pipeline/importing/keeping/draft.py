"""An entry as it is to stand in the library: its file, its fields, its text, and what lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.importing.source.loss import Loss
from pipeline.problems import Place


@dataclass(frozen=True, slots=True)
class Draft:
    """What an import would write: `fields` in plain data as YAML has it, in their order; `body` in our Markdown; None
    where the file is all fields (`show.yml`). `id` is that of the item, `place` where that stands in the source,
    `files` has the digest (SHA-256) of each file that goes with it, by its path.
    """

    id: str
    kind: str
    path: str
    fields: Mapping[str, Any]
    body: str | None
    place: Place
    files: Mapping[str, str] = field(default_factory=dict)
    old: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()

"""What does not come along as it was: told, counted, and decided upon by people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.problems import Place

Outcome = Literal["kept", "changed", "dropped"]


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """One thing of a source that the library has no home for.

    `kind` says what sort of thing, by which `import.yml` decides: an area and a name, `html/iframe`,
    `shortcode/contact-form-7`, `feed/podcast:liveItem`, `category/Recovery`. `outcome`: it is `kept` (in `extra`),
    `changed` into something else, or `dropped`. `what` shows it, in few words; `place` is where it stands in the
    source; `count` how many times.
    """

    kind: str
    outcome: Outcome
    what: str = ""
    place: Place = field(default_factory=lambda: Place(""))
    count: int = 1

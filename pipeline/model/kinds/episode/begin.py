"""How an episode begins."""

from __future__ import annotations

from pipeline.model.kinds.begin import Beginning, CanNotBegin, Ground, Wish
from pipeline.model.tree import suffix

BODY = """\
Write the show notes: who speaks, about what, and where to read on.

- Add a transcript (`transcript`) and chapters (`chapters`): many people read before they listen, or instead.
"""


def begin(wish: Wish, ground: Ground) -> Beginning:
    """The fields of an episode; its recording lies beside it, under its name."""
    if not wish.audio:
        raise CanNotBegin("an episode needs its recording", "name it: `pipeline new episode TITLE --audio FILE`")
    recording = wish.path.removesuffix(".md").rpartition("/")[2] + suffix(wish.audio)
    others = [entry.fields for entry in ground.siblings(wish.path)]
    season = max((one.season or 0 for one in others), default=0)
    number = max((one.number or 0 for one in others if (one.season or 0) == season), default=0) + 1
    fields = {"guid": f"{wish.guid} # never change it", "audio": recording, "number": str(number)}
    return Beginning(fields | ({"season": str(season)} if season else {}), BODY, recording=recording)

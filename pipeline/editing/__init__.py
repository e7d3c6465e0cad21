"""What editors are helped with: `begin` makes the files of a new entry, of the kinds that `beginnings` names; `fixes`
are the repairs that can be made in one way only, `moves` the files that need another name, `cut` takes values out of a
file, and `recorded` lets an episode name its recording outside git.
"""

from pipeline.editing.begin import Begun, Wish, begin
from pipeline.editing.begin import names as beginnings
from pipeline.editing.cuts import cut
from pipeline.editing.fixes import Edit, fixes
from pipeline.editing.moves import Moves, moves
from pipeline.editing.recordings import recorded
from pipeline.model.kinds.begin import CanNotBegin

__all__ = ["Begun", "CanNotBegin", "Edit", "Moves", "Wish", "begin", "beginnings", "cut", "fixes", "moves", "recorded"]

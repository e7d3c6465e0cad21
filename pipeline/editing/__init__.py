"""What editors are helped with: `begin` makes the files of a new entry, of the kinds that `beginnings` names; `add`
writes a book, of which `BOOK` says how to ask, into a list that is there (`addable` names such things); `fixes` are
the repairs that can be made in one way only, `moves` the files that need another name, `cut` takes values out of a
file, `transcripts` puts right what other programs wrote into those, `recorded` lets an episode name its recording
outside git, `transcribed` its transcript, and `looked` writes beside a link the day on which it led where it should.
"""

from pipeline.editing.begin import Begun, Wish, begin
from pipeline.editing.begin import names as beginnings
from pipeline.editing.books import SOUGHT as BOOK
from pipeline.editing.books import Added, Wanted, add
from pipeline.editing.books import names as addable
from pipeline.editing.fixes import fixes
from pipeline.editing.looked import looked
from pipeline.editing.moves import Moves, moves
from pipeline.editing.recordings import recorded
from pipeline.editing.spoken import transcribed
from pipeline.editing.transcripts import repaired as transcripts
from pipeline.model.edits.cuts import cut
from pipeline.model.edits.edit import Edit
from pipeline.model.kinds.begin import CanNotBegin

__all__ = [
    "BOOK",
    "Added",
    "Begun",
    "CanNotBegin",
    "Edit",
    "Moves",
    "Wanted",
    "Wish",
    "add",
    "addable",
    "begin",
    "beginnings",
    "cut",
    "fixes",
    "looked",
    "moves",
    "recorded",
    "transcribed",
    "transcripts",
]

"""What somebody takes back: what of a library that is, and where the rest still names them.

`meant` finds what is asked for, `taken` all that goes with it, `named` where words stand in what is left, and `names`
whether they stand in data.
"""

from pipeline.withdrawal.mentions import named, names
from pipeline.withdrawal.taken import PEOPLE, Meant, Taken, meant, taken

__all__ = ["PEOPLE", "Meant", "Taken", "meant", "named", "names", "taken"]

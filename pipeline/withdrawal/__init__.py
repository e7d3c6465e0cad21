"""What somebody takes back: what of a library that is, and where the rest still names them.

`voices` tells who is heard, `meant` finds what is asked for, `taken` all that goes with it, and `perhaps` what may be
theirs, too; `named` where words stand in what is left (`said` in a transcript that was read), and `names` whether they
stand in data.
"""

from pipeline.withdrawal.mentions import named, names, said
from pipeline.withdrawal.taken import PEOPLE, Meant, Taken, Voices, meant, perhaps, taken, voices

__all__ = ["PEOPLE", "Meant", "Taken", "Voices", "meant", "named", "names", "perhaps", "said", "taken", "voices"]

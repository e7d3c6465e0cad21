"""What leads out of the library: `links` finds where, and a `Round` asks each address as a polite reader does and says
what it saw, in a `Memory` for the next run; `problems` tells what is gone, `unjudged` what people look at themselves,
and `days` when each link was seen to lead where it should.
"""

from pipeline.outgoing.asking import PAGE, ROBOTS
from pipeline.outgoing.links import Link, links
from pipeline.outgoing.memory import Memory, Seen
from pipeline.outgoing.round import NoLine, Round, Rounds
from pipeline.outgoing.told import days, problems, unjudged

__all__ = [
    "PAGE",
    "ROBOTS",
    "Link",
    "Memory",
    "NoLine",
    "Round",
    "Rounds",
    "Seen",
    "days",
    "links",
    "problems",
    "unjudged",
]

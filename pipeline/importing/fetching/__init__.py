"""The files that go along: which are to be brought and how, what came of each, and what is otherwise than its source
says.
"""

from pipeline.importing.fetching.answers import Answers, Known
from pipeline.importing.fetching.bringing import SOUGHT, Bringing, Busy, Come, NoRoom, NotNow, unheard
from pipeline.importing.fetching.came import Got, Missed, of_both, told
from pipeline.importing.fetching.notes import noted
from pipeline.importing.fetching.services import passed
from pipeline.importing.fetching.wanted import Wanted, Way, expected, is_led_to, plan, unfit

__all__ = [
    "SOUGHT",
    "Answers",
    "Bringing",
    "Busy",
    "Come",
    "Got",
    "Known",
    "Missed",
    "NoRoom",
    "NotNow",
    "Wanted",
    "Way",
    "expected",
    "is_led_to",
    "noted",
    "of_both",
    "passed",
    "plan",
    "told",
    "unfit",
    "unheard",
]

"""A handout or worksheet: what is filled in stands in `form` blocks of the body."""

from __future__ import annotations

from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.handout.fields import Handout, beside
from pipeline.model.kinds.handout.row import HandoutRow, access, json_ld, listing, row
from pipeline.model.kinds.handout.words import WORDS
from pipeline.model.kinds.kind import Hub, Kind

_FIRST = "Say what this sheet is for, when to use it, and how long it takes."
_BODY = f"""\
{_FIRST}

```form
- text: What do I want to change?
- lines: What would I gain?
  rows: 4
  help: Think of health, money, people, time.
- scale: How sure am I?
  from: 0
  to: 10
  labels: [not at all, quite sure]
- date: Today
```
"""


def _begin(wish: Wish, ground: Ground) -> Beginning:  # noqa: ARG001 - the shape of a beginning
    return Beginning({"minutes": "10"}, _BODY)


KIND = Kind(
    name="handout",
    files="content/handouts/*.md",
    fields=Handout,
    row_type=HandoutRow,
    template="kinds/handout.html",
    words=WORDS,
    root="handouts/",
    hub=Hub(20),
    use="done",
    bound=True,
    forms=True,
    row=row,
    json_ld=json_ld,
    access=access,
    listing=listing,
    beside=beside,
    begin=_begin,
    placeholders=_FIRST,
)

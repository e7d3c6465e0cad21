"""What tells of persons in a list of meetings: taken out of texts, and never carried over without a word.

No last names, no private addresses, no numbers of persons: a directory of meetings is read by everybody. Only who
decides so by `import.yml` (`meetings/personal: keep`) brings along what texts say.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model.kinds.meeting.persons import details

_ABOUT_PERSONS: Final = re.compile(
    r"contact|secretar|chair|treasurer|sponsor|host|leader|facilitator|coordinator|name of|phone|mobile|cell|e-?mail"
    r"|telefon|handy|ansprech|leiter"
)
"""What the name of a column has in it that is about somebody."""
_DIGITS: Final = 7


def without(text: str, country: str) -> tuple[str, int]:
    """A text without what tells of persons: of a name the first one stays, for the rest stands `…`; and how many."""
    found = sorted(details(text, country or None), key=lambda one: one.start)
    made, at, count = list[str](), 0, 0
    for one in found:
        if one.start < at:
            continue
        made += [text[at : one.start], one.kept or "…"]
        at, count = one.end, count + 1
    return "".join((*made, text[at:])), count


def is_personal(name: str, text: str, country: str) -> bool:
    """Whether a column that nobody knows tells of persons, by its name or by what stands in it."""
    digits = sum(map(str.isdigit, text))
    by_name = _ABOUT_PERSONS.search(name.casefold()) is not None
    return by_name or "@" in text or digits >= _DIGITS or any(details(text, country or None))

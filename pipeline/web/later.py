"""When a server wants to be asked again (`Retry-After`, RFC 9110, 10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MOST_DIGITS = 9


def later(said: str, now: datetime) -> float:
    """Seconds from `now` until what the header says, which is a number of them or an instant; 0 where it says
    neither.
    """
    said = said.strip()
    if said.isascii() and said.isdigit():
        return float(said[:_MOST_DIGITS])
    try:
        at = parsedate_to_datetime(said)
        return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())
    except (ValueError, OverflowError):
        return 0.0

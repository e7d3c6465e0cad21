"""Durations and positions as editors write them and as machines and readers are shown them. All values are seconds."""

from __future__ import annotations

import re

# Digits are ASCII and few: `\d` matches Arabic digits too, and `int` of thousands of digits raises.
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{2}(?:\.[0-9]{1,6})?)")
_SECONDS = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,6})?")


def parse(text: str) -> float | None:
    """Seconds from `1:02:03`, `2:03.5` or `75`; None for any other shape, and for minutes or seconds of 60 and more."""
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), float(match[3])
    if seconds >= 60 or (match[1] is not None and minutes >= 60):
        return None
    return hours * 3600 + minutes * 60 + seconds


def clock(seconds: float) -> str:
    """The position as a reader's player shows it, `1:02:03` or `2:03`; fractions of a second are cut off."""
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def timestamp(seconds: float) -> str:
    """The position as WebVTT writes it, with hours and milliseconds: `01:02:03.500`."""
    thousandths = max(0, round(seconds * 1000))
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{rest:03}"

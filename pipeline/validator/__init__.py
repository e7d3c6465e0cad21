"""Feeds, looked at by the rules of those who read them. Pure: bytes in, findings out."""

from pipeline.validator.held import Held, held
from pipeline.validator.ours import faults
from pipeline.validator.reader import FEED, MOST_BYTES
from pipeline.validator.report import Finding, Report, validate
from pipeline.validator.rule import Level, Profile, Rule
from pipeline.validator.rules import RULES

__all__ = [
    "FEED",
    "MOST_BYTES",
    "RULES",
    "Finding",
    "Held",
    "Level",
    "Profile",
    "Report",
    "Rule",
    "faults",
    "held",
    "validate",
]

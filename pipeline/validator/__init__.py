"""Feeds, looked at by the rules of those who read them. Pure: bytes in, findings out."""

from pipeline.validator.report import Finding, Report, validate
from pipeline.validator.rule import Level, Profile, Rule
from pipeline.validator.rules import RULES

__all__ = ["RULES", "Finding", "Level", "Profile", "Report", "Rule", "validate"]

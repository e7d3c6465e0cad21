"""A feed, looked at by rules: what was found, what was well, what was not applicable."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.problems import Place
from pipeline.validator.node import Feed
from pipeline.validator.reader import read
from pipeline.validator.rule import Clause, Level, Profile, Rule
from pipeline.validator.rules import RULES
from pipeline.validator.values.lists import LISTS

MOST = 500
"""The most findings of one rule: after them it looks no further."""
_PODCAST = ("itunes", "podcast", "psc", "spotify")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a feed: where, what, the remedy, and the rule that says so (`code`)."""

    place: Place
    message: str
    hint: str
    code: str
    severity: Level
    clause: Clause


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a feed, in the order of its lines, for whom it was looked at, and the ids of the rules that
    were kept, and of those that had nothing to look at.
    """

    findings: tuple[Finding, ...]
    profiles: tuple[Profile, ...]
    kept: tuple[str, ...]
    not_applicable: tuple[str, ...]

    def of(self, *levels: Level) -> tuple[Finding, ...]:
        """The findings of some levels."""
        return tuple(finding for finding in self.findings if finding.severity in levels)


def validate(
    data: bytes,
    profiles: Iterable[Profile] = (),
    *,
    levels: Container[Level] = tuple(Level),
    name: str = "",
    url: str = "",
    content_type: str = "",
    at: datetime | None = None,
) -> Report:
    """Look at the bytes of a feed. It raises nothing, whatever the bytes are.

    `profiles`: for whom it is looked at; none: for whom it seems to be made. `levels`: the rules of no others are
    looked by. `name` is its name in places; `url` where it was found, `content_type` what its server said, `at` the
    instant from which the future is seen: rules that need what is not known are not applicable.
    """
    feed = read(data, url=url, content_type=content_type, at=at)
    asked = (Profile.BASE, *dict.fromkeys(profiles)) if (profiles := tuple(profiles)) else fitting(feed)
    found: list[Finding] = []
    kept, idle = [], []
    for rule in rules_of(feed, asked):
        if rule.level not in levels:
            continue
        seen, wrong = _looked(rule, feed, name or url)
        found += wrong
        if not seen:
            idle.append(rule.id)
        elif not wrong:
            kept.append(rule.id)
    found.sort(key=lambda one: (one.place.line, one.place.column, one.code))
    return Report(tuple(found), asked, tuple(kept), tuple(idle))


def fitting(feed: Feed) -> tuple[Profile, ...]:
    """For whom a feed is made: a podcast for all, a list of feeds for those who know such lists, others for readers."""
    medium = feed.channel.value_of("podcast:medium") if feed.channel else ""
    if medium in LISTS or medium == "publisher":
        return (Profile.BASE, Profile.PODCASTING)
    if any(feed.has_space(prefix) for prefix in _PODCAST) or any(feed.every("enclosure")):
        return tuple(Profile)
    return (Profile.BASE,)


def rules_of(feed: Feed, profiles: Iterable[Profile]) -> Iterator[Rule]:
    """The rules to look by. Of a document that can't be read to its end, or that is no RSS, those that say why."""
    wanted = frozenset(profiles)
    readable = feed.root is not None and feed.root.name == "rss" and not feed.faults
    for rule in RULES:
        first = rule.id.startswith("xml/") or (rule.id == "rss/root" and not feed.faults)
        if rule.profile in wanted and (first or readable):
            yield rule


def _looked(rule: Rule, feed: Feed, name: str) -> tuple[bool, list[Finding]]:
    """Whether a rule had something to look at, and what it found: of very much, the beginning."""
    seen, found = False, list[Finding]()
    for at, wrong in rule.look(feed):
        seen = True
        if wrong:
            place = Place(name, at.line, at.column) if at else Place(name)
            more = f"; only the first {MOST} such places are told" if len(found) == MOST - 1 else ""
            found.append(Finding(place, f"{wrong.message}{more}", wrong.hint, rule.id, rule.level, rule.clause))
        if len(found) == MOST:
            break
    return seen, found

"""Rules for the old host: where each of its addresses leads by now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.importing.rules import apache, hosted, nginx
from pipeline.importing.rules.feeds import forms, is_feed, moved_line
from pipeline.importing.rules.followed import Followed, sample, schemes
from pipeline.importing.rules.moves import Move, by_host, move_of, moves
from pipeline.importing.rules.short import short

HOSTS: Mapping[str, Callable[[Sequence[Move]], Mapping[str, str]]] = {
    "apache": apache.rules,
    "cloudflare": hosted.cloudflare,
    "netlify": hosted.netlify,
    "nginx": nginx.rules,
}
"""The hosts by name: what writes their rules."""


def ruled(host: str, moved: Iterable[Move]) -> Mapping[str, str]:
    """The files for a sort of host, each in a folder that is named as the old host is."""
    return {f"{old}/{name}": text for old, some in by_host(moved).items() for name, text in HOSTS[host](some).items()}


__all__ = [
    "HOSTS",
    "Followed",
    "Move",
    "by_host",
    "forms",
    "is_feed",
    "move_of",
    "moved_line",
    "moves",
    "ruled",
    "sample",
    "schemes",
    "short",
]

"""Lists of names of WordPress and its plugins, written as people read them."""

from __future__ import annotations


def names(*written: str) -> frozenset[str]:
    """The names in these lines, which blanks part."""
    return frozenset(name for line in written for name in line.split())

"""The pages in shards, so that a changed word has those of one shard indexed again.

Every address has its place in one order, that of its digest. A shard is what begins with the same bits, and one that
grew too large parts in two. So a new page changes one shard, and never is everything indexed anew because a library
reached a size. Volumes are parted in the same way, and so hold whole shards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from pipeline.model.artifact import sha256

FULL = 50
"""Pages of a shard at most: they are indexed in a fifth of a second of CPU, and 5,000 pages are 130 shards."""
VOLUME = 200
"""Pages of a volume at most: what its shards say of words is joined before that of all volumes is."""


@cache
def place(address: str) -> str:
    """What the pages of the index are ordered by, however they are parted: bits of the digest of their address."""
    return f"{int(sha256(address.encode()), 16):0256b}"


def parted(addresses: Iterable[str], full: int = FULL) -> Mapping[str, tuple[str, ...]]:
    """The addresses of each shard, both in order, by the bits that they have in common."""
    return _halves("", sorted((place(address), address) for address in addresses), full)


def _halves(bits: str, placed: list[tuple[str, str]], full: int) -> dict[str, tuple[str, ...]]:
    if len(placed) <= full:
        return {bits: tuple(address for _, address in placed)} if placed else {}
    zeros = sum(1 for at, _ in placed if at[len(bits)] == "0")
    return _halves(f"{bits}0", placed[:zeros], full) | _halves(f"{bits}1", placed[zeros:], full)

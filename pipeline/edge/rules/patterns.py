"""The same headers in few rules: addresses that have one in common, named by a pattern that no other address fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """An address, or all that begin and end so. Whatever stands between may have slashes, as with all hosts."""

    before: str
    after: str | None = None

    def __str__(self) -> str:
        return self.before if self.after is None else f"{self.before}*{self.after}"


def in_few(said: Mapping[str, Mapping[str, str]], root: str = "") -> dict[Pattern, dict[str, str]]:
    """Headers by address below `root` → headers by pattern, the widest first. No address gets one header from two
    patterns, as hosts would join their values.
    """
    fits: dict[Pattern, set[str]] = defaultdict(set)
    for address in said:
        for before, after in _candidates(address.removeprefix(root)):
            fits[Pattern(root + before, after)].add(address)
    # Hosts do not agree on whether `/a/*/b` is `/a/b` too.
    clear = (p for p, some in fits.items() if len(some) > 1 and f"{p.before.rstrip('/')}{p.after}" not in some)
    widest = sorted(clear, key=lambda p: (-len(fits[p]), p))
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for address, headers in said.items():
        for header in headers.items():
            wanted[header].add(address)
    found: dict[Pattern, dict[str, str]] = defaultdict(dict)
    for (name, value), addresses in sorted(wanted.items()):
        left = set(addresses)
        for pattern in widest:
            if fits[pattern] <= left:
                found[pattern][name] = value
                left -= fits[pattern]
        for address in left:
            found[Pattern(address)][name] = value
    return dict(sorted(found.items(), key=lambda pair: (-len(fits[pair[0]]), pair[0])))


def _candidates(address: str) -> Iterator[tuple[str, str]]:
    """How an address begins and ends, as others may: by its first folder, each ending that its name has, its name, and
    both.
    """
    folders, _, name = address.rpartition("/")
    top = "/".join(folders.split("/")[:2])
    if top:
        yield f"{top}/", ""
        yield f"{top}/", f"/{name}"
    for ending in (name[at:] for at, letter in enumerate(name) if letter == "."):
        yield "/", ending
        if top:
            yield f"{top}/", ending

"""Where old addresses lead by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline.importing.fetching.services import passed
from pipeline.importing.fetching.types import ENDINGS
from pipeline.importing.keeping.ledger import Known, Ledger
from pipeline.importing.rules.feeds import forms, is_feed

_Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """An address of the old host, and the whole address where the same lies now. `path` is decoded, `query` as it was
    written, part by part.
    """

    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    old: str
    new: str

    @property
    def written(self) -> str:
        """Path and query as they were written."""
        parts = urlsplit(self.old)
        return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"

    @property
    def paths(self) -> tuple[str, ...]:
        """The path as people ask for it: that of a page with and without the slash at its end."""
        bare = self.path.rstrip("/")
        last = bare.rpartition("/")[2]
        return (self.path,) if not bare or ("." in last and self.path == bare) else (f"{bare}/", bare)


def moves(
    ledger: Ledger, published: Mapping[str, str], feeds: Mapping[str, str] | None = None
) -> tuple[tuple[Move, ...], tuple[str, ...]]:
    """A move for each old address of what is published, sorted; and the old addresses that lead nowhere, since what
    they were is not published. `published` has the address of each file of the library, `feeds` those of the feeds of
    shows by the same files.
    """
    found: dict[_Key, Move] = {}
    lost: list[str] = []
    for old, path in _known(ledger):
        of_feed = path in (feeds or {}) and is_feed(old)
        new = (feeds or {}).get(path, "") if of_feed else published.get(path, "")
        for one in forms(old) if of_feed and new else (old,):
            move = move_of(one, new)
            if move and not new:
                lost.append(one)
            elif move and one.rstrip("/") != new.rstrip("/"):
                found.setdefault(_key(move), move)
    return tuple(sorted(found.values())), tuple(sorted(set(lost)))


def by_host(moved: Iterable[Move]) -> Mapping[str, tuple[Move, ...]]:
    """The moves of each old host."""
    found: dict[str, list[Move]] = defaultdict(list)
    for move in moved:
        found[move.host].append(move)
    return {host: tuple(some) for host, some in sorted(found.items())}


def asked(some: Iterable[Move]) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """Those that are known by their query, the longest first, and those that are known by their path alone."""
    several = tuple(some)
    queries = sorted((one for one in several if one.query), key=lambda one: -len(one.query))
    return tuple(queries), tuple(one for one in several if not one.query)


def _known(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Each old address, and the file that it is now: those of entries first. Of a recording behind services that count
    it is the one behind them, since nobody can give rules to those.
    """
    sources: list[Known] = [known for _, known in sorted(ledger.sources.items())]
    for known in sources:
        yield from ((old, record.path) for _, record in sorted(known.items.items()) for old in record.old)
    for known in sources:
        yield from ((passed(old)[1], kept.path) for _, kept in sorted(known.files.items()) for old in kept.old)


def move_of(old: str, new: str) -> Move | None:
    """A move; None for what no host can be told of: no address of the web, or one with characters that end a line.
    Whoever wrote it may be an enemy: a host names a folder, and an address stands in files that servers obey.
    """
    try:
        parts = urlsplit(old)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = unquote(parts.path) or "/"
    if parts.scheme.lower() not in ("http", "https") or not _is_host(host) or not (path + old + new).isprintable():
        return None
    asked = "" if _is_file(path) else parts.query
    pairs = (part.partition("=") for part in asked.split("&") if part)
    query = tuple(sorted((name, value) for name, _, value in pairs))
    return Move(host, path, query, old, _plain(new))


def _is_host(host: str) -> bool:
    return all(part.replace("-", "").replace("_", "").isalnum() for part in host.split("."))


def _is_file(path: str) -> bool:
    """Whether a path is that of a file by its name: what is asked of it besides tells it from no other."""
    ending = path.rpartition("/")[2].rpartition(".")[2].lower()
    return f".{ending}" in ENDINGS.values() or ending in ("jpeg", "m4v")


def _key(move: Move) -> _Key:
    return move.host, move.path.rstrip("/"), move.query


def _plain(url: str) -> str:
    """An address that means the same to each host: signs that mean something in their rules are written as numbers."""
    return url.replace("$", "%24").replace(" ", "%20").replace('"', "%22").replace("\\", "%5C").replace(",", "%2C")

"""What people should know of the addresses of their recordings: who counts behind them, and where they lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar
from urllib.parse import urlsplit

from pipeline.importing.fetching.came import Got, Missed
from pipeline.importing.fetching.services import passed
from pipeline.importing.fetching.wanted import Wanted

_Named = TypeVar("_Named", str, tuple[str, str])


def noted(came: Iterable[tuple[Wanted, Got | Missed]]) -> tuple[str, ...]:
    """Each as a line, those that hold for most recordings first."""
    counting: Counter[str] = Counter()
    leading: Counter[tuple[str, str]] = Counter()
    bare = 0
    for wanted, got in came:
        if wanted.asset.use not in ("sound", "video") or not wanted.url:
            continue
        bare += wanted.way == "measure" and wanted.url.lower().startswith("http://")
        counting.update(dict.fromkeys(passed(wanted.url)[0], 1))
        if isinstance(got, Got) and (hosts := (_host(wanted.url), _host(got.url)))[0] != hosts[1]:
            leading[hosts] += 1
    return (*_open(bare), *map(_counted, _by_count(counting)), *map(_led, _by_count(leading)))


def _open(count: int) -> Iterator[str]:
    if count:
        yield (
            f"{_recordings(count)} at an address without `https://`, where it can be read and changed on its way: "
            "`sound: addresses` can't name them. Write `sound: files`, or `sound: hosted`"
        )


def _counted(one: tuple[str, int]) -> str:
    name, count = one
    behind = f"{_recordings(count)} reached by way of {name}, which counts downloads"
    return f"{behind}: it counts none of those that are published from here"


def _led(one: tuple[tuple[str, str], int]) -> str:
    (asked, gave), count = one
    return f"{_recordings(count)} asked for at `{asked}`, and {'comes' if count == 1 else 'come'} from `{gave}`"


def _recordings(count: int) -> str:
    return "1 recording is" if count == 1 else f"{count:,} recordings are"


def _by_count(counts: Counter[_Named]) -> list[tuple[_Named, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""

"""What is public, held against what a target remembers: what is gone, what is other, what is not ours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.model.artifact import Artifact, sha256

Looks = Callable[[str], bool]
"""Whether the bytes at a path are looked at, too."""
Known = Callable[[Artifact], str | None]
"""The MD5 of an artifact whose bytes are at hand, as stores tell it of what was put in one piece; or None."""
NIGHTS = 7
"""After so many days every file was looked at."""
_MD5 = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Drift:
    """Paths that are `missing` or `changed`, and files below the public prefix that no release put there (`foreign`),
    all sorted. Sizes of all files were compared, the bytes of `looked` of them.
    """

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    looked: int = 0

    @property
    def reasons(self) -> dict[str, str]:
        """Why each of these is put again."""
        gone = dict.fromkeys(self.missing, "gone from the target")
        return gone | dict.fromkeys(self.changed, "not as it was published")


def md5(chunks: Iterable[bytes]) -> str:
    """MD5 in hexadecimal: what most stores tell of bytes that came in one piece."""
    found = hashlib.md5(usedforsecurity=False)
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def every(_path: str) -> bool:
    """All files are looked at."""
    return True


def share(instant: datetime) -> Looks:
    """A seventh of all files, another one on each of seven days: that which the day of the instant (UTC) brings."""
    turn = instant.astimezone(UTC).toordinal() % NIGHTS
    return lambda path: int(sha256(path.encode())[:8], 16) % NIGHTS == turn


def looks_like_md5(tag: str) -> bool:
    """Whether what a store tells of an object may be the MD5 of its bytes: not so of one that was put in parts."""
    return _MD5.fullmatch(tag) is not None

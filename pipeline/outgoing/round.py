"""One look at all that leads out of a library: what is known is not asked again, and what is gone is looked for in an
archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from pipeline.outgoing import archive, sounds
from pipeline.outgoing.asking import in_words, origin, queues
from pipeline.outgoing.links import Link
from pipeline.outgoing.memory import Memory, Seen
from pipeline.settings import LinkSettings
from pipeline.web import Fetched, Unreachable


class NoLine(Exception):
    """Nothing answered, wherever it is: that tells of this machine, and of no link."""


class Rounds(Protocol):
    """Asks many addresses, several hosts at a time."""

    def go(self, queues: Sequence[Iterable[str]]) -> Iterator[tuple[str, Seen]]:
        """What is seen at each address, as it comes; those of one queue are asked for one after the other."""

    def part(self, url: str) -> Fetched:
        """The answer to who asks for the first bytes of sound, wherever that leads, without them. Raises
        `Unreachable`.
        """

    def fetch(self, url: str) -> bytes:
        """All that lies at an address that is there for programs. Raises `Unreachable`."""


class Round:
    """One look. `links` are all that is looked at, `seen` what is known of their addresses until now."""

    def __init__(self, links: Iterable[Link], memory: Memory, now: datetime, settings: LinkSettings) -> None:
        self.links = tuple(link for link in links if not link.url.startswith(settings.skip))
        self.urls = tuple(dict.fromkeys(link.url for link in self.links))
        self._memory, self._now, self._settings = memory, now, settings
        self._sounds = {link.url: link.sound for link in self.links if link.sound}
        known = memory.holding(self.urls, now, settings.keep_days).seen
        self.seen = {url: one for url, one in known.items() if self._is_settled(url, one)}
        self.to_ask = tuple(url for url in self.urls if url not in self.seen)
        self.silent_archive = ""

    def go(self, rounds: Rounds) -> Iterator[str]:
        """Ask what is not known, and tell each address that was asked. Raises `NoLine`."""
        for url, seen in rounds.go(queues(self.to_ask)):
            self.seen[url] = self._memory.noted(url, seen, self._now)
            yield url
        if self._is_cut_off():
            raise NoLine
        self._listen(rounds)
        self._look_for_copies(rounds)

    @property
    def memory(self) -> Memory:
        """What the next run may know."""
        return Memory(self.seen)

    def _is_cut_off(self) -> bool:
        """Whether no host at all answered of those that were not known to fail."""
        known = self._memory.seen
        fresh = [url for url in self.to_ask if url not in known or not known[url].wrong]
        lost = (self.seen[url].wrong and not self.seen[url].status for url in fresh)
        return len({origin(url) for url in fresh}) > 1 and all(lost)

    def _is_settled(self, url: str, one: Seen) -> bool:
        """Whether what is known needs no other look. Of sound that was not as an episode says, either may be mended."""
        said = self._sounds.get(url)
        return said is None or one.state in ("unsure", "barred") or (one.parts and not sounds.differences(said, one))

    def _listen(self, rounds: Rounds) -> None:
        """Ask for the first bytes of the sound that is there: its length, its type, and that listeners can seek."""
        for url in self.to_ask:
            if url in self._sounds and self.seen[url].state in ("there", "moved"):
                with suppress(Unreachable):  # it was there a moment ago
                    self.seen[url] = sounds.heard(self.seen[url], rounds.part(url))

    def _look_for_copies(self, rounds: Rounds) -> None:
        """Find an archived copy of each page that is gone. Where the archive does not answer, it is left in peace."""
        days = {link.url: link.day for link in reversed(self.links)}
        for url in self.urls if self._settings.archive else ():
            if self.seen[url].state != "gone" or self.silent_archive or url in self._sounds:
                continue
            copy, copied = self._copy_of(url, days[url], rounds)
            self.seen[url] = replace(self.seen[url], copy=copy, copied=copied)

    def _copy_of(self, url: str, day: str, rounds: Rounds) -> tuple[str, str]:
        known = self._memory.seen.get(url)
        if known and known.copy:
            return known.copy, known.copied
        try:
            return archive.read(rounds.fetch(archive.question(self._settings.archive, url, day)))
        except Unreachable as error:
            self.silent_archive = f"it answers {in_words(error.status)}" if error.status else error.message
            return "", ""

"""Apps of subscribers, as they are installed: gPodder and newsboat, each with a home of its own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.machine import tool


def run(*command: str | Path, **env: str) -> str:
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False, timeout=120)
    return done.stdout + done.stderr


@dataclass
class Gpo:
    """gPodder's command line."""

    home: Path

    def __call__(self, *words: str) -> str:
        return run(tool("gpo", "gpodder"), *words, GPODDER_HOME=str(self.home))

    def subscribe(self, feed: str) -> None:
        self("subscribe", feed)

    def has(self) -> int:
        """How many episodes it took after an update: anew, or before."""
        self("update")
        return self.known("max(id)")

    def known(self, what: str = "count(*)") -> int:
        """What its database says of episodes."""
        with sqlite3.connect(self.home / "Database") as known:
            (found,) = known.execute(f"SELECT {what} FROM episode").fetchone()
        known.close()
        return int(found)


@dataclass
class Newsboat:
    """newsboat, with the addresses in its file."""

    home: Path

    def __call__(self, *words: str) -> str:
        files = ("-C", self.home / "config", "-u", self.home / "urls", "-c", self.home / "cache.db")
        return run(tool("newsboat", "newsboat"), *files, *words)

    def subscribe(self, feed: str) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "config").touch()
        (self.home / "urls").write_text(f"{feed}\n", encoding="utf-8")

    def has(self) -> int:
        """How many episodes it has after an update."""
        self("-x", "reload")
        with sqlite3.connect(self.home / "cache.db") as known:
            (count,) = known.execute("SELECT count(*) FROM rss_item").fetchone()
        known.close()
        return int(count)

"""Progress and results, for a terminal, a log, or nobody."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pipeline.cli import table
from pipeline.cli.progress import Bars, fitting
from pipeline.cli.report import harmless

if TYPE_CHECKING:
    from pipeline.jobs.outcome import Outcome
    from pipeline.model.artifact import Artifact

_WORK = {
    "picture": ("clean", "pictures"),
    "text": ("render", "texts"),
    "probe": ("listen to", "recordings"),
    "pdf": ("print", "PDFs"),
    "first-page": ("draw", "first pages"),
    "encode": ("master", "recordings"),
    "tag": ("tag", "recordings"),
    "artwork": ("fit", "artwork"),
    "images": ("scale", "pictures"),
    "card": ("draw", "cards"),
    "theme": ("look at", "themes"),
    "assets": ("finish", "files of the theme"),
    "look": ("read", "templates of the theme"),
    "page": ("lay out", "pages"),
    "search": ("index", "the search"),
    "search-volume": ("join", "volumes of the search"),
    "search-words": ("join", "words of the search"),
}
"""What a performer does to what: the name of a stage, and the beginning of a line about one job."""
QUIET_WORK = frozenset(
    {"picture", "text", "images", "card", "first-page", "assets", "look", "page", "search-volume", "search-words"}
)
SEND = "send"


class Show:
    """Progress on stderr, results on stdout. `verbosity`: -1 quiet, 0 plain, 1 every job. Closed, it has left the
    terminal as it was.
    """

    def __init__(self, verbosity: int, *, as_json: bool) -> None:
        self._verbosity = verbosity
        self._json = as_json
        self._progress = fitting()
        self._began = time.monotonic()
        self._sending = SEND
        self._warned: set[str] = set()
        self._complaints: list[str] = []
        self._answered = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.close()

    @property
    def seconds(self) -> float:
        """Since the command began."""
        return time.monotonic() - self._began

    # What a run tells of itself --------------------------------------------------------------------------------------

    def begin(self, performer: str, jobs: int) -> None:
        """So many jobs are about to be done."""
        if self._verbosity >= 0:
            self._progress.begin(_stage(performer), jobs)

    def done(self, outcome: Outcome, done: int, of: int) -> None:
        """A job is done."""
        if self._verbosity < 0:
            return
        performer = outcome.job.performer
        quiet = isinstance(self._progress, Bars) or performer in QUIET_WORK
        if self._verbosity > 0 or (outcome.status == "built" and not quiet):  # what failed is told as a problem
            verb = _WORK.get(performer, (performer,))[0]
            self.say(f"  [{done}/{of}] {verb} {outcome.job.subject}: {outcome.status}, {outcome.reason}")
        if outcome.status != "kept":
            self._progress.advance(_stage(performer), 1)

    def sending(self, files: int, size: int) -> None:
        """So many files, and bytes, are about to be put."""
        self._progress.close()
        self._sending = f"{SEND} {files} file{'s' * (files != 1)}"
        if self._verbosity >= 0 and files:
            self._progress.begin(self._sending, size, sized=True)

    def sent(self, _artifact: Artifact, size: int) -> None:
        """So many bytes more are where they belong."""
        if self._verbosity >= 0:
            self._progress.advance(self._sending, size)

    def waiting(self, stage: str) -> None:
        """Something begins of which nobody knows how long it takes."""
        self._progress.close()
        if self._verbosity >= 0:
            self._progress.begin(stage, 0)

    # What a command says ---------------------------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """A line for people, on stderr."""
        if self._verbosity >= 0:
            self._progress.say(words)

    def complain(self, words: str) -> None:
        """A problem, on stderr, also when quiet."""
        self._progress.close()
        self._complaints.append(words)
        print(words, file=sys.stderr, flush=True)

    def warn(self, message: str) -> None:
        """What was wrong with the machine and was put right: told once."""
        if message not in self._warned:
            self._warned.add(message)
            self.complain(harmless(f"warning: {message}"))

    def result(self, words: str, data: dict[str, Any]) -> None:
        """What the command found: one JSON document, or words."""
        self._progress.close()
        if self._json:
            self.data(data)
        elif self._verbosity >= 0:
            print(words, flush=True)

    def data(self, data: dict[str, Any]) -> None:
        """What the command found, for programs that asked for it."""
        if self._json:
            self._answered = True
            # In ASCII nothing speaks to a terminal; and GitHub's runner finds `##[` anywhere in a line.
            print(json.dumps(data, sort_keys=True).replace("##[", r"##\u005b"), flush=True)

    def ended(self, status: int) -> None:
        """The command is over. A program that asked for data gets a document also where there was none to give."""
        if status and not self._answered:
            self.data({"ok": False, "status": status, "error": "\n".join(self._complaints)})

    def closing(self, words: str, rows: Iterable[tuple[str, str]], last: Iterable[str] = ()) -> None:
        """What the command found, for people: words, names with what is said of them, and last lines."""
        self._progress.close()
        if self._json or self._verbosity < 0:
            return
        if words:
            print(words)
        print(flush=True)
        table.write(rows)
        for line in last:
            print(harmless(f"\n{line}"))
        sys.stdout.flush()


def _stage(performer: str) -> str:
    return " ".join(_WORK.get(performer, (performer,)))

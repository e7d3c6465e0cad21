"""Progress and results, for a terminal, a log, or nobody."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pipeline.cli import report, summary, table
from pipeline.cli.progress import Bars, fitting
from pipeline.cli.reached import Reached
from pipeline.cli.report import harmless

if TYPE_CHECKING:
    from pipeline.jobs.outcome import Outcome
    from pipeline.model.artifact import Artifact

_WORK = {
    "picture": ("clean", "pictures"),
    "text": ("render", "texts"),
    "document": ("clean", "documents"),
    "fetch": ("fetch", "recordings"),
    "probe": ("listen to", "recordings"),
    "pdf": ("print", "PDFs"),
    "first-page": ("draw", "first pages"),
    "letters": ("look at", "fonts of print"),
    "level": ("measure", "speakers"),
    "encode": ("master", "recordings"),
    "tag": ("tag", "recordings"),
    "rendition": ("encode", "renditions"),
    "rendition-tag": ("tag", "renditions"),
    "waveform": ("draw", "waveforms"),
    "clip": ("cut", "clips"),
    "artwork": ("fit", "artwork"),
    "images": ("scale", "pictures"),
    "card": ("draw", "cards"),
    "theme": ("look at", "themes"),
    "assets": ("finish", "files of the theme"),
    "look": ("read", "templates of the theme"),
    "page": ("lay out", "pages"),
    "compress": ("compress", "texts"),
    "npm": ("bring", "packages"),
    "address": ("ask", "addresses of others"),
    "search": ("index", "the search"),
    "search-volume": ("join", "volumes of the search"),
    "search-words": ("join", "words of the search"),
    "search-spellings": ("list", "spellings of the search"),
}
"""What a performer does to what: the name of a stage, and the beginning of a line about one job."""
QUIET_WORK = frozenset(
    {
        "picture",
        "text",
        "document",
        "images",
        "card",
        "first-page",
        "assets",
        "look",
        "page",
        "waveform",
        "search-volume",
        "search-words",
        "search-spellings",
        "compress",
    }
)
SEND = "send"


class Show:
    """Progress on stderr, results on stdout. `verbosity`: -1 quiet, 0 plain, 1 every job; `github`: what failed becomes
    an annotation and stands in the summary of the step; `copy`: a file in which the document is written too. Closed, it
    has left the terminal as it was. `stands` is what who stops it is told, where that is not what was published.
    """

    def __init__(self, verbosity: int, *, as_json: bool, github: bool = False, copy: Path | None = None) -> None:
        self._verbosity = verbosity
        self._json, self._github, self._copy = as_json, github, copy
        self._progress = fitting()
        self._began = time.monotonic()
        self._sending = SEND
        self._warnings: list[str] = []
        self._said: list[str] = []
        self._errors: list[dict[str, str]] = []
        self._found: dict[str, Any] = {}
        self.reached = Reached()
        self.stands = ""

    def __enter__(self) -> Self:
        if self._copy:  # who is killed leaves none, and not that of another run
            with suppress(OSError):
                self._copy.unlink(missing_ok=True)
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

    def advance(self, stage: str) -> None:
        """One thing more of a stage is done that is no job."""
        if self._verbosity >= 0:
            self._progress.advance(_stage(stage), 1)

    def sending(self, files: int, size: int, *, by_one: bool) -> None:
        """So many files, and bytes, are about to be put; `by_one`: each is public once it is there."""
        self.reached.begin(files, by_one=by_one)
        self._progress.close()
        self._sending = f"{SEND} {files} file{'s' * (files != 1)}"
        if self._verbosity >= 0 and files:
            self._progress.begin(self._sending, size, sized=True)

    def sent(self, artifact: Artifact, size: int) -> None:
        """So many bytes more of an artifact are where they belong."""
        self.reached.sent(artifact, size)
        if self._verbosity >= 0:
            self._progress.advance(self._sending, size)

    def bringing(self, files: int, size: int) -> Callable[[int], None]:
        """So many files, and about so many bytes, are about to come; who brings them tells what came."""
        self._progress.close()
        stage = f"bring {files} file{'s' * (files != 1)}"
        if self._verbosity < 0 or not files:
            return lambda _: None
        self._progress.begin(stage, size, sized=True)
        return lambda came: self._progress.advance(stage, came)

    def counting(self, stage: str, of: int) -> Callable[[], None]:
        """So many things that are no jobs are about to be done; who does them tells of each."""
        self._progress.close()
        if self._verbosity < 0 or not of:
            return lambda: None
        self._progress.begin(stage, of)
        return lambda: self._progress.advance(stage, 1)

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

    @property
    def quiet(self) -> bool:
        """Whether results are not told in words."""
        return self._json or self._verbosity < 0

    def complain(self, words: str) -> None:
        """A problem, on stderr, also when quiet."""
        self._progress.close()
        print(words, file=sys.stderr, flush=True)

    def fail(self, message: str, hint: str = "", *, remedy: str = "\n  remedy: ") -> None:
        """What failed, though it be no fault of the content; `remedy` stands before the hint."""
        self.note(f"error: {message}{remedy}{hint}" if hint else f"error: {message}", message, hint)
        if self._github:
            self.annotate(report.github_failure(message, hint))
            summary.write(summary.failure(message, hint))

    def note(self, words: str, message: str, hint: str = "") -> None:
        """A failure in these words, for programs as message and hint."""
        self.record(message, hint, words)
        self.complain(harmless(words))

    def annotate(self, annotations: str) -> None:
        """What GitHub shows beside a run, where it reads the log."""
        if self._github and not self._json:
            print(annotations, end="", flush=True)

    def record(self, message: str, hint: str = "", words: str = "") -> None:
        """A failure that programs are told of; people are told by somebody else."""
        self._said.append(harmless(words or message))
        self._errors.append({"message": message, "remedy": hint})

    def stopped(self) -> None:
        """Somebody stopped the command."""
        words = f"stopped; {self.stands or self.reached.in_words()}"
        self.note(words, words)

    def warn(self, message: str) -> None:
        """What was wrong with the machine and was put right, or went less well than it might: told once."""
        if message not in self._warnings:
            self._warnings.append(message)
            self.complain(harmless(f"warning: {message}"))

    def result(self, words: str, data: dict[str, Any]) -> None:
        """What the command found, in words and for programs."""
        self._progress.close()
        self.data(data)
        if not self.quiet:
            print(words, flush=True)

    def data(self, data: dict[str, Any]) -> None:
        """What the command found, for programs that ask for it."""
        self._found |= data

    @property
    def found(self) -> Mapping[str, Any]:
        """What the command found until now."""
        return self._found

    def ended(self, status: int) -> None:
        """The command is over: programs that asked for it get what it found and what was wrong, as one document."""
        if not self._json and not self._copy:
            return
        said = {
            "problems": [],
            **self._found,
            "ok": not status,
            "status": status,
            "error": "\n".join(self._said) or None,
            "errors": self._errors,
            "warnings": self._warnings,
            **({"public": self.reached.in_words()} if status and self.reached.began else {}),
        }
        # In ASCII nothing speaks to a terminal; and GitHub's runner finds `##[` anywhere in a line.
        document = json.dumps(said, sort_keys=True).replace("##[", r"##\u005b")
        if self._json:
            print(document, flush=True)
        if self._copy:
            self._write(self._copy, document)

    def _write(self, path: Path, document: str) -> None:
        try:
            path.write_text(f"{document}\n", encoding="utf-8")
        except OSError as error:
            self.complain(harmless(f"warning: `{path}` can't be written: {error.strerror}"))

    def closing(self, words: str, rows: Iterable[tuple[str, str]], last: Iterable[str] = ()) -> None:
        """What the command found, for people: words, names with what is said of them, and last lines."""
        self._progress.close()
        if self.quiet:
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

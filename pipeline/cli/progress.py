"""What is seen while work goes on: bars on a terminal, lines in a log."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Protocol

from pipeline.cli import terminal
from pipeline.cli.amounts import size_in_words, time_in_words
from pipeline.cli.report import harmless
from pipeline.jobs.undisturbed import undisturbed

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import ProgressColumn, TaskID

NARROW = 64
"""Columns of a terminal below which a bar has no room for rate and time."""
SILENCE = 15.0
"""Seconds after which a log says how far a stage is."""


class Progress(Protocol):
    """Shows stages by their names. What is said comes from content in places, and is never taken for more than text."""

    def begin(self, stage: str, of: int, *, sized: bool = False) -> None:
        """So much is to be done: jobs, or bytes where it is `sized`; 0 where nobody knows."""

    def advance(self, stage: str, by: int) -> None:
        """So much more is done; may be called from any thread."""

    def say(self, words: str) -> None:
        """A line."""

    def close(self) -> None:
        """Leave what is shown as it is; what comes next may be written anywhere."""


class Lines:
    """Lines on stderr: each stage as it begins, and from time to time how far it is."""

    def __init__(self) -> None:
        self._stages: dict[str, _Stage] = {}

    def begin(self, stage: str, of: int, *, sized: bool = False) -> None:
        self._stages[stage] = begun = _Stage(of, sized=sized)
        self.say(f"  {stage}: {begun.amount(of)}" if of else f"  {stage}")

    def advance(self, stage: str, by: int) -> None:
        if (begun := self._stages.get(stage)) and (far := begun.advance(by)):
            self.say(f"  {stage}: {far}")

    def say(self, words: str) -> None:
        print(harmless(words), file=sys.stderr, flush=True)

    def close(self) -> None:
        self._stages.clear()


class _Stage:
    """How far a stage is, and when that was said."""

    def __init__(self, of: int, *, sized: bool) -> None:
        self._of, self._done, self._sized = of, 0, sized
        self._began = self._said = time.monotonic()

    def amount(self, count: int) -> str:
        return size_in_words(count) if self._sized else str(count)

    def advance(self, by: int) -> str:
        """What there is to say after a long silence."""
        self._done += by
        now = time.monotonic()
        if now - self._said < SILENCE or not self._done or self._done >= self._of:
            return ""
        self._said = now
        left = (now - self._began) / self._done * (self._of - self._done)
        return f"{self.amount(self._done)} of {self.amount(self._of)}, {time_in_words(left)} left"


class Bars:
    """A bar for each stage on stderr, with count, rate and the time that is left; one that is done stays as it is.

    Ctrl-C waits for a moment: rich that is left half-way hides the cursor, holds back what is said next, or fails.
    """

    def __init__(self) -> None:
        self._shown: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}

    @undisturbed()
    def begin(self, stage: str, of: int, *, sized: bool = False) -> None:
        if self._shown and self._shown.finished:
            self.close()
        shown = self._shown or self._start()
        known = self._tasks.get(stage)
        if known is None:
            self._tasks[stage] = shown.add_task(harmless(stage), total=of or None, sized=sized)
        else:
            total = next(task.total for task in shown.tasks if task.id == known)
            shown.update(known, total=(total or 0) + of)

    @undisturbed()
    def advance(self, stage: str, by: int) -> None:
        if self._shown and stage in self._tasks:
            self._shown.advance(self._tasks[stage], by)

    @undisturbed()
    def say(self, words: str) -> None:
        if self._shown:
            self._shown.console.print(harmless(words), soft_wrap=True)
        else:
            print(harmless(words), file=sys.stderr, flush=True)

    @undisturbed()
    def close(self) -> None:
        if self._shown:
            for task in self._shown.tasks:
                if task.total is None:  # it would stand there as if it went on
                    self._shown.remove_task(task.id)
            self._shown.stop()
        self._shown = None
        self._tasks.clear()

    def _start(self) -> RichProgress:
        from rich.progress import Progress as RichProgress

        console = terminal.console(stderr=True)
        wide = console.width >= NARROW
        self._shown = RichProgress(*_columns(wide=wide), console=console, redirect_stdout=False, expand=not wide)
        self._shown.start()
        return self._shown


def _columns(*, wide: bool) -> list[ProgressColumn]:
    """The columns of a bar; a narrow terminal has room for name, bar and count."""
    from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.table import Column
    from rich.text import Text

    class Count(ProgressColumn):
        """`3/10`, or `1.2/45.0 MB`."""

        def render(self, task: Task) -> Text:
            of = int(task.total or 0)
            if not of:
                return Text("")
            count = size_in_words if task.fields["sized"] else str
            return Text(f"{count(int(task.completed))}/{count(of)}")

    class Rate(ProgressColumn):
        """What a second brings; of what is slow, how long one takes."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            if not speed:
                return Text("")
            if task.fields["sized"]:
                return Text(f"{size_in_words(speed)}/s")
            return Text(f"{speed:.1f}/s" if speed >= 1 else f"{1 / speed:.1f} s each")

    name = Column(no_wrap=True, overflow="ellipsis", ratio=None if wide else 1, min_width=22 if wide else None)
    shown: list[ProgressColumn] = [
        TextColumn("  {task.description}", markup=False, table_column=name),
        BarColumn(bar_width=24 if wide else 8),
        Count(table_column=Column(no_wrap=True, justify="right", min_width=9 if wide else None)),
    ]
    rate = Rate(table_column=Column(no_wrap=True, justify="right", min_width=10))
    return [*shown, rate, TimeRemainingColumn(compact=True, elapsed_when_finished=True)] if wide else shown


def fitting() -> Progress:
    """Bars where somebody looks at a terminal that can show them; lines for CI, files and pipes."""
    return Bars() if terminal.moves() else Lines()

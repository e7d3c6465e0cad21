"""How a command ends: every failure as words and an exit status."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path

from pipeline.cli import report, summary

DONE, CONTENT, USAGE, REFUSED, TOOL = 0, 1, 2, 3, 4
STOPPED, TERMINATED = 130, 143
"""What a shell says of a program that Ctrl-C ended, or the signal TERM."""


class Terminated(KeyboardInterrupt):
    """TERM ends a command as Ctrl-C does: whoever is at work clears up."""


class Stop(Exception):
    """The command ends with this status; what there was to say has been said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _aloud(words: str) -> None:
    print(words, file=sys.stderr)


def guarded(work: Callable[[], None], format_: str = "text", complain: Callable[[str], None] = _aloud) -> int:
    """The exit status of a command; `complain` says what failed."""
    try:
        with _heeding():
            work()
    except Stop as stop:
        return stop.status
    except OSError as error:
        return _failed(*_of_the_disk(error), complain, format_, TOOL)
    except Exception as error:  # noqa: BLE001 - no one who writes content should ever meet a traceback
        return _failed(*_words(error), complain, format_, _status(error))
    except KeyboardInterrupt as stop:
        return stopped(complain, TERMINATED if isinstance(stop, Terminated) else STOPPED)
    return DONE


def stopped(complain: Callable[[str], None] = _aloud, status: int = STOPPED) -> int:
    """What Ctrl-C leaves, and the status that says so."""
    complain("stopped; what was published before is as it was")
    return status


@contextmanager
def _heeding() -> Iterator[None]:
    """TERM is heard as `Terminated`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _status(error: Exception) -> int:
    from pipeline.release.errors import TargetError

    return REFUSED if isinstance(error, TargetError) else TOOL


def _words(error: Exception) -> tuple[str, str]:
    """Message and remedy; of what nobody foresaw, the place."""
    from pipeline.flow import ToolFailed  # these two are imported long since where they were raised
    from pipeline.release.errors import TargetError

    if isinstance(error, TargetError | ToolFailed):
        return error.message, error.hint
    where = traceback.extract_tb(error.__traceback__)[-1]
    told = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
    hint = "run it again; if it stays, tell this line to who keeps the pipeline"
    return f"the pipeline itself failed, not your content: {told}", hint


def _of_the_disk(error: OSError) -> tuple[str, str]:
    """What a disk refuses, and the remedy. When it is full, the file that is named may be the one that was read."""
    if error.errno in (ENOSPC, EDQUOT):
        remedy = "free some room (`pipeline cache` says what it takes), then run it again; what is public is as it was"
        return f"the disk is full: {error.strerror}", remedy
    return f"{error.strerror or error}: {error.filename or ''}", ""


def _failed(message: str, hint: str, complain: Callable[[str], None], format_: str, status: int) -> int:
    """Tell what failed, though it be no fault of the content."""
    words = f"error: {message}\n  remedy: {hint}" if hint else f"error: {message}"
    complain(report.harmless(words))
    if format_ == "github":
        print(report.github_failure(message, hint), end="")
        summary.write(summary.failure(message, hint))
    return status

"""How a command ends: every failure as words and an exit status."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Protocol

DONE, CONTENT, USAGE, REFUSED, TOOL, LOOKED = 0, 1, 2, 3, 4, 5
STOPPED, TERMINATED = 130, 143
"""What a shell says of a program that Ctrl-C ended, or the signal TERM."""

MEANINGS = {
    DONE: "done",
    CONTENT: "problems in the content; nothing was published",
    USAGE: "wrong usage or configuration; nothing was done",
    REFUSED: "the target, or the address of a feed, refused or failed: not published, or not to its end",
    TOOL: "a tool of this machine is missing or failed, or the pipeline itself did",
    LOOKED: "published, whole and public, and the look at it found something wrong",
    STOPPED: "stopped by Ctrl-C",
    TERMINATED: "stopped by the signal TERM",
}
"""What each status of a command says."""


class Terminated(KeyboardInterrupt):
    """TERM ends a command as Ctrl-C does: whoever is at work clears up."""


class Stop(Exception):
    """The command ends with this status; what there was to say has been said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Teller(Protocol):
    """Who tells people and programs how a command ended."""

    def fail(self, message: str, hint: str = "") -> None:
        """What failed, and the remedy."""

    def stopped(self) -> None:
        """Somebody stopped it."""


def guarded(work: Callable[[], object], teller: Teller) -> int:
    """The exit status of a command."""
    try:
        work()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - nobody who writes content shall meet a traceback
        return told(error, teller)
    return DONE


def told(error: BaseException, teller: Teller) -> int:
    """Say what ended a command; the status that says the same."""
    if isinstance(error, Stop):
        return error.status
    if isinstance(error, KeyboardInterrupt):
        teller.stopped()
        return TERMINATED if isinstance(error, Terminated) else STOPPED
    teller.fail(*words(error))
    return _status(error)


@contextmanager
def heeding() -> Iterator[None]:
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


def _status(error: BaseException) -> int:
    from pipeline.release.state.errors import TargetError

    return REFUSED if isinstance(error, TargetError) else TOOL


def words(error: BaseException) -> tuple[str, str]:
    """Message and remedy; of what nobody foresaw, the place."""
    if isinstance(error, OSError):
        return _of_the_disk(error)
    from pipeline.flow import ToolFailed  # these are imported long since where they were raised
    from pipeline.preview import PreviewError
    from pipeline.release.state.errors import TargetError

    if isinstance(error, TargetError | ToolFailed | PreviewError):
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

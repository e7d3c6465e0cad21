"""The terminal that somebody looks at, or nobody: what it can do, and no more is asked of it."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_NAMES = {1: "stdout", 2: "stderr"}


class _Heard(io.FileIO):
    """Standard output whose reader may go, as `head` does: what is said then goes nowhere, and the work goes on."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return len(data)


def prepare() -> None:
    """Make the standard streams of this process fit for words of any kind, and for nobody to hear them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: else the next file that is opened would be taken for it
            os.open(os.devnull, os.O_RDWR)
    for number, name in _NAMES.items():
        stream = getattr(sys, name)
        # Where the terminal has no Unicode, a `?` stands for what it lacks.
        if stream is None or _is_file(stream):
            heard = io.BufferedWriter(_Heard(number, "wb", closefd=False))
            encoding = stream.encoding if stream else "utf-8"
            by_line = stream is None or stream.line_buffering or stream.write_through
            setattr(sys, name, io.TextIOWrapper(heard, encoding=encoding, errors="replace", line_buffering=by_line))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _is_file(stream: object) -> bool:
    """Whether this is what Python begins with, and nobody put another thing in its place."""
    if not isinstance(stream, io.TextIOWrapper):
        return False
    return type(getattr(stream.buffer, "raw", stream.buffer)) is io.FileIO


def moves() -> bool:
    """Whether stderr is a terminal that can move its cursor, with somebody before it: CI has none."""
    dumb = os.environ.get("TERM", "") in ("", "dumb", "unknown")
    return sys.stderr.isatty() and not dumb and not os.environ.get("CI")


def console(*, stderr: bool = False) -> Console:
    """A console that takes text for text: what looks like markup, a link or an emoji in it stays as it is written.

    With `NO_COLOR` it has neither colours nor other styles.
    """
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR"))
    return Console(stderr=stderr, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False)

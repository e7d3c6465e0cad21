"""A terminal of a given size with `pipeline` in it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.machine import PATIENCE, hears_ctrl_c

ENV = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


@dataclass(frozen=True)
class Seen:
    """How a command ended, as a shell says it, and every byte that the terminal got, as text."""

    status: int
    raw: str

    @property
    def lines(self) -> list[str]:
        """What was ever written to a line, without what moves and colours."""
        return [line.rstrip() for line in re.split(r"[\r\n]+", CONTROL.sub("", self.raw)) if line.strip()]

    @property
    def is_left_clean(self) -> bool:
        """Whether the cursor is there, and no colour is on."""
        styles = re.findall(r"\x1b\[([0-9;]*)m", self.raw)
        shown = self.raw.rfind(SHOW_CURSOR) >= self.raw.rfind(HIDE_CURSOR)
        return shown and (not styles or styles[-1] in ("", "0"))


def pipeline(*arguments: str | Path, columns: int = 80, env: Mapping[str, str] = {}, stop_at: str = "") -> Seen:
    """`pipeline ARGUMENTS` in a terminal; Ctrl-C is pressed once the terminal has got `stop_at`."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    clean = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "COLUMNS", "LINES")}
    with hears_ctrl_c():
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**clean, **ENV, **env},
            start_new_session=True,
        )
    os.close(theirs)
    got = bytearray()
    with contextlib.suppress(OSError):  # Linux says so when the last of them hangs up
        while chunk := os.read(ours, 65536):
            got += chunk
            if stop_at and stop_at.encode() in got:
                os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody in the foreground gets it
                stop_at = ""
    os.close(ours)
    status = process.wait(timeout=PATIENCE)
    # Where Ctrl-C comes while Python runs a text, as it does for each class of data, it ends by the signal in the end.
    return Seen(128 - status if status < 0 else status, got.decode("utf-8", "replace"))

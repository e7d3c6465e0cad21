"""What is done whole though somebody stops the command in the middle of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOPS = (signal.SIGINT, signal.SIGTERM)
"""The signals by which a command is stopped: Ctrl-C, and what a machine sends that goes down."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C takes effect at the end, as TERM does: for what is left in disorder by who leaves it half done."""
    if threading.current_thread() is not threading.main_thread():  # only the main one hears signals
        yield
        return
    pressed: list[int] = []
    heard = {one: signal.getsignal(one) for one in STOPS}
    try:
        for one in STOPS:
            signal.signal(one, lambda number, _: pressed.append(number))
        yield
    finally:
        for one, before in heard.items():
            signal.signal(one, before)
        for number in pressed[:1]:
            signal.raise_signal(number)

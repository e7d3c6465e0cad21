"""Rendering one text, bounded in time and memory: a contributed file can't stop a build.

A timer bounds the time of a text where it is rendered. It is heard between two steps of Python alone, and bounds no
memory: enough for texts as long as an article, the worst of which takes a second and 60 MB. Longer ones are rendered
in a process of their own, which can be killed; to begin and end one takes longer than most texts take.
"""

from __future__ import annotations

import math
import multiprocessing
import resource
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.content.texts import made_of
from pipeline.formats import frontmatter, markdown
from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version

MEMORY_BYTES = 1 << 30
LONG = 100_000
Words = Mapping[str, str] | None
"""Characters from which on a text has a process of its own."""


@dataclass(frozen=True, slots=True)
class Text:
    """Performer `text`: the input `text` is the entry's file; what comes of it is its rendering, see `made_of`."""

    recipe: int = 1
    durable: bool = False
    batch: int = 32
    here: int = 4

    @property
    def versions(self) -> Mapping[str, str]:
        return {name: version(name) for name in ("markdown-it-py", "mdit-py-plugins", "nh3")}

    def perform(self, task: Task) -> Made:
        text, _ = frontmatter.decode(Path(task.inputs["text"]).read_bytes(), task.params["path"])
        if text is None:
            raise Failure("this file is not UTF-8 text", "save it as UTF-8", "unreadable-file")
        front, _ = frontmatter.split(text, task.params["path"])
        body = front.body if front else text
        if why := markdown.too_complex(body):
            raise Failure(f"this text is too complex to process: {why}", "make it simpler, or split it", "too-complex")
        params = task.params
        return made_of(bounded(body, params["path"], params["seconds"], params.get("words")))


def bounded(body: str, path: str, seconds: float, words: Words = None) -> dict[str, Any]:
    """The rendering as plain data. Raises `Failure` when it takes more than `seconds`, or too much memory."""
    # A signal reaches the first thread of a process alone.
    here = len(body) < LONG and threading.current_thread() is threading.main_thread()
    answer = _timed(body, path, seconds, words) if here else _apart(body, path, seconds, words)
    if answer is None:
        message = f"this text took more than {seconds} s or {MEMORY_BYTES >> 20} MB to process"
        raise Failure(message, "make it simpler, or split it", "too-complex")
    return answer


class _Late(BaseException):
    """The time is over: nothing on the way catches this for an error of its own."""


def _timed(body: str, path: str, seconds: float, words: Words) -> dict[str, Any] | None:
    """The rendering, made in this process; None when its time was over."""
    late = False

    def stop(*_: object) -> None:
        nonlocal late
        late = True
        raise _Late

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
        facts = markdown.to_json(markdown.render(body, path, words))
    except (_Late, MemoryError, RecursionError):
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return None if late else facts  # what a library in C calls may have been cut short, and the library have gone on


def _apart(body: str, path: str, seconds: float, words: Words) -> dict[str, Any] | None:
    """The rendering, made in a process of its own; None when that was killed."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_render, args=(body, path, seconds, words, theirs))
    process.start()
    theirs.close()
    try:
        answer: dict[str, Any] | None = ours.recv() if ours.poll(seconds) else None
    except EOFError:
        answer = None
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    return answer


def _render(body: str, path: str, seconds: float, words: Words, answer: Connection) -> None:
    _bound_memory()
    limit = math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    try:
        answer.send(markdown.to_json(markdown.render(body, path, words)))
    except (MemoryError, RecursionError):
        _unbound_memory()  # to say so needs some
        answer.send(None)


def _bound_memory() -> None:
    """Only Linux says how much this process holds, and keeps to what it is told; elsewhere time alone is bounded."""
    if sys.platform == "linux":
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _unbound_memory() -> None:
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (most, most))

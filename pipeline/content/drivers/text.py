"""Rendering one text in a process of its own, bounded in time and memory: a contributed file can't stop a build."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.formats import frontmatter, markdown
from pipeline.jobs import Failure, Made, Task

MEMORY_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Text:
    """Performer `text`: the input `text` is the entry's file; the facts are its rendering."""

    recipe: int = 1
    durable: bool = False

    @property
    def versions(self) -> Mapping[str, str]:
        return {name: version(name) for name in ("Markdown", "nh3")}

    def perform(self, task: Task) -> Made:
        text, _ = frontmatter.decode(Path(task.inputs["text"]).read_bytes(), task.params["path"])
        if text is None:
            raise Failure("this file is not UTF-8 text", "save it as UTF-8", "unreadable-file")
        front, _ = frontmatter.split(text, task.params["path"])
        body = front.body if front else text
        if why := markdown.too_complex(body):
            raise Failure(f"this text is too complex to process: {why}", "make it simpler, or split it", "too-complex")
        return Made(facts=bounded(body, task.params["path"], task.params["seconds"]))


def bounded(body: str, path: str, seconds: int) -> dict[str, Any]:
    """The rendering as plain data. Raises `Failure` when it takes more than `seconds`, or too much memory."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_render, args=(body, path, seconds, theirs))
    process.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(seconds) else None
    except EOFError:
        answer = None
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    if not isinstance(answer, dict):
        message = f"this text took more than {seconds} s or {MEMORY_BYTES >> 20} MB to process"
        raise Failure(message, "make it simpler, or split it", "too-complex")
    return answer


def _render(body: str, path: str, seconds: int, answer: Connection) -> None:
    _bound_memory()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    try:
        answer.send(markdown.to_json(markdown.render(body, path)))
    except (MemoryError, RecursionError):
        answer.send(None)


def _bound_memory() -> None:
    """Only Linux says how much this process holds, and keeps to what it is told; elsewhere time alone is bounded."""
    if sys.platform == "linux":
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY_BYTES, held + MEMORY_BYTES))

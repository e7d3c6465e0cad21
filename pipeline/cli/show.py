"""Progress and results, for a terminal, a log, or nobody."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from pipeline.cli.report import harmless
from pipeline.jobs.outcome import Outcome, Status
from pipeline.model.artifact import Action, Plan

_VERBS = {
    "picture": "clean",
    "text": "render",
    "probe": "listen to",
    "pdf": "print",
    "encode": "master",
    "tag": "tag",
    "artwork": "fit artwork",
    "images": "scale",
    "card": "draw the card of",
    "pages": "lay out",
    "search": "index",
}
QUIET_WORK = frozenset({"picture", "text", "images", "card"})


class Show:
    """Progress on stderr, results on stdout. `verbosity`: -1 quiet, 0 plain, 1 every job."""

    def __init__(self, verbosity: int, *, as_json: bool) -> None:
        self._verbosity = verbosity
        self._json = as_json
        self._bar = sys.stderr.isatty() and not os.environ.get("CI") and "NO_COLOR" not in os.environ
        self._line = False

    def progress(self, outcome: Outcome, done: int, of: int) -> None:
        """A job is done."""
        if self._verbosity < 0:
            return
        chatty = self._verbosity > 0 or outcome.job.performer not in QUIET_WORK
        if outcome.status is Status.KEPT and self._verbosity < 1:
            return
        line = f"{_VERBS.get(outcome.job.performer, outcome.job.performer)} {outcome.job.subject}"
        if chatty:
            self.say(f"  [{done}/{of}] {line}: {outcome.status}, {outcome.reason}")
        elif self._bar:
            sys.stderr.write(f"\r\x1b[2K  [{done}/{of}] {harmless(line)[:100]}")
            sys.stderr.flush()
            self._line = True

    def say(self, words: str) -> None:
        """A line for people, on stderr."""
        if self._verbosity < 0:
            return
        if self._line:
            sys.stderr.write("\r\x1b[2K")
            self._line = False
        print(harmless(words), file=sys.stderr, flush=True)

    def complain(self, words: str) -> None:
        """A problem, on stderr, also when quiet."""
        if self._line:
            sys.stderr.write("\r\x1b[2K")
            self._line = False
        print(words, file=sys.stderr, flush=True)

    def result(self, words: str, data: dict[str, Any]) -> None:
        """What the command found: one JSON document, or words."""
        if self._json:
            # In ASCII nothing speaks to a terminal; and GitHub's runner finds `##[` anywhere in a line.
            print(json.dumps(data, sort_keys=True).replace("##[", r"##\u005b"), flush=True)
        elif self._verbosity >= 0:
            print(words, flush=True)


def plan_in_words(plan: Plan, *, verbose: bool) -> str:
    """A plan as people read it: what changes and why, and what it costs."""
    lines = []
    for change in plan.changes:
        if change.action is Action.KEEP and not verbose:
            continue
        size = f" ({size_in_words(change.size)})" if change.action is Action.PUT else ""
        lines.append(f"{change.action:6} {change.path}{size}: {change.reason}")
    puts, deletes = plan.only(Action.PUT), plan.only(Action.DELETE)
    lines.append(
        f"{len(puts)} to put ({size_in_words(plan.bytes_to_put)}), {len(deletes)} to delete, "
        f"{len(plan.only(Action.KEEP))} kept, {plan.enclosures_replaced} enclosures replaced"
    )
    return "\n".join(harmless(line) for line in lines)


def plan_as_data(plan: Plan) -> dict[str, Any]:
    """A plan as JSON data."""
    return {
        "put": [{"path": c.path, "reason": c.reason, "size": c.size} for c in plan.only(Action.PUT)],
        "delete": [{"path": c.path, "reason": c.reason} for c in plan.only(Action.DELETE)],
        "kept": len(plan.only(Action.KEEP)),
        "bytes": plan.bytes_to_put,
        "enclosures_replaced": plan.enclosures_replaced,
        "refusals": list(plan.refusals),
    }


def size_in_words(size: float) -> str:
    """Bytes in decimal units."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"

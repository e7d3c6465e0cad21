"""The summary of a step, as GitHub Actions shows it below a run: Markdown, appended to the file that it names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.cli import planned, report
from pipeline.cli.amounts import size_in_words
from pipeline.model.artifact import Action, Change, Plan
from pipeline.problems import Finding

FILE = "GITHUB_STEP_SUMMARY"
LIMIT = 900_000
"""Bytes; GitHub drops a summary of more than 1 MiB as a whole."""
SHOWN = 200
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~@:-])")


def write(markdown: str) -> None:
    """Append to the summary of this step, where there is one; what does not fit is left out, and said to be."""
    name = os.environ.get(FILE)
    if not name or not markdown:
        return
    path = Path(name)
    room = LIMIT - (path.stat().st_size if path.is_file() else 0)
    lines, left = [], markdown.splitlines(keepends=True)
    while left and (room := room - len(left[0].encode())) > 0:
        lines.append(left.pop(0))
    with path.open("a", encoding="utf-8") as file:
        file.writelines([*lines, "\n", f"*{len(left)} more lines are in the log.*\n" if left else ""])


def problems(found: Iterable[report.Told]) -> str:
    """All problems, those too for which GitHub has no annotation left."""
    found = tuple(found)
    if not found:
        return ""
    rows = (f"| {one.severity} | {_plain(str(one.place))} | {_plain(_said(one))} | {one.code} |" for one in found)
    lines = [
        f"### Content: {report.summary(found)}",
        "",
        "| | where | what, and the remedy | code |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*lines, *rows]) + "\n"


def publish(plan: Plan, target: str, base_url: str) -> str:
    """What a publish changed, or why it was refused."""
    puts, deletes = plan.only(Action.PUT), plan.only(Action.DELETE)
    counts = (
        f"{len(puts)} files, {size_in_words(plan.bytes_to_put)}",
        f"{len(plan.only(Action.KEEP))} files",
        f"{len(deletes)} files",
        f"{plan.enclosures_replaced}",
    )
    lines = [
        f"### {'Refused' if plan.refusals else 'Published'}: `{target}`, {_plain(base_url)}",
        "",
        *(f"- {_plain(refusal)}" for refusal in plan.refusals),
        *([""] if plan.refusals else []),
        "| put | kept | deleted | enclosures replaced |",
        "| --- | --- | --- | --- |",
        f"| {' | '.join(counts)} |",
        "",
        *(f"{_plain(line)}\n" for line in planned.standing(plan)),
        *_listed("Put", puts),
        *_listed("Deleted", deletes),
    ]
    return "\n".join(lines) + "\n"


def looked(wrong: Iterable[Finding]) -> str:
    """What readers meet of what was published."""
    rows = (f"| {_plain(one.subject)} | {_plain(one.message)} | {_plain(one.hint)} |" for one in wrong)
    lines = ["### Published, but readers meet this", "", "| where | what | remedy |", "| --- | --- | --- |", *rows]
    return "\n".join(lines) + "\n"


def failure(message: str, hint: str) -> str:
    """What failed though the content is in order."""
    return f"### Failed\n\n{_plain(message)}\n" + (f"\nRemedy: {_plain(hint)}\n" if hint else "")


def _listed(title: str, changes: tuple[Change, ...]) -> Iterator[str]:
    if not changes:
        return
    yield f"<details><summary>{title}</summary>"
    yield ""
    for change in changes[:SHOWN]:
        yield f"- {_plain(change.path)}: {_plain(change.reason)}"
    if len(changes) > SHOWN:
        yield f"- and {len(changes) - SHOWN} more; `pipeline plan` lists them all"
    yield ""
    yield "</details>"
    yield ""


def _said(problem: report.Told) -> str:
    return f"{problem.message}; {problem.hint}" if problem.hint else problem.message


def _plain(text: str) -> str:
    """Text that is no Markdown, no HTML and no mention of anybody."""
    text = report.harmless(text.replace("\n", " "))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", text)

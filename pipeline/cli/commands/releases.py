"""`pipeline releases`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from pipeline import release
from pipeline.cli import report
from pipeline.cli.options import command, preview_option, target_option
from pipeline.cli.session import Session
from pipeline.model.entry import utc


@click.command()
@target_option
@preview_option
@command
def releases(session: Session) -> None:
    """What was published when, the newest first."""
    target = session.goal()
    current, found = target.state().release, target.releases()
    lines = [f"{'*' if current and one.id == current.id else ' '} {one.id}  {utc(one.instant)}" for one in found]
    data = [{"id": r.id, "instant": utc(r.instant), "current": bool(current and r.id == current.id)} for r in found]
    seen = release.last_look(target.ledger()) if current else release.Looked()
    lines += list(_looked(seen, current.id)) if current else []
    session.show.result(
        report.harmless("\n".join(lines) or "Nothing was published yet."),
        {"releases": data, "look": seen.to_json() if current and seen.release == current.id else None},
    )


def _looked(seen: release.Looked, current: str) -> Iterator[str]:
    """What the last look at the current release found."""
    if seen.release != current:
        yield "Nobody has looked at it yet: the next `pipeline publish` does."
    elif seen.wrong:
        yield f"The look at it, at {seen.instant}, found this; the next `pipeline publish` looks again:"
        yield from (f"  {finding.subject}: {finding.message}" for finding in seen.wrong)
    else:
        yield f"The look at it, at {seen.instant}, found nothing wrong."

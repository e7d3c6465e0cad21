"""`pipeline releases`."""

from __future__ import annotations

import click

from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session
from pipeline.model.entry import utc


@click.command()
@target_option
@command
def releases(session: Session) -> None:
    """What was published when, the newest first."""
    target = session.goal()
    current, found = target.state().release, target.releases()
    lines = [f"{'*' if current and one.id == current.id else ' '} {one.id}  {utc(one.instant)}" for one in found]
    data = [{"id": r.id, "instant": utc(r.instant), "current": bool(current and r.id == current.id)} for r in found]
    session.show.result("\n".join(lines) or "Nothing was published yet.", {"releases": data})

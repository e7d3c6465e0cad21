"""`pipeline rollback`."""

from __future__ import annotations

import click

from pipeline.cli import edged, steps
from pipeline.cli.options import command, preview_option, target_option
from pipeline.cli.session import Session
from pipeline.model.entry import utc


@click.command()
@target_option
@preview_option
@command
def rollback(session: Session) -> None:
    """Make the release before this one public again, byte for byte and without a build."""
    target = session.goal()
    release, forgotten = steps.go_back(session, target, target.rollback)
    said = f"Public again: {release.id}, published at {utc(release.instant)}."
    session.show.result(
        "\n".join((said, *edged.lines(forgotten))),
        {"ok": True, "id": release.id, "instant": utc(release.instant), "cdn": edged.as_data(forgotten)},
    )

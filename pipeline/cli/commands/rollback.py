"""`pipeline rollback`."""

from __future__ import annotations

import click

from pipeline.cli.options import command, preview_option, target_option
from pipeline.cli.session import Session
from pipeline.model.entry import utc


@click.command()
@target_option
@preview_option
@command
def rollback(session: Session) -> None:
    """Make the release before this one public again, byte for byte and without a build."""
    release = session.goal().rollback()
    session.show.result(
        f"Public again: {release.id}, published at {utc(release.instant)}.",
        {"ok": True, "id": release.id, "instant": utc(release.instant)},
    )

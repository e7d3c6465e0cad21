"""`pipeline plan`."""

from __future__ import annotations

import click

from pipeline.cli import planned, steps
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session


@click.command()
@target_option
@command
def plan(session: Session) -> None:
    """What a sync would change, why, and what it costs."""
    with session.world() as world:
        found = steps.plan(session, world)
    session.show.result(planned.in_words(found, verbose=session.options.verbosity > 0), planned.as_data(found))
    if found.refusals:
        steps.refuse(session, found)

"""`pipeline plan`."""

from __future__ import annotations

import click

from pipeline import flow
from pipeline.cli import announced, planned, steps
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session


@click.command()
@target_option
@command
def plan(session: Session) -> None:
    """What a sync would change, why, and what it costs."""
    with session.world() as world:
        found = steps.plan(session, world)
        told = () if found.refusals else flow.unannounced(world, found)
    session.show.result(
        "\n".join([planned.in_words(found, verbose=session.options.verbosity > 0), *announced.lines(told)]),
        {**planned.as_data(found), "announcements": announced.as_data(told)},
    )
    if found.refusals:
        steps.refuse(session, found)

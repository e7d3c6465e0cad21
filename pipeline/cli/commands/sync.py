"""`pipeline sync`."""

from __future__ import annotations

import click

from pipeline.cli import announced, planned, steps
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session


@click.command()
@target_option
@command
def sync(session: Session) -> None:
    """Make the target equal the manifest of the last build, and announce new episodes."""
    with session.world() as world:
        found = steps.plan(session, world)
        steps.apply(session, world, found)
        told = steps.tell(session, world, found)
    session.show.result(
        "\n".join([planned.in_words(found, verbose=False), *announced.sent(told)]),
        {"ok": True, "announced": announced.as_data(told), **planned.as_data(found)},
    )

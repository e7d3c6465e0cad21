"""`pipeline recover`."""

from __future__ import annotations

import click

from pipeline import publishing
from pipeline.cli import recovered
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session


@click.command()
@target_option
@click.option("--yes", is_flag=True, help="Write the state anew; without it, nothing is written.")
@command
def recover(session: Session, *, yes: bool) -> None:
    """What can be made anew of a target's state that is lost or broken, and what can't be known; with --yes, do it."""
    with session.world() as world:
        session.show.waiting(f"look at what is public at {world.target.where}")
        found = publishing.recovery(world)
        if found and yes:
            world.target.recover(found)
        where = world.target.where
    data = {"ok": True, "lost": found is not None, "written": bool(found and yes)}
    if found is None:
        session.show.result(f"The state of {where} can be read: there is nothing to recover.", data)
        return
    session.show.result(recovered.in_words(found, where, written=yes), data | recovered.as_data(found))

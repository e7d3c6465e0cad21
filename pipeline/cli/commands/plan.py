"""`pipeline plan`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import publishing
from pipeline.cli import announced, drifted, planned, steps
from pipeline.cli.options import command, preview_option, target_option, verify_option
from pipeline.cli.session import Session


@click.command()
@target_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the plan to a file, which `pipeline sync --plan FILE` applies; one that is refused is not written.",
)
@verify_option
@preview_option
@command
def plan(session: Session, *, out: Path | None, verify: str | None) -> None:
    """What a sync would change, why, and what it costs."""
    with session.world() as world:
        drift = steps.verify(session, world, verify)
        found = steps.plan(session, world, drift)
        told = () if found.refusals else publishing.unannounced(world, found)
        cost = planned.cost(*steps.priced(session, world, found))
        if out and not found.refusals:
            out.write_bytes(publishing.agree(world, found).to_bytes())
    session.show.result(
        "\n".join([planned.in_words(found, verbose=session.options.verbosity > 0), *cost, *announced.lines(told)]),
        {**planned.as_data(found), "announcements": announced.as_data(told), "drift": drifted.as_data(drift)},
    )
    if found.refusals:
        steps.refuse(session, found)

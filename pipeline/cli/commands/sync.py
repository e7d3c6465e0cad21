"""`pipeline sync`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import announced, drifted, edged, planned, steps
from pipeline.cli.options import command, preview_option, target_option, verify_option
from pipeline.cli.session import Session


@click.command()
@target_option
@click.option(
    "--plan",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Apply exactly this plan, as `pipeline plan --out FILE` wrote it; refused when the target or the build is "
    "another by now.",
)
@verify_option
@preview_option
@command
def sync(session: Session, *, plan: Path | None, verify: str | None) -> None:
    """Make the target equal the manifest of the last build, and announce new episodes."""
    if plan and verify:
        session.misused("`--plan` applies what was looked at before", "give `--verify` to `pipeline plan --out`")
    with session.world() as world:
        drift = steps.verify(session, world, verify)
        if plan:
            world, found = steps.agreed(session, world, plan)  # noqa: PLW2901 - the same, at the plan's instant
        else:
            found = steps.plan(session, world, drift)
        steps.apply(session, world, found)
        forgotten = steps.invalidate(session, world, found)
        told = steps.tell(session, world, found)
        base_url = world.base_url
    session.show.result(
        "\n".join([planned.in_words(found, verbose=False), *edged.lines(forgotten), *announced.sent(told)]),
        {"ok": True, "base_url": base_url, "cdn": edged.as_data(forgotten), "announced": announced.as_data(told)}
        | {"drift": drifted.as_data(drift)}
        | planned.as_data(found),
    )

"""`pipeline publish`."""

from __future__ import annotations

import click

from pipeline.cli import alerting, announced, diagnosis, drifted, edged, planned, steps
from pipeline.cli.amounts import size_in_words, time_in_words
from pipeline.cli.options import (
    command,
    preview_option,
    rebuild_option,
    remaster_option,
    retag_option,
    scheduler_option,
    target_option,
    verify_option,
)
from pipeline.cli.session import Session
from pipeline.model.artifact import Plan
from pipeline.model.entry import utc


@click.command()
@target_option
@preview_option
@rebuild_option
@retag_option
@remaster_option
@scheduler_option
@verify_option
@command
def publish(
    session: Session,
    *,
    rebuild: tuple[str, ...],
    retag: tuple[str, ...],
    remaster: tuple[str, ...],
    verify: str | None,
) -> None:
    """Check, build, plan, sync, look at what is public as a client does, and announce new episodes."""
    alerting.watch(session)
    with session.world(rebuild=rebuild, retag=retag, remaster=remaster) as world:
        session.show.say(f"Publishing to `{session.target}` as of {utc(world.instant)}")
        built = steps.build(session, world)
        drift = steps.verify(session, world, verify)
        plan = steps.plan(session, world, drift)
        steps.apply(session, world, plan)
        forgotten = steps.invalidate(session, world, plan)
        found = steps.look(session, world, plan)
        told = steps.tell(session, world, plan)
        where, base_url, unprinted = world.target.where, world.base_url, steps.unprinted(world)
    wrong = [finding for finding in found if not finding.ok]
    session.show.closing(
        planned.in_words(plan, verbose=False) if session.options.verbosity > 0 else "",
        [*_closing(session, plan, where), *edged.rows(forgotten), *announced.rows(told), _next(session, base_url)],
        unprinted,
    )
    session.show.data(
        {"where": where, "base_url": base_url, "files": len(built.manifest.artifacts)}
        | {"cdn": edged.as_data(forgotten)}
        | {"look": diagnosis.as_data(found)["findings"], "announced": announced.as_data(told)}
        | {"drift": drifted.as_data(drift)}
        | planned.as_data(plan)
    )
    if wrong:
        steps.found_wrong(session, base_url, wrong, len(found))


def _closing(session: Session, plan: Plan, where: str) -> list[tuple[str, str]]:
    """What was published where, how large, and how long it took."""
    artifacts = plan.manifest.artifacts.values()
    return [
        ("Published", f"`{session.target}`: {where}"),
        ("holds", f"{len(artifacts)} files, {size_in_words(sum(artifact.size for artifact in artifacts))}"),
        *planned.shared(plan),
        ("changed", planned.applied(plan)),
        *(("stands", line) for line in planned.standing(plan)),
        ("took", time_in_words(session.show.seconds)),
    ]


def _next(session: Session, base_url: str) -> tuple[str, str]:
    """What to do next."""
    served = session.settings.targets[session.target].type != "directory"
    look = "" if served else "`python3 noxfile.py -s serve` (or `pipeline serve`), then "
    return "next", f"{look}open {base_url}"

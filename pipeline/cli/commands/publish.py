"""`pipeline publish`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from urllib.parse import urlsplit

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
from pipeline.preview import PORT
from pipeline.release.looking.look import is_here


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
    """What to do next: of a folder, the command by which this machine shows it."""
    if session.settings.targets[session.target].type != "directory":
        return "next", f"open {base_url}"
    options = ["--target", session.target] if session.target != session.settings.default_target else []
    options += ["--preview", session.preview] if session.preview else []
    if not is_here(base_url):
        return "next", f"open {base_url}; on this machine {_serve(session, options)} shows it"
    port = urlsplit(base_url).port or 80
    options += ["--port", str(port)] if port != PORT else []
    return "next", f"{_serve(session, options)}, then open {base_url}"


def _serve(session: Session, options: Sequence[str]) -> str:
    """The command that shows what was published, as it is given in this library."""
    if (session.options.root / "noxfile.py").is_file():
        return f"`{shlex.join(['python3', 'noxfile.py', '-s', 'serve', *(['--', *options] if options else [])])}`"
    return f"`{shlex.join(['pipeline', 'serve', *options])}`"

"""`pipeline rollback`."""

from __future__ import annotations

import click

from pipeline.cli import edged, steps
from pipeline.cli.options import command, preview_option, target_option
from pipeline.cli.session import Session
from pipeline.model.entry import utc
from pipeline.problems import did_you_mean
from pipeline.release.state.target import Target


@click.command()
@click.argument("release", required=False, default="")
@target_option
@preview_option
@command
def rollback(session: Session, *, release: str) -> None:
    """Make the release before this one public again, byte for byte and without a build; or RELEASE, any that `pipeline
    releases` lists. The beginning of its id is enough.
    """
    target = session.goal()
    meant = _meant(session, target, release)
    back, forgotten = steps.go_back(session, target, lambda: target.rollback(meant))
    said = f"Public again: {back.id}, published at {utc(back.instant)}."
    session.show.result(
        "\n".join((said, *edged.lines(forgotten))),
        {"ok": True, "id": back.id, "instant": utc(back.instant), "cdn": edged.as_data(forgotten)},
    )


def _meant(session: Session, target: Target, asked: str) -> str:
    """The id that begins so; without exactly one the command ends."""
    known = [one.id for one in target.releases()] if asked else []
    found = [name for name in known if name.startswith(asked)]
    if asked and len(found) != 1:
        several = f"several releases begin with `{asked}`: {', '.join(found)}"
        none = (
            f"no release `{asked}` is kept; {did_you_mean(asked, known) or '`pipeline releases` lists those that are'}"
        )
        session.misused(several if found else none)
    return found[0] if found else ""

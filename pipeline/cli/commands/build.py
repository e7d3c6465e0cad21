"""`pipeline build`."""

from __future__ import annotations

import click

from pipeline.cli import report, steps
from pipeline.cli.options import (
    command,
    preview_option,
    rebuild_option,
    remaster_option,
    retag_option,
    scheduler_option,
    target_option,
)
from pipeline.cli.session import Session


@click.command()
@target_option
@preview_option
@rebuild_option
@retag_option
@remaster_option
@scheduler_option
@command
def build(session: Session, *, rebuild: tuple[str, ...], retag: tuple[str, ...], remaster: tuple[str, ...]) -> None:
    """Content to dist/TARGET/ and its manifest."""
    with session.world(rebuild=rebuild, retag=retag, remaster=remaster) as world:
        built = steps.build(session, world)
        abandoned = steps.abandon(session, world)
        unprinted = steps.unprinted(world)
    files = len(built.manifest.artifacts)
    session.show.result(
        "\n".join([f"Built {files} files in dist/{session.target}/.", *unprinted]),
        {
            "ok": True,
            "target": session.target,
            "files": files,
            "manifest": built.manifest.digest,
            "problems": report.plain((*built.problems, *abandoned)),
        },
    )

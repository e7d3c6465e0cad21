"""`pipeline explain`."""

from __future__ import annotations

import click

from pipeline import explain as explain_room
from pipeline.cli import explained
from pipeline.cli.options import command, preview_option, target_option
from pipeline.cli.session import Session
from pipeline.problems import did_you_mean


@click.command()
@click.argument("path")
@target_option
@preview_option
@command
def explain(session: Session, *, path: str) -> None:
    """Why something is as it is, and from what: PATH is an output, its address, or a file of the library."""
    with session.world() as world:
        try:
            found = explain_room.explain(world, path)
        except explain_room.UnknownPath as unknown:
            hint = did_you_mean(path, unknown.known) or "`pipeline plan -v` lists every output of the last build"
            session.misused(f"nothing has the name `{path}`", hint)
    session.show.result(explained.in_words(found, session.target), explained.as_data(found, session.target))

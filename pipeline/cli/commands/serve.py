"""`pipeline serve`."""

from __future__ import annotations

from urllib.parse import quote

import click

from pipeline import wiring
from pipeline.cli import watched
from pipeline.cli.options import command, preview_option, target_option
from pipeline.cli.session import Session
from pipeline.model.artifact import Manifest
from pipeline.preview import PORT, base_path


@click.command()
@target_option
@preview_option
@click.option("--built", is_flag=True, help="Serve what was built instead of what was published.")
@click.option(
    "--watch", is_flag=True, help="Show what is being written, drafts too, and show it again whenever it is saved."
)
@click.option("--host", default="127.0.0.1", help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, help="Port to listen at.")
@command
def serve(session: Session, *, built: bool, watch: bool, host: str, port: int) -> None:
    """Look at what was built or published, or is being written, on this machine."""
    if watch:
        if built or session.options.preview:
            session.misused("`--watch` shows what is being written: leave out `--built` and `--preview`")
        watched.watch(session, host, port)
        return

    def read() -> Manifest | None:
        with session.world() as world:
            return world.output.manifest() if built else world.target.state().manifest

    with session.world() as world:
        root = session.options.root / (f"dist/{world.target_name}" if built else world.to.path)
        if read() is None or not root.is_dir():
            what, remedy = ("built", "build") if built else ("published", "publish")
            session.misused(f"nothing is {what} yet", f"run `pipeline {remedy}`")
        below = base_path(world.base_url)
    session.show.say(f"Serving {root} at http://{host}:{port}{quote(below)} (Ctrl-C ends)")
    wiring.serve(str(root), read, host, port, below)

"""`pipeline init`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import wiring
from pipeline.cli.options import json_option, perform, report_option
from pipeline.cli.report import harmless
from pipeline.cli.session import Options, Session


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@json_option
@report_option
def init(directory: Path, *, as_json: bool, report: Path | None) -> None:
    """Begin a library in DIRECTORY that can be published at once."""
    session = Session(Options(root=directory, as_json=as_json, report=report))
    perform(session, lambda: _init(session, directory))


def _init(session: Session, directory: Path) -> None:
    if directory.exists() and any(directory.iterdir()):
        session.misused(f"`{directory}` is not empty", "name a new directory", "\n  remedy: ")
    files = wiring.starter()
    for name, data in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    session.show.result(
        harmless(f"A library is in {directory}\nPublish it: `pipeline publish --root {directory}`"),
        {"directory": str(directory), "files": sorted(files)},
    )

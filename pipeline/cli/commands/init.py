"""`pipeline init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline import wiring
from pipeline.cli.failures import USAGE, Stop, guarded
from pipeline.cli.report import harmless


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def init(directory: Path) -> None:
    """Begin a library in DIRECTORY that can be published at once."""
    sys.exit(guarded(lambda: _init(directory)))


def _init(directory: Path) -> None:
    if directory.exists() and any(directory.iterdir()):
        print(harmless(f"error: `{directory}` is not empty\n  remedy: name a new directory"), file=sys.stderr)
        raise Stop(USAGE)
    for name, data in wiring.starter().items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(harmless(f"A library is in {directory}\nPublish it: `pipeline publish --root {directory}`"))

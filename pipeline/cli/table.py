"""The table at the end of a command."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from pipeline.cli import terminal
from pipeline.cli.report import harmless


def write(rows: Iterable[tuple[str, str]]) -> None:
    """Names with what is said of them, on stdout: on a terminal as wide as it is, elsewhere a line each."""
    if sys.stdout.isatty():
        _draw(rows)
    else:
        for name, said in rows:
            print(harmless(f"{name:10} {said}"))


def _draw(rows: Iterable[tuple[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, said in rows:
        table.add_row(Text(name, style="bold"), Text(harmless(said)))
    terminal.console().print(table)

"""`pipeline cache`."""

from __future__ import annotations

import click

from pipeline import wiring
from pipeline.cli import stocked
from pipeline.cli.options import command
from pipeline.cli.session import Session


@click.command()
@click.option("--prune", is_flag=True, help="Remove what no build of the last `cache.keep_days` used.")
@click.option("--verify", is_flag=True, help="Read all of it, and remove what is not what was written there.")
@command
def cache(session: Session, *, prune: bool, verify: bool) -> None:
    """How large the cache of this machine is, and of what work."""
    stock, days = wiring.stock(str(session.options.root)), session.settings.cache.keep_days
    spoiled = stock.verify() if verify else None
    pruned = stock.prune(days) if prune else None
    parts = stock.parts(days)
    session.show.result(
        stocked.in_words(parts, days, pruned, spoiled), {"ok": True} | stocked.as_data(parts, days, pruned, spoiled)
    )

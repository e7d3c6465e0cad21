"""`pipeline cache`."""

from __future__ import annotations

import click

from pipeline import wiring
from pipeline.cli import stocked
from pipeline.cli.options import command
from pipeline.cli.session import Session
from pipeline.flow import ToolFailed
from pipeline.stores import StoreError


@click.command()
@click.option("--prune", is_flag=True, help="Remove what no build of the last `keep_days` used.")
@click.option("--verify", is_flag=True, help="Read all of it, and remove what is not what was written there.")
@command
def cache(session: Session, *, prune: bool, verify: bool) -> None:
    """How large the cache of this machine is, and of what work; and the store that it shares with others."""
    root, settings = str(session.options.root), session.settings
    stock, days = wiring.stock(root), settings.cache.keep_days
    spoiled = stock.verify() if verify else None
    pruned = stock.prune(days) if prune else None
    parts = stock.parts(days)
    words, data = [stocked.in_words(parts, days, pruned, spoiled)], stocked.as_data(parts, days, pruned, spoiled)
    shared = wiring.depot(root, settings.store, stock.store, session.show.warn)
    if shared is not None:
        try:
            there = stocked.shared(shared, settings.store.keep_days, prune=prune, verify=verify)
        except StoreError as error:
            raise ToolFailed(error.message, error.hint) from error
        words.append(there.in_words())
        data["shared"] = there.as_data()
    session.show.result("\n".join(words), {"ok": True} | data)

"""What leads out of the library, looked at: `begin`, `ask`, `mark`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import editing, outgoing
from pipeline.doing import Checked
from pipeline.world import World

SEEN = "outside.json"
"""The name under which a run notes for the next one what it saw."""


def begin(world: World, checked: Checked) -> outgoing.Round:
    """A look at all that leads out of a library, before it begins: what is known of it from earlier ones."""
    links = outgoing.links(checked.library, checked.rendered)
    memory = outgoing.Memory.from_bytes(world.cache.memory(SEEN))
    return outgoing.Round(links, memory, world.instant, world.settings.links)


def ask(world: World, round_: outgoing.Round, rounds: outgoing.Rounds) -> Iterator[str]:
    """Take that look; each address that was asked. Raises `outgoing.NoLine`."""
    try:
        yield from round_.go(rounds)
    finally:
        world.cache.memorise(SEEN, round_.memory.to_bytes())


def mark(world: World, checked: Checked, round_: outgoing.Round) -> tuple[editing.Edit, ...]:
    """Write beside links the day on which they led where they should, where there is a place for it."""
    days = outgoing.days(round_.links, round_.seen, world.settings.zone)
    edits = (editing.looked(checked.library.tree.files[path], things) for path, things in days.items())
    made = tuple(edit for edit in edits if edit)
    for edit in made:
        world.source.write(edit.path, (edit.data,))
    return made

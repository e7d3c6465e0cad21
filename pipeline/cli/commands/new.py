"""`pipeline new`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from pipeline import editing, flow, wiring
from pipeline.cli import report
from pipeline.cli.files import chunks
from pipeline.cli.identity import new_guid
from pipeline.cli.options import command
from pipeline.cli.session import Session
from pipeline.problems import did_you_mean


class KindName(click.ParamType[str]):
    """A kind of which an entry can begin, or what can be added to one: the table is asked when a name is given."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = (*editing.beginnings(), *editing.addable())
        if value not in known:
            hint = did_you_mean(str(value), known) or f"known: {', '.join(known)}"
            self.fail(f"there is no kind `{value}`; {hint}", param, ctx)
        return str(value)


@click.command()
@click.argument("kind", type=KindName())
@click.argument("title", metavar="TITLE|ISBN")
@click.option("--list", "listed", default="", metavar="FILE", help="The list to which a book is added by its ISBN.")
@click.option("--audio", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Recording of an episode.")
@click.option("--in", "--show", "within", default="", help="Folder of what it belongs to, when there are several.")
@click.option(
    "--name", default="", help="Last part of its address, when the title is in other letters than Latin ones."
)
@command
def new(session: Session, kind: str, title: str, listed: str, audio: Path | None, within: str, name: str) -> None:
    """Begin an entry, as a draft with a comment for every field; or add a book to a list, by its ISBN."""
    if kind in editing.addable():
        if audio or within or name:
            session.misused("`--audio`, `--in` and `--name` are about entries: leave them out")
        _add(session, editing.Wanted(kind, title, _in_library(session, listed)))
        return
    if listed:
        session.misused(f"`--list` is about {' and '.join(editing.addable())}: leave it out")
    with session.world() as world:
        today = world.instant.astimezone(session.settings.zone).date()
        wish = editing.Wish(kind, title, today, new_guid(), audio.name if audio else "", within, name)
        try:
            made = flow.new(world, wish, chunks(audio) if audio else ())
        except editing.CanNotBegin as error:
            session.misused(error.message, error.hint, "\n  remedy: ")
    session.show.result(
        "\n".join([*made, f"Edit {made[0]}, look at it with `pipeline check`, then remove its line `draft: yes`."]),
        {"ok": True, "files": list(made)},
    )


def _add(session: Session, wanted: editing.Wanted) -> None:
    """Add a book to a list, and tell what is known of it and what is left to be typed."""
    with session.world(patient=True) as world:
        try:
            added = flow.add(world, wanted, wiring.fetcher(editing.BOOK))
        except editing.CanNotBegin as error:
            session.misused(error.message, error.hint, "\n  remedy: ")
    if added.trouble:
        session.show.warn(added.trouble)
    place = {"file": added.edit.path, "line": added.line}
    known = {name: list(value) if isinstance(value, tuple) else value for name, value in added.filled.items()}
    data = {"ok": True, "files": [added.edit.path], **place, "filled": known, "left": list(added.left)}
    session.show.result(report.harmless("\n".join(_told(added))), data)


def _told(added: editing.Added) -> Iterator[str]:
    """What became of a book, for people."""
    changed = added.edit.after != added.edit.before
    what = "is on the list now" if changed else "is on the list already, and nothing was changed"
    yield f"{added.edit.path}:{added.line}: {added.number} {what}"
    for name, value in added.filled.items():
        yield f"  {name}: {', '.join(value) if isinstance(value, tuple) else value}"
    if added.filled:
        yield "Compare this with the book itself."
    if added.left:
        yield f"Left for you to type there: {', '.join(f'`{name}`' for name in added.left)}."


def _in_library(session: Session, listed: str) -> str:
    """A file as one names it in a shell, by its path from the root of the library."""
    with suppress(ValueError):
        if Path(listed).is_file():
            return Path(listed).resolve().relative_to(session.options.root.resolve()).as_posix()
    return listed

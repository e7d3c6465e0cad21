"""`pipeline preview`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from pipeline import wiring
from pipeline.cli.amounts import size_in_words
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session
from pipeline.model.entry import utc
from pipeline.release.bucket import previews
from pipeline.settings.targets import is_preview_name


@click.command()
@target_option
@click.option("--list", "listed", is_flag=True, help="Say which previews there are (this is the default).")
@click.option("--remove", metavar="NAME", help="Remove a preview whole, and what no other one shows.")
@click.option("--prune", is_flag=True, help="Remove the previews whose time is over, and what no other one shows.")
@click.option("--remove-all", is_flag=True, help="Remove all previews: when somebody takes back what they may show.")
@command
def preview(session: Session, *, listed: bool, remove: str | None, prune: bool, remove_all: bool) -> None:
    """The previews of a target: which there are, and away with them. `publish --preview NAME` makes one."""
    if listed + prune + remove_all + (remove is not None) > 1:
        session.misused("say one of `--list`, `--remove NAME`, `--remove-all` and `--prune`")
    if not session.settings.targets[session.target].preview:
        session.misused(f"`{session.target}` holds no previews; name a target that has `preview = true`")
    place = wiring.previews_of(str(session.options.root), session.settings, session.target)
    if remove is not None or prune or remove_all:
        session.show.reached.change()
    if remove is not None:
        _remove(session, place, remove)
    elif prune or remove_all:
        _prune(session, place, everything=remove_all)
    else:
        _list(session, place)


def _list(session: Session, place: previews.Place) -> None:
    found, now = previews.known(place), session.instant(session.settings)
    days = session.settings.targets[session.target].preview_days
    lines = [f"{note.name}  {_age(note, now, days)}  {_size(note)}  {note.address}" for note in found]
    session.show.result("\n".join(lines) or "There is no preview.", {"previews": [_data(n, now, days) for n in found]})


def _remove(session: Session, place: previews.Place, name: str) -> None:
    if not is_preview_name(name):
        session.misused(f"{name!r} is not the name of a preview; `--list` says which there are")
    files, media = place.remove(name), previews.sweep(place)
    said = f"Removed `{name}`: {files} files, and {len(media)} that no other preview shows."
    session.show.result(said, {"ok": True, "removed": [name], "files": files, "media": list(media)})


def _prune(session: Session, place: previews.Place, *, everything: bool) -> None:
    days = session.settings.targets[session.target].preview_days
    gone = previews.clear(place) if everything else previews.prune(place, session.instant(session.settings), days)
    names = ", ".join(gone.previews) or "no preview"
    said = f"Removed {names}, and {len(gone.media)} files that no other preview shows."
    session.show.result(said, {"ok": True, "removed": list(gone.previews), "media": list(gone.media)})


def _age(note: previews.Note, now: datetime, days: int) -> str:
    if not note.whole:
        return "a publish is under way, or was stopped"
    age = f"{max(0, (now - note.published).days)} of {days} days old"
    return f"{age}, to be pruned" if note.is_over(now, days) else age


def _size(note: previews.Note) -> str:
    return f"{note.files} files ({size_in_words(note.size)}), {len(note.media)} shared"


def _data(note: previews.Note, now: datetime, days: int) -> dict[str, Any]:
    return {
        "name": note.name,
        "address": note.address,
        "published": utc(note.published),
        "until": utc(note.published + timedelta(days=days)),
        "over": note.is_over(now, days),
        "whole": note.whole,
        "files": note.files,
        "bytes": note.size,
        "media": len(note.media),
    }

"""`pipeline new`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pipeline import editing, flow
from pipeline.cli.identity import new_guid
from pipeline.cli.options import command
from pipeline.cli.session import Session
from pipeline.problems import did_you_mean


class KindName(click.ParamType[str]):
    """A kind of which an entry can begin: the table is asked when a name is given."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = editing.beginnings()
        if value not in known:
            hint = did_you_mean(str(value), known) or f"known: {', '.join(known)}"
            self.fail(f"there is no kind `{value}`; {hint}", param, ctx)
        return str(value)


@click.command()
@click.argument("kind", type=KindName())
@click.argument("title")
@click.option("--audio", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Recording of an episode.")
@click.option("--in", "--show", "within", default="", help="Folder of what it belongs to, when there are several.")
@command
def new(session: Session, kind: str, title: str, audio: Path | None, within: str) -> None:
    """Begin an entry: a whole file with a comment for every field, a draft until you say otherwise."""
    with session.world() as world:
        today = world.instant.astimezone(session.settings.zone).date()
        wish = editing.Wish(kind, title, today, new_guid(), audio.name if audio else "", within)
        try:
            made = flow.new(world, wish, _chunks(audio) if audio else ())
        except editing.CanNotBegin as error:
            session.misused(error.message, error.hint, "\n  remedy: ")
    session.show.result(
        "\n".join([*made, f"Edit {made[0]}, look at it with `pipeline check`, then remove its line `draft: yes`."]),
        {"ok": True, "files": list(made)},
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk

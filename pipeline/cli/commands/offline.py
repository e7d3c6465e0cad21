"""`pipeline offline`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import copying, wiring
from pipeline.cli import copied, report, steps
from pipeline.cli.amounts import size_in_words
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session


@click.command()
@target_option
@click.option("--sound", is_flag=True, help="Recordings go along in the zip.")
@click.option("--only", type=click.Choice(copying.COPIES), help="Make one of the two (default: both).")
@click.option("--size", "ask", is_flag=True, help="Say how large they would be, and write nothing.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write them (default: dist/).")
@command
def offline(session: Session, *, sound: bool, only: str | None, ask: bool, out: Path | None) -> None:
    """The library as one zip that opens from a stick, without a server, and as a book (EPUB): copies of a build."""
    if session.settings.targets[session.target].preview:
        session.misused(f"`{session.target}` holds previews, which nobody carries", "name another target: `--target`")
    made = []
    with session.world() as world:
        built = steps.build(session, world)
        folder = out or session.options.root / "dist"
        for copy in copying.copies(world, built, [only] if only else copying.COPIES, sound=sound):
            place = folder / f"{session.target}.{copy.ending}"
            size = None
            if not ask:
                session.show.waiting(f"write {place}, at most {size_in_words(copy.size)}")
                size = wiring.archive(str(place), copy.members())
            made.append(copied.Written(copy, str(place), size, sound=sound))
        unprinted = steps.unprinted(world)
    session.show.result(
        "\n".join([*(line for one in made for line in copied.in_words(one)), *unprinted]),
        {
            "ok": True,
            "target": session.target,
            "copies": [copied.as_data(one) for one in made],
            "problems": report.plain(built.problems),
        },
    )

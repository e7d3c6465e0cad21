"""`pipeline rules`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import edge, flow
from pipeline.cli import report
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session


@click.command()
@click.argument("host", type=click.Choice(sorted(edge.HOSTS)))
@target_option
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write them to (default: print them).")
@command
def rules(session: Session, *, host: str, out: Path | None) -> None:
    """Headers, redirects and what is gone of the last build, as the files of rules that HOST reads."""
    with session.world() as world:
        manifest = world.output.manifest()
    if manifest is None:
        session.misused("nothing is built yet", "run `pipeline build`")
    made = flow.rules(manifest, host)
    for note in made.notes:
        session.show.complain(report.harmless(f"warning: {note}"))
    if out:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in made.files.items():
            (out / name).write_text(text, encoding="utf-8")
    words = (str(out / name) if out else f"# {name}\n{text}" for name, text in made.files.items())
    session.show.result("\n".join(words), {"ok": True, "files": dict(made.files), "notes": list(made.notes)})

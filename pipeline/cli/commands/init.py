"""`pipeline init`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from pipeline import equipment, flow, wiring
from pipeline.cli.options import json_option, perform, report_option
from pipeline.cli.report import harmless
from pipeline.cli.session import Options, Session
from pipeline.equipment import EDITORS, FORGES, SAID, START, Chosen, Source
from pipeline.settings.load import FILE

_REMEDY = "\n  remedy: "


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--ci",
    type=click.Choice(list(FORGES)),
    help="Write the workflows of this forge, which check each proposal and publish every night, and forms by which "
    "readers report a mistake or suggest a link.",
)
@click.option(
    "--editor",
    "editors",
    multiple=True,
    type=click.Choice(list(EDITORS)),
    help="Write what this editor reads, so that it completes and marks while one types: Visual Studio Code, the same "
    "with the forms of Front Matter CMS, or any other that knows JSON Schemas; may be given several times.",
)
@click.option("--hooks", is_flag=True, help="Write the file of `pre-commit`, which checks before each commit.")
@click.option(
    "--pipeline",
    "source",
    metavar="SOURCE",
    help="Where the workflows get the pipeline from: `git+https://…@COMMIT`, the address of a wheel, or a wheel on "
    "this machine, which goes into the library (default: where this one came from).",
)
@click.option(
    "--overwrite", is_flag=True, help="Write files of these tools anew that are there and say something else."
)
@json_option
@report_option
def init(directory: Path, *, overwrite: bool, as_json: bool, report: Path | None, **wanted: Any) -> None:
    """Begin a library in DIRECTORY that can be published at once, or equip one that is there."""
    session = Session(Options(root=directory, as_json=as_json, report=report))

    def begin() -> None:
        source = _source(session, directory, wanted["source"])
        starts = (directory / START).exists()
        chosen = Chosen(wanted["ci"] or "", wanted["editors"], wanted["hooks"], source, starts)
        _init(session, directory, chosen, overwrite=overwrite)

    perform(session, begin)


def _init(session: Session, directory: Path, chosen: Chosen, *, overwrite: bool) -> None:
    begun: Mapping[str, bytes] = {}
    if not (chosen and (directory / FILE).exists()):
        begun = _begin(session, directory)
    made, kept = _equip(session, directory, chosen, overwrite=overwrite or bool(begun)) if chosen else ((), ())
    lines = [f"A library is in {directory}"] if begun else [f"Files written in {directory}: {len(made)}"]
    lines += [f"Left as it is, since it says something else: {path} (`--overwrite` writes it anew)" for path in kept]
    lines += _left(chosen)
    lines += [f"Publish it: `pipeline publish --root {directory}`"] if begun else []
    files = sorted({*begun, *made})
    session.show.result(harmless("\n".join(lines)), {"directory": str(directory), "files": files, "kept": list(kept)})


def _left(chosen: Chosen) -> Iterator[str]:
    """What is left to do before the workflows work."""
    if chosen.forge and not chosen.source.is_known:
        yield "Write into .ci/pipeline.txt where the workflows get the pipeline from"
    if chosen.forge:
        yield "How publishing is switched on, .ci/README.md tells"


def _begin(session: Session, directory: Path) -> Mapping[str, bytes]:
    """Write a new library; a clone in which nothing is yet is as good as an empty directory."""
    if directory.exists() and any(path.name != ".git" for path in directory.iterdir()):
        remedy = "name a new directory"
        if (directory / FILE).exists():
            remedy += ", or say what this library shall get: `--ci`, `--editor` or `--hooks`"
        session.misused(f"`{directory}` is not empty", remedy, _REMEDY)
    files = wiring.starter()
    for name, data in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return files


def _equip(
    session: Session, directory: Path, chosen: Chosen, *, overwrite: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write what was chosen; the files that were written, and those that were left as they are."""
    made, kept = [], []
    with session.world(looking=True) as world:
        for path, data in flow.equip(world, chosen, wiring.shipped).items():
            there = (directory / path).read_bytes() if (directory / path).is_file() else None
            if there == data:
                continue
            if there is None or overwrite or equipment.is_marked(there, data):
                world.source.write(path, (data,))
                made.append(path)
            else:
                kept.append(path)
    return tuple(made), tuple(kept)


def _source(session: Session, directory: Path, given: str | None) -> Source:
    """Where the pipeline comes from: as somebody says, as an installer noted, or as the library said until now."""
    if given is None:
        noted = equipment.noted(wiring.direct_url())
        said = directory / SAID
        given = noted.address or (equipment.said(said.read_text("utf-8"), str(said.parent)) if said.is_file() else "")
    if not given or "://" in given:
        return Source(given)
    wheel = Path(given)
    if not (wheel.is_file() and wheel.suffix == ".whl"):
        remedy = "write `git+https://…@COMMIT`, the address of a wheel, or the path of one"
        session.misused(f"`--pipeline {given}` is no address, and no wheel on this machine", remedy, _REMEDY)
    return Source(name=wheel.name, wheel=wheel.read_bytes())

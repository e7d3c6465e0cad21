"""What can be said to commands: the options that all of them know, and the types of the others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, datetime
from functools import partial, wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from pipeline import wiring
from pipeline.cli.failures import guarded
from pipeline.cli.session import Options, Session


class Instant(click.ParamType[datetime]):
    """`2026-11-24`, `2026-11-24T18:30`, with or without an offset."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant and MINYEAR < instant.year < MAXYEAR:  # it has a day before and one after, in every time zone
            return instant
        return self.fail(f"{value!r} is not an instant: write 2026-11-24 or 2026-11-24T18:30+00:00", param, ctx)


target_option = click.option("--target", help="A target of pipeline.toml (default: its `default_target`).")
preview_option = click.option(
    "--preview", default="", metavar="NAME", help="The preview that is meant, of a target that holds previews: `pr-12`."
)
retag_option = click.option(
    "--retag",
    multiple=True,
    metavar="PATH",
    help="Write the tags of a published episode anew; its file gets another address, and some apps fetch it again.",
)
remaster_option = click.option(
    "--remaster",
    multiple=True,
    metavar="PATH",
    help="Master a published episode, or all of a show (its `show.yml`), as new ones are, with the intro and outro "
    "that are chosen by now; its file gets another address, and some apps fetch it again.",
)
scheduler_option = click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Let workers of the Dask scheduler at tcp://HOST:PORT do the work; they share the store of pipeline.toml.",
)
verify_option = click.option(
    "--verify",
    is_flag=False,
    flag_value="all",
    type=click.Choice(["all", "share"]),
    help="Hold what is public against what the target remembers, and put again what is gone or other: sizes of all "
    "files, bytes of all or of a share (a seventh, another on each of seven days).",
)
rebuild_option = click.option(
    "--rebuild",
    multiple=True,
    type=click.Choice(sorted(wiring.PERFORMERS)),
    help="Make again what this work makes, though nothing changed; may be given several times.",
)


json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else: also when the command fails."
)
report_option = click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write that document to a file as well, for what runs afterwards.",
)


def command(body: Callable[..., None]) -> Callable[..., None]:
    """A command: the common options, and every failure as words and a status."""

    @click.option("--root", type=click.Path(path_type=Path), default=Path(), help="The library (default: here).")
    @click.option("--at", type=Instant(), help="The instant at which to look (default: now).")
    @json_option
    @report_option
    @click.option("-q", "quiet", is_flag=True, help="Say only what is wrong.")
    @click.option("-v", "verbose", is_flag=True, help="Say everything.")
    @click.option("--strict", is_flag=True, help="Warnings stop the run too.")
    @click.option("--format", "format_", type=click.Choice(["text", "github"]), default="text", help="Of problems.")
    @click.option("--jobs", type=click.IntRange(1, 256), help="Processes at once (default: one a core).")
    @wraps(body)
    def run(**given: Any) -> None:
        verbosity = -1 if given.pop("quiet") or given["as_json"] else int(given["verbose"])
        given.pop("verbose")
        options = Options(
            root=given.pop("root"),
            at=given.pop("at"),
            as_json=given.pop("as_json"),
            verbosity=verbosity,
            strict=given.pop("strict"),
            format=given.pop("format_"),
            jobs=given.pop("jobs"),
            report=given.pop("report"),
            target=given.pop("target", None),
            scheduler=given.pop("scheduler", ""),
            preview=given.pop("preview", ""),
        )
        session = Session(options)
        perform(session, partial(body, session, **given))

    return run


def perform(session: Session, work: Callable[[], object]) -> NoReturn:
    """Do the work of a command, and end with the status that says what became of it."""

    def whole() -> None:
        with session.show:
            work()

    status = guarded(whole, session.show)
    for tell in session.afterwards:
        tell(status)
    session.show.ended(status)
    sys.exit(status)

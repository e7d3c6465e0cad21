"""`pipeline check`."""

from __future__ import annotations

from dataclasses import replace

import click
from click.core import ParameterSource

from pipeline import editing, flow, publishing
from pipeline.cli import feed as feed_look
from pipeline.cli import report
from pipeline.cli.identity import new_guid
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session
from pipeline.problems import has_errors


def _named(context: click.Context, option: click.Parameter, value: str) -> str:
    """Raises `click.BadParameter` for a name that a script left empty: it would be a check of nothing."""
    if not value and context.get_parameter_source("against") is ParameterSource.COMMANDLINE:
        raise click.BadParameter("name a target of `pipeline.toml`, or a public address", context, option)
    return value


@click.command()
@target_option
@click.option(
    "--fix", is_flag=True, help="First repair what can be put right in one way only, and show the difference."
)
@click.option(
    "--against",
    default="",
    callback=_named,
    metavar="TARGET|URL",
    help="Also tell which pages, published there, would lead nowhere: a target of pipeline.toml, or a public address.",
)
@click.option(
    "--feed",
    metavar="URL|FILE",
    help="Look at this feed instead, whoever made it; no library is needed.",
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=click.Choice(feed_look.PROFILES),
    help="For whom to look at the feed (default: all that it seems to be made for); may be given several times.",
)
@click.option("--allow-private", is_flag=True, help="The feed may lie on this machine or in a network not public.")
@command
def check(
    session: Session, *, fix: bool, against: str, feed: str | None, profiles: tuple[str, ...], allow_private: bool
) -> None:
    """Validate everything; no output is written."""
    if feed is not None:
        if fix or against:
            session.misused("`--feed` looks at one feed: leave out `--fix` and `--against`")
        feed_look.look(session, feed, profiles, private=allow_private)
        return
    if profiles or allow_private:
        session.misused("`--profile` and `--allow-private` are about a feed: name it with `--feed`")
    _check(session, fix=fix, against=against)


def _check(session: Session, *, fix: bool, against: str) -> None:
    url = against if against.lower().startswith(("http://", "https://")) else ""
    if against and not url:
        session.options = replace(session.options, target=against)
    edits, moves = _fix(session) if fix else ((), editing.Moves())
    with session.world(patient=True) as world:
        checked = flow.check(world)
        left = (*moves.left, *(one for edit in edits for one in edit.left))
        gone = publishing.against(world, checked, url) if against else ()
        problems = tuple(sorted({*checked.problems, *left, *gone}))
    if has_errors(problems, strict=session.options.strict):
        session.failed(problems)
    session.report(problems)
    made = [edit.path for edit in edits if edit.after != edit.before]
    repaired = {"fixed": made, "renamed": dict(moves.paths)} if fix else {}
    session.show.result(
        f"The library is in order: {report.summary(problems)}.",
        {"problems": report.plain(problems), "ok": True} | repaired,
    )


def _fix(session: Session) -> tuple[tuple[editing.Edit, ...], editing.Moves]:
    """Repair the library, and show what was changed in it."""
    with session.world(patient=True) as world:
        edits, moves = flow.fix(world, new_guid)
    for edit in edits:
        if edit.after != edit.before:
            session.show.say(report.difference(edit.path, edit.before, edit.after))
    for path, goal in moves.paths.items():
        session.show.say(f"renamed: {path} → {goal}")
    session.read_again()
    return edits, moves

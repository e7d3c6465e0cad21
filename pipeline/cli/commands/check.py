"""`pipeline check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from pipeline import editing, flow, outgoing, publishing
from pipeline.cli import feed as feed_look
from pipeline.cli import outside, report, summary
from pipeline.cli.identity import new_guid
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session
from pipeline.jobs import Status
from pipeline.model.levels import Levels
from pipeline.problems import Problem, has_errors
from pipeline.world import World


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
@click.option(
    "--external",
    is_flag=True,
    help="Also ask whether the pages of others are there to which the library leads; good answers are kept for days.",
)
@click.option(
    "--mark-checked",
    is_flag=True,
    help="With `--external`: write the day into `checked` of each link of a list that leads where it should, but for "
    "those with a telephone number.",
)
@click.option(
    "--sound-report",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also write how loud each episode came in and goes out, what was mended, and a drawing, into this folder.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="What is asked (the feed, or pages of others) may lie on this machine or in a network not public.",
)
@command
def check(session: Session, feed: str | None, profiles: tuple[str, ...], **more: Any) -> None:
    """Validate everything; no output is written."""
    wish = Wish(**more)
    if feed is not None:
        if about := wish.about_a_library:
            session.misused(f"`--feed` looks at one feed: leave out {' and '.join(f'`{name}`' for name in about)}")
        feed_look.look(session, feed, profiles, private=wish.allow_private)
        return
    if profiles:
        session.misused("`--profile` is about a feed: name it with `--feed`")
    if wish.allow_private and not wish.external:
        session.misused(
            "`--allow-private` is about a feed, or pages of others: name it with `--feed`, or add `--external`"
        )
    if wish.mark_checked and not wish.external:
        session.misused("`--mark-checked` notes what was seen: add `--external`")
    _check(session, wish)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a check of a library."""

    fix: bool
    against: str
    external: bool
    mark_checked: bool
    allow_private: bool
    sound_report: Path | None

    @property
    def about_a_library(self) -> tuple[str, ...]:
        """The options among these that are about one."""
        given = {
            "--fix": self.fix,
            "--against": self.against,
            "--external": self.external,
            "--mark-checked": self.mark_checked,
            "--sound-report": self.sound_report,
        }
        return tuple(name for name, value in given.items() if value)

    @property
    def url(self) -> str:
        """The public address that is meant by `against`; empty where it names a target."""
        return self.against if self.against.lower().startswith(("http://", "https://")) else ""


def _check(session: Session, wish: Wish) -> None:
    if wish.against and not wish.url:
        session.options = replace(session.options, target=wish.against)
    edits, moves = _fix(session) if wish.fix else ((), editing.Moves())
    with session.world(patient=True) as world:
        checked = flow.check(world)
        left = (*moves.left, *(one for edit in edits for one in edit.left))
        gone = publishing.against(world, checked, wish.url) if wish.against else ()
        out = outside.look(session, world, checked, private=wish.allow_private) if wish.external else None
        dead = outgoing.problems(out.links, out.seen) if out else ()
        problems = tuple(sorted({*checked.problems, *left, *gone, *dead}))
        if wish.sound_report:
            _report_sound(session, flow.loudness_report(world, checked), wish.sound_report)
        made = [edit.path for edit in edits if edit.changes]
        session.show.data({"fixed": made, "renamed": dict(moves.paths)} if wish.fix else {})
        session.show.data({"levels": {path: _voices(one) for path, one in checked.levels.items()}})
        words = "\n".join(filter(None, (*_levels(world, checked), outside.told(session, out))))
        try:
            _tell(session, problems, words, "" if wish.fix else _repairable(checked))
        finally:  # what is told has the lines of what was looked at
            if out and wish.mark_checked:
                outside.mark(session, world, checked, out)


def _report_sound(session: Session, files: Mapping[str, bytes], folder: Path) -> None:
    """Write the loudness report, its table also into the summary of the step."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
        if name.endswith(".md"):
            summary.write(data.decode())
    session.show.data({"sound_report": [str(folder / name) for name in files]})


def _tell(session: Session, problems: tuple[Problem, ...], words: str, repairs: str) -> None:
    """Tell what was found; with errors the command ends."""
    if has_errors(problems, strict=session.options.strict):
        session.failed(problems, more="\n".join(filter(None, (words, repairs))))
    session.report(problems)
    told = f"The library is in order: {report.summary(problems)}."
    session.show.result(
        f"{words}\n{told}" if words else told,
        {"problems": report.plain(problems), "ok": True},
    )


def _levels(world: World, checked: flow.Checked) -> Iterator[str]:
    """What was found of the voices that were measured just now, an episode a line."""
    for outcome in world.runner.outcomes:
        if outcome.job.performer == "level" and outcome.status is Status.BUILT:
            yield report.harmless(f"speakers of {outcome.job.subject}: {checked.levels[outcome.job.subject]}")


def _voices(levels: Levels) -> list[dict[str, Any]]:
    return [asdict(voice) for voice in levels.voices]


def _repairable(checked: flow.Checked) -> str:
    """What is said of problems that a command can put right."""
    count = flow.repairable(checked)
    files = "one of these files" if count == 1 else f"{count} of these files"
    return f"`pipeline check --fix` repairs what a remedy says exactly, in {files}" if count else ""


def _fix(session: Session) -> tuple[tuple[editing.Edit, ...], editing.Moves]:
    """Repair the library, and show what was changed in it."""
    with session.world(patient=True) as world:
        edits, moves = flow.fix(world, new_guid)
    for edit in edits:
        if edit.after != edit.before:
            session.show.say(report.difference(edit.path, edit.before, edit.after))
        elif edit.changes:
            session.show.say(f"saved in UTF-8: {edit.path}")
    for path, goal in moves.paths.items():
        session.show.say(f"renamed: {path} → {goal}")
    session.read_again()
    return edits, moves

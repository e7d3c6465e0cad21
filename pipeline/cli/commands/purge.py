"""`pipeline purge`."""

from __future__ import annotations

from typing import NoReturn

import click

from pipeline import flow, publishing
from pipeline import purge as withdrawal
from pipeline.cli import diagnosis, edged, steps, takenback
from pipeline.cli.failures import CONTENT, DONE, LOOKED, REFUSED, Stop
from pipeline.cli.options import command, target_option
from pipeline.cli.report import harmless, summary
from pipeline.cli.session import Session
from pipeline.edge import Told
from pipeline.problems import Finding, did_you_mean
from pipeline.purge import Asked, Outlook
from pipeline.world import World


@click.command()
@click.argument("what")
@target_option
@click.option("--yes", is_flag=True, help="Do it; without this all of it is shown, and nothing is touched.")
@click.option(
    "--keep",
    multiple=True,
    metavar="PATH",
    help="A file that stays: an entry loses only the person's name, and a text may go on naming them.",
)
@click.option(
    "--name", "names", multiple=True, metavar="NAME", help="Another name by which the person is called in texts."
)
@click.option(
    "--readmit", is_flag=True, help="WHAT, a file that lies in the library again, may be published after all."
)
@command
def purge(
    session: Session, *, what: str, yes: bool, keep: tuple[str, ...], names: tuple[str, ...], readmit: bool
) -> None:
    """What a speaker or writer takes back: WHAT is a GUID, a file or address, or a person of people.yml."""
    if session.settings.targets[session.target].preview:
        hint = f"remove them all: `pipeline preview --target {session.target} --remove-all`"
        session.misused(f"`{session.target}` holds previews, from which nothing is taken back by itself", hint)
    with session.world() as world:
        if readmit:
            _readmit(session, world, what)
            return
        found = _outlook(session, world, Asked(what, frozenset(keep), names))
        if not yes or not found.possible:
            _show(session, found, done=False)
            _end(session, found, ())
        wrong, forgotten = _done(session, withdrawal.begin(world, found), found)
    _show(session, found, done=True, forgotten=forgotten)
    _end(session, found, wrong)


def _done(session: Session, world: World, found: Outlook) -> tuple[tuple[Finding, ...], Told | None]:
    """Build, publish and forget; what is wrong at the public address then, and what a CDN was told."""
    try:
        flow.build(world, strict=session.options.strict, sweep=False)
    except flow.ContentProblems as error:
        session.failed(error.problems)
    planned = steps.plan(session, world)
    publishing.stale(world, (artifact.path for kept in found.releases for artifact in kept.files))
    steps.apply(session, world, planned)
    forgotten = steps.invalidate(session, world, planned)
    looked = (*steps.look(session, world, planned), *withdrawal.still_there(world, planned))
    return tuple(one for one in looked if not one.ok), forgotten


def _outlook(session: Session, world: World, asked: Asked) -> Outlook:
    try:
        return withdrawal.outlook(world, asked)
    except withdrawal.UnknownName as unknown:
        if unknown.named:
            session.show.complain(harmless(f"no entry and no person is called `{asked.what}`, but texts say it:"))
            session.failed(unknown.named)
        hint = did_you_mean(asked.what, unknown.known) or "give a GUID, the path of a file, or an id of `people.yml`"
        session.misused(f"nothing here and nothing public is called `{asked.what}`", hint)


def _readmit(session: Session, world: World, path: str) -> None:
    if not withdrawal.readmit(world, path):
        session.misused(f"no file `{path}` of this library was taken back at `{session.target}`", "name one that was")
    session.show.result(f"{path} may be published again.", {"readmitted": path})


def _show(session: Session, found: Outlook, *, done: bool, forgotten: Told | None = None) -> None:
    """All of it: what stands in the way and what still names it on stderr, as problems are."""
    tree = found.after if done else None
    for problems in (found.problems, found.named):
        session.report(problems if done else takenback.as_it_stands(found, problems), tree)
    beyond = takenback.beyond(found, session.settings, session.target)
    words = takenback.in_words(found, done=done, verbose=session.options.verbosity > 0)
    words = "\n".join((words, *edged.lines(forgotten)))
    told = "\n".join(f"  {name}: {said}" for name, said in beyond)
    session.show.result(
        f"{words}\nOut of our reach:\n{told}\n\n{harmless(_verdict(found, done=done))}",
        {"beyond": dict(beyond), "cdn": edged.as_data(forgotten), **takenback.as_data(found, done=done)},
    )


def _verdict(found: Outlook, *, done: bool) -> str:
    if done:
        return f"Taken back: {found.asked.what}. Commit what changed here, and push it."
    if not found.possible:
        return "Nothing was touched, and nothing can be until what stands in the way is mended."
    return "Nothing was touched. `--yes` does all of this."


def _end(session: Session, found: Outlook, wrong: tuple[Finding, ...]) -> NoReturn:
    """End with the status that says what is left to do."""
    for refusal in found.plan.refusals if found.plan else ():
        session.show.note(f"error: {refusal}", refusal)
    if wrong:
        session.show.fail(f"{len(wrong)} addresses are not as they should be", "look at each, then at the CDN")
        session.show.complain(diagnosis.in_words(wrong))
    left = found.problems or (found.named if found.taken.person else ())
    if left:
        session.show.record(f"in the way, or still named: {summary(left)}", "mend what is told, and ask again")
        raise Stop(CONTENT)
    raise Stop(REFUSED if found.plan and found.plan.refusals else LOOKED if wrong else DONE)

"""The steps that several commands take: each tells what is wrong, and ends the command where it can't go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from pipeline import edge, flow, publishing, purge, wiring
from pipeline.announce import State, Told
from pipeline.cli import announced, diagnosis, drifted, edged, report, summary
from pipeline.cli import planned as in_figures
from pipeline.cli.failures import LOOKED, REFUSED, Stop
from pipeline.cli.session import Session
from pipeline.model.artifact import Action, Plan
from pipeline.problems import Finding, Problem, has_errors
from pipeline.release import AS_IT_WAS, Drift, NoPlanError, ReleaseInfo, Requests, Target, every, share
from pipeline.release.state.errors import TargetError
from pipeline.settings.prices import Prices
from pipeline.world import World


def build(session: Session, world: World) -> flow.Built:
    """The build, with its problems told."""
    try:
        built = flow.build(world, strict=session.options.strict)
    except flow.ContentProblems as error:
        session.failed(error.problems)
    session.report(built.problems)
    return built


def unprinted(world: World) -> list[str]:
    """The line that says how many PDFs the build had to do without, and the remedy."""
    printed = [outcome for outcome in world.runner.outcomes if outcome.job.performer == "pdf"]
    failures = [outcome.failure for outcome in printed if outcome.failure]
    if not failures:
        return []
    return [f"{len(failures)} of {len(printed)} PDFs are missing: {failures[0].hint}, then publish again."]


def verify(session: Session, world: World, which: str | None) -> Drift:
    """How what is public differs from what the target remembers, told where it does."""
    if not which:
        return AS_IT_WAS
    session.show.waiting(f"look at what is public at {world.target.where}")
    drift = publishing.verify(world, every if which == "all" else share(world.instant))
    for line in drifted.lines(drift):
        session.show.complain(report.harmless(line))
    return drift


def plan(session: Session, world: World, drift: Drift = AS_IT_WAS) -> Plan:
    """What a sync would change."""
    planned = publishing.plan(world, drift=drift)
    if planned is None:
        session.misused("nothing is built yet", "run `pipeline build`")
    if has_errors(planned.abandoned, strict=session.options.strict):
        session.failed(planned.abandoned)
    session.report(planned.abandoned)
    session.show.data(in_figures.cost_as_data(*priced(session, world, planned)))
    return planned


def priced(session: Session, world: World, planned: Plan) -> tuple[Requests, Prices | None]:
    """What a plan asks of the target, and the prices of that."""
    return publishing.cost(world, planned), session.settings.targets[session.target].prices


def agreed(session: Session, world: World, file: Path) -> tuple[World, Plan]:
    """The plan in a file, and the world at its instant."""
    hint = "name a file that `pipeline plan --out FILE` wrote"
    try:
        data = file.read_bytes()
    except OSError as error:
        session.misused(f"`{file}` can't be read: {error.strerror}", hint)
    try:
        found = publishing.agreed(world, data)
    except NoPlanError as error:
        session.misused(f"`{file}` can't be applied: {error}", hint)
    session.report(found.plan.abandoned)
    session.show.data(in_figures.cost_as_data(*priced(session, world, found.plan)))
    return replace(world, instant=found.instant), found.plan


def abandon(session: Session, world: World) -> tuple[Problem, ...]:
    """What the build would take away of the pages that are public; a target that can't be asked tells at `plan`."""
    try:
        planned = publishing.plan(world)
    except TargetError:
        return ()
    abandoned = planned.abandoned if planned else ()
    if has_errors(abandoned, strict=session.options.strict):
        session.failed(abandoned)
    session.report(abandoned)
    return abandoned


def apply(session: Session, world: World, planned: Plan) -> None:
    """Make the target equal the plan, unless it was refused."""
    if not planned.refusals and (world.preview or not planned.empty):  # each publish renews the time of a preview
        _bring(session, world, planned)
    if planned.withdrawing and not planned.refusals:
        session.show.waiting("forget what was taken back")
        purge.forget(world)
    if session.options.format == "github":
        summary.write(summary.publish(planned, session.target, world.base_url))
    if planned.refusals:
        refuse(session, planned)


def _bring(session: Session, world: World, planned: Plan) -> None:
    """Apply a plan; who stops it hears what is public by then. A directory is asked: it switches at one instant."""
    show, by_one = session.show, session.settings.targets[session.target].type != "directory"
    show.sending(len(planned.only(Action.PUT)), planned.bytes_to_put + planned.bytes_to_copy, by_one=by_one)
    try:
        publishing.sync(world, planned)
    except BaseException:
        with suppress(TargetError):
            if not by_one and publishing.is_public(world, planned):
                show.reached.end()
        raise
    show.reached.end()


def look(session: Session, world: World, planned: Plan) -> tuple[Finding, ...]:
    """Look at what is public as a client does, where that is due."""
    due = publishing.due_look(world, planned)
    if due is None:
        return ()
    session.show.waiting(f"look at {world.base_url}")
    return publishing.look(world, planned, due)


def found_wrong(session: Session, base_url: str, wrong: Sequence[Finding], looks: int) -> NoReturn:
    """Tell what readers meet of what was published, and end."""
    said = f"published; but {len(wrong)} of {looks} looks at {base_url} found something wrong"
    hint = "mend what is named; each publish looks again until all is well"
    session.show.note(f"error: {said}\n  remedy: {hint}", said, hint)
    session.show.complain(diagnosis.in_words(wrong))
    for finding in wrong:
        session.show.record(f"{finding.subject}: {finding.message}", finding.hint)
        session.show.annotate(report.github_failure(f"{finding.subject}: {finding.message}", finding.hint))
    if session.options.format == "github":
        summary.write(summary.looked(wrong))
    raise Stop(LOOKED)


def invalidate(session: Session, world: World, planned: Plan) -> edge.Told | None:
    """Tell the CDN what it must forget; what it did not take is no failure of the publish."""
    if world.edge:
        session.show.waiting(f"tell {world.edge.label}")
    return uncached(session, publishing.invalidate(world, planned))


def go_back(session: Session, target: Target, go: Callable[[], ReleaseInfo]) -> tuple[ReleaseInfo, edge.Told | None]:
    """The release that is public again once somebody went back, and what the CDN was told of the way."""
    cdn = wiring.edge_of(session.settings, session.target, session.preview)
    session.show.reached.change()
    back, told = publishing.go_back(target, cdn, go, datetime.now(UTC))
    return back, uncached(session, told)


def uncached(session: Session, told: edge.Told | None) -> edge.Told | None:
    """What became of telling the CDN, with a warning where it failed."""
    if told and told.failure:
        session.show.warn(edged.failed(told))
        session.show.annotate(report.github_warning(edged.failed(told)))
    return told


def tell(session: Session, world: World, planned: Plan) -> tuple[Told, ...]:
    """Announce what is new and public; what nobody took is no failure of the publish."""
    if publishing.news(world, planned):
        session.show.waiting("announce")
    told = tuple(publishing.tell(world, planned))
    for one in told:
        if one.state is not State.SENT:
            session.show.warn(announced.in_words(one))
            session.show.annotate(report.github_warning(announced.in_words(one)))
    return told


def refuse(session: Session, planned: Plan) -> NoReturn:
    """Tell why a plan is refused, and end."""
    session.show.data(in_figures.as_data(planned))
    for refusal in planned.refusals:
        session.show.note(f"error: {refusal}", refusal)
        session.show.annotate(report.github_failure(refusal, ""))
    raise Stop(REFUSED)

"""`pipeline doctor`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline import stores, wiring
from pipeline.cli import diagnosis
from pipeline.cli.failures import REFUSED, TOOL, USAGE, Stop
from pipeline.cli.options import command, target_option
from pipeline.cli.session import NoSettings, Session, read_settings
from pipeline.model.tree import Tree
from pipeline.problems import Finding
from pipeline.settings.load import FILE


@click.command()
@target_option
@command
def doctor(session: Session) -> None:
    """What this machine has and lacks, with the command that mends it, and whether the store that machines share can be
    used from here; with --target, what the target says.
    """
    root, tree, policy = session.options.root, Tree(), ""
    looked: tuple[Finding, ...] = ()
    forms, language = False, ""
    findings, valid = _look_at_settings(root)
    if valid:
        with session.world(looking=True) as world:
            forms, language = world.settings.site.editing is not None, world.settings.site.language
            findings += diagnosis.variables(world.settings, os.environ)
            findings += diagnosis.community(world.settings)
            if shared := wiring.shared_store(str(root), world.settings.store):
                looked = (stores.examine(shared),)
            try:
                tree, _ = world.source.tree()
                findings += diagnosis.library(tree, wiring.theme())
            except OSError as error:
                message = f"can't be read or written: {error.strerror}"
                findings.append(Finding(False, str(error.filename), message, "mend its permissions"))
            if session.options.target:
                findings += diagnosis.routes(world.to)
                owner = world.preview.place if world.preview else world.target
                looked, policy = looked + world.target.examine(), owner.policy()
                looked += world.edge.examine() if world.edge else ()
    pointers = bool(diagnosis.pointers(tree))
    machine = tuple(wiring.machine(str(root), pointers=pointers, forms=forms, language=language).examine())
    everything = (*machine, *findings, *looked)
    session.show.result(diagnosis.in_words(everything, policy), diagnosis.as_data(everything, policy))
    for finding in everything:
        if not finding.ok:
            _tell(session, finding)
    for status, found in ((USAGE, findings), (TOOL, machine), (REFUSED, looked)):
        if not all(finding.ok for finding in found):
            raise Stop(status)


def _tell(session: Session, finding: Finding) -> None:
    """What is lacking, for programs; and for people where they did not read it among the rest."""
    said = f"{finding.subject}: {finding.message}"
    if session.show.quiet:
        session.show.fail(said, finding.hint)
    else:
        session.show.record(said, finding.hint)


def _look_at_settings(root: Path) -> tuple[list[Finding], bool]:
    """What `pipeline.toml` is like, and whether one can go on with it."""
    try:
        settings, problems = read_settings(root)
    except NoSettings as error:
        return [Finding(False, FILE, error.message, error.hint)], False
    return list(diagnosis.settings(settings, problems)), settings is not None

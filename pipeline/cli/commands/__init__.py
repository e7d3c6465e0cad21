"""The commands: each in a module of its own, which is imported when somebody asks for it."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections import UserDict
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import click

from pipeline import __version__

SAID = {
    "build": "Content to dist/TARGET/ and its manifest.",
    "cache": "How large the cache of this machine is, and of what work.",
    "check": "Validate everything; with --fix, repair what has one right repair.",
    "doctor": "What this machine, the library and a target have and lack.",
    "explain": "Why something is as it is, and from what.",
    "init": "Begin a library that can be published at once.",
    "new": "Begin an entry of any kind.",
    "plan": "What a sync would change, why, and what it costs.",
    "publish": "Check, build, plan, sync, look at it as a client does, and announce what is new.",
    "releases": "What was published when.",
    "rollback": "Make the release before this one public again.",
    "serve": "Look at what was built or published, on this machine.",
    "sync": "Make the target equal what was built.",
}
"""What `pipeline --help` says of each command, so that it need not import any."""


_RARELY = 1_000_000
"""Objects, after so many of which circles are looked for: a command ends soon, and makes few."""


class Commands(UserDict[str, click.Command]):
    """Each command by its name: the object of that name in the module of that name. Until then a stand-in is here."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__({name: click.Command(name) for name in names})

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.data:
            raise KeyError(name)
        found: click.Command = getattr(import_module(f"{__name__}.{name}"), name)
        return found


class Shell(click.Group):
    """The group of all commands. Ctrl-C while the one that is meant is being loaded ends it as later on."""

    def invoke(self, ctx: click.Context) -> Any:
        gc.set_threshold(_RARELY)  # looking for circles among all that a library is took a third of the time
        atexit.register(gc.freeze)  # nor once more as the process ends, which frees all of it
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            from pipeline.cli.failures import stopped  # its time is now

            sys.exit(stopped())

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(SAID.items()))


@click.group(cls=Shell, commands=Commands(SAID), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pipeline")
def main() -> None:
    """Publish a library of text and sound: from a directory in git to a website, podcasts and feeds."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # where the terminal has no Unicode, a `?` stands for what it lacks
            stream.reconfigure(errors="replace")

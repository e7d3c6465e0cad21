"""The commands: each in a module of its own, which is imported when somebody asks for it."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections import UserDict
from collections.abc import Iterable
from importlib import import_module
from itertools import takewhile
from keyword import iskeyword
from typing import Any

import click

from pipeline import __version__
from pipeline.cli import terminal
from pipeline.cli.failures import heeding, told

SAID = {
    "build": "Content to dist/TARGET/ and its manifest.",
    "cache": "How large the cache of this machine is, and of what work.",
    "check": "Validate everything; with --fix, repair what has one right repair.",
    "doctor": "What this machine, the library and a target have and lack.",
    "explain": "Why something is as it is, and from what.",
    "export": "The library for others: a whole feed, WordPress, Markdown, the catalogue.",
    "import": "Bring in what you have elsewhere: a podcast, a site, papers, meetings.",
    "init": "Begin a library that can be published at once.",
    "media": "Recordings outside git: put there, held against their digests, and what nothing names.",
    "new": "Begin an entry of any kind.",
    "offline": "The library as one zip for a stick, and as a book: for where there is no line.",
    "plan": "What a sync would change, why, and what it costs.",
    "preview": "Which previews of changes there are; removes them.",
    "purge": "Take back a person, an entry or a file: from the library, the public, and all that is kept.",
    "publish": "Check, build, plan, sync, look at it as a client does, and announce what is new.",
    "recover": "Make a target's lost state anew, from what is there.",
    "releases": "What was published when.",
    "rollback": "Make the release before this one, or another, public again.",
    "rules": "Headers and redirects as nginx, a CDN or a static host reads them.",
    "serve": "Look at what was built or published, on this machine.",
    "sync": "Make the target equal what was built.",
    "transcribe": "A transcript of an episode, by a program of this machine, to be corrected.",
}
"""What `pipeline --help` says of each command, so that it need not import any."""


_WORDS = "pipeline.words"
"""Where a context keeps what was typed."""
_RARELY = 10_000_000
"""Objects, after so many of which circles are looked for: a command ends soon, and makes few."""


class Commands(UserDict[str, click.Command]):
    """Each command by its name: the object of that name in the module of that name. Until then a stand-in is here."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__({name: click.Command(name) for name in names})

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.data:
            raise KeyError(name)
        word = f"{name}_" if iskeyword(name) else name
        found: click.Command = getattr(import_module(f"{__name__}.{word}"), word)
        return found


class Shell(click.Group):
    """The group of all commands. What fails before the one that is meant has begun ends as later on: Ctrl-C, a wrong
    option, a module that can't be loaded.
    """

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        words = tuple(args)  # what is parsed is taken from the list
        try:
            context = super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            _answer(words, error)
            raise
        context.meta[_WORDS] = words
        return context

    def invoke(self, ctx: click.Context) -> Any:
        gc.set_threshold(_RARELY)  # looking for circles among all that a library is took a third of the time
        atexit.register(gc.freeze)  # nor once more as the process ends, which frees all of it
        try:
            with heeding():
                return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort):
            raise
        except click.UsageError as error:
            _answer(ctx.meta[_WORDS], error)
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - it had no session yet
            sys.exit(_ended(ctx.meta[_WORDS], error))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(SAID.items()))


def _asks(words: Iterable[str]) -> bool:
    """Whether somebody who writes these words asks for a document."""
    return "--json" in takewhile(lambda word: word != "--", words)


def _answer(words: Iterable[str], error: click.UsageError) -> None:
    """The document of who used the shell in a wrong way; in words click says it."""
    if _asks(words):
        from pipeline.cli.show import Show  # its time is now

        show = Show(-1, as_json=True)
        usage = error.ctx.command_path if error.ctx else "pipeline"
        show.record(error.format_message(), f"see `{usage} --help`")
        show.ended(error.exit_code)


def _ended(words: Iterable[str], error: BaseException) -> int:
    from pipeline.cli.show import Show

    show = Show(0, as_json=_asks(words))
    status = told(error, show)
    show.ended(status)
    return status


@click.group(cls=Shell, commands=Commands(SAID), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pipeline")
def main() -> None:
    """Publish a library of text and sound: from a directory in git to a website, podcasts and feeds."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    terminal.prepare()

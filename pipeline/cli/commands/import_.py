"""`pipeline import`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import imported, moved
from pipeline.cli.options import command, target_option
from pipeline.cli.session import Session
from pipeline.importing.rules import HOSTS

_WHOLE = 1_000
"""More letters than a summary has."""
private_option = click.option(
    "--allow-private", is_flag=True, help="Ask addresses of this machine and of your own network, too."
)
plan_option = click.option(
    "--plan", "only_plan", is_flag=True, help="Say what would be written, and write nothing into the library."
)


class Sorts(click.Group):
    """The commands, with all that is said of each: who chooses one needs the end of it, too."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(_WHOLE)) for name, one in sorted(self.commands.items())])


@click.group("import", cls=Sorts, context_settings={"help_option_names": ["-h", "--help"]})
def import_() -> None:
    """Bring what you have elsewhere into the library: files that an editor could have written. Nothing is published."""


@import_.command()
@click.argument("feed", metavar="URL|FILE")
@private_option
@plan_option
@command
def feed(session: Session, *, feed: str, allow_private: bool, only_plan: bool) -> None:
    """A podcast, by its feed: the show, its episodes with their GUIDs, and all that belongs to them."""
    imported.run(session, "feed", (feed,), private=allow_private, only_plan=only_plan)


@import_.command()
@click.argument("exports", metavar="EXPORT.xml…", nargs=-1, required=True)
@private_option
@plan_option
@command
def wordpress(session: Session, *, exports: tuple[str, ...], allow_private: bool, only_plan: bool) -> None:
    """A site of WordPress, by the files that its export gave (WXR)."""
    imported.run(session, "wordpress", exports, private=allow_private, only_plan=only_plan)


@import_.command()
@click.argument("where", metavar="DIR|URL")
@click.option(
    "--address", default="", metavar="URL", help="Where that folder was published, if its configuration doesn’t say it."
)
@private_option
@plan_option
@command
def site(session: Session, *, where: str, address: str, allow_private: bool, only_plan: bool) -> None:
    """A site: a folder of Markdown (Hugo, Jekyll, …) or of HTML, or what lies at an address."""
    imported.run(session, "site", tuple(filter(None, (where, address))), private=allow_private, only_plan=only_plan)


@import_.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@plan_option
@command
def docx(session: Session, *, files: tuple[str, ...], only_plan: bool) -> None:
    """Documents of Word and LibreOffice, and folders of them: articles, and worksheets as handouts."""
    imported.run(session, "docx", files, private=False, only_plan=only_plan)


@import_.command()
@click.argument("where", metavar="FILE|URL")
@private_option
@plan_option
@command
def meetings(session: Session, *, where: str, allow_private: bool, only_plan: bool) -> None:
    """A list of meetings: JSON as the Meeting Guide reads it, or a table (CSV)."""
    imported.run(session, "meetings", (where,), private=allow_private, only_plan=only_plan)


@import_.command()
@click.argument("feed", metavar="OLD_FEED")
@target_option
@click.option("--after", is_flag=True, help="Follow the redirects of the old host, once they are installed.")
@click.option("--all", "every", is_flag=True, help="With `--after`: ask all old addresses, and not some of them.")
@private_option
@command
def verify(session: Session, *, feed: str, after: bool, every: bool, allow_private: bool) -> None:
    """Build, and hold the new feed against the old one as apps do: what would appear twice, and what would be gone;
    then the rule for the old host.
    """
    if every and not after:
        session.misused("`--all` is about what is followed: add `--after`")
    if after:
        moved.after(session, feed, every=every, private=allow_private)
    else:
        moved.verify(session, feed, private=allow_private)


@import_.command()
@click.argument("host", type=click.Choice(sorted(HOSTS)))
@target_option
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="The folder to write to (default: print).")
@command
def rules(session: Session, *, host: str, out: Path | None) -> None:
    """Rules for the old host: each address that an import brought along leads to where the same lies in the last
    build.
    """
    moved.rules(session, host, out)

"""`pipeline import`."""

from __future__ import annotations

import click

from pipeline.cli import imported
from pipeline.cli.options import command
from pipeline.cli.session import Session

private_option = click.option(
    "--allow-private", is_flag=True, help="Ask addresses of this machine and of your own network, too."
)
plan_option = click.option(
    "--plan", "only_plan", is_flag=True, help="Say what would be written, and write nothing into the library."
)


@click.group("import", context_settings={"help_option_names": ["-h", "--help"]})
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
@private_option
@plan_option
@command
def site(session: Session, *, where: str, allow_private: bool, only_plan: bool) -> None:
    """A site: a folder of Markdown (Hugo, Jekyll, …) or of HTML, or what lies at an address."""
    imported.run(session, "site", (where,), private=allow_private, only_plan=only_plan)


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

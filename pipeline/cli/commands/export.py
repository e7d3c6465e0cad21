"""`pipeline export`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

import click

from pipeline import exporting, leaving, wiring
from pipeline.cli import steps
from pipeline.cli.amounts import size_in_words
from pipeline.cli.options import command, target_option
from pipeline.cli.report import harmless, plain
from pipeline.cli.session import Session
from pipeline.flow import Built
from pipeline.world import World

FEED, WORDPRESS, MARKDOWN, CATALOGUE = "feed", "wordpress", "markdown", "catalogue"
Made = tuple[list[str], dict[str, Any]]
"""What people are told, and the same as data."""


@click.command()
@click.argument("form", type=click.Choice([FEED, WORDPRESS, MARKDOWN, CATALOGUE]))
@click.argument("show", required=False, default="")
@target_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PATH", help="The file to write, of `markdown` a folder."
)
@click.option(
    "--for",
    "program",
    type=click.Choice(sorted(exporting.PROGRAMS)),
    default="hugo",
    show_default=True,
    help="Of `markdown`: the program that reads it.",
)
@click.option("--sound", is_flag=True, help="Of `markdown`: recordings go along, as listeners get them.")
@command
def export(session: Session, *, form: str, show: str, out: Path | None, program: str, sound: bool) -> None:
    """What is public, for others to take over: the whole `feed` of a SHOW with all episodes; a file for `wordpress`;
    the texts as `markdown` with front matter; the `catalogue` as one document. Made from a build: drafts and what is
    scheduled stay here.
    """
    if show and form != FEED:
        session.misused(f"`export {form}` takes no show", "it holds the whole library")
    if session.settings.targets[session.target].preview:
        session.misused(
            f"`{session.target}` holds previews, which nobody takes over", "name another target: `--target`"
        )
    with session.world() as world:
        built = steps.build(session, world)
        lines, data = _MAKERS[form](session, world, built, out, {"show": show, "program": program, "sound": sound})
        if not world.canonical:
            lines.append(f"Addresses in it lead to {world.base_url}: `--target` names another target.")
    session.show.result(
        "\n".join(map(harmless, lines)),
        {"ok": True, "target": session.target, "form": form, **data, "problems": plain(built.problems)},
    )


def _feed(session: Session, world: World, built: Built, out: Path | None, said: dict[str, Any]) -> Made:
    try:
        made = leaving.feed(world, built, said["show"])
    except leaving.NoShow as error:
        session.misused(error.message, error.hint)
    place = out or _dist(session, "feed.xml")
    lines = [_written(session, place, (made.data,), f"{_several(made.episodes, 'episode')} of “{made.title}”")]
    if made.locked:
        lines.append("It asks other hosts not to take it over: write `locked: no` into its `show.yml` to let them.")
    if made.blocked:
        lines.append("It asks directories not to list it.")
    return lines, {"file": str(place), "episodes": made.episodes, "locked": made.locked, "blocked": made.blocked}


def _wordpress(session: Session, world: World, built: Built, out: Path | None, _: dict[str, Any]) -> Made:
    made = leaving.wordpress(world, built)
    place = out or _dist(session, "wordpress.xml")
    counted = ((made.posts, "post"), (made.pages, "page"), (made.attachments, "file"))
    held = ", ".join(_several(*one) for one in counted)
    lines = [_written(session, place, made.data, held)]
    if made.renamed:
        lines.append(
            f"{_several(len(made.renamed), 'episode')} with a GUID that is no address: WordPress makes one of it, and "
            "apps see a new episode. Let the feed stay here, or lead it to a host that keeps GUIDs."
        )
    return lines, {
        "file": str(place),
        "posts": made.posts,
        "pages": made.pages,
        "files": made.attachments,
        "renamed": list(made.renamed),
    }


def _markdown(session: Session, world: World, built: Built, out: Path | None, said: dict[str, Any]) -> Made:
    program = cast("exporting.ProgramName", said["program"])
    made = leaving.folder(world, built, program, sound=said["sound"])
    place = out or _dist(session, program)
    try:
        files, size = wiring.folder(str(place), made.members())
    except FileExistsError:
        session.misused(f"`{place}` is not empty", "name a new folder with `--out`, or remove it first")
    except OSError as error:
        session.misused(f"`{place}` can't be written: {error.strerror}", "name another place with `--out`")
    lines = [f"Wrote {place}: {_several(made.entries, 'text')} in {files} files, {size_in_words(size)}."]
    lines += [f"{path}: a link in it was left as it is, as it could not be told from the text." for path in made.left]
    return lines, {"folder": str(place), "entries": made.entries, "files": files, "left": made.left}


def _catalogue(session: Session, world: World, built: Built, out: Path | None, _: dict[str, Any]) -> Made:
    made = leaving.catalogue(world, built)
    place = out or _dist(session, "catalogue.json")
    entries = len(made.plain["entries"])
    return [_written(session, place, (made.data,), _several(entries, "entry", "entries"))], {
        "file": str(place),
        "entries": entries,
    }


def _dist(session: Session, name: str) -> Path:
    return session.options.root / "dist" / f"{session.target}.{name}"


def _several(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or f'{one}s'}"


def _written(session: Session, place: Path, chunks: Iterable[bytes], what: str) -> str:
    try:
        size = wiring.file(str(place), chunks)
    except OSError as error:
        session.misused(f"`{place}` can't be written: {error.strerror}", "name another place with `--out`")
    return f"Wrote {place}: {what}, {size_in_words(size)}."


_MAKERS: dict[str, Callable[[Session, World, Built, Path | None, dict[str, Any]], Made]] = {
    FEED: _feed,
    WORDPRESS: _wordpress,
    MARKDOWN: _markdown,
    CATALOGUE: _catalogue,
}

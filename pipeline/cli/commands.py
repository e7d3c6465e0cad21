"""The commands."""

from __future__ import annotations

import os
import sys
import traceback
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from pipeline import __version__, content, flow, wiring
from pipeline import explain as explain_room
from pipeline import settings as settings_room
from pipeline.cli import diagnosis, explained, report, summary
from pipeline.cli.show import Show, plan_as_data, plan_in_words
from pipeline.model.artifact import Manifest, Plan
from pipeline.model.entry import utc
from pipeline.model.tree import File, Tree
from pipeline.preview import base_path
from pipeline.problems import Finding, Problem, did_you_mean, has_errors
from pipeline.release.errors import TargetError
from pipeline.settings import Settings
from pipeline.settings.load import FILE
from pipeline.world import World

DONE, CONTENT, USAGE, REFUSED, TOOL = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Options:
    """What every command understands."""

    root: Path
    at: datetime | None
    as_json: bool
    verbosity: int
    strict: bool
    format: str
    jobs: int | None
    target: str | None = None


class Stop(Exception):
    """The command ends with this status; what there was to say has been said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Session:
    """One command at work: it makes the world, and turns what goes wrong into words and an exit status."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.show = Show(options.verbosity, as_json=options.as_json)

    @contextmanager
    def world(self, *, patient: bool = False, rebuild: Iterable[str] = ()) -> Iterator[World]:
        """The world of this run."""
        at = self.options.at
        instant = self.settings.instant(at) if at else datetime.now(UTC).replace(microsecond=0)
        with wiring.pool(self.options.jobs) as pool:
            yield wiring.world(
                str(self.options.root),
                self.settings,
                self.target,
                instant,
                pool,
                self.show.progress,
                patient=patient,
                rebuild=frozenset(rebuild),
            )

    def report(self, problems: tuple[Problem, ...]) -> None:
        """Tell the problems, as `--format` says."""
        if self.options.as_json or not problems:
            return
        if self.options.format == "github":
            print(report.github(problems), end="")
            summary.write(summary.problems(problems))
        self.show.complain(report.text(problems, self._tree(problems)))

    def failed(self, problems: tuple[Problem, ...], status: int = CONTENT) -> NoReturn:
        """Tell the problems and end."""
        self.report(problems)
        if self.options.as_json:
            self.show.result("", {"problems": report.plain(problems), "ok": False})
        self.show.say(report.summary(problems))
        raise Stop(status)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the library; without good ones the command ends."""
        try:
            settings, problems = read_settings(self.options.root)
        except NoSettings as error:
            self.show.complain(f"error: {error.message}; {error.hint}")
            raise Stop(USAGE) from None
        if settings is None:
            self.failed(problems, USAGE)
        return settings

    @cached_property
    def target(self) -> str:
        """The name of the target that is meant; without a good one the command ends."""
        name = self.options.target or self.settings.default_target
        targets = self.settings.targets
        if name not in targets:
            hint = did_you_mean(name, targets) or f"known: {', '.join(sorted(targets))}"
            self.show.complain(f"error: no target `{name}` in `{FILE}`; {hint}")
            raise Stop(USAGE)
        if targets[name].type not in wiring.TARGETS:
            self.show.complain(f"error: targets of type `{targets[name].type}` are not supported yet")
            raise Stop(USAGE)
        return name

    def _tree(self, problems: tuple[Problem, ...]) -> Tree:
        """The files that problems speak of, to show their lines."""
        files = {}
        for name in {problem.place.path for problem in problems if problem.place.line}:
            path = self.options.root / name
            if path.is_file():
                files[name] = File(name, "", 0, path.read_bytes())
        return Tree(files)


class NoSettings(Exception):
    """There is no `pipeline.toml` that could be read: what is wrong, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


def read_settings(root: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings of a library, or all problems of its file. Raises `NoSettings` where there is none to read."""
    try:
        text = (root / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        where = "here" if root == Path() else f"in `{root}`"
        raise NoSettings(f"no library {where}: there is no `{FILE}`", "name its directory with `--root DIR`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise NoSettings(f"`{FILE}` can't be read: {error}", "save it as UTF-8 text") from None
    return settings_room.load(text)


def command(body: Callable[..., None]) -> Callable[..., None]:
    """A command: the common options, and every failure as words and a status."""

    @click.option("--root", type=click.Path(path_type=Path), default=Path(), help="The library (default: here).")
    @click.option("--at", type=Instant(), help="The instant at which to look (default: now).")
    @click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else.")
    @click.option("-q", "quiet", is_flag=True, help="Say only what is wrong.")
    @click.option("-v", "verbose", is_flag=True, help="Say everything.")
    @click.option("--strict", is_flag=True, help="Warnings stop the run too.")
    @click.option("--format", "format_", type=click.Choice(["text", "github"]), default="text", help="Of problems.")
    @click.option("--jobs", type=click.IntRange(1, 256), help="Processes at once (default: one a core).")
    @wraps(body)
    def run(**given: Any) -> None:
        verbosity = -1 if given.pop("quiet") or given["as_json"] else int(given["verbose"])
        given.pop("verbose")
        options = Options(
            root=given.pop("root"),
            at=given.pop("at"),
            as_json=given.pop("as_json"),
            verbosity=verbosity,
            strict=given.pop("strict"),
            format=given.pop("format_"),
            jobs=given.pop("jobs"),
            target=given.pop("target", None),
        )
        sys.exit(_guarded(lambda: body(Session(options), **given), options.format))

    return run


def _guarded(work: Callable[[], None], format_: str = "text") -> int:
    """The exit status of a command."""
    try:
        work()
    except Stop as stop:
        return stop.status
    except TargetError as error:
        return _failed(error.message, error.hint, format_, REFUSED)
    except flow.ToolFailed as error:
        return _failed(error.message, error.hint, format_, TOOL)
    except OSError as error:
        return _failed(f"{error.strerror or error}: {error.filename or ''}", "", format_, TOOL)
    except Exception as error:  # noqa: BLE001 - no one who writes content should ever meet a traceback
        where = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        hint = "run it again; if it stays, tell this line to who keeps the pipeline"
        return _failed(f"the pipeline itself failed, not your content: {told}", hint, format_, TOOL)
    except KeyboardInterrupt:
        print("stopped; what was published before is as it was", file=sys.stderr)
        return 130
    return DONE


def _failed(message: str, hint: str, format_: str, status: int) -> int:
    """Tell what failed, though it be no fault of the content."""
    words = f"error: {message}\n  remedy: {hint}" if hint else f"error: {message}"
    print(report.harmless(words), file=sys.stderr)
    if format_ == "github":
        print(report.github_failure(message, hint), end="")
        summary.write(summary.failure(message, hint))
    return status


class Instant(click.ParamType[datetime]):
    """`2026-11-24`, `2026-11-24T18:30`, with or without an offset."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an instant: write 2026-11-24 or 2026-11-24T18:30+00:00", param, ctx)


target_option = click.option("--target", help="A target of pipeline.toml (default: its `default_target`).")


rebuild_option = click.option(
    "--rebuild",
    multiple=True,
    type=click.Choice(sorted(wiring.PERFORMERS)),
    help="Make again what this work makes, though nothing changed; may be given several times.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pipeline")
def main() -> None:
    """Publish a library of text and sound: from a directory in git to a website, podcasts and feeds."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


@main.command()
@target_option
@click.option(
    "--fix", is_flag=True, help="First repair what can be put right in one way only, and show the difference."
)
@command
def check(session: Session, *, fix: bool) -> None:
    """Validate everything; no output is written."""
    with session.world(patient=True) as world:
        edits = flow.fix(world, new_guid) if fix else ()
        made = [edit for edit in edits if edit.after != edit.before]
        for edit in made:
            session.show.say(report.difference(edit.path, edit.before, edit.after))
        problems = tuple(sorted({*flow.check(world).problems, *(one for edit in edits for one in edit.left)}))
    if has_errors(problems, strict=session.options.strict):
        session.failed(problems)
    session.report(problems)
    repaired = {"fixed": [edit.path for edit in made]} if fix else {}
    session.show.result(
        f"The library is in order: {report.summary(problems)}.",
        {"problems": report.plain(problems), "ok": True} | repaired,
    )


@main.command()
@click.argument("kind", type=click.Choice(content.NAMES))
@click.argument("title")
@click.option("--audio", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Recording of an episode.")
@click.option("--show", "show_name", default="", help="Folder of the show of an episode, when there are several.")
@command
def new(session: Session, kind: str, title: str, audio: Path | None, show_name: str) -> None:
    """Begin an entry: a whole file with a comment for every field, a draft until you say otherwise."""
    with session.world() as world:
        today = world.instant.astimezone(session.settings.zone).date()
        name = audio.name if audio and kind == "episode" else ""
        wish = content.Wish(kind, title, today, new_guid(), name, show_name)
        try:
            made = flow.new(world, wish, _chunks(audio) if audio else ())
        except content.CanNotBegin as error:
            session.show.complain(report.harmless(f"error: {error.message}\n  remedy: {error.hint}"))
            raise Stop(USAGE) from None
    session.show.result(
        "\n".join([*made, f"Edit {made[0]}, look at it with `pipeline check`, then remove its line `draft: yes`."]),
        {"ok": True, "files": list(made)},
    )


@main.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def init(directory: Path) -> None:
    """Begin a library in DIRECTORY that can be published at once."""
    sys.exit(_guarded(lambda: _init(directory)))


def _init(directory: Path) -> None:
    if directory.exists() and any(directory.iterdir()):
        print(report.harmless(f"error: `{directory}` is not empty\n  remedy: name a new directory"), file=sys.stderr)
        raise Stop(USAGE)
    for name, data in wiring.starter().items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(report.harmless(f"A library is in {directory}\nPublish it: `pipeline publish --root {directory}`"))


def new_guid() -> str:
    """An identity for a new episode (UUID version 4, RFC 9562)."""
    return str(uuid.uuid4())


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


@main.command()
@target_option
@rebuild_option
@command
def build(session: Session, *, rebuild: tuple[str, ...]) -> None:
    """Content to dist/TARGET/ and its manifest."""
    with session.world(rebuild=rebuild) as world:
        built = _build(session, world)
    session.show.result(
        f"Built {len(built.manifest.artifacts)} files in dist/{session.target}/.",
        {
            "ok": True,
            "target": session.target,
            "files": len(built.manifest.artifacts),
            "manifest": built.manifest.digest,
            "problems": report.plain(built.problems),
        },
    )


@main.command()
@target_option
@command
def plan(session: Session) -> None:
    """What a sync would change, why, and what it costs."""
    with session.world() as world:
        planned = _planned(session, world)
    session.show.result(plan_in_words(planned, verbose=session.options.verbosity > 0), plan_as_data(planned))
    if planned.refusals:
        _refuse(session, planned)


@main.command()
@target_option
@command
def sync(session: Session) -> None:
    """Make the target equal the manifest of the last build."""
    with session.world() as world:
        planned = _planned(session, world)
        _apply(session, world, planned)
    session.show.result(plan_in_words(planned, verbose=False), {"ok": True, **plan_as_data(planned)})


@main.command()
@target_option
@rebuild_option
@command
def publish(session: Session, *, rebuild: tuple[str, ...]) -> None:
    """Check, build, plan, sync, and look at what is public as a client does."""
    with session.world(rebuild=rebuild) as world:
        session.show.say(f"Publishing to `{session.target}` as of {utc(world.instant)}")
        built = _build(session, world)
        planned = _planned(session, world)
        _apply(session, world, planned)
        found = flow.look(world, planned)
        where, base_url = world.target.where, world.base_url
    words = plan_in_words(planned, verbose=False) if session.options.verbosity > 0 else _in_short(planned)
    wrong = [finding for finding in found if not finding.ok]
    served = session.settings.targets[session.target].type != "directory"
    how = "" if served else "\nLook at it: `python3 noxfile.py -s serve` (or `pipeline serve`)"
    session.show.result(
        f"{words}\n\nThe library is in {where}{how}\nThen open {base_url}" if how else f"{words}\n\nOpen {base_url}",
        {"ok": not wrong, "where": where, "base_url": base_url, "files": len(built.manifest.artifacts)}
        | {"look": diagnosis.as_data(found)["findings"]}
        | plan_as_data(planned),
    )
    if wrong:
        session.show.complain(f"error: {len(wrong)} of {len(found)} looks at {base_url} found something wrong")
        session.show.complain(diagnosis.in_words(wrong))
        raise Stop(REFUSED)


@main.command()
@target_option
@command
def releases(session: Session) -> None:
    """What was published when, the newest first."""
    with session.world() as world:
        current, found = world.target.state().release, world.target.releases()
    lines = [f"{'*' if current and one.id == current.id else ' '} {one.id}  {utc(one.instant)}" for one in found]
    data = [{"id": r.id, "instant": utc(r.instant), "current": bool(current and r.id == current.id)} for r in found]
    session.show.result("\n".join(lines) or "Nothing was published yet.", {"releases": data})


@main.command()
@target_option
@command
def rollback(session: Session) -> None:
    """Make the release before this one public again, byte for byte and without a build."""
    with session.world() as world:
        release = world.target.rollback()
    session.show.result(
        f"Public again: {release.id}, published at {utc(release.instant)}.",
        {"ok": True, "id": release.id, "instant": utc(release.instant)},
    )


@main.command()
@target_option
@click.option("--built", is_flag=True, help="Serve what was built instead of what was published.")
@click.option("--host", default="127.0.0.1", help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Port to listen at.")
@command
def serve(session: Session, *, built: bool, host: str, port: int) -> None:
    """Look at what was built or published, on this machine."""

    def read() -> Manifest | None:
        with session.world() as world:
            return world.output.manifest() if built else world.target.state().manifest

    with session.world() as world:
        where = session.settings.targets[session.target]
        root = session.options.root / ("dist/" + session.target if built else where.path)
        if read() is None or not root.is_dir():
            what, remedy = ("built", "build") if built else ("published", "publish")
            session.show.complain(f"error: nothing is {what} yet; run `pipeline {remedy}`")
            raise Stop(USAGE)
        base_url = world.base_url
    session.show.say(f"Serving {root} at http://{host}:{port}/ (Ctrl-C ends)")
    wiring.serve(str(root), read, host, port, base_path(base_url))


@main.command()
@click.argument("path")
@target_option
@command
def explain(session: Session, *, path: str) -> None:
    """Why something is as it is, and from what: PATH is an output, its address, or a file of the library."""
    with session.world() as world:
        try:
            found = explain_room.explain(world, path)
        except explain_room.UnknownPath as unknown:
            hint = did_you_mean(path, unknown.known) or "`pipeline plan -v` lists every output of the last build"
            session.show.complain(report.harmless(f"error: nothing has the name `{path}`; {hint}"))
            raise Stop(USAGE) from None
    session.show.result(explained.in_words(found, session.target), explained.as_data(found, session.target))


@main.command()
@target_option
@command
def doctor(session: Session) -> None:
    """What this machine has and lacks, with the command that mends it; with --target, what the target says."""
    root, tree, policy = session.options.root, Tree(), ""
    looked: tuple[Finding, ...] = ()
    findings, valid = _look_at_settings(root)
    if valid:
        with session.world() as world:
            try:
                tree, _ = world.source.tree()
                findings += diagnosis.library(tree)
            except OSError as error:
                message = f"can't be read or written: {error.strerror}"
                findings.append(Finding(False, str(error.filename), message, "mend its permissions"))
            if session.options.target:
                looked, policy = world.target.examine(), world.target.policy()
    machine = tuple(wiring.machine(str(root), pointers=bool(diagnosis.pointers(tree))).examine())
    everything = (*machine, *findings, *looked)
    session.show.result(diagnosis.in_words(everything, policy), diagnosis.as_data(everything, policy))
    for status, found in ((USAGE, findings), (TOOL, machine), (REFUSED, looked)):
        if not all(finding.ok for finding in found):
            raise Stop(status)


def _look_at_settings(root: Path) -> tuple[list[Finding], bool]:
    """What `pipeline.toml` is like, and whether one can go on with it."""
    try:
        settings, problems = read_settings(root)
    except NoSettings as error:
        return [Finding(False, FILE, error.message, error.hint)], False
    return list(diagnosis.settings(settings, problems)), settings is not None


def _build(session: Session, world: World) -> flow.Built:
    try:
        built = flow.build(world, strict=session.options.strict)
    except flow.ContentProblems as error:
        session.failed(error.problems)
    session.report(built.problems)
    return built


def _planned(session: Session, world: World) -> Plan:
    planned = flow.plan(world)
    if planned is None:
        session.show.complain("error: nothing is built yet; run `pipeline build`")
        raise Stop(USAGE)
    return planned


def _apply(session: Session, world: World, planned: Plan) -> None:
    if not planned.refusals:
        flow.sync(world, planned)
    if session.options.format == "github":
        summary.write(summary.publish(planned, session.target, world.base_url))
    if planned.refusals:
        _refuse(session, planned)


def _refuse(session: Session, planned: Plan) -> NoReturn:
    for refusal in planned.refusals:
        session.show.complain(f"error: {report.harmless(refusal)}")
    raise Stop(REFUSED)


def _in_short(planned: Plan) -> str:
    if planned.empty:
        return "Nothing changed: the target has it all."
    return plan_in_words(planned, verbose=False).splitlines()[-1]

"""One command at work: it makes the world, and turns what is wrong into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline import settings as settings_room
from pipeline import wiring
from pipeline.cli import report, summary
from pipeline.cli.failures import CONTENT, USAGE, Stop
from pipeline.cli.report import Told
from pipeline.cli.show import Show
from pipeline.model.tree import File, Tree
from pipeline.problems import Problem, did_you_mean
from pipeline.settings import Settings
from pipeline.settings.load import FILE
from pipeline.settings.targets import PREVIEW_NAME, is_preview_name

if TYPE_CHECKING:  # what a command does not use, it does not wait for
    from pipeline.release.state.target import Target
    from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Options:
    """What every command understands."""

    root: Path
    at: datetime | None = None
    as_json: bool = False
    verbosity: int = 0
    strict: bool = False
    format: str = "text"
    jobs: int | None = None
    report: Path | None = None
    target: str | None = None
    scheduler: str = ""
    preview: str = ""


class Session:
    """One command at work: it makes the world, and turns what goes wrong into words and an exit status. `afterwards`
    are told the status, before the document is written.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.afterwards: list[Callable[[int], None]] = []
        self.show = Show(
            options.verbosity, as_json=options.as_json, github=options.format == "github", copy=options.report
        )

    def instant(self, settings: Settings) -> datetime:
        """The instant of this run, in UTC: times of one zone are held against each other by what its clocks show, and
        in the hour that spring skips that is another order.
        """
        at = self.options.at
        return settings.instant(at).astimezone(UTC) if at else datetime.now(UTC).replace(microsecond=0)

    @contextmanager
    def world(
        self,
        *,
        patient: bool = False,
        looking: bool = False,
        rebuild: Iterable[str] = (),
        retag: Iterable[str] = (),
        remaster: Iterable[str] = (),
    ) -> Iterator[World]:
        """The world of this run. Who is only `looking`, or `patient`, need not name a preview."""
        if self.options.scheduler and not self.settings.store.type:
            self.misused("workers of a scheduler need a store that they reach", f"add `[store]` to `{FILE}`")
        with wiring.pool(self.options.jobs, self.options.scheduler) as pool:
            yield wiring.world(
                str(self.options.root),
                self.settings,
                self.target,
                self.instant(self.settings),
                pool,
                self.show,
                patient=patient,
                away=bool(self.options.scheduler),
                rebuild=frozenset(rebuild),
                retag=frozenset(retag),
                remaster=frozenset(remaster),
                preview=self._any_preview if looking or patient else self.preview,
            )

    def goal(self) -> Target:
        """The target alone, for what needs no more of the world."""
        return wiring.target_of(str(self.options.root), self.settings, self.target, preview=self.preview)

    def read_again(self) -> None:
        """The settings were changed by this run: they are read again when somebody asks for them."""
        self.__dict__.pop("settings", None)

    def report(self, problems: Sequence[Told], tree: Tree | None = None) -> None:
        """Tell the problems, as `--format` says, with their lines: from `tree`, or from the library."""
        if not problems:
            return
        if self.options.format == "github":
            self.show.annotate(report.github(problems))
            summary.write(summary.problems(problems))
        if self.options.as_json:
            return
        told = report.together(problems)
        self.show.complain(report.text(told, tree or self.lines(same.first for same in told.shown)))

    def failed(self, problems: tuple[Problem, ...], status: int = CONTENT, more: str = "") -> NoReturn:
        """Tell the problems, and `more` that people see below them, and end."""
        self.report(problems)
        if more:
            self.show.say(more)
        self.show.data({"problems": report.plain(problems)})
        self.show.record(report.summary(problems), "mend what `problems` names")
        self.show.say(report.summary(problems))
        raise Stop(status)

    def misused(self, message: str, hint: str = "", remedy: str = "; ") -> NoReturn:
        """Tell what can't be asked for, and end."""
        self.show.fail(message, hint, remedy=remedy)
        raise Stop(USAGE)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the library; without good ones the command ends."""
        try:
            settings, problems = read_settings(self.options.root)
        except NoSettings as error:
            self.misused(error.message, error.hint)
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
            self.misused(f"no target `{name}` in `{FILE}`", hint)
        if targets[name].type not in wiring.TARGETS:
            self.misused(f"targets of type `{targets[name].type}` are not supported yet")
        return name

    @cached_property
    def preview(self) -> str:
        """The name of the preview that is meant, "" for a target that holds none; else the command ends."""
        name, previews = self.options.preview, self.settings.targets[self.target].preview
        if previews and not name:
            self.misused(f"`{self.target}` holds previews; say which one: `--preview pr-12`")
        if name and not previews:
            self.misused(f"`{self.target}` holds no previews; write `preview = true` into its table in `{FILE}`")
        if name and not is_preview_name(name):
            hint = f"lower-case letters, digits and hyphens between them, at most {PREVIEW_NAME}: `pr-12`"
            self.misused(f"{name!r} is not the name of a preview; write {hint}")
        return name

    @property
    def _any_preview(self) -> str:
        """The preview that is meant, or a name that stands for any."""
        return self.preview if self.options.preview or not self.settings.targets[self.target].preview else "any"

    def lines(self, problems: Iterable[Told]) -> Tree:
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
    except IsADirectoryError:
        raise NoSettings(f"`{FILE}` is a folder, where a file of that name belongs", "rename the folder") from None
    except OSError as error:
        raise NoSettings(f"`{FILE}` can't be read: {error.strerror}", "mend its permissions") from None
    except UnicodeDecodeError:
        raise NoSettings(f"`{FILE}` is not UTF-8 text", "save the file in the encoding UTF-8") from None
    return settings_room.load(text)

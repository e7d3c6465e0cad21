"""Reading `pipeline.toml`, with a place for each problem."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pydantic
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats import zones
from pipeline.formats.conflicts import conflicts
from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Id, Text
from pipeline.problems import Problem, did_you_mean
from pipeline.settings.alerts import AlertSettings
from pipeline.settings.announce import AnnounceSettings
from pipeline.settings.audio import AudioSettings
from pipeline.settings.cache import CacheSettings
from pipeline.settings.community import CommunitySettings
from pipeline.settings.feeds import FeedSettings
from pipeline.settings.limits import Limits
from pipeline.settings.links import LinkSettings
from pipeline.settings.offline import OfflineSettings
from pipeline.settings.site import SiteSettings
from pipeline.settings.store import StoreSettings
from pipeline.settings.targets import TargetSettings
from pipeline.settings.told import FILE, misspelt, place_of, problems_of
from pipeline.settings.told import shown as _shown
from pipeline.settings.transcribe import TranscribeSettings
from pipeline.settings.words import WordSettings

__all__ = ["FILE", "Settings", "load", "place_of", "shown"]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Settings:
    """The whole of `pipeline.toml`."""

    site: SiteSettings = Field(description="The library's name and address.")
    default_target: Text = Field(default="public", description="The target that commands mean when they name none.")
    targets: dict[Id, TargetSettings] = Field(  # a name is also that of a directory in `dist/`
        default_factory=lambda: {"public": TargetSettings()}, description="Where the library is published."
    )
    alerts: AlertSettings | None = Field(default=None, description="Who is told how a publish ended.")
    announce: AnnounceSettings | None = Field(default=None, description="Who is told of new episodes.")
    audio: AudioSettings = Field(default_factory=AudioSettings, description="How sound is mastered.")
    cache: CacheSettings = Field(default_factory=CacheSettings, description="What this machine keeps of its work.")
    community: CommunitySettings | None = Field(default=None, description="Where people talk, take part and give.")
    feeds: FeedSettings = Field(default_factory=FeedSettings, description="What feeds say.")
    limits: Limits = Field(default_factory=Limits, description="How large content may be.")
    links: LinkSettings = Field(
        default_factory=LinkSettings, description="How links that lead out of the library are looked at."
    )
    offline: OfflineSettings = Field(
        default_factory=OfflineSettings, description="What readers may take along for when there is no line."
    )
    store: StoreSettings = Field(
        default_factory=StoreSettings, description="Where machines share what they made, so that none makes it again."
    )
    transcribe: TranscribeSettings = Field(
        default_factory=TranscribeSettings, description="The program that writes down what is said, when it is asked."
    )
    words: WordSettings = Field(default_factory=WordSettings, description="How plain and kind texts should be.")

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates without one; a checked file names a known one."""
        return UTC if self.site.timezone == "UTC" else ZoneInfo(self.site.timezone)

    def instant(self, value: datetime) -> datetime:
        """An aware instant: a naive one is taken in the site's time zone."""
        return value if value.tzinfo else value.replace(tzinfo=self.zone)

    def live(self, target: str) -> str:
        """The target whose sound and pictures the previews of a target show; "" where there is none."""
        real = {name: one for name, one in self.targets.items() if not one.preview}
        at_home = (name for name, one in real.items() if (one.base_url or self.site.url) == self.site.url)
        return self.targets[target].live or next(at_home, "")


def load(text: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Settings from the text of `pipeline.toml`, or all its problems."""
    if unfinished := conflicts(text, FILE):
        return None, unfinished
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (misspelt(error, text),)
    try:
        settings = TypeAdapter(Settings).validate_python(data)
    except pydantic.ValidationError as error:
        return None, tuple(sorted(problems_of(error, text, Settings)))
    return _checked(settings, text)


def _checked(settings: Settings, text: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    problems = []
    if settings.site.timezone not in zones.names():
        hint = "name a time zone of the IANA list, such as `Europe/London`"
        place = place_of(text, ("site", "timezone"))
        problems.append(Problem(place, f"no time zone `{settings.site.timezone}` is known", hint, "bad-settings"))
    if settings.default_target not in settings.targets:
        hint = did_you_mean(settings.default_target, settings.targets) or "add a table `[targets.NAME]` for it"
        message = f"no target `{settings.default_target}` is described"
        problems.append(Problem(place_of(text, ("default_target",)), message, hint, "bad-settings"))
    for field, message, hint in settings.site.editing.faults() if settings.site.editing else ():
        problems.append(Problem(place_of(text, ("site", "editing", field)), message, hint, "bad-settings"))
    for name, target in settings.targets.items():
        for field, message, hint in target.faults():
            place = place_of(text, ("targets", name, field) if field else ("targets", name))
            problems.append(Problem(place, message, hint, "bad-settings"))
        for field, message, hint in _preview_faults(settings, name):
            place = place_of(text, ("targets", name, field) if field else ("targets", name))
            problems.append(Problem(place, message, hint, "bad-settings"))
    for field, message, hint in settings.store.faults(settings.targets.values()):
        place = place_of(text, ("store", field) if field else ("store",))
        problems.append(Problem(place, message, hint, "bad-settings"))
    for path, message, hint in settings.alerts.faults(settings.targets) if settings.alerts else ():
        problems.append(Problem(place_of(text, ("alerts", *path)), message, hint, "bad-settings"))
    return (None if problems else settings), tuple(problems)


def _preview_faults(settings: Settings, name: str) -> Iterable[tuple[str, str, str]]:
    """What is wrong between previews and other targets: field, message, remedy."""
    target, live = settings.targets[name], settings.live(name)
    if not target.preview:
        return
    if live and (live not in settings.targets or settings.targets[live].preview):
        real = [other for other, one in settings.targets.items() if not one.preview]
        hint = did_you_mean(live, real) or "name the target that is the library itself"
        yield "live", f"`{live}` is no target whose sound previews could show", hint
    elif live and target.preview_days > settings.targets[live].retain_days:
        days = settings.targets[live].retain_days
        message = f"previews would outlive the sound that they show: `{live}` keeps it for {days} days (`retain_days`)"
        yield "preview_days", message, f"write at most `preview_days = {days}`"
    for other, one in settings.targets.items():
        if other != name and target.overlaps(one):
            where = "prefix" if target.type == "s3" else "path"
            message = f"previews are removed whole, and `{other}` lies in the same place"
            yield where, message, f"name a `{where}` that holds nothing else"


def shown(line: str) -> str:
    """A line of `pipeline.toml` as it may be printed."""
    return _shown(line, Settings)

"""Reading `pipeline.toml`, with a place for each problem."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pydantic
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats import zones
from pipeline.formats.scalars import Id, Text
from pipeline.problems import Place, Problem, did_you_mean
from pipeline.settings.alerts import AlertHook, AlertMail, AlertSettings
from pipeline.settings.announce import HIDDEN, AnnounceSettings, Podping, Webhook
from pipeline.settings.audio import AudioSettings
from pipeline.settings.cache import CacheSettings
from pipeline.settings.community import Accounts, Chat, CommunitySettings
from pipeline.settings.edge import CdnSettings
from pipeline.settings.feeds import FeedSettings
from pipeline.settings.limits import Limits
from pipeline.settings.offline import OfflineSettings
from pipeline.settings.prices import Prices
from pipeline.settings.site import STRICT, SiteSettings
from pipeline.settings.store import StoreSettings
from pipeline.settings.targets import TargetSettings
from pipeline.settings.words import WordSettings

FILE = "pipeline.toml"
_SECTIONS: dict[str, type[Any]] = {
    "alerts": AlertSettings,
    "announce": AnnounceSettings,
    "audio": AudioSettings,
    "cache": CacheSettings,
    "community": CommunitySettings,
    "feeds": FeedSettings,
    "limits": Limits,
    "offline": OfflineSettings,
    "site": SiteSettings,
    "store": StoreSettings,
    "words": WordSettings,
}
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_TABLES: dict[tuple[str, ...], type[Any]] = {
    ("alerts", "email"): AlertMail,
    ("alerts", "webhook"): AlertHook,
    ("announce", "podping"): Podping,
    ("announce", "webhooks"): Webhook,
    ("community", "chat"): Chat,
    ("community", "social"): Accounts,
    ("targets", "prices"): Prices,
    ("targets", "cdn"): CdnSettings,
}


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
    offline: OfflineSettings = Field(
        default_factory=OfflineSettings, description="What readers may take along for when there is no line."
    )
    store: StoreSettings = Field(
        default_factory=StoreSettings, description="Where machines share what they made, so that none makes it again."
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
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(FILE, int(match[1]), int(match[2])) if match else Place(FILE)
        message = re.sub(r" \(at .*\)$", "", str(error))
        return None, (Problem(place, f"not valid TOML: {message}", "mend the line", "bad-settings"),)
    try:
        settings = TypeAdapter(Settings).validate_python(data)
    except pydantic.ValidationError as error:
        return None, tuple(sorted(_problems(error, text)))
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


def _problems(error: pydantic.ValidationError, text: str) -> Iterable[Problem]:
    for detail in error.errors(include_url=False):
        loc = tuple(str(part) for part in detail["loc"] if part != "[key]")
        name = ".".join(loc)
        hint = str(detail.get("ctx", {}).get("hint", ""))
        if detail["type"] in _UNKNOWN:
            message, hint = f"unknown setting `{name}`", did_you_mean(loc[-1], _known(loc[:-1])) or "remove it"
        elif detail["type"] in ("missing", "missing_argument"):
            message, hint = f"the setting `{name}` is missing", f"add `{loc[-1]} = …` to `[{'.'.join(loc[:-1])}]`"
        else:
            hint = hint or "look the setting up in the reference of `pipeline.toml`"
            message = f"`{name}`: {detail['msg'][:1].lower()}{detail['msg'][1:]}"
        # The line of a place is shown: not one that may hold a secret.
        hidden = detail["type"] == HIDDEN or (detail["type"] in _UNKNOWN and loc[0] in ("alerts", "announce"))
        place = Place(FILE) if hidden else place_of(text, loc)
        yield Problem(place, message, hint, "bad-settings")


def _known(table: tuple[str, ...]) -> Iterable[str]:
    if not table:
        return Settings.__dataclass_fields__
    inside = _TABLES.get((table[0], table[2])) if table[0] == "targets" and len(table) > 2 else _TABLES.get(table[:2])
    section: Any = inside or (TargetSettings if table[0] == "targets" else _SECTIONS.get(table[0]))
    return section.__dataclass_fields__ if section else ()


def place_of(text: str, loc: tuple[str, ...]) -> Place:
    """The line of a key (or of its table), found by reading line by line: TOML readers give no positions."""
    table: tuple[str, ...] = ()
    best = Place(FILE, 1 if text else 0)
    for number, line in enumerate(text.splitlines(), 1):
        if header := _header(line):
            table = header
            if table == loc[: len(table)]:
                best = Place(FILE, number, line.index("[") + 1)
        elif (key := re.match(r"\s*([\w\-]+)\s*=", line)) and (*table, key[1]) == loc[: len(table) + 1]:
            return Place(FILE, number, key.start(1) + 1)
    return best


def _header(line: str) -> tuple[str, ...]:
    """The names in the header of a table; none where a line is none."""
    if not line.lstrip().startswith("["):
        return ()
    try:
        inner: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    names = []
    while isinstance(inner, dict) and inner:
        ((name, inner),) = inner.items()
        names.append(name)
    return tuple(names)

"""The buckets that `pipeline.toml` names, and how each is reached: content names no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.settings.load import Settings
from pipeline.settings.store import StoreSettings
from pipeline.settings.targets import TargetSettings


@dataclass(frozen=True, slots=True)
class Reached:
    """A bucket and how it is reached; without an endpoint it is AWS's own."""

    name: str
    endpoint: str = ""
    region: str = ""
    profile: str = ""


def bucket(settings: Settings, name: str) -> Reached | None:
    """How a bucket is reached: as that of a target, of its state, or of what machines share; None for any other."""
    return next((one for one in buckets(settings) if one.name == name), None)


def buckets(settings: Settings) -> Iterator[Reached]:
    """All of them, those of the default target first."""
    targets = sorted(settings.targets.items(), key=lambda one: one[0] != settings.default_target)
    places: tuple[TargetSettings | StoreSettings, ...] = (*(to for _, to in targets), settings.store)
    for place in places:
        if place.type == "s3":
            reached = Reached(place.bucket, place.endpoint or "", place.region, place.profile)
            yield reached
            state = getattr(place, "state", "")
            if state.startswith("s3://"):
                own = state.removeprefix("s3://").partition("/")[0]
                yield Reached(own, reached.endpoint, reached.region, reached.profile)

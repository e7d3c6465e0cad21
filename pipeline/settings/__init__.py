"""`pipeline.toml`, typed: one file a section, unknown keys are errors."""

from __future__ import annotations

from pipeline.settings.alerts import AlertSettings
from pipeline.settings.announce import AnnounceSettings
from pipeline.settings.audio import AudioSettings
from pipeline.settings.cache import CacheSettings
from pipeline.settings.community import CommunitySettings
from pipeline.settings.edge import CdnSettings
from pipeline.settings.editing import EditingSettings
from pipeline.settings.feeds import FeedSettings
from pipeline.settings.limits import Limits
from pipeline.settings.links import LinkSettings
from pipeline.settings.load import Settings, load
from pipeline.settings.offline import OfflineSettings
from pipeline.settings.site import SiteSettings
from pipeline.settings.store import StoreSettings
from pipeline.settings.targets import TargetSettings
from pipeline.settings.transcribe import TranscribeSettings
from pipeline.settings.words import WordSettings

__all__ = [
    "AlertSettings",
    "AnnounceSettings",
    "AudioSettings",
    "CacheSettings",
    "CdnSettings",
    "CommunitySettings",
    "EditingSettings",
    "FeedSettings",
    "Limits",
    "LinkSettings",
    "OfflineSettings",
    "Settings",
    "SiteSettings",
    "StoreSettings",
    "TargetSettings",
    "TranscribeSettings",
    "WordSettings",
    "load",
]

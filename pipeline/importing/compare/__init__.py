"""An old feed and the new one, compared as the apps of subscribers do: what would appear twice, what would be gone."""

from pipeline.importing.compare.apps import APPS, App
from pipeline.importing.compare.between import Comparison, Seen, compare, podcast_guid
from pipeline.importing.compare.feeds import Feed, Sound, Told, read, walked

__all__ = ["APPS", "App", "Comparison", "Feed", "Seen", "Sound", "Told", "compare", "podcast_guid", "read", "walked"]

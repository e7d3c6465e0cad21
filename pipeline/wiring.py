"""The tables of what can do the work, and the only place that knows a driver. A new engine or target is a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pipeline.audio.drivers.ffmpeg import Encode, Probe
from pipeline.audio.drivers.tagger import Tag
from pipeline.content.drivers.disk import Disk, house, starter
from pipeline.content.drivers.pictures import Picture
from pipeline.content.drivers.text import Text
from pipeline.jobs.cache import Cache
from pipeline.jobs.drivers.pool import LazyPool
from pipeline.jobs.drivers.workspace import FolderWorkspace
from pipeline.jobs.job import Performer
from pipeline.jobs.run import Progress, Runner
from pipeline.preview.drivers import server
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.release.drivers.dist import Dist
from pipeline.release.target import Target
from pipeline.settings import Settings, TargetSettings
from pipeline.site.drivers.material import Material
from pipeline.stores.directory import DirectoryStore
from pipeline.world import World

PERFORMERS: Mapping[str, Callable[[], Performer]] = {
    "picture": Picture,
    "text": Text,
    "probe": Probe,
    "encode": Encode,
    "tag": Tag,
    "pages": Material,
}

TARGETS: Mapping[str, Callable[[str, TargetSettings], Target]] = {
    "directory": lambda root, settings: DirectoryTarget(f"{root}/{settings.path}"),
}

serve = server.serve

__all__ = ["PERFORMERS", "TARGETS", "pool", "serve", "starter", "world"]


def world(
    root: str,
    settings: Settings,
    target: str,
    instant: datetime,
    pool: LazyPool,
    progress: Progress,
    rebuild: frozenset[str] = frozenset(),
) -> World:
    """The world of a run on a library on disk. `target` is one that the settings describe."""
    local = DirectoryStore(f"{root}/.cache/pipeline")
    where = settings.targets[target]
    goal = TARGETS[where.type](root, where)
    cache = Cache(local, goal.records())
    disk = Disk(root, settings.limits, local, house())

    performers: dict[str, Any] = {name: make() for name, make in PERFORMERS.items()}
    workspace = FolderWorkspace(f"{root}/.cache/work", lambda blob: disk.locate(blob) or local.locate(cache.key(blob)))
    runner = Runner(performers, cache, workspace, pool, progress, rebuild)
    output = Dist(f"{root}/dist", target, lambda blob: local.locate(cache.key(blob)))
    return World(settings, target, instant, disk, cache, runner, output, goal)


def pool(workers: int | None) -> LazyPool:
    """The processes that do the work."""
    return LazyPool(workers)

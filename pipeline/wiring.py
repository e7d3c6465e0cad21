"""The tables of what can do the work, and the only place that knows a driver. A new engine or target is a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pipeline.audio.drivers.ffmpeg import Encode, Ffmpeg, Probe
from pipeline.audio.drivers.tagger import Tag
from pipeline.content.drivers.disk import Disk, house, starter
from pipeline.content.drivers.pictures import Picture
from pipeline.content.drivers.text import Text
from pipeline.doctor import Module, Program, Wheel, every_manager
from pipeline.doctor.drivers.machine import Machine
from pipeline.handouts.drivers.pdf import Pdf
from pipeline.handouts.drivers.preview import Preview
from pipeline.jobs.cache import Cache, Warn
from pipeline.jobs.drivers import source
from pipeline.jobs.drivers.pool import LazyPool
from pipeline.jobs.drivers.workspace import FolderWorkspace
from pipeline.jobs.job import Performer
from pipeline.jobs.run import Progress, Runner
from pipeline.jobs.stock import Stock
from pipeline.preview.drivers import server
from pipeline.release.drivers.bucket import BucketTarget
from pipeline.release.drivers.directory import DirectoryTarget
from pipeline.release.drivers.dist import Dist
from pipeline.release.drivers.probe import Http
from pipeline.release.drivers.records import Patient
from pipeline.release.target import Target
from pipeline.settings import Settings, TargetSettings
from pipeline.site.drivers.images import Artwork, Images
from pipeline.site.drivers.material import Material
from pipeline.site.drivers.search import Search
from pipeline.site.drivers.social import Card
from pipeline.stores.directory import DirectoryStore, TemporaryStore
from pipeline.stores.s3 import Bucket
from pipeline.stores.sealed import Sealed
from pipeline.world import World

PERFORMERS: Mapping[str, Callable[[], Performer]] = {
    "picture": Picture,
    "text": Text,
    "probe": Probe,
    "encode": Encode,
    "tag": Tag,
    "artwork": Artwork,
    "images": Images,
    "card": Card,
    "pdf": Pdf,
    "preview": Preview,
    "pages": Material,
    "search": Search,
}

TARGETS: Mapping[str, Callable[[str, str, TargetSettings, str], Target]] = {
    "directory": lambda root, name, to, _base_url: DirectoryTarget(
        f"{root}/{to.path}", state=f"{root}/{to.state}" if to.state else "", name=name
    ),
    "s3": lambda _root, name, to, base_url: BucketTarget(
        Bucket(to.bucket, to.endpoint or "", to.region, to.profile),
        prefix=to.prefix,
        state=to.state,
        exact=to.index == "exact",
        base_url=base_url,
        name=name,
    ),
}
"""What `type` of a target says → the target, made from the library's root, its name, its settings and its address."""

serve = server.serve

__all__ = ["PERFORMERS", "TARGETS", "pool", "serve", "starter", "stock", "world"]


def world(  # noqa: PLR0913 - all that a run is given, by name
    root: str,
    settings: Settings,
    target: str,
    instant: datetime,
    pool: LazyPool,
    progress: Progress,
    warn: Warn,
    *,
    patient: bool = False,
    rebuild: frozenset[str] = frozenset(),
) -> World:
    """The world of a run on a library on disk. `target` is one that the settings describe. `patient`: a target that
    can't be asked for its records is done without, as by those who have no credentials and only check.
    """
    local, work = _local(root, warn)
    memory = Sealed(local)
    where = settings.targets[target]
    goal = TARGETS[where.type](root, target, where, where.base_url or settings.site.url)
    cache = Cache(local, Patient(goal.records()) if patient else goal.records(), warn)
    disk = Disk(root, settings.limits, memory, house())

    performers: dict[str, Any] = {name: make() for name, make in PERFORMERS.items()}
    workspace = FolderWorkspace(work, lambda blob: disk.locate(blob) or local.locate(cache.key(blob)))
    runner = Runner(performers, cache, workspace, pool, progress, rebuild, source.versions)
    output = Dist(f"{root}/dist", target, lambda blob: local.locate(cache.key(blob)), memory, warn=warn)
    return World(settings, target, instant, disk, cache, runner, output, goal, Http())


def stock(root: str) -> Stock:
    """What the cache of a library holds, whether or not it can be written."""
    return Stock(DirectoryStore(f"{root}/.cache/pipeline"))


def _local(root: str, warn: Warn) -> tuple[DirectoryStore, str]:
    """The cache of a library, and where work is done. One that can't be written is done without."""
    kept = DirectoryStore(f"{root}/.cache/pipeline")
    if kept.is_writable:
        return kept, f"{root}/.cache/work"
    warn("`.cache/` can't be written: what is made now is kept for this run alone")
    passing = TemporaryStore()
    return passing, str(passing.work)


def machine(root: str, *, pointers: bool = False) -> Machine:
    """The machine, and what the drivers above need of it. `pointers`: whether the library has Git LFS pointers."""
    programs = [
        Program("git", ("git",), every_manager("git"), "only those who change the library need it"),
        Program("Chromium", ("chromium", "chromium-browser"), every_manager("chromium"), "only the tests need it"),
    ]
    if pointers:
        programs.append(Program("Git LFS", ("git-lfs",), every_manager("git-lfs"), "it fetches recordings"))
    pango = every_manager("pango") | {"apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"}
    return Machine(
        root,
        programs=tuple(programs),
        modules=(Module("Pango", "weasyprint", pango, "without it no handout becomes a PDF"),),
        wheels=(Wheel("Pagefind", ("pagefind_bin_extended", "pagefind_bin")),),
        versions={"ffmpeg": Ffmpeg(None).about},
    )


def pool(workers: int | None) -> LazyPool:
    """The processes that do the work."""
    return LazyPool(workers)

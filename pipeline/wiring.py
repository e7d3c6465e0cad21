"""The tables of what can do the work, and the only place that knows a driver. A new engine or target is a line here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from posixpath import abspath, basename, dirname, join, relpath
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.doctor import every_manager
from pipeline.jobs.drivers.pool import LazyPool
from pipeline.jobs.job import Performer
from pipeline.jobs.run import Progress, Runner
from pipeline.model.artifact import Artifact, Manifest
from pipeline.release.bucket.previews import Place, within
from pipeline.release.state.errors import TargetError
from pipeline.release.state.history import Retention
from pipeline.release.state.target import Sent, Target, unwatched

if TYPE_CHECKING:
    from pipeline.alerts import Call, Messenger
    from pipeline.audio.drivers.recogniser import Recogniser
    from pipeline.audio.drivers.recording import Recordings
    from pipeline.content.drivers.disk import Disk
    from pipeline.doctor.drivers.machine import Machine
    from pipeline.edge import Edge
    from pipeline.exporting import OutFile
    from pipeline.importing.drivers.origin import Origin
    from pipeline.importing.fetching import Bringing
    from pipeline.jobs.cache import Cache, Published
    from pipeline.jobs.drivers.workspace import Places
    from pipeline.jobs.stock import Stock
    from pipeline.offline import Member
    from pipeline.outgoing import Rounds
    from pipeline.preview import Live, Showing
    from pipeline.release.drivers.dist import Dist
    from pipeline.settings import CdnSettings, Settings, StoreSettings, TargetSettings
    from pipeline.stores import LocalStore, SharedStore, Store
    from pipeline.stores.depot import Depot
    from pipeline.stores.sealed import Sealed
    from pipeline.stores.store import Warn
    from pipeline.web import Fetcher, Sought
    from pipeline.world import Preview, World

# Each driver is imported when it is asked for, so that a command waits for none that it does not use.

HEAVY = frozenset(
    {
        "fetch",
        "probe",
        "measure",
        "marks",
        "level",
        "encode",
        "tag",
        "rendition",
        "rendition-tag",
        "waveform",
        "clip",
        "pdf",
        "first-page",
    }
)
"""Work that takes long, and that nobody waits for while a library is written."""
WRITING = "(writing)"
"""What stands for a target where there is none; no target can be called so."""
IN_FLIGHT_AWAY = 256
"""Batches that are on their way to other machines at a time."""
_CACHE = ".cache/pipeline"
HOURS_OF_SOUND = 4 * 3600.0
"""Seconds for which a large recording may come over a slow line."""
PANGO: Mapping[str, str] = every_manager("pango") | {"apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"}


def _made(place: str) -> Callable[[], Performer]:
    """What makes a performer: its module and its class, imported then."""
    module, _, name = place.partition(":")
    return lambda: cast("Performer", getattr(import_module(f"pipeline.{module}"), name)())


def _pdf() -> Performer:
    from pipeline.doctor.drivers.machine import how
    from pipeline.handouts.drivers.pdf import Pdf

    remedy = how(PANGO)
    return Pdf(remedy=f"run {remedy}" if remedy.startswith("`") else remedy)


def recordings(root: str = "") -> Recordings:
    """Who opens recordings that lie outside git, for the library at `root`."""
    from pipeline.audio.drivers.recording import Recordings
    from pipeline.audio.recording import SOUGHT
    from pipeline.web.drivers.fetch import Fetch

    folder = f"{root}/{_CACHE}" if root else ""
    return Recordings(Fetch(SOUGHT, timeout=30, patience=HOURS_OF_SOUND), folder=folder)


def recogniser() -> Recogniser:
    """Who hands sound to the program that writes down what is said."""
    from pipeline.audio.drivers.recogniser import Recogniser

    return Recogniser()


def recogniser_found(program: str) -> tuple[str, ...]:
    """The words that start a recogniser; none where it is not installed."""
    from pipeline.audio.drivers.recogniser import found

    return found(program)


def _fetch(parts: str = "") -> Performer:
    from pipeline.audio.drivers.recording import Fetch

    return Fetch(recordings(), parts)


def _npm() -> Performer:
    from pipeline.doctor.drivers.machine import how
    from pipeline.forms.drivers.npm import Npm

    remedy = how(every_manager("npm"))
    return Npm(remedy=f"run {remedy}" if remedy.startswith("`") else remedy)


PERFORMERS: Mapping[str, Callable[[], Performer]] = {
    "picture": _made("content.drivers.pictures:Picture"),
    "text": _made("content.drivers.text:Text"),
    "document": _made("documents.drivers.document:Document"),
    "fetch": _fetch,
    "probe": _made("audio.drivers.probe:Probe"),
    "measure": _made("audio.drivers.measure:Measure"),
    "marks": _made("audio.drivers.probe:Marks"),
    "level": _made("audio.drivers.level:Level"),
    "encode": _made("audio.drivers.encode:Encode"),
    "tag": _made("audio.drivers.tagger:Tag"),
    "waveform": _made("audio.drivers.waveform:Waveform"),
    "rendition": _made("audio.drivers.rendition:Rendition"),
    "rendition-tag": _made("audio.drivers.rendition:RenditionTag"),
    "clip": _made("audio.drivers.soundbites:Clip"),
    "artwork": _made("pictures.drivers.images:FitArtwork"),
    "images": _made("pictures.drivers.images:Images"),
    "card": _made("cards.drivers.draw:Card"),
    "npm": _npm,
    "compress": _made("edge.drivers.compress:Compress"),
    "pdf": _pdf,
    "letters": _made("handouts.drivers.letters:Letters"),
    "first-page": _made("handouts.drivers.first_page:FirstPage"),
    "theme": _made("site.drivers.material:Theme"),
    "assets": _made("site.drivers.material:Assets"),
    "look": _made("site.drivers.material:Look"),
    "page": _made("site.drivers.layout:Layout"),
    "search": _made("search.drivers.pagefind:Search"),
    "search-volume": _made("search.drivers.letters:Volume"),
    "search-words": _made("search.drivers.letters:Letters"),
    "search-spellings": _made("search.drivers.letters:Spellings"),
}


class Performers(Mapping[str, Performer]):
    """The performers, each made when a job asks for it. `parts` is the folder for what was fetched in part."""

    def __init__(self, parts: str = "") -> None:
        self._made: dict[str, Performer] = {}
        self._table: Mapping[str, Callable[[], Performer]] = {**PERFORMERS, "fetch": partial(_fetch, parts)}

    def __getitem__(self, name: str) -> Performer:
        if name not in self._made:
            self._made[name] = self._table[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PERFORMERS)

    def __len__(self) -> int:
        return len(PERFORMERS)


def _directory(root: str, name: str, to: TargetSettings, _base_url: str, sent: Sent) -> Target:
    from pipeline.release.drivers.directory import DirectoryTarget
    from pipeline.settings.targets import OURS

    path, state = abspath(join(root, to.path)), to.state and abspath(join(root, to.state))
    if (top := relpath(path, abspath(root)).partition("/")[0]) in OURS:
        raise TargetError(f"`{to.path}` lies in `{top}/` of the library.", "Name a directory of its own in `path`.")
    if state and f"{state}/".startswith(f"{path}/"):
        raise TargetError(f"`{to.state}`, the state, would lie in what is public.", "Name a directory beside it.")
    home = _previews_home(path) if to.preview else ""
    keep = _retention(to)
    return DirectoryTarget(join(root, to.path), state=state, home=home, name=name, keep=keep, sent=sent)


def _previews_home(path: str) -> str:
    """Where that lies to which the link of a preview leads: `/srv/previews/pr-12` → `/srv/.previews/pr-12`, out of what
    a web server serves.
    """
    above, _, name = path.rpartition("/")
    return join(dirname(above), f".{basename(above)}", name)


def _s3(_root: str, name: str, to: TargetSettings, base_url: str, sent: Sent) -> Target:
    from pipeline.release.drivers.bucket import BucketTarget
    from pipeline.stores.s3 import Bucket

    return BucketTarget(
        Bucket(to.bucket, to.endpoint or "", to.region, to.profile),
        prefix=to.prefix,
        state=to.state,
        exact=to.index == "exact",
        base_url=base_url,
        name=name,
        keep=_retention(to),
        sent=sent,
    )


def _retention(to: TargetSettings) -> Retention:
    return Retention(to.keep_releases, to.keep_days)


TARGETS: Mapping[str, Callable[[str, str, TargetSettings, str, Sent], Target]] = {"directory": _directory, "s3": _s3}
"""What `type` of a target says → the target, made from the library's root, its name, its settings, its address, and who
watches what goes there."""


def _cloudfront(cdn: CdnSettings, to: TargetSettings, base_url: str) -> Edge:
    from pipeline.edge.drivers.cloudfront import CloudFront

    profile, endpoint = cdn.profile or to.profile, cdn.endpoint or ""
    return CloudFront(cdn.distribution, base_url, profile=profile, endpoint=endpoint)


def _cloudflare(cdn: CdnSettings, _to: TargetSettings, base_url: str) -> Edge:
    from pipeline.edge.drivers.cloudflare import Cloudflare

    return Cloudflare(cdn.zone, cdn.token_env or "", base_url, endpoint=cdn.endpoint or "")


EDGES: Mapping[str, Callable[[CdnSettings, TargetSettings, str], Edge]] = {
    "cloudfront": _cloudfront,
    "cloudflare": _cloudflare,
}
"""What `type` of a CDN says → the CDN, made from its settings, those of its target, and the address of that."""


def edge_of(settings: Settings, target: str, preview: str = "") -> Edge | None:
    """The CDN before a target, or before its preview of this name, if the settings describe one."""
    where = settings.targets[target]
    where = within(where, preview) if preview else where
    return EDGES[where.cdn.type](where.cdn, where, where.base_url or settings.site.url) if where.cdn else None


def _previews_directory(root: str, to: TargetSettings) -> Place:
    from pipeline.release.drivers.previews import DirectoryPreviews

    path, state = abspath(join(root, to.path)), to.state and abspath(join(root, to.state))
    return DirectoryPreviews(path, dirname(_previews_home(f"{path}/x")), state=state)


def _previews_s3(_root: str, to: TargetSettings) -> Place:
    from pipeline.release.drivers.previews import BucketPreviews
    from pipeline.stores.s3 import Bucket

    bucket = Bucket(to.bucket, to.endpoint or "", to.region, to.profile)
    return BucketPreviews(bucket, prefix=to.prefix, state=to.state)


PREVIEWS: Mapping[str, Callable[[str, TargetSettings], Place]] = {"directory": _previews_directory, "s3": _previews_s3}
"""What `type` of a target says → the place of all its previews, made from the library's root and its settings."""


class Pool(Protocol):
    """The processes that do the work, for as long as it is entered."""

    def __call__(self) -> Executor:
        """Their executor."""

    def __enter__(self) -> Callable[[], Executor]: ...

    def __exit__(self, *exception: object) -> None: ...


class Watcher(Progress, Protocol):
    """Who watches a run and its publish."""

    def sent(self, artifact: Artifact, size: int) -> None:
        """So many bytes more of an artifact are where they belong. Called from any thread."""

    def warn(self, message: str) -> None:
        """Something was wrong with this machine and is put right."""


def target_of(root: str, settings: Settings, target: str, sent: Sent = unwatched, preview: str = "") -> Target:
    """A target that the settings describe, alone; of a target of previews, that with this name."""
    where = settings.targets[target]
    where = within(where, preview) if preview else where
    return TARGETS[where.type](root, target, where, where.base_url or settings.site.url, sent)


def previews_of(root: str, settings: Settings, target: str) -> Place:
    """The place of all previews of a target, alone."""
    return PREVIEWS[settings.targets[target].type](root, settings.targets[target])


def _preview(root: str, settings: Settings, target: str, name: str) -> Preview:
    """What a run for one preview knows besides its target."""
    from pipeline.world import Preview

    to, live = settings.targets[target], settings.live(target)
    there = target_of(root, settings, live) if live else None
    live_url = settings.targets[live].base_url or settings.site.url if live else settings.site.url
    place = previews_of(root, settings, target)
    return Preview(name, within(to, name), place, to.base_url or "", there, live_url)


def world(  # noqa: PLR0913 - all that a run is given, by name
    root: str,
    settings: Settings,
    target: str,
    instant: datetime,
    pool: Callable[[], Executor],
    watcher: Watcher,
    *,
    patient: bool = False,
    away: bool = False,
    rebuild: frozenset[str] = frozenset(),
    retag: frozenset[str] = frozenset(),
    remaster: frozenset[str] = frozenset(),
    preview: str = "",
) -> World:
    """The world of a run on a library on disk. `target` is one that the settings describe. `patient`: a target that
    can't be asked for its records is done without, as by those who have no credentials and only check, and for each
    preview: it promises no sound to anybody. `preview`: the name of one below a target of previews. `away`: the
    processes of the pool are on other machines, which reach the store that the settings then name.
    """
    from pipeline.announce.drivers.http import Http as Courier
    from pipeline.release.drivers.probe import Http
    from pipeline.world import World

    goal = target_of(root, settings, target, watcher.sent, preview)
    one = _preview(root, settings, target, preview) if preview else None
    records = _records((one and one.live) or goal, patient=patient or bool(one))
    bench = _bench(root, settings, pool, watcher, records, rebuild)
    if away and bench.shared:
        _send_away(bench.runner, bench.shared, bench.place)
    name = f"{target}.{preview}" if preview else target
    edge, ask, courier = edge_of(settings, target, preview), Http(), Courier()
    output = bench.output(f"{root}/dist", name)
    return World(
        settings,
        name,
        instant,
        bench.disk,
        bench.cache,
        bench.runner,
        output,
        goal,
        ask,
        courier,
        retag,
        remaster,
        edge=edge,
        preview=one,
    )


def writing_world(
    root: str,
    settings: Settings,
    base_url: str,
    instant: datetime,
    pool: Callable[[], Executor],
    watcher: Watcher,
    asked: Collection[str] = (),
) -> World:
    """The world of a library that is shown at `base_url` while it is written. Sound and PDFs are not made there, but
    for the subjects that are `asked` for; they are taken from what this machine kept, and from no target.
    """
    from pipeline.announce.drivers.http import Http as Courier
    from pipeline.release.drivers.directory import DirectoryTarget
    from pipeline.release.drivers.probe import Http
    from pipeline.settings import TargetSettings
    from pipeline.world import World

    bench = _bench(root, settings, pool, watcher, None, frozenset())
    bench.runner.later = lambda job: job.performer in HEAVY and job.path not in asked
    nowhere = f"{root}/.cache/{WRITING}"
    output, goal = bench.output(nowhere, WRITING), DirectoryTarget(f"{nowhere}/public", name=WRITING)
    to = TargetSettings(base_url=base_url)
    disk, cache, runner = bench.disk, bench.cache, bench.runner
    return World(settings, WRITING, instant, disk, cache, runner, output, goal, Http(), Courier(), writing=to)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every run works with: the library on disk, what is kept, and who does jobs."""

    disk: Disk
    cache: Cache
    runner: Runner
    place: Places
    local: LocalStore
    memory: Sealed
    shared: Depot | None
    warn: Warn

    def output(self, root: str, name: str) -> Dist:
        """Where it is laid out what is built for a target of this name."""
        from pipeline.release.drivers.dist import Dist

        return Dist(root, name, lambda blob: self.local.locate(self.cache.key(blob)), self.memory, warn=self.warn)


def _bench(
    root: str,
    settings: Settings,
    pool: Callable[[], Executor],
    watcher: Watcher,
    records: Published | None,
    rebuild: frozenset[str],
) -> _Bench:
    """`records` are the durable ones of a target."""
    from pipeline.content.drivers.disk import Disk, house
    from pipeline.jobs.cache import Cache
    from pipeline.jobs.drivers import source
    from pipeline.jobs.drivers.workspace import FolderWorkspace, Places
    from pipeline.stores.packed import SMALL
    from pipeline.stores.sealed import Sealed

    local, files, work = _local(root, watcher.warn)
    memory, shared = Sealed(local), depot(root, settings.store, local, watcher.warn)
    cache = Cache(local, records, watcher.warn, shared)
    disk = Disk(root, settings.limits, memory, house())
    place = Places(  # what is small has no file of its own in the cache: nobody looks for one
        lambda blob: disk.locate(blob) or (None if 0 < blob.size <= SMALL else local.locate(cache.key_here(blob))),
        cache.read,
    )
    workspace = FolderWorkspace(work, place, files)
    performers = Performers(f"{root}/{_CACHE}")
    runner = Runner(performers, cache, workspace, pool, watcher, rebuild, source.versions, source.libraries)
    return _Bench(disk, cache, runner, place, local, memory, shared, watcher.warn)


def _records(target: Target, *, patient: bool) -> Published:
    """The durable records of a target; who is `patient` can do without."""
    from pipeline.release.drivers.records import Patient

    return Patient(target.records()) if patient else target.records()


def messenger() -> Messenger:
    """Who sends alerts: requests go as announcements do."""
    from pipeline.alerts.drivers.messenger import Messenger as Sender
    from pipeline.announce import Delivery
    from pipeline.announce.drivers.http import Http as Courier

    courier = Courier()

    def send(call: Call) -> str:
        return courier.send(Delivery(call.url, call.method, call.headers, call.body, call.id, call.secret_env))

    return Sender(send)


def _send_away(runner: Runner, shared: Depot, place: Places) -> None:
    """Let work be done on other machines."""
    from pipeline.jobs.drivers.workspace import AwayWorkspace

    runner.away, runner.in_flight = AwayWorkspace(runner.performers, shared, place), IN_FLIGHT_AWAY


def depot(root: str, where: StoreSettings, local: LocalStore, warn: Warn) -> Depot | None:
    """What machines share, if the settings name a place for it."""
    from pipeline.jobs.cache import is_sound
    from pipeline.stores.depot import Depot

    store = shared_store(root, where)
    return Depot(store, local, is_sound, where.keep_days, warn) if store else None


def shared_store(root: str, where: StoreSettings) -> SharedStore | None:
    """The place of the settings in which machines share what they made."""
    return STORES[where.type](root, where) if where.type else None


def _shared_directory(root: str, where: StoreSettings) -> SharedStore:
    from pipeline.stores.directory import DirectoryStore

    return DirectoryStore(join(root, where.path), shared=True)


def _shared_bucket(_root: str, where: StoreSettings) -> SharedStore:
    from pipeline.stores.s3 import Bucket, S3Store

    bucket = Bucket(where.bucket, where.endpoint or "", where.region, where.profile, hurried=True)
    return S3Store(bucket, f"{where.prefix.strip('/')}/" if where.prefix.strip("/") else "")


STORES: Mapping[str, Callable[[str, StoreSettings], SharedStore]] = {
    "directory": _shared_directory,
    "s3": _shared_bucket,
}
"""What `type` of the shared store says → the store, made from the library's root and its settings."""


def stock(root: str) -> Stock:
    """What the cache of a library holds, whether or not it can be written."""
    from pipeline.jobs.cache import MANY
    from pipeline.jobs.stock import Stock
    from pipeline.stores.packed import PackedStore

    return Stock(PackedStore(f"{root}/.cache/pipeline", MANY))


def _local(root: str, warn: Warn) -> tuple[LocalStore, Store, str]:
    """The cache of a library, its files alone, and where work is done. One that can't be written is done without."""
    from pipeline.jobs.cache import MANY
    from pipeline.stores.directory import DirectoryStore, TemporaryStore
    from pipeline.stores.packed import PackedStore

    kept = PackedStore(f"{root}/.cache/pipeline", MANY, warn)
    if kept.is_writable:
        return kept, DirectoryStore(kept.root, passing=True), f"{root}/.cache/work"
    warn("`.cache/` can't be written: what is made now is kept for this run alone")
    passing = TemporaryStore()
    return passing, DirectoryStore(passing.root, passing=True), str(passing.work)


def machine(root: str, *, pointers: bool = False, forms: bool = False, language: str = "") -> Machine:
    """The machine, and what the drivers above need of it. `pointers`: whether the library has Git LFS pointers;
    `forms`: whether it has forms for editors; `language`: that of its site, where it is known.
    """
    from pipeline.audio.drivers.ffmpeg import Ffmpeg
    from pipeline.doctor import Module, Program, Wheel
    from pipeline.doctor.drivers.machine import Machine
    from pipeline.search.drivers.pagefind import able

    chromium = ("chromium-headless-shell", "chromium", "chromium-browser")
    programs = [
        Program("git", ("git",), every_manager("git"), "only those who change the library need it"),
        Program("Chromium", chromium, every_manager("chromium"), "only the tests need it"),
    ]
    if pointers:
        programs.append(Program("Git LFS", ("git-lfs",), every_manager("git-lfs"), "it fetches recordings"))
    if forms:
        programs.append(Program("npm", ("npm",), every_manager("npm"), "it brings the forms of `admin/`", needed=True))
    finders = able(language)
    hint = f"words of the language `{language}` need `pip install {finders[0]}`" if len(finders) == 1 else ""
    return Machine(
        root,
        programs=tuple(programs),
        modules=(Module("Pango", "weasyprint", PANGO, "without it no handout becomes a PDF"),),
        wheels=(Wheel("Pagefind", tuple(name.replace("-", "_") for name in finders), hint),),
        versions={"ffmpeg": Ffmpeg(None).about},
    )


def pool(workers: int | None, scheduler: str = "") -> Pool:
    """The processes that do the work: those of a scheduler, or of this machine. Nearly every run that has some renders
    a text.
    """
    if scheduler:
        from pipeline.jobs.drivers.scheduler import Scheduler

        return Scheduler(scheduler)
    return LazyPool(workers, ("pipeline.content.drivers.text", "pipeline.formats.renderer"))


def archive(path: str, members: Iterable[Member]) -> int:
    """Write files as one archive, whole or not at all; its size in bytes. Raises `OSError`."""
    from pipeline.offline.drivers import archive as driver

    return driver.write(path, members)


def folder(path: str, files: Iterable[OutFile]) -> tuple[int, int]:
    """Write an export below a new folder; how many files there are, and their bytes. Raises `OSError`."""
    from pipeline.exporting.drivers import folder as driver

    return driver.write(path, files)


def file(path: str, chunks: Iterable[bytes]) -> int:
    """Write a file, whole or not at all; its bytes. Raises `OSError`."""
    from pipeline.exporting.drivers import folder as driver

    return driver.write_file(path, chunks)


def starter() -> dict[str, bytes]:
    """The files of a library that begins."""
    from pipeline.content.drivers import disk

    return disk.starter()


def shipped(path: str) -> bytes:
    """A file that comes with the pipeline, by its path in this repository: workflows, locks."""
    from pipeline.content.drivers import disk

    return (disk.house() / path).read_bytes()


def direct_url() -> str | None:
    """What the installer noted of where it had this package from (PEP 610); None where it noted nothing."""
    from pipeline.content.drivers import disk

    return disk.direct_url()


def fetcher(sought: Sought, *, private: bool = False) -> Fetcher:
    """Who asks the web for something; with `private` also at addresses that are not public."""
    from pipeline.web.drivers.fetch import Fetch

    return Fetch(sought, private=private)


def origin(named: Sequence[str], site_url: str, *, private: bool = False) -> Origin:
    """Who reads what somebody named, for the library at `site_url`; with `private` also at addresses that are not
    public.
    """
    from pipeline.importing.drivers.origin import Origin as Reader
    from pipeline.importing.source.origin import SOUGHT
    from pipeline.web import signed
    from pipeline.web.drivers.fetch import Fetch
    from pipeline.web.drivers.polite import Polite

    return Reader(named, Polite(Fetch(SOUGHT, private=private, timeout=30, patience=600), signed(site_url)))


def bringing(root: str, from_: Origin, site_url: str, *, private: bool = False) -> Bringing:
    """Who brings the files of what was named into the cache of the library at `root`."""
    from pipeline.importing.drivers.fetch import Bring
    from pipeline.importing.fetching import SOUGHT
    from pipeline.web import signed
    from pipeline.web.drivers.fetch import Fetch
    from pipeline.web.drivers.polite import Polite

    asking = Fetch(SOUGHT, private=private, redirects=10, timeout=30, patience=60, steady=True)
    return Bring(f"{root}/{_CACHE}/import", Polite(asking, signed(site_url)), from_)


def moving_in(root: str) -> AbstractContextManager[None]:
    """Nobody else moves something into the library at `root` until it is left. Raises `Busy`."""
    from pipeline.importing.drivers.kept import alone

    return alone(f"{root}/{_CACHE}/import")


def asking(site_url: str, *, private: bool = False) -> Fetcher:
    """Who follows old addresses of the library at `site_url`, politely."""
    from pipeline.importing.source.origin import SOUGHT
    from pipeline.web import signed
    from pipeline.web.drivers.fetch import Fetch
    from pipeline.web.drivers.polite import Polite

    return Polite(Fetch(SOUGHT, private=private, redirects=10, timeout=30), signed(site_url))


def hosts(site_url: str, *, private: bool = False) -> Rounds:
    """Who looks at pages of others for the library at `site_url`; with `private` also where the public can’t."""
    from pipeline.outgoing import PAGE, ROBOTS
    from pipeline.outgoing.drivers.hosts import PATIENCE, PAUSE, TIMEOUT, Hosts
    from pipeline.web import signed
    from pipeline.web.drivers.fetch import Fetch

    pages = Fetch(PAGE, private=private, follow=False, timeout=TIMEOUT, patience=PATIENCE)
    files = Fetch(ROBOTS, private=private, timeout=TIMEOUT, patience=PATIENCE)
    return Hosts(pages, files, signed(site_url), pause=PAUSE)


def theme() -> str:
    """Where the theme of this package lies, over which that of a library lies file by file."""
    from pipeline.content.drivers.disk import house

    return str(house() / "theme")


def strings() -> str:
    """The English words of the theme of this package, as YAML."""
    from pipeline.content.drivers.disk import house

    return (house() / "theme/strings/en.yml").read_text(encoding="utf-8")


def live(showing: Showing, host: str, port: int, base_path: str) -> Live:
    """Shows what is written, until it is left."""
    from pipeline.preview.drivers.live import Server

    return Server(showing, host, port, base_path)


def watched(root: str, tell: Callable[[frozenset[str]], object]) -> AbstractContextManager[object]:
    """Tells of what is saved in a library, until it is left."""
    from pipeline.preview.drivers.watch import Watch

    return Watch(root, tell)


def serve(root: str, read: Callable[[], Manifest | None], host: str, port: int, base_path: str) -> None:
    """Serve a tree by its manifest until somebody interrupts."""
    from pipeline.preview.drivers import server

    server.serve(root, read, host, port, base_path)

"""A world without a tool or the disk: memory, a plain engine, performers that give fixed bytes, one instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from errno import ENOENT
from functools import lru_cache

from pipeline.announce import Delivery
from pipeline.audio import LYRICS
from pipeline.audio.drivers.tagger import tag
from pipeline.content.texts import made_of
from pipeline.formats import frontmatter, markdown
from pipeline.jobs import Job, Made, Task
from pipeline.jobs.cache import Cache
from pipeline.jobs.here import Here
from pipeline.jobs.job import Performer
from pipeline.jobs.run import Runner
from pipeline.jobs.workspace import MissingInput
from pipeline.model.artifact import Artifact, Blob, Manifest, canonical, sha256
from pipeline.model.tree import TEXT_SUFFIXES, File, Tree, suffix
from pipeline.problems import Problem
from pipeline.release import Reply
from pipeline.search.spelling import SPELLINGS
from pipeline.settings import load
from pipeline.site.engine import Frame
from pipeline.site.finish import Finish
from pipeline.site.layout import laid_out
from pipeline.world import World
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget
from tests.support.plain import Plain

INSTANT = datetime(2026, 6, 1, tzinfo=UTC)
COMMON = {"entry": {}, "language": "en", "version": "1", "facts": [], "program": "en"}
SHARD = {"common": COMMON, "pages": [], "filters": {}}
"""What a shard of the search says where no page has words."""


digest_of = lru_cache(4_096)(sha256)
"""A library is built again and again, and is mostly what it was."""


@dataclass
class MemorySource:
    """A library in a dictionary."""

    files: dict[str, bytes]

    def tree(self) -> tuple[Tree, tuple[Problem, ...]]:
        def file(path: str, data: bytes) -> File:
            return File(path, digest_of(data), len(data), data if suffix(path) in TEXT_SUFFIXES else None)

        return Tree({path: file(path, data) for path, data in sorted(self.files.items())}), ()

    def open(self, blob: Blob) -> Iterator[bytes] | None:
        data = self.read(blob)
        return None if data is None else iter((data,))

    def locate(self, blob: Blob) -> object | None:
        return None

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        self.files[path] = b"".join(chunks)

    def move(self, path: str, goal: str) -> None:
        self.files[goal] = self.files.pop(path)

    def remove(self, path: str) -> None:
        self.files.pop(path, None)

    def read(self, blob: Blob) -> bytes | None:
        return next((data for data in self.files.values() if digest_of(data) == blob.digest), None)


@dataclass
class MemoryWorkspace:
    """The «paths» of inputs are keys of `texts`; performers of twins know that."""

    read: Callable[[Blob], bytes | None]
    texts: dict[str, bytes] = field(default_factory=dict)

    def desk(self, jobs: Sequence[Job]) -> MemoryWorkspace:
        return self

    def admit(self, performer: Performer) -> None:
        pass

    def lay_out(self, jobs: Sequence[Job]) -> tuple[Task, ...]:
        for name, blob in ((name, blob) for job in jobs for name, blob in job.inputs.items()):
            data = self.read(blob)
            if data is None:
                raise MissingInput(name, blob)
            self.texts[blob.digest] = data
        return tuple(Task(job.params, {name: blob.digest for name, blob in job.inputs.items()}, "") for job in jobs)

    def keep(self, task: Task, content: bytes | str) -> bytes:
        assert isinstance(content, bytes), "twins leave no files"
        return content

    def received(self, blob: Blob) -> None:
        pass

    def lost(self, blob: Blob) -> None:
        pass

    def clear(self, tasks: Sequence[Task] = ()) -> None:
        pass


@dataclass
class Twin:
    """A performer whose work is a function."""

    work: Callable[[Task], Made]
    recipe: int = 1
    durable: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)

    def perform(self, task: Task) -> Made:
        return self.work(task)


@dataclass
class MemoryOutput:
    made: Manifest | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def lacking(self, manifest: Manifest) -> tuple[Artifact, ...]:
        held = {sha256(data) for data in self.files.values()}
        return tuple(artifact for artifact in manifest.files.values() if artifact.digest not in held)

    def write(self, manifest: Manifest, open_: Callable[[Artifact], Iterable[bytes] | None]) -> None:
        held = {sha256(data): data for data in self.files.values()}
        opened = {a.path: (held[a.digest],) if a.digest in held else open_(a) for a in manifest.files.values()}
        self.files = {path: b"".join(chunks) for path, chunks in opened.items() if chunks is not None}
        self.made = manifest

    def manifest(self) -> Manifest | None:
        return self.made

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        if sha256(self.files.get(artifact.path, b"")) != artifact.digest:
            raise FileNotFoundError(ENOENT, "gone or changed", artifact.path)
        return iter((self.files[artifact.path],))


@dataclass
class Notes:
    """Who sends nothing, and notes what was to be sent. `now` moves while it waits."""

    time: datetime = INSTANT
    sent: list[Delivery] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    paused: float = 0.0

    def now(self) -> datetime:
        return self.time

    def pause(self, seconds: float) -> None:
        self.paused += seconds
        self.time += timedelta(seconds=seconds)

    def send(self, delivery: Delivery) -> str:
        self.sent.append(delivery)
        return self.answers.pop(0) if self.answers else ""


class Nobody:
    """A client on a machine without a network."""

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        return Reply(0, failure=f"no network for {method} {url}, {headers}")


@lru_cache(maxsize=1)
def _ready(frame: bytes, look: str) -> tuple[Plain, Finish]:
    """The engine for all pages of one frame and one look, as the real one is made ready once."""
    read = Frame.from_bytes(frame)
    return Plain(read, look), Finish(read)


def world(files: Mapping[str, bytes], instant: datetime = INSTANT, cache: Cache | None = None) -> World:
    """The world of a library in memory; `cache` may be that of a world before it."""
    settings, problems = load(files["pipeline.toml"].decode())
    assert settings is not None, problems
    source = MemorySource(dict(files))
    cache = cache or Cache(MemoryStore())
    workspace = MemoryWorkspace(lambda blob: source.read(blob) or cache.read(blob))
    inline = Here()

    def text(task: Task) -> Made:
        data = workspace.texts[task.inputs["text"]].decode()
        front, _ = frontmatter.split(data, task.params["path"])
        assert front is not None
        return made_of(markdown.to_json(markdown.render(front.body, task.params["path"])))

    def page(task: Task) -> Made:
        engine, finish = _ready(workspace.texts[task.inputs["frame"]], task.params["look"])
        draft = task.inputs.get("page")
        return laid_out(engine, finish, workspace.texts[draft] if draft else None, task.params)

    sound = {"seconds": 5.0, "channels": 1, "sample_rate": 44100, "bitrate": 64, "loudness": -19.0, "true_peak": -3.0}

    def measure(task: Task) -> Made:
        size = len(workspace.texts[task.inputs["audio"]])
        return Made({**sound, "format": "mp3", "size": size, "lead": 0.0, "flaw": ""})

    copy = {"name": "8.png", "width": 8, "height": 8, "bytes": 7}

    def made_from(task: Task, *names: str) -> dict[str, bytes | str]:
        """Files whose bytes tell what they were made from."""
        return dict.fromkeys(names, sha256(canonical([task.params, sorted(task.inputs.items())])).encode())

    def encoded(task: Task) -> Made:
        opened = {"lead": 3.0, "heard": [0.0, 5.0], "seconds": 8.0} if "intro" in task.inputs else {"lead": 0.0}
        return Made(sound | opened, made_from(task, "audio"))

    def tagged(task: Task) -> Made:
        said = {name: workspace.texts[path] for name, path in task.inputs.items() if name == LYRICS}
        begin = b"".join(said.values()) if "codec" in task.params else tag(task.params, said)
        return Made({}, {"audio": begin + canonical([task.params, sorted(task.inputs.items())])})

    performers = {
        "picture": Twin(
            lambda task: Made({"width": 1400, "height": 1400}, {"picture": workspace.texts[task.inputs["picture"]]}),
            durable=True,
        ),
        "artwork": Twin(lambda task: Made({}, made_from(task, "feed", "cover")), durable=True),
        "images": Twin(lambda task: Made({"fallback": copy, "webp": []}, made_from(task, "8.png"))),
        "text": Twin(text),
        "document": Twin(lambda task: Made({}, {"document": workspace.texts[task.inputs["document"]]}), durable=True),
        "probe": Twin(lambda _: Made({"format": "wav", "seconds": 5.0, "channels": 1, "sample_rate": 24000})),
        "marks": Twin(lambda _: Made({"marks": []}), durable=True),
        "measure": Twin(measure, durable=True),
        "encode": Twin(encoded, durable=True),
        "tag": Twin(tagged, durable=True),
        "rendition": Twin(lambda task: Made(sound, made_from(task, "audio")), durable=True),
        "rendition-tag": Twin(tagged, durable=True),
        "clip": Twin(lambda task: Made({"seconds": 1.0}, made_from(task, "audio")), durable=True),
        "waveform": Twin(lambda task: Made({"windows": 1}, made_from(task, "waveform")), durable=True),
        "npm": Twin(lambda task: Made({}, made_from(task, *task.params["files"].values()))),
        "compress": Twin(lambda task: Made({}, {coding: coding.encode() for coding in task.params["into"]})),
        "pdf": Twin(lambda task: Made({"pages": 1}, made_from(task, "pdf"))),
        "letters": Twin(lambda _: Made({"letters": [[0, 0x10FFFF]]})),
        "first-page": Twin(
            lambda task: Made({"copies": [{"name": "8.webp", "width": 8, "height": 11}]}, made_from(task, "8.webp"))
        ),
        "theme": Twin(lambda _: Made({"problems": []})),
        "assets": Twin(lambda _: Made({"renamed": {}})),
        "look": Twin(lambda task: Made({}, made_from(task, "look"))),
        "page": Twin(page),
        "card": Twin(lambda task: Made({}, made_from(task, "card"))),
        "search": Twin(lambda task: Made(SHARD, {**made_from(task, "pagefind.js"), SPELLINGS: b"none"})),
        "search-volume": Twin(lambda _: Made({}, {SPELLINGS: b"none"})),
        "search-words": Twin(lambda _: Made({"chunks": []})),
        "search-spellings": Twin(lambda _: Made()),
    }
    runner = Runner(performers, cache, workspace, lambda: inline, house=lambda: {"twins": "1"})
    return World(settings, "public", instant, source, cache, runner, MemoryOutput(), MemoryTarget(), Nobody(), Notes())

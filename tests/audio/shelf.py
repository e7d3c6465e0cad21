"""A library of two episodes in one show, and outcomes as the flow would have them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipeline import audio
from pipeline.audio.companion import Beside
from pipeline.formats.yaml import Document
from pipeline.jobs import Job, Outcome, Status
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, sha256
from pipeline.model.entry import Entry, Picture, Written
from pipeline.model.kinds.episode.fields import Episode, Mark
from pipeline.model.kinds.show.fields import Credit, Owner, Show, ShowAudio
from pipeline.model.library import Library
from pipeline.model.taxonomy import Person
from pipeline.model.tree import File, Tree
from pipeline.problems import Place
from pipeline.settings import Settings, SiteSettings

NOWHERE = Document(None, {(): Place("content")}, {})
FOLDER = "content/podcasts/talks"
FIRST, SECOND = f"{FOLDER}/first.md", f"{FOLDER}/second.md"
VTT = "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nHello.\n\n00:00:02.250 --> 00:00:04.000\nGood evening.\n"


def file(name: str, data: bytes, *, text: bool = False) -> File:
    return File(f"{FOLDER}/{name}", sha256(data), len(data), data if text else None)


def show(**changed: Any) -> Entry[Show]:
    fields: dict[str, Any] = {
        "title": "Talks",
        "description": "Talks about urges, thoughts and feelings, for everyone.",
        "guid": "0b4c1b3e-6f5e-5a51-9d0c-7d3a6a1f2b3c",
        "owner": Owner(name="The Library", email="hello@library.example"),
        "category": "Health & Fitness > Mental Health",
        "explicit": False,
        "image": Picture(file="cover.png", alt="Two chairs"),
        "people": (Credit(person="ann"),),
    }
    made = Show(**fields | changed)
    at = datetime(2020, 1, 1, tzinfo=UTC)
    return Entry("show", f"{FOLDER}/show.yml", "podcasts/talks/", at, made, lambda: Written("", 0, NOWHERE))


def episode(path: str, **changed: Any) -> Entry[Episode]:
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    at = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
    fields: dict[str, Any] = {
        "title": f"The {name} talk",
        "description": "What an urge is, how long it lasts, and what helps meanwhile.",
        "date": at,
        "guid": name,
        "audio": f"{name}.wav",
    }
    return Entry(
        "episode",
        path,
        f"podcasts/talks/{name}/",
        at,
        Episode(**fields | changed),
        lambda: Written("Notes.", 1, NOWHERE),
    )


def library(sound: ShowAudio | None = None, **first_has: Any) -> Library:
    """`first` has all that an episode can have; `second` has only its sound, which is the same recording."""
    marks = (Mark(at=0, title="Welcome"), Mark(at=2.5, title="Über Dränge", url="https://library.example/ü"))
    people = (Credit(person="bea", role="guest"), Credit(person="ann"))
    said: dict[str, Any] = {"number": 3, "season": 1, "people": people, "transcript": "first.vtt", "chapters": marks}
    first = episode(FIRST, **said | first_has)
    second = episode(SECOND, audio="first.wav")
    files = (
        file("first.wav", b"sound"),
        file("cover.png", b"\x89PNG picture"),
        file("first.vtt", VTT.encode(), text=True),
    )
    zone = SiteSettings(url="https://library.example/", title="Library", timezone="Europe/Berlin")
    return Library(
        settings=Settings(site=zone),
        tree=Tree({one.path: one for one in files}),
        entries=(show(audio=sound), first, second),
        people={"ann": Person(name="Ann"), "bea": Person(name="Béa")},
    )


def outcome(job: Job, facts: dict[str, Any] | None = None, data: bytes | None = None) -> Outcome:
    outputs = {} if data is None else {"audio": Blob(sha256(data), len(data))}
    return Outcome(job, Status.BUILT, "new", facts or {}, outputs)


def keeping() -> audio.Kept:
    """Where nothing was written before; what is written now is kept in memory."""
    blobs: dict[str, bytes] = {}

    def put(data: bytes) -> Blob:
        blob = Blob(sha256(data), len(data))
        blobs[blob.digest] = data
        return blob

    return audio.Kept(Answers(), put, lambda blob: blobs.get(blob.digest))


def data_of(one: Beside, kept: audio.Kept) -> bytes:
    """The bytes of a file beside an episode."""
    data = kept.read(one.data) if isinstance(one.data, Blob) else one.data
    assert data is not None
    return data

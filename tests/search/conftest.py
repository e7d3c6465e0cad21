"""Pages made of words by number, indexed by the real program: whole, and in shards of a size."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline import search
from pipeline.jobs import Job, Outcome, Performer, Status, Task
from pipeline.model.artifact import Blob, Piece, sha256
from pipeline.model.urls import SEARCH
from pipeline.search.documents import document
from pipeline.search.drivers.letters import Letters, Spellings, Volume
from pipeline.search.drivers.pagefind import Search
from pipeline.search.parting import parted

PERFORMERS: Mapping[str, Performer] = {
    "search": Search(),
    "search-volume": Volume(),
    "search-words": Letters(),
    "search-spellings": Spellings(),
}


@dataclass(frozen=True)
class Page:
    """What is indexed of a page."""

    about: Mapping[str, Any]
    words: str


Pages = Mapping[str, Page]


@dataclass(frozen=True)
class Laid:
    """Blobs by digest, and a folder for each task: what a workspace and a cache do in a run."""

    folder: Path
    blobs: dict[str, bytes]

    def put(self, data: bytes) -> Blob:
        blob = Blob(sha256(data), len(data))
        self.blobs[blob.digest] = data
        return blob

    def task(self, job: Job) -> Task:
        here = self.folder / str(len([*self.folder.iterdir()]))
        (here / "scratch").mkdir(parents=True)
        inputs = {}
        for number, (name, blob) in enumerate(job.inputs.items()):
            (here / str(number)).write_bytes(self.blobs[blob.digest])
            inputs[name] = str(here / str(number))
        return Task(job.params, inputs, str(here / "scratch"))

    def run(self, jobs: Iterable[Job]) -> tuple[Outcome, ...]:
        outcomes = []
        for job in jobs:
            made = PERFORMERS[job.performer].perform(self.task(job))
            files = {name: self.put(data) for name, data in made.files.items() if isinstance(data, bytes)}
            outcomes.append(Outcome(job, Status.BUILT, "", made.facts, files))
        return tuple(outcomes)

    def published(self, pieces: Iterable[Piece]) -> dict[str, bytes]:
        """The files of an index, as a browser asks for them."""
        data = {piece.path: piece.data for piece in pieces}
        assert all(path.startswith(SEARCH) for path in data)
        return {
            path.removeprefix(SEARCH): self.blobs[one.digest] if isinstance(one, Blob) else one
            for path, one in data.items()
        }

    def jobs(self, pages: Pages, full: int, language: str = "en") -> tuple[Job, ...]:
        """The jobs of shards with so many pages at most."""

        def job(bits: str, addresses: Iterable[str]) -> Job:
            inputs = {address: self.put(pages[address].words.encode()) for address in addresses}
            about = {address: pages[address].about for address in addresses}
            return Job("search", f"shard {bits}", inputs, {"language": language, "pages": about})

        return tuple(job(bits, addresses) for bits, addresses in parted(pages, full).items())

    def index(self, pages: Pages, full: int, language: str = "en") -> dict[str, bytes]:
        """The files of the index over shards with so many pages at most, and volumes of three times as many."""
        shards = self.run(self.jobs(pages, full, language))
        volumes = self.run(search.volumes(shards, 3 * full))
        return self.published(search.pieces((*shards, *self.run(search.joins(shards, volumes, 3 * full)))))


@pytest.fixture
def laid(tmp_path: Path) -> Laid:
    (tmp_path / "tasks").mkdir()
    return Laid(tmp_path / "tasks", {})


def library(number: int, seed: int = 1) -> dict[str, Page]:
    """So many pages of words that are drawn as words are: a few stand everywhere, most on one page."""
    random = Random(seed)
    syllables = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "é", "ing")]
    every = ["".join(random.choices(syllables, k=random.randint(1, 3))) for _ in range(2_000)]
    often = [1 / (rank + 2) for rank in range(len(every))]

    def text(words: int) -> str:
        return " ".join(random.choices(every, often, k=words))

    def page() -> Page:
        title = text(3).capitalize()
        subjects = {"topics": random.sample(["Sleep", "Urges", "Family"], k=random.randint(0, 2))}
        about = {"title": title, "kind": random.choice(["Article", "Episode"]), "people": "Alex", "language": "en"}
        parts = (f'<h2 id="h-{n}">{text(3)}</h2><p>{text(random.randint(5, 40))}.</p>' for n in range(3))
        return Page({**about, **subjects, "audiences": ["For me"]}, f"<h1>{title}</h1>{''.join(parts)}")

    return {f"library/articles/{random.choice(every)}-{n}/": page() for n in range(number)}


def by_pagefind(pages: Pages, folder: Path) -> dict[str, bytes]:
    """The index that Pagefind itself makes of all pages at once."""
    for address, page in pages.items():
        (folder / "site" / address).mkdir(parents=True)
        (folder / "site" / address / "index.html").write_text(document(page.about, page.words), encoding="utf-8")
    program = str(import_module("pagefind_bin").get_executable())
    command = [program, "--site", "site", "--output-path", "out", "--force-language", "en", "--silent"]
    subprocess.run(command, cwd=folder, env={}, check=True)
    out = folder / "out"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}

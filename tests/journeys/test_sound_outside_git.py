"""A recording outside git: put beside the state of a bucket, named by its episode, fetched once, looked after."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support import library
from tests.support.run import Run, pipeline
from tests.support.s3 import Gate, Server

EPISODE, SOUND = "content/podcasts/talks/first.md", "content/podcasts/talks/first.wav"
SOURCES = "sites/.library/sources/"


@dataclass(frozen=True)
class Shelf:
    """A library whose target is a prefix of a bucket, and a recording of it outside of the library."""

    root: Path
    recording: Path
    server: Server
    bucket: str
    gate: Gate

    @property
    def data(self) -> bytes:
        return self.recording.read_bytes()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def key(self) -> str:
        return f"{SOURCES}{self.digest}.wav"

    @property
    def fetches(self) -> int:
        """How often the recording was asked for since the last look."""
        asked = [
            one for one in self.gate.asked if one.method == "GET" and one.target.partition("?")[0].endswith(".wav")
        ]
        self.gate.asked.clear()
        return len(asked)

    def run(self, *arguments: str | Path, root: Path | None = None, status: int = 0) -> Run:
        run = pipeline(*arguments, "--root", root or self.root)
        assert run.status == status, (run.stdout, run.stderr)
        return run

    def fresh(self, name: str) -> Path:
        """The library as another machine has it."""
        root = self.root.with_name(name)
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns(".cache", "dist"))
        return root

    def sources(self) -> Mapping[str, bytes]:
        found: Mapping[str, bytes] = self.server.objects(self.bucket, SOURCES)
        return found


@pytest.fixture
def shelf(small: Path, tmp_path: Path, s3_server: Server, gate: Gate) -> Shelf:
    bucket = s3_server.bucket("sites/library/")
    where = f'type = "s3"\nbucket = "{bucket}"\nprefix = "sites/library"\nendpoint = "{gate.endpoint}"\nindex = "exact"'
    library.edit(small, "pipeline.toml", 'path = "public"', where)
    recording = (small / SOUND).rename(tmp_path / "A talk.wav")
    return Shelf(small, recording, s3_server, bucket, gate)


def test_it_is_put_once_and_fetched_only_where_no_record_answers(shelf: Shelf) -> None:
    before = (shelf.root / EPISODE).read_text(encoding="utf-8")
    added = shelf.run("media", "add", shelf.recording, "--episode", "talks/first.md")
    url = f"s3://{shelf.bucket}/{shelf.key}"
    assert f"{EPISODE} names {url}: 240.0 kB" in added.stdout
    assert dict(shelf.sources()) == {shelf.key.removeprefix(SOURCES): shelf.data}
    assert httpx.get(f"{shelf.server.endpoint}/{shelf.bucket}/{shelf.key}").status_code == 403
    written = f"audio:\n  url: {url}\n  sha256: {shelf.digest}"
    assert (shelf.root / EPISODE).read_text(encoding="utf-8") == before.replace("audio: first.wav", written)
    again = shelf.run("media", "add", shelf.recording, "--episode", EPISODE, "--json")
    assert json.loads(again.stdout)["put"] is False
    shelf.gate.asked.clear()
    shelf.run("publish", "--strict")
    assert shelf.fetches == 0, "what was put from here is here"
    runner = shelf.fresh("runner")
    shelf.run("publish", root=runner)
    assert shelf.fetches == 0, "the records of the target answer"
    library.edit(runner, "pipeline.toml", "[audio]", "[audio]\nloudness_mono = -20.0")
    shelf.run("build", root=runner)
    assert shelf.fetches == 1, "it is mastered anew"
    library.edit(runner, "pipeline.toml", "loudness_mono = -20.0", "loudness_mono = -21.0")
    shelf.run("build", root=runner)
    assert shelf.fetches == 0, "its bytes are kept"

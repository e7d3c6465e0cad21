"""A recording outside git: put beside the state of a bucket, named by its episode, fetched once, looked after."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import library, web
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
    assert web.get(f"{shelf.server.endpoint}/{shelf.bucket}/{shelf.key}").status_code == 403
    written = f"audio:\n  url: {url}\n  sha256: {shelf.digest}"
    assert (shelf.root / EPISODE).read_text(encoding="utf-8") == before.replace("audio: first.wav", written)
    again = shelf.run("media", "add", shelf.recording, "--episode", EPISODE, "--json")
    assert json.loads(again.stdout)["put"] is False
    shelf.gate.asked.clear()
    shelf.run("publish", "--strict")
    assert shelf.fetches == 0, "what was put from here is here"
    built = [path.read_bytes() for path in (shelf.root / "dist/public").rglob("*") if path.is_file()]
    assert built and not any(b"sources/" + shelf.digest.encode() in data for data in built), "no reader learns where"
    runner = shelf.fresh("runner")
    shelf.run("check", "--strict", root=runner)
    assert shelf.fetches == 0, "the records of the target answer"
    library.edit(runner, "pipeline.toml", "[audio]", "[audio]\nloudness_mono = -20.0")
    shelf.run("build", root=runner)
    assert shelf.fetches == 1, "it is mastered anew"
    shown = json.loads(shelf.run("purge", EPISODE, "--yes", "--json").stdout)
    assert (shown["kept"]["sources"], dict(shelf.sources())) == ([url], {})
    put_back = shelf.run("publish", root=runner, status=1)
    assert f"{EPISODE}: error: this file was taken back" in put_back.stderr


def test_it_is_looked_after(shelf: Shelf) -> None:
    named = ("0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", "/podcasts/talks/first/")
    runs = [shelf.run("media", "add", shelf.recording, "--episode", one) for one in named]
    assert ["send 1 file" in run.stderr for run in runs] == [True, False], "what lies there already is not sent"
    assert shelf.run("media", "verify").stdout == "1 recording outside git: each is what it was.\n"
    assert shelf.run("media", "prune").stdout.startswith("No recording at s3://")
    shelf.server.client().put_object(Bucket=shelf.bucket, Key=shelf.key, Body=shelf.data[:-1])
    other = hashlib.sha256(shelf.data[:-1]).hexdigest()
    for command in (("media", "verify"), ("check",)):
        wrong = pipeline(*command, "--root", shelf.fresh(command[0]), "-q")
        assert wrong.status == 1
        assert f"{EPISODE}:7:8: error: `s3://{shelf.bucket}/{SOURCES}" in wrong.stderr
        assert f"what lies there has the digest `{other}`, and not the one that is named here" in wrong.stderr
    text = (shelf.root / EPISODE).read_text(encoding="utf-8")
    begin, end = text.index("audio:"), text.rindex(shelf.digest) + 64
    (shelf.root / EPISODE).write_text(f"{text[:begin]}audio: first.wav{text[end:]}", encoding="utf-8")
    assert "stays, as it is younger than 30" in shelf.run("media", "prune", "--yes").stdout
    told = json.loads(shelf.run("media", "prune", "--days", "0", "--json").stdout)
    assert [one["may_go"] for one in told["unnamed"]] == [True] and shelf.sources()
    assert "Removed: 1, 240.0 kB." in shelf.run("media", "prune", "--days", "0", "--yes").stdout
    assert not shelf.sources()


def test_what_can_not_be_done_is_told_with_its_remedy(shelf: Shelf, tmp_path: Path) -> None:
    text = tmp_path / "talk.mp3"
    text.write_text("no sound", encoding="utf-8")
    for arguments, status, message, remedy in (
        ((text, "--episode", EPISODE), 1, "`talk.mp3` is not audio: its first bytes are text", "export it again"),
        ((shelf.recording, "--episode", "talks/frist"), 1, "there is no episode `talks/frist`", f"`{EPISODE}`"),
        ((tmp_path / "none.wav", "--episode", EPISODE), 2, "there is no file", "see how it is written"),
        ((shelf.recording,), 2, "say which recording, and of which episode", "pipeline media add talk.wav"),
        (("http://example.org/a.mp3", "--episode", EPISODE), 2, "no address from which", "begin it with `https://`"),
        (("s3://other/a.mp3", "--episode", EPISODE), 1, "names no bucket `other`", "add a target"),
        (("https://127.0.0.1/a.mp3", "--episode", EPISODE), 1, "the host `127.0.0.1` is not public", "into the bucket"),
    ):
        run = shelf.run("media", "add", *arguments, status=status)
        assert message in run.stderr and remedy in run.stderr, run.stderr
    assert not shelf.sources()
    library.edit(shelf.root, "pipeline.toml", 'default_target = "public"', 'default_target = "disk"')
    with (shelf.root / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write("\n[targets.disk]\n")
    run = shelf.run("media", "add", shelf.recording, "--episode", EPISODE, status=2)
    assert "`disk` is a directory, from which no other machine could fetch a recording" in run.stderr
    assert "name one that is a bucket: `--target public`; or give its address" in run.stderr

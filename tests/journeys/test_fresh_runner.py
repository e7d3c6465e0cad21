"""A runner of the night: a fresh checkout, an empty cache, Git LFS pointers in place of the sound."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mutagen.id3 import delete
from mutagen.mp3 import MP3

from tests.support import library
from tests.support.run import pipeline, process
from tests.support.s3 import Gate, Request, Server

EPISODE, SOUND = "content/podcasts/talks/first.md", "content/podcasts/talks/first.wav"
ARTICLE = "content/library/articles/urges-pass.md"


@dataclass(frozen=True)
class Published:
    """A library that was published to a place outside of its checkout, and what lies there now, by path."""

    root: Path
    files: Callable[[], dict[str, bytes]]
    asked: list[Request] = field(default_factory=list)

    @property
    def enclosures(self) -> dict[str, bytes]:
        return {path: data for path, data in self.files().items() if path.startswith("media/") and ".mp3" in path}


@pytest.fixture(params=["directory", "bucket"])
def published(request: pytest.FixtureRequest, small: Path, tmp_path: Path, s3_server: Server, gate: Gate) -> Published:
    root = small
    host = tmp_path / "host"
    if request.param == "bucket":
        bucket = s3_server.bucket("library")
        where = f'type = "s3"\nbucket = "{bucket}"\nprefix = "library"\nendpoint = "{gate.endpoint}"\nindex = "exact"'
        library.edit(root, "pipeline.toml", 'path = "public"', where)
        made = Published(root, lambda: s3_server.objects(bucket, "library/"), gate.asked)
    else:
        host.mkdir()
        library.edit(root, "pipeline.toml", 'path = "public"', 'path = "../host/public"')
        public = host / "public"
        made = Published(
            root, lambda: {p.relative_to(public).as_posix(): p.read_bytes() for p in public.rglob("*") if p.is_file()}
        )
    run = pipeline("publish", "--root", root)
    assert run.status == 0, run.stderr
    made.asked.clear()
    return made


def checkout(published: Published, *, pointers: bool = True) -> Path:
    """A fresh one, without what a build left."""
    fresh = published.root.parent / "runner"
    shutil.copytree(published.root, fresh, ignore=shutil.ignore_patterns(".cache", "dist"))
    if pointers:
        sound = fresh / SOUND
        sound.write_text(pointer(sound.read_bytes()), encoding="utf-8")
    return fresh


def pointer(data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"


def test_a_corrected_word_moves_no_byte_of_sound(published: Published) -> None:
    runner, before = checkout(published), published.enclosures
    library.edit(runner, ARTICLE, "like a wave", "like a tall wave")
    run = pipeline("publish", "--root", runner, "--json")
    assert run.status == 0, run.stderr
    put = {change["path"] for change in json.loads(run.stdout)["put"]}
    assert "library/articles/urges-pass/index.html" in put
    assert not any(path.startswith("media/") for path in put)
    assert not list((runner / "dist/public").rglob("*.mp3")), "its bytes were not fetched"
    assert not any("/media/" in request.target for request in published.asked), "nobody asked for sound"
    assert published.enclosures == before
    assert b"a tall wave" in published.files()["library/articles/urges-pass/index.html"]


def test_a_corrected_title_leaves_the_published_sound_until_its_tags_are_asked_for(published: Published) -> None:
    (before,) = published.enclosures.values()
    runner = checkout(published)
    library.edit(runner, EPISODE, "title: The first talk", "title: The very first talk")
    run = pipeline("publish", "--root", runner, "--json")
    assert run.status == 0, run.stderr
    put = {change["path"] for change in json.loads(run.stdout)["put"]}
    assert "podcasts/talks/feed.xml" in put and not any(path.endswith(".mp3") for path in put)
    assert [*published.enclosures.values()] == [before]
    run = pipeline("publish", "--root", runner, "--retag", EPISODE)
    assert run.status == 0, run.stderr
    assert "master" not in run.stderr
    (episode,) = json.loads((runner / "dist/public.json").read_text(encoding="utf-8"))["episodes"]
    after = published.enclosures[episode["enclosure"]]
    assert str(MP3(io.BytesIO(after))["TIT2"]) == "The very first talk"
    assert untagged(before) == untagged(after)


def untagged(data: bytes) -> bytes:
    file = io.BytesIO(data)
    delete(file)
    return file.getvalue()


def test_a_new_episode_without_its_sound_is_a_warning_then_an_error(published: Published) -> None:
    runner = checkout(published)
    text = (runner / EPISODE).read_text(encoding="utf-8")
    text = text.replace("guid: 0e4f", "guid: 1e4f").replace("number: 1", "number: 2").replace("first.wav", "second.wav")
    (runner / "content/podcasts/talks/second.md").write_text(text, encoding="utf-8")
    (runner / "content/podcasts/talks/second.wav").write_text(pointer(b"sound"), encoding="utf-8")
    checked = pipeline("check", "--root", runner)
    assert checked.status == 0
    assert "warning" in checked.stderr
    assert "git lfs pull --include content/podcasts/talks/second.wav" in checked.stderr
    before = published.files()
    built = pipeline("publish", "--root", runner)
    assert built.status == 1
    assert "git lfs pull --include content/podcasts/talks/second.wav" in built.stderr
    assert published.files() == before


def test_an_ffmpeg_of_another_build_changes_no_address(published: Published) -> None:
    other = shutil.which("ffmpeg")
    assert other, "the tests need Debian's ffmpeg: apt-get install ffmpeg"
    runner = checkout(published, pointers=False)
    run = process("publish", "--root", runner, "--json", env={"IMAGEIO_FFMPEG_EXE": other})
    assert run.status == 0, run.stderr
    assert json.loads(run.stdout)["put"] == []


def test_what_the_target_has_and_this_machine_lacks_is_made_from_what_is_published(published: Published) -> None:
    """Sound is here, the cache is empty: the encode is still taken back and not made by another ffmpeg."""
    runner = checkout(published, pointers=False)
    library.edit(runner, EPISODE, "title: The first talk", "title: The very first talk")
    other = {"IMAGEIO_FFMPEG_EXE": shutil.which("ffmpeg") or ""}
    run = process("publish", "--root", runner, "--retag", EPISODE, env=other)
    assert run.status == 0, run.stderr
    assert "master" not in run.stderr


def test_a_build_on_one_day_and_a_sync_in_another_process_keep_the_records(published: Published) -> None:
    text = (published.root / EPISODE).read_text(encoding="utf-8")
    text = text.replace("guid: 0e4f", "guid: 1e4f").replace("number: 1", "number: 2").replace("first.wav", "second.wav")
    (published.root / "content/podcasts/talks/second.md").write_text(text, encoding="utf-8")
    (published.root / "content/podcasts/talks/second.wav").write_bytes(library.tone(4.5))
    assert pipeline("build", "--root", published.root).status == 0
    assert process("sync", "--root", published.root).status == 0
    runner = checkout(published)
    second = runner / "content/podcasts/talks/second.wav"
    second.write_text(pointer(second.read_bytes()), encoding="utf-8")
    run = pipeline("publish", "--root", runner, "--json")
    assert run.status == 0, run.stderr
    assert json.loads(run.stdout)["put"] == []

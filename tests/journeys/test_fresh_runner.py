"""A runner of the night: a fresh checkout, an empty cache, Git LFS pointers in place of the sound."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from tests.support import library
from tests.support.run import pipeline

EPISODE, SOUND = "content/podcasts/talks/first.md", "content/podcasts/talks/first.wav"
ARTICLE = "content/library/articles/urges-pass.md"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A library that was published to a place outside of its checkout."""
    root = library.write(tmp_path / "editor")
    library.edit(root, "pipeline.toml", 'path = "public"', 'path = "../host/public"')
    (tmp_path / "host").mkdir()
    run = pipeline("publish", "--root", root)
    assert run.status == 0, run.stderr
    return root


def checkout(published: Path, *, pointers: bool = True) -> Path:
    """A fresh one, without what a build left."""
    fresh = published.parent / "runner"
    shutil.copytree(published, fresh, ignore=shutil.ignore_patterns(".cache", "dist"))
    if pointers:
        sound = fresh / SOUND
        sound.write_text(pointer(sound.read_bytes()), encoding="utf-8")
    return fresh


def pointer(data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"


def public(published: Path) -> Path:
    return published.parent / "host/public"


def enclosure(published: Path) -> Path:
    (found,) = public(published).glob("media/talks/*.mp3")
    return found


def test_a_corrected_word_moves_no_byte_of_sound(published: Path) -> None:
    runner, before = checkout(published), enclosure(published)
    library.edit(runner, ARTICLE, "like a wave", "like a tall wave")
    run = pipeline("publish", "--root", runner, "--json")
    assert run.status == 0, run.stderr
    put = {change["path"] for change in json.loads(run.stdout)["put"]}
    assert "library/articles/urges-pass/index.html" in put
    assert not any(path.startswith("media/") for path in put)
    assert not list((runner / "dist/public").rglob("*.mp3")), "its bytes were not fetched"
    assert enclosure(published).samefile(before)
    assert "a tall wave" in (public(published) / "library/articles/urges-pass/index.html").read_text(encoding="utf-8")


def test_a_corrected_title_tags_the_published_sound_again(published: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.mp3"
    shutil.copy(enclosure(published), before)
    runner = checkout(published)
    library.edit(runner, EPISODE, "title: The first talk", "title: The very first talk")
    run = pipeline("publish", "--root", runner)
    assert run.status == 0, run.stderr
    assert "master" not in run.stderr
    page = json.loads((runner / "dist/public.json").read_text(encoding="utf-8"))["episodes"][0]
    after = tmp_path / "after.mp3"
    shutil.copy(public(published) / page["enclosure"], after)
    assert str(MP3(after)["TIT2"]) == "The very first talk"
    for file in (before, after):
        MP3(file).delete()
    assert before.read_bytes() == after.read_bytes()


def test_a_new_episode_without_its_sound_is_a_warning_then_an_error(published: Path) -> None:
    runner = checkout(published)
    text = (runner / EPISODE).read_text(encoding="utf-8")
    text = text.replace("guid: 0e4f", "guid: 1e4f").replace("number: 1", "number: 2").replace("first.wav", "second.wav")
    (runner / "content/podcasts/talks/second.md").write_text(text, encoding="utf-8")
    (runner / "content/podcasts/talks/second.wav").write_text(pointer(b"sound"), encoding="utf-8")
    checked = pipeline("check", "--root", runner)
    assert checked.status == 0
    assert "warning" in checked.stderr
    assert "git lfs pull --include content/podcasts/talks/second.wav" in checked.stderr
    release = public(published).resolve()
    built = pipeline("publish", "--root", runner)
    assert built.status == 1
    assert "git lfs pull --include content/podcasts/talks/second.wav" in built.stderr
    assert public(published).resolve() == release


def test_an_ffmpeg_of_another_build_changes_no_address(published: Path) -> None:
    other = shutil.which("ffmpeg")
    assert other, "the tests need Debian's ffmpeg: apt-get install ffmpeg"
    runner = checkout(published, pointers=False)
    run = pipeline("publish", "--root", runner, "--json", env={"IMAGEIO_FFMPEG_EXE": other})
    assert run.status == 0, run.stderr
    assert json.loads(run.stdout)["put"] == []


def test_what_the_target_has_and_this_machine_lacks_is_made_from_what_is_published(published: Path) -> None:
    """Sound is here, the cache is empty: the encode is still taken back and not made by another ffmpeg."""
    runner = checkout(published, pointers=False)
    library.edit(runner, EPISODE, "title: The first talk", "title: The very first talk")
    run = pipeline("publish", "--root", runner, env={"IMAGEIO_FFMPEG_EXE": shutil.which("ffmpeg") or ""})
    assert run.status == 0, run.stderr
    assert "master" not in run.stderr


def test_a_build_on_one_day_and_a_sync_in_another_process_keep_the_records(published: Path) -> None:
    text = (published / EPISODE).read_text(encoding="utf-8")
    text = text.replace("guid: 0e4f", "guid: 1e4f").replace("number: 1", "number: 2").replace("first.wav", "second.wav")
    (published / "content/podcasts/talks/second.md").write_text(text, encoding="utf-8")
    (published / "content/podcasts/talks/second.wav").write_bytes(library.tone(4.5))
    assert pipeline("build", "--root", published).status == 0
    assert pipeline("sync", "--root", published).status == 0
    runner = checkout(published)
    second = runner / "content/podcasts/talks/second.wav"
    second.write_text(pointer(second.read_bytes()), encoding="utf-8")
    run = pipeline("publish", "--root", runner, "--json")
    assert run.status == 0, run.stderr
    assert json.loads(run.stdout)["put"] == []

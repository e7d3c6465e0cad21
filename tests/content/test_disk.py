"""What lies on the disk: files are read, and whatever else is there is told with its place, at once and unread."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from pipeline.content.drivers.disk import Disk
from pipeline.model.tree import Tree
from pipeline.problems import Problem
from pipeline.settings import Limits
from tests.support.memory_store import MemoryStore

LIMITS = Limits(text_bytes=100, transcript_bytes=200, image_bytes=300, audio_bytes=400)


def read(root: Path, limits: Limits = LIMITS) -> tuple[Tree, tuple[Problem, ...]]:
    return Disk(root, limits, MemoryStore()).tree()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/pages").mkdir(parents=True)
    (tmp_path / "content/pages/home.md").write_text("Welcome.\n", encoding="utf-8")
    return tmp_path


def test_a_hidden_file_is_no_part_of_the_library(root: Path) -> None:
    (root / "content/pages/.note.md").write_text("Not yet.\n", encoding="utf-8")
    (root / "content/pages/.note\x1b.md").touch()
    (root / "content/.gitkeep").touch()
    (root / "content/.cover.png").symlink_to("/etc/passwd")
    os.mkfifo(root / "content/.pipe")
    (root / "content/.drafts").mkdir()
    (root / "content/.drafts/page.md").touch()
    tree, problems = read(root)
    assert list(tree.files) == ["content/pages/home.md"] and problems == ()


@pytest.mark.parametrize("name", [".env", ".env.local", ".netrc", ".npmrc", "id_ed25519", ".backup.pem", "KEY.PEM"])
def test_a_secret_is_told_hidden_or_not(root: Path, name: str) -> None:
    (root / f"content/{name}").touch()
    tree, problems = read(root)
    assert [(str(p.place), p.code) for p in problems] == [(f"content/{name}", "secret-file")]
    assert f"content/{name}" not in tree


def test_what_is_no_file_is_told_and_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / "content/pages/pipe.md")
    os.mkfifo(root / "content/sound.wav")
    monkeypatch.chdir(root / "content")  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as here:
        here.bind("socket.md")
    tree, problems = read(root)
    assert list(tree.files) == ["content/pages/home.md"]
    assert [(str(p.place), p.code) for p in problems] == [
        ("content/pages/pipe.md", "unreadable-file"),
        ("content/socket.md", "unreadable-file"),
        ("content/sound.wav", "unreadable-file"),
    ]
    assert {p.hint for p in problems} == {"remove it, or put a file in its place"}


@pytest.mark.parametrize(
    ("name", "to", "where"),
    [
        ("content/a.md", "a.md", "leads in a circle"),
        ("content/a.md", "b.md", "leads in a circle"),
        ("content/a.md", "/etc/passwd", "leads out of the library"),
        ("content/a.md", "../../nowhere.md", "leads nowhere"),
        ("content/a.md", "pages/home.md", "a symbolic link"),
        ("content/folder", "/etc", "leads out of the library"),
        ("content/folder", ".", "a symbolic link"),
        ("content/folder", "folder", "leads in a circle"),
        ("theme", "theme", "leads in a circle"),
    ],
)
def test_a_symbolic_link_is_told_and_not_followed(root: Path, name: str, to: str, where: str) -> None:
    (root / "content/b.md").symlink_to("a.md")
    (root / name).symlink_to(to)
    tree, problems = read(root)
    found = {str(p.place): p for p in problems}
    assert found[name].message.endswith(where) and found[name].code == "outside-library"
    assert list(tree.files) == ["content/pages/home.md"]


@pytest.mark.parametrize(("to", "where"), [("content", "in a circle"), ("/etc", "out of the library")])
def test_the_content_itself_is_no_link(tmp_path: Path, to: str, where: str) -> None:
    (tmp_path / "content").symlink_to(to)
    tree, problems = read(tmp_path)
    assert [(str(p.place), p.message) for p in problems] == [("content", f"this is a symbolic link that leads {where}")]
    assert list(tree.files) == []


def test_content_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").touch()
    _, (problem,) = read(tmp_path)
    assert (str(problem.place), problem.message) == ("content", "this folder can't be read: Not a directory")


@pytest.mark.parametrize(
    ("name", "most", "setting"),
    [
        ("a.md", 100, "text_bytes"),
        ("a.json", 100, "text_bytes"),
        ("a.vtt", 200, "transcript_bytes"),
        ("a.SRT", 200, "transcript_bytes"),
        ("a.png", 300, "image_bytes"),
        ("a.wav", 400, "audio_bytes"),
        ("a.zip", 400, "audio_bytes"),
    ],
)
def test_the_size_of_a_file_is_looked_at_before_its_bytes(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, most: int, setting: str
) -> None:
    path = root / "content" / name
    path.write_bytes(b"a" * most)
    assert f"content/{name}" in read(root)[0]

    path.write_bytes(b"a" * (most + 1))
    (root / "content/pages/home.md").unlink()
    monkeypatch.setattr(Disk, "_file", None)  # what reads and hashes
    tree, (problem,) = read(root)
    assert not tree.files and (str(problem.place), problem.code) == (f"content/{name}", "too-large")
    assert problem.message == f"this file has {most + 1} bytes; the limit is {most}"
    assert problem.hint == f"make it smaller, or raise `limits.{setting}`"


def test_a_file_of_four_gigabytes_is_refused_with_its_place(root: Path) -> None:
    with (root / "content/talk.wav").open("wb") as file:
        file.truncate(4 << 30)
    _, (problem,) = read(root, Limits())
    assert problem.message == "this file has 4,294,967,296 bytes; the limit is 2,000,000,000"

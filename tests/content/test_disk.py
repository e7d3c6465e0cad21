"""What lies on the disk: files are read, and whatever else is there is told with its place, at once and unread."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from errno import EACCES
from pathlib import Path

import pytest

from pipeline.content.drivers import digests
from pipeline.content.drivers.digests import KEY as MEMORY
from pipeline.content.drivers.disk import Disk, house, starter
from pipeline.model.artifact import Blob, sha256
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem
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


@pytest.mark.parametrize("path", ["content/out/a.md", "../a.md", "{}/a.md"])
def test_nothing_is_written_out_of_the_library(root: Path, tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / "content/out").symlink_to(outside)
    with pytest.raises(OSError, match="leads out of the library"):
        Disk(root, LIMITS, MemoryStore()).write(path.format(outside), (b"x",))
    assert not [*outside.iterdir(), *root.parent.glob("a.md")]


@pytest.mark.parametrize(("to", "where"), [("content", "in a circle"), ("/etc", "out of the library")])
def test_the_content_itself_is_no_link(tmp_path: Path, to: str, where: str) -> None:
    (tmp_path / "content").symlink_to(to)
    tree, problems = read(tmp_path)
    assert [(str(p.place), p.message) for p in problems] == [("content", f"this is a symbolic link that leads {where}")]
    assert list(tree.files) == []


def test_content_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").touch()
    _, (problem,) = read(tmp_path)
    message, hint = "this folder can't be read: Not a directory", "mend it, or its permissions"
    assert problem == Problem(Place("content"), message, hint, "unreadable-file")


def test_a_file_that_may_not_be_read_is_told_and_the_others_are_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "content/a.wav").write_bytes(b"sound" * 300)  # too long for a pointer: nobody reads it whole

    def refused(path: Path) -> str:
        if path.suffix == ".md":
            raise PermissionError(EACCES, os.strerror(EACCES))  # whoever runs the tests may read everything
        return sha256(path.read_bytes())

    monkeypatch.setattr(digests, "digest", refused)
    tree, problems = read(root, Limits())
    message = "this file can't be read: Permission denied"
    assert problems == (Problem(Place("content/pages/home.md"), message, "mend its permissions", "unreadable-file"),)
    assert list(tree.files) == ["content/a.wav"]


@pytest.mark.parametrize(
    ("name", "most", "setting"),
    [
        ("a.md", 100, "text_bytes"),
        ("a.yml", 100, "text_bytes"),
        ("a.json", 200, "transcript_bytes"),
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


def test_a_pointer_of_git_lfs_is_what_it_stands_for(root: Path) -> None:
    digest = "a" * 64
    pointer = f"version https://git-lfs.github.com/spec/v1\next-0-x sha256:0\noid sha256:{digest}\nsize 12\n"
    (root / "content/a.wav").write_text(pointer, encoding="utf-8")
    (root / "content/b.wav").write_text(f"{pointer}{'x' * 1024}", encoding="utf-8")
    (root / "content/c.md").write_text(pointer, encoding="utf-8")
    disk = Disk(root, Limits(), MemoryStore())
    tree, problems = disk.tree()
    assert problems == ()
    assert tree.files["content/a.wav"] == File("content/a.wav", digest, 12, pointer=True)
    assert not tree.files["content/b.wav"].pointer and not tree.files["content/c.md"].pointer
    assert disk.locate(Blob(digest, 12)) is None and disk.open(Blob(digest, 12)) is None


@pytest.mark.parametrize(("size", "pointer"), [(1023, True), (1024, False)])
def test_a_pointer_of_git_lfs_has_less_than_1024_bytes(root: Path, size: int, pointer: bool) -> None:
    head, end = "version https://git-lfs.github.com/spec/v1\next-0-", f"\noid sha256:{'a' * 64}\nsize 12\n"
    text = f"{head}{'x' * (size - len(head) - len(end))}{end}"
    (root / "content/a.wav").write_text(text, encoding="utf-8")
    assert (root / "content/a.wav").stat().st_size == size
    assert read(root, Limits())[0].files["content/a.wav"].pointer is pointer


def test_bytes_are_found_by_their_digest_as_long_as_they_are_there(root: Path) -> None:
    data = b"sound" * 100_000
    (root / "content/a.wav").write_bytes(data)
    disk = Disk(root, Limits(), MemoryStore())
    tree, _ = disk.tree()
    file = tree.files["content/a.wav"]
    assert (file.digest, file.size, file.data) == (sha256(data), len(data), None)
    blob = Blob(file.digest, file.size)
    opened = disk.open(blob)
    assert opened is not None and b"".join(opened) == data and disk.locate(blob) == root / "content/a.wav"
    assert disk.locate(Blob("0" * 64, 1)) is None
    (root / "content/a.wav").write_bytes(b"other")
    assert disk.locate(blob) is None
    (root / "content/a.wav").unlink()
    assert disk.open(blob) is None


def test_a_file_that_did_not_change_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, memory = root / "content/a.wav", MemoryStore()
    path.write_bytes(b"one")
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    before = Disk(root, Limits(), memory).tree()[0].files["content/a.wav"]

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.content.drivers.disk.chunks", None)  # what reads
        assert Disk(root, Limits(), memory).tree()[0].files["content/a.wav"] == before
    path.write_bytes(b"two")
    os.utime(path, ns=(1_000_000_001, 1_000_000_001))
    assert Disk(root, Limits(), memory).tree()[0].files["content/a.wav"].digest == sha256(b"two")


def test_a_file_of_the_same_size_and_time_is_read_again_when_it_is_another(root: Path) -> None:
    path, memory = root / "content/a.wav", MemoryStore()
    path.write_bytes(b"one")
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    Disk(root, Limits(), memory).tree()
    path.write_bytes(b"three")
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    assert Disk(root, Limits(), memory).tree()[0].files["content/a.wav"].digest == sha256(b"three")
    (root / "other").write_bytes(b"seven")
    os.utime(root / "other", ns=(1_000_000_000, 1_000_000_000))
    (root / "other").replace(path)
    assert Disk(root, Limits(), memory).tree()[0].files["content/a.wav"].digest == sha256(b"seven")


def test_a_file_as_new_as_the_look_at_it_is_read_again(root: Path) -> None:
    path, memory = root / "content/a.wav", MemoryStore()
    now = time.time_ns() + 60_000_000_000  # whatever the time of the machine, this is no older than it
    for data in (b"one", b"two"):
        path.write_bytes(data)
        os.utime(path, ns=(now, now))
        assert Disk(root, Limits(), memory).tree()[0].files["content/a.wav"].digest == sha256(data)


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"content/a.wav": 3}'])
def test_a_memory_that_says_nothing_is_made_anew(root: Path, said: bytes) -> None:
    (root / "content/a.wav").write_bytes(b"one")
    os.utime(root / "content/a.wav", ns=(1, 1))
    memory = MemoryStore()
    memory.write(MEMORY, (said,))
    assert Disk(root, Limits(), memory).tree()[0].files["content/a.wav"].digest == sha256(b"one")
    assert list(json.loads(memory.read(MEMORY) or b"")) == ["content/a.wav"]


def test_the_settings_and_the_theme_are_read_and_nothing_else_beside_the_content(root: Path) -> None:
    for name in ("pipeline.toml", "mkdocs.yml", "theme/x/a.css", "README.md", "docs/a.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")
    (root / "theme/.hidden").mkdir()
    (root / "theme/.hidden/a.css").touch()
    tree, problems = read(root)
    assert problems == ()
    assert list(tree.files) == ["content/pages/home.md", "mkdocs.yml", "pipeline.toml", "theme/x/a.css"]


def test_the_theme_is_by_people_we_know_and_has_no_limits(root: Path) -> None:
    (root / "theme").mkdir()
    for name, size in (("a.css", 401), ("a.json", 201), ("b.json", 200), (".keep", 0), ("a\u202e.css", 1)):
        (root / "theme" / name).write_bytes(b"a" * size)
    tree, problems = read(root)
    assert problems == ()
    assert tree.files["theme/b.json"].data == b"a" * 200
    assert tree.files["theme/a.json"] == File("theme/a.json", sha256(b"a" * 201), 201)
    assert {"theme/.keep", "theme/a.css", "theme/a\u202e.css"} <= set(tree.files)


def test_the_files_of_a_library_lie_over_those_of_the_house(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house = tmp_path_factory.mktemp("house")
    for name in ("mkdocs.yml", "theme/a.css", "theme/b.css", "README.md"):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text("house", encoding="utf-8")
    (root / "theme").mkdir()
    (root / "theme/a.css").write_text("own", encoding="utf-8")
    tree, _ = Disk(root, Limits(), MemoryStore(), house).tree()
    assert list(tree.files) == ["content/pages/home.md", "mkdocs.yml", "theme/a.css", "theme/b.css"]
    assert tree.files["theme/a.css"].digest == sha256(b"own")
    assert tree.files["theme/b.css"].digest == sha256(b"house")


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("A.md", "a.md", "the name differs only in case from `content/A.md`"),
        (
            "cafe\u0301.md",
            "caf\u00e9.md",
            "the name looks like `content/cafe\u0301.md`: only the encoding of its accents differs",
        ),
        ("Cafe\u0301.md", "caf\u00e9.md", "the name differs only in case from `content/Cafe\u0301.md`"),
    ],
)
def test_two_names_that_are_one_elsewhere_are_told(root: Path, first: str, second: str, message: str) -> None:
    for name in (first, second):
        (root / "content" / name).touch()
    _, (problem,) = read(root)
    hint = "rename one of them: on macOS and Windows they are one file"
    assert problem == Problem(Place(f"content/{second}"), message, hint, "name-collision")


def test_a_name_that_can_not_be_read_is_told_with_one_that_can(root: Path) -> None:
    (root / "content/a\x1b[31m\u202eb.md").touch()
    tree, (problem,) = read(root)
    assert list(tree.files) == ["content/pages/home.md"]
    assert problem == Problem(
        Place("content/a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}b.md"),
        "the name of this file holds characters that can't be read",
        "rename it, for example to `a[31mb.md`",
        "bad-file-name",
    )


def test_a_secret_is_told_what_to_do_about(root: Path) -> None:
    (root / "content/\x1b.pem").touch()
    _, (problem,) = read(root)
    hint = "take it out of `content/`, and replace the credential: git remembers it"
    message = "this looks like a key or a file of credentials"
    assert problem == Problem(Place("content/\N{REPLACEMENT CHARACTER}.pem"), message, hint, "secret-file")
    (root / "content/\x1b.pem").unlink()
    for name in ("env.md", "my-key.md", "keys", "credentials.md", "id_rsa.pub"):
        (root / "content" / name).touch()
    assert read(root)[1] == ()


def test_a_folder_with_a_name_that_can_not_be_read_is_told_readably(root: Path) -> None:
    (root / "content/a\x1b").symlink_to("/etc")
    _, (problem,) = read(root)
    assert problem.place == Place("content/a\N{REPLACEMENT CHARACTER}")


def test_a_file_is_written_whole_with_the_permissions_that_it_had(root: Path) -> None:
    disk, path = Disk(root, LIMITS, MemoryStore()), root / "content/pages/home.md"
    path.chmod(0o640)
    disk.write("content/pages/home.md", (b"one ", b"two"))
    assert path.read_bytes() == b"one two" and path.stat().st_mode & 0o777 == 0o640
    before = os.umask(0o026)
    try:
        disk.write("content/new/page.md", (b"three",))
    finally:
        assert os.umask(before) == 0o026, "the mask of the process is left as it was"
    assert (root / "content/new/page.md").stat().st_mode & 0o777 == 0o640

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        disk.write("content/pages/home.md", broken())
    assert path.read_bytes() == b"one two" and [one.name for one in path.parent.iterdir()] == ["home.md"]


def test_a_library_that_begins_has_the_files_of_one() -> None:
    files = starter()
    assert {"pipeline.toml", ".gitignore"} <= set(files) and not [name for name in files if "dot-" in name]
    assert all(isinstance(data, bytes) for data in files.values()) and list(files) == sorted(files, key=_as_stored)


def _as_stored(name: str) -> str:
    return name.replace(".", "dot-", 1) if name.startswith(".") else name


def test_the_house_has_a_theme() -> None:
    assert (house() / "theme/base.html").is_file() and (house() / "mkdocs.yml").is_file()

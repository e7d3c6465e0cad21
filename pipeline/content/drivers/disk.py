"""Reading a library from disk: every file with its digest, and what must not be there."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ELOOP, ESTALE
from functools import partial
from importlib import metadata, resources
from pathlib import Path

from pipeline.content.drivers.digests import Digests, Memory
from pipeline.formats.letters import composed
from pipeline.model.artifact import Blob
from pipeline.model.tree import PICTURE_SUFFIXES, SPOKEN_SUFFIXES, TEXT_SUFFIXES, File, Tree, suffix
from pipeline.problems import Place, Problem
from pipeline.settings import Limits
from pipeline.stores.directory import beside, chunks, permissions

PARTS = ("content", "theme")
FILES = ("pipeline.toml", "mkdocs.yml")
_SECRET = re.compile(
    r"(\.env(\..*)?|.*\.(pem|key|p12|pfx|keystore)|id_(rsa|ed25519|ecdsa|dsa)|\.netrc|\.npmrc|credentials)"
)
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d+)\n"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that lies on the disk: its name in the library, where it is, and what the disk says of it."""

    name: str
    path: str
    status: os.stat_result

    @property
    def last(self) -> str:
        return self.name.rpartition("/")[2]

    @property
    def is_link(self) -> bool:
        return stat.S_ISLNK(self.status.st_mode)


class Disk:
    """The library below `root`, over the theme that travels with this package.

    `memory` remembers digests, so that a file is read only when it changed, or when somebody asks for its text.
    """

    def __init__(self, root: str | Path, limits: Limits, memory: Memory, house: Path | None = None) -> None:
        self.root = Path(root).resolve()
        self._house = house
        self._limits = limits
        self._digests = Digests(memory)
        self._paths: dict[str, str] = {}

    def tree(self) -> tuple[Tree, tuple[Problem, ...]]:
        """All files of the library, and a problem for each that can't be one."""
        problems: list[Problem] = []
        files: dict[str, File] = {}
        refused: set[str] = set()
        found = {one.name: one for one in (*self._house_files(), *self._library_files(problems))}
        for name, one in sorted(found.items()):
            if problem := self._refused(one):
                problems.append(problem)
                refused.add(name)
                continue
            if name.startswith("content/") and one.last.startswith("."):
                continue
            try:
                files[name] = self._file(one)
            except OSError as error:
                message = f"this file can't be read: {error.strerror}"
                problems.append(Problem(Place(name), message, "mend its permissions", "unreadable-file"))
                refused.add(name)
            else:
                self._paths[files[name].digest] = one.path
        self._digests.keep()
        return Tree(files, frozenset(refused)), tuple(problems) + _collisions(files)

    def locate(self, blob: Blob) -> Path | None:
        """The file of the library that holds these bytes, or None: pointers hold none."""
        if (name := self._paths.get(blob.digest)) is None:
            return None
        path = Path(name)
        return path if path.is_file() and path.stat().st_size == blob.size else None

    def open(self, blob: Blob) -> Iterator[bytes] | None:
        """The bytes of a file of the last tree in chunks, or None when they are not here."""
        path = self.locate(blob)
        return chunks(path) if path else None

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file of the library: whole, or not at all; one that is there keeps its permissions.

        Raises `OSError` where that is not in the library, or behind a link in it: nobody writes elsewhere by either.
        """
        goal = self.root / path
        if goal.parent.resolve() != goal.parent or not goal.is_relative_to(self.root):
            raise OSError(ELOOP, "this leads out of the library, or through a symbolic link", path)
        goal.parent.mkdir(parents=True, exist_ok=True)
        mode = goal.stat().st_mode if goal.exists() else permissions()
        with _beginning(goal.parent) as temporary:
            with temporary.open("wb") as file:
                file.writelines(chunks)
            temporary.chmod(mode)
            temporary.replace(goal)

    def move(self, path: str, goal: str) -> None:
        """Give a file of the library another path, and remove the folders that are empty then."""
        (self.root / goal).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).rename(self.root / goal)
        self._clear(path)

    def remove(self, path: str) -> None:
        """Remove a file of the library, and the folders that are empty then; nothing happens when there is none."""
        (self.root / path).unlink(missing_ok=True)
        self._clear(path)

    def _clear(self, path: str) -> None:
        """Remove the folders above a path that are empty."""
        for folder in (self.root / path).parents:
            if folder in (self.root, self.root / "content") or any(folder.iterdir()):
                break
            folder.rmdir()

    def _house_files(self) -> Iterator[_Found]:
        """The theme of this package, which a library's own lies over file by file."""
        if self._house is not None:
            yield from self._one(self._house, "mkdocs.yml")
            yield from self._below(f"{self._house}/theme", "theme/", [])

    def _library_files(self, problems: list[Problem]) -> Iterator[_Found]:
        for name in FILES:
            yield from self._one(self.root, name)
        for part in PARTS:
            top = self.root / part
            if top.is_symlink() and (part == "content" or not top.is_dir()):
                problems.append(self._link(part))
            else:
                yield from self._below(str(top), f"{part}/", problems)

    def _one(self, root: Path, name: str) -> Iterator[_Found]:
        if (root / name).is_file():
            yield _Found(name, f"{root}/{name}", (root / name).lstat())

    def _below(self, folder: str, prefix: str, problems: list[Problem]) -> Iterator[_Found]:
        """What lies in a folder and below it; hidden folders are passed over, links to folders are told."""
        try:
            with os.scandir(folder) as listed:
                entries = list(listed)
        except OSError as error:
            problems.extend(self._unread(prefix.rstrip("/"), error))
            return
        for entry in entries:
            name = f"{prefix}{entry.name}"
            if entry.is_symlink() and Path(entry.path).is_dir():
                problems.append(self._link(name))
            elif not entry.is_dir(follow_symlinks=False):
                yield _Found(name, entry.path, entry.stat(follow_symlinks=False))
            elif not entry.name.startswith("."):
                yield from self._below(entry.path, f"{name}/", problems)

    def _unread(self, name: str, error: OSError) -> Iterator[Problem]:
        """A folder that can't be listed; one that is not there holds nothing."""
        if not isinstance(error, FileNotFoundError):
            place = Place(_printable(name, "\N{REPLACEMENT CHARACTER}"))
            message = f"this folder can't be read: {error.strerror}"
            yield Problem(place, message, "mend it, or its permissions", "unreadable-file")

    def _refused(self, one: _Found) -> Problem | None:
        """Why a file is no part of the library; hidden ones under `content/` are none, and only secrets are told."""
        name, last, content = one.name, one.last, one.name.startswith("content/")
        if content and _SECRET.fullmatch(last.lower()):
            place = Place(_printable(name, "\N{REPLACEMENT CHARACTER}"))
            hint = "take it out of `content/`, and replace the credential: git remembers it"
            return Problem(place, "this looks like a key or a file of credentials", hint, "secret-file")
        if content and last.startswith("."):
            return None
        if content and not name.isprintable():
            place = Place(_printable(name, "\N{REPLACEMENT CHARACTER}"))
            hint = f"rename it, for example to `{_printable(last, '').strip()}`"
            return Problem(place, "the name of this file holds characters that can't be read", hint, "bad-file-name")
        if one.is_link:
            return self._link(name)
        if not stat.S_ISREG(one.status.st_mode):
            message = "this is a pipe, a socket or a device, and no file"
            return Problem(Place(name), message, "remove it, or put a file in its place", "unreadable-file")
        most, setting = self._most(name)
        if content and one.status.st_size > most:
            message = f"this file has {one.status.st_size:,} bytes; the limit is {most:,}"
            return Problem(Place(name), message, f"make it smaller, or raise `limits.{setting}`", "too-large")
        return None

    def _most(self, name: str) -> tuple[int, str]:
        """How many bytes a file of this name may have, and the setting that says so."""
        ending, limits = suffix(name), self._limits
        if ending in TEXT_SUFFIXES:
            spoken = ending in SPOKEN_SUFFIXES
            return (limits.transcript_bytes, "transcript_bytes") if spoken else (limits.text_bytes, "text_bytes")
        if ending in PICTURE_SUFFIXES:
            return limits.image_bytes, "image_bytes"
        return limits.audio_bytes, "audio_bytes"

    def _link(self, name: str) -> Problem:
        where = "a symbolic link"
        try:
            if not (self.root / name).resolve(strict=True).is_relative_to(self.root):
                where = "a symbolic link that leads out of the library"
        except FileNotFoundError:
            where = "a symbolic link that leads nowhere"
        except (OSError, RuntimeError):  # the latter until Python 3.13
            where = "a symbolic link that leads in a circle"
        place = Place(_printable(name, "\N{REPLACEMENT CHARACTER}"))
        return Problem(place, f"this is {where}", "put the file itself here", "outside-library")

    def _file(self, one: _Found) -> File:
        size = one.status.st_size
        if suffix(one.name) in TEXT_SUFFIXES and size <= max(self._limits.text_bytes, self._limits.transcript_bytes):
            digest = self._digests.of(one.path, one.name, one.status)
            return File(one.name, digest, size, partial(_unchanged, one.path, digest))
        if size < 1024 and (pointer := _POINTER.fullmatch(Path(one.path).read_bytes())):
            return File(one.name, pointer[1].decode(), int(pointer[2]), pointer=True)
        return File(one.name, self._digests.of(one.path, one.name, one.status), size)


def _unchanged(path: str, digest: str) -> bytes:
    """The bytes of a file. Raises `OSError` where they are no more those that the library was read with."""
    data = Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise OSError(ESTALE, "this file changed while the library was read; run it again", path)
    return data


def _printable(name: str, instead: str) -> str:
    return "".join(letter if letter.isprintable() else instead for letter in name)


def _collisions(files: dict[str, File]) -> tuple[Problem, ...]:
    """Names that are one and the same on the disks of macOS and Windows."""
    seen: dict[str, str] = {}
    problems = []
    for name in files:
        one = composed(name)
        other = seen.setdefault(one.casefold(), name)
        if other == name:
            continue
        message = f"the name differs only in case from `{other}`"
        if one == composed(other):
            message = f"the name looks like `{other}`: only the encoding of its accents differs"
        hint = "rename one of them: on macOS and Windows they are one file"
        problems.append(Problem(Place(name), message, hint, "name-collision"))
    return tuple(problems)


@contextmanager
def _beginning(folder: Path) -> Iterator[Path]:
    """A new file in a folder, which has no name that counts yet. A process that is killed leaves it; so whoever has the
    folder for itself always takes the same one, and that of a process that is no more is gone with the next write.
    """
    gate, temporary = os.open(folder, os.O_RDONLY), folder / ".writing"
    try:
        if _is_begun(gate, temporary):
            try:
                yield temporary
            finally:
                temporary.unlink(missing_ok=True)
        else:
            with beside(folder, f"{temporary.name}-") as another:
                yield another
    finally:
        os.close(gate)


def _is_begun(gate: int, temporary: Path) -> bool:
    """Whether the folder is ours, and the file begun in it; False where somebody writes there, or nobody knows."""
    try:
        fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        temporary.unlink(missing_ok=True)
        temporary.touch(exist_ok=False)
    except OSError:
        return False
    return True


def starter() -> dict[str, bytes]:
    """The files of a library that begins, by path. Names that begin with `dot-` are hidden files of the library."""
    root = Path(str(resources.files("pipeline.content"))) / "starter"
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix().replace("dot-", ".", 1): path.read_bytes() for path in files}


def house() -> Path:
    """Where the theme of this package lies: inside the wheel, or beside the package in a checkout."""
    package = Path(str(resources.files("pipeline")))
    inside = package / "_house"
    return inside if inside.is_dir() else package.parent


def direct_url() -> str | None:
    """What the installer noted of where it had this package from (PEP 610); None where it noted nothing."""
    try:
        return metadata.distribution("pipeline").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None

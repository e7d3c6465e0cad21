"""Reading a library from disk: every file with its digest, and what must not be there."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Protocol

from pipeline.model.artifact import Blob, canonical
from pipeline.model.tree import PICTURE_SUFFIXES, TEXT_SUFFIXES, File, Tree, suffix
from pipeline.problems import Place, Problem
from pipeline.settings import Limits
from pipeline.stores.directory import chunks

PARTS = ("content", "theme")
FILES = ("pipeline.toml", "mkdocs.yml")
MEMORY = "memory/digests.json"
_SECRET = re.compile(
    r"(\.env(\..*)?|.*\.(pem|key|p12|pfx|keystore)|id_(rsa|ed25519|ecdsa|dsa)|\.netrc|\.npmrc|credentials)"
)
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d+)\n"
)


class Memory(Protocol):
    """Where digests are remembered from one run to the next."""

    def read(self, key: str) -> bytes | None:
        """The whole value, or None when there is none."""

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        """Set the value."""


class Disk:
    """The library below `root`, over the theme that travels with this package.

    Digests are remembered in `memory` by path, size, time and inode.
    """

    def __init__(self, root: str | Path, limits: Limits, memory: Memory, house: Path | None = None) -> None:
        self.root = Path(root).resolve()
        self._house = house
        self._limits = limits
        self._memory = memory
        self._known = self._recall()
        self._paths: dict[str, Path] = {}

    def tree(self) -> tuple[Tree, tuple[Problem, ...]]:
        """All files of the library, and a problem for each that can't be one."""
        problems: list[Problem] = []
        files: dict[str, File] = {}
        found = self._house_files() | {path.relative_to(self.root).as_posix(): path for path in self._walk(problems)}
        for name, path in sorted(found.items()):
            try:
                if problem := self._refused(path, name):
                    problems.append(problem)
                    continue
                if name.startswith("content/") and path.name.startswith("."):
                    continue
                files[name] = self._file(path, name)
            except OSError as error:
                message = f"this file can't be read: {error.strerror}"
                problems.append(Problem(Place(name), message, "mend its permissions", "unreadable-file"))
            else:
                self._paths[files[name].digest] = path
        self._memory.write(MEMORY, (canonical(self._known),))
        return Tree(files), tuple(problems) + _collisions(files)

    def locate(self, blob: Blob) -> Path | None:
        """The file of the library that holds these bytes, or None: pointers hold none."""
        path = self._paths.get(blob.digest)
        return path if path and path.is_file() and path.stat().st_size == blob.size else None

    def open(self, blob: Blob) -> Iterator[bytes] | None:
        """The bytes of a file of the last tree in chunks, or None when they are not here."""
        path = self.locate(blob)
        return chunks(path) if path else None

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file of the library: whole, or not at all; one that is there keeps its permissions."""
        goal = self.root / path
        goal.parent.mkdir(parents=True, exist_ok=True)
        mode = goal.stat().st_mode if goal.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=".", dir=goal.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(chunks)
            temporary.chmod(mode)
            temporary.replace(goal)
        finally:
            temporary.unlink(missing_ok=True)

    def _house_files(self) -> dict[str, Path]:
        """The theme of this package, which a library's own lies over file by file."""
        if self._house is None:
            return {}
        paths = [self._house / "mkdocs.yml", *(self._house / "theme").rglob("*")]
        return {path.relative_to(self._house).as_posix(): path for path in paths if path.is_file()}

    def _walk(self, problems: list[Problem]) -> Iterator[Path]:
        for name in FILES:
            if (self.root / name).is_file():
                yield self.root / name
        for part in PARTS:
            top = self.root / part
            if top.is_symlink() and (part == "content" or not top.is_dir()):
                problems.append(self._link(top))
                continue
            for folder, folders, names in os.walk(top, onerror=lambda error: problems.extend(self._unread(error))):
                links = (Path(folder) / name for name in sorted(folders) if (Path(folder) / name).is_symlink())
                problems.extend(self._link(link) for link in links)
                folders[:] = sorted(f for f in folders if not f.startswith(".") and not (Path(folder) / f).is_symlink())
                yield from (Path(folder) / name for name in names)

    def _unread(self, error: OSError) -> Iterator[Problem]:
        """A folder that can't be listed; one that is not there holds nothing."""
        if not isinstance(error, FileNotFoundError):
            name = _printable(Path(error.filename).relative_to(self.root).as_posix(), "\N{REPLACEMENT CHARACTER}")
            message = f"this folder can't be read: {error.strerror}"
            yield Problem(Place(name), message, "mend it, or its permissions", "unreadable-file")

    def _refused(self, path: Path, name: str) -> Problem | None:
        """Why a file is no part of the library; hidden ones under `content/` are none, and only secrets are told."""
        content = name.startswith("content/")
        if content and _SECRET.fullmatch(path.name.lower()):
            place = Place(_printable(name, "\N{REPLACEMENT CHARACTER}"))
            hint = "take it out of `content/`, and replace the credential: git remembers it"
            return Problem(place, "this looks like a key or a file of credentials", hint, "secret-file")
        if content and path.name.startswith("."):
            return None
        if content and not name.isprintable():
            place = Place(_printable(name, "\N{REPLACEMENT CHARACTER}"))
            hint = f"rename it, for example to `{_printable(path.name, '').strip()}`"
            return Problem(place, "the name of this file holds characters that can't be read", hint, "bad-file-name")
        if path.is_symlink():
            return self._link(path)
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            message = "this is a pipe, a socket or a device, and no file"
            return Problem(Place(name), message, "remove it, or put a file in its place", "unreadable-file")
        most, setting = self._most(name)
        if content and status.st_size > most:
            message = f"this file has {status.st_size:,} bytes; the limit is {most:,}"
            return Problem(Place(name), message, f"make it smaller, or raise `limits.{setting}`", "too-large")
        return None

    def _most(self, name: str) -> tuple[int, str]:
        """How many bytes a file of this name may have, and the setting that says so."""
        ending, limits = suffix(name), self._limits
        if ending in TEXT_SUFFIXES:
            spoken = ending in (".vtt", ".srt")
            return (limits.transcript_bytes, "transcript_bytes") if spoken else (limits.text_bytes, "text_bytes")
        if ending in PICTURE_SUFFIXES:
            return limits.image_bytes, "image_bytes"
        return limits.audio_bytes, "audio_bytes"

    def _link(self, path: Path) -> Problem:
        name = _printable(path.relative_to(self.root).as_posix(), "\N{REPLACEMENT CHARACTER}")
        where = "a symbolic link"
        try:
            if not path.resolve(strict=True).is_relative_to(self.root):
                where = "a symbolic link that leads out of the library"
        except FileNotFoundError:
            where = "a symbolic link that leads nowhere"
        except (OSError, RuntimeError):  # the latter until Python 3.13
            where = "a symbolic link that leads in a circle"
        return Problem(Place(name), f"this is {where}", "put the file itself here", "outside-library")

    def _file(self, path: Path, name: str) -> File:
        status = path.stat()
        is_text = suffix(name) in TEXT_SUFFIXES
        if is_text and status.st_size <= max(self._limits.text_bytes, self._limits.transcript_bytes):
            data = path.read_bytes()
            return File(name, hashlib.sha256(data).hexdigest(), len(data), data)
        if status.st_size < 1024 and (pointer := _POINTER.fullmatch(path.read_bytes())):
            return File(name, pointer[1].decode(), int(pointer[2]), pointer=True)
        return File(name, self._digest(path, name, status), status.st_size)

    def _digest(self, path: Path, name: str, status: os.stat_result) -> str:
        mark = [status.st_size, status.st_mtime_ns, status.st_ino]
        known = self._known.get(name)
        if isinstance(known, list) and known[:3] == mark:
            return str(known[3])
        digest = hashlib.sha256()
        for chunk in chunks(path):
            digest.update(chunk)
        # A file as new as this reading may still change within the same tick of the clock: don't remember it.
        if time.time_ns() - status.st_mtime_ns > 2_000_000_000:
            self._known[name] = [*mark, digest.hexdigest()]
        return digest.hexdigest()

    def _recall(self) -> dict[str, object]:
        try:
            found = json.loads(self._memory.read(MEMORY) or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def _printable(name: str, instead: str) -> str:
    return "".join(letter if letter.isprintable() else instead for letter in name)


def _collisions(files: dict[str, File]) -> tuple[Problem, ...]:
    """Names that are one and the same on the disks of macOS and Windows."""
    seen: dict[str, str] = {}
    problems = []
    for name in files:
        composed = unicodedata.normalize("NFC", name)
        other = seen.setdefault(composed.casefold(), name)
        if other == name:
            continue
        message = f"the name differs only in case from `{other}`"
        if composed == unicodedata.normalize("NFC", other):
            message = f"the name looks like `{other}`: only the encoding of its accents differs"
        hint = "rename one of them: on macOS and Windows they are one file"
        problems.append(Problem(Place(name), message, hint, "name-collision"))
    return tuple(problems)


def _umask() -> int:
    """The mask of this process; asking sets it, so it is set back."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


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

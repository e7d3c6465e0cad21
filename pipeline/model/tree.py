"""The library as it lies on disk: files with their digests, and the bytes of those that are text."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
"""Pictures that the library takes: what a page may show or lead to, by the ending of the name."""

RECORDING_SUFFIXES = (
    *(".flac", ".wav", ".aiff", ".aif", ".caf", ".w64", ".au", ".mp3", ".m4a", ".mp4", ".mov", ".aac", ".wma"),
    *(".ogg", ".oga", ".opus", ".webm", ".mka", ".mkv"),
)
"""Endings by which forms offer recordings, the usual ones first. What a file is, its first bytes say."""

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mdwn", ".mkd"})
"""What programs call Markdown; entries are `.md`."""

SPOKEN_SUFFIXES = frozenset({".vtt", ".srt", ".sbv", ".tsv", ".json"})
"""What a transcript may be."""

TEXT_SUFFIXES = MARKDOWN_SUFFIXES | SPOKEN_SUFFIXES | {".yml", ".yaml", ".toml", ".txt", ".psc", ".xml"}


@dataclass(frozen=True, slots=True)
class File:
    """One file: path from the library's root with `/`, SHA-256 of its bytes in hexadecimal, size in bytes.

    `text` has the bytes of a text file, or gives them when they are asked for; it is None for sound and pictures. For a
    Git LFS pointer, `digest` and `size` are those of the file that it stands for, and `pointer` is true.
    """

    path: str
    digest: str
    size: int
    text: bytes | Callable[[], bytes] | None = field(default=None, repr=False, compare=False)
    pointer: bool = False

    @property
    def data(self) -> bytes | None:
        """The bytes of a text file; None for sound and pictures."""
        return self.text() if callable(self.text) else self.text


@dataclass(frozen=True, slots=True)
class Tree:
    """All files of a library, by path, sorted. What lies there too and can be none of them is `refused`: that is told
    once, and not as missing by all who name it.
    """

    files: Mapping[str, File] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    def __contains__(self, path: str) -> bool:
        return path in self.files

    def __iter__(self) -> Iterator[File]:
        return iter(self.files.values())

    def get(self, path: str) -> File | None:
        return self.files.get(path)

    def lies_there(self, path: str) -> bool:
        """Whether something lies at a path, be it refused."""
        return path in self.files or path in self.refused

    @property
    def digests(self) -> Mapping[str, str]:
        """The digests of all files, by path."""
        return {file.path: file.digest for file in self}

    def line(self, path: str, number: int) -> str:
        """Line `number` (from 1) of a text file, without its end; empty when there is none."""
        file = self.files.get(path)
        if file is None or file.data is None or number < 1:
            return ""
        wide = file.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # as some transcripts are
        text = file.data.decode("utf-16" if wide else "utf-8", "replace").removeprefix("\ufeff")
        # Lines as the parsers count them and editors show them: `splitlines` knows ten more ends.
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return lines[number - 1] if number <= len(lines) else ""


@lru_cache(1 << 16)
def suffix(path: str) -> str:
    """The ending of a file's name, lower-case and with its dot: `.mp3`."""
    name = path.rsplit("/", 1)[-1]
    return f".{name.rsplit('.', 1)[1].lower()}" if "." in name[1:] else ""


def is_picture(path: str) -> bool:
    """Whether a file is a picture that the library takes, by its name."""
    return suffix(path) in PICTURE_SUFFIXES

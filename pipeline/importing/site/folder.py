"""The files of a named folder, as texts."""

from __future__ import annotations

import json
import posixpath
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.formats import yaml
from pipeline.importing.source import decoded
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.web import Unreachable

LARGEST = 8 << 20
"""Bytes of a text: nobody wrote more by hand."""
DATA = (".yml", ".yaml", ".toml", ".json")
"""How files of data end that can be read without running a program."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that somebody named: its files by their paths below it, read when they are asked for."""

    origin: Origin
    named: str
    paths: frozenset[str]

    @classmethod
    def of(cls, origin: Origin, named: str) -> Folder:
        return cls(origin, named, frozenset(origin.paths(named)))

    def __contains__(self, path: object) -> bool:
        return path in self.paths

    def below(self, folder: str) -> Iterator[str]:
        """The files below a folder ("": all of them), sorted."""
        begin = f"{folder}/" if folder else ""
        return iter(sorted(path for path in self.paths if path.startswith(begin)))

    def has(self, *paths: str) -> bool:
        """Whether one of these files is there."""
        return any(path in self.paths for path in paths)

    def data(self, path: str) -> bytes:
        """The bytes of a file. Raises `Unreachable`."""
        if (size := self.origin.size(path, self.named)) > LARGEST:
            raise Unreachable(f"`{path}` has {size:,} bytes, more than a text has", "part it")
        return self.origin.read(path, self.named).data

    def text(self, path: str) -> str:
        """The text of a file, lines ended by LF. Raises `Unreachable`."""
        return read(self.data(path), path)[0]

    def values(self, *paths: str) -> Mapping[str, Any]:
        """What the first of these files that is there says: YAML, TOML or JSON, its keys as they are written."""
        for path in paths:
            if path in self.paths:
                try:
                    return values(self.text(path), path)
                except Unreachable:
                    return {}
        return {}


def read(data: bytes, path: str, charset: str = "") -> tuple[str, tuple[Loss, ...]]:
    """A text in the encoding that it must be in, and what was wrong with its bytes."""
    faults = Faults(path)
    text = "".join(decoded.text((data,), faults, charset))
    return text, tuple(replace(loss, kind=loss.kind.replace("xml/", "text/")) for loss in faults.losses)


def values(text: str, path: str) -> Mapping[str, Any]:
    """What a file of data says; nothing where it can't be read, or is no table."""
    found: Any = {}
    try:
        if path.endswith(".toml"):
            found = tomllib.loads(text)
        elif path.endswith(".json"):
            found = json.loads(text)
        else:
            document, _ = yaml.parse(text, path)
            found = document.value if document else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def at(values: Mapping[str, Any], *keys: str) -> Any:
    """What stands below keys, whatever their case; None where nothing does."""
    found: Any = values
    for key in keys:
        if not isinstance(found, Mapping):
            return None
        found = next((value for name, value in found.items() if str(name).lower() == key.lower()), None)
    return found


def said(values: Mapping[str, Any], *keys: str) -> str:
    """A single text below keys; "" where there is none."""
    found = at(values, *keys)
    return str(found).strip() if isinstance(found, str | int | float) and not isinstance(found, bool) else ""


def stem(path: str) -> str:
    """The name of a file without its ending."""
    return posixpath.splitext(posixpath.basename(path))[0]

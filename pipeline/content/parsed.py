"""What the fields of each good file say, by the digest of the file: what did not change is not parsed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json, to_json

from pipeline.model.tree import File


class Parsed:
    """The values of files that had no problem, as their models want them. `given`: what they depend on besides."""

    def __init__(self, given: str = "", before: Mapping[str, Any] | None = None) -> None:
        self._given = given
        self._before = before or {}
        self._now: dict[str, Any] = {}

    def of(self, file: File) -> object | None:
        """What the fields of a file said; None where that is not known."""
        known = self._before.get(file.path)
        if known is None or known[0] != file.digest:
            return None
        self._now[file.path] = known
        said: object = known[1]
        return said

    def note(self, file: File, value: object) -> None:
        self._now[file.path] = [file.digest, value]

    def to_bytes(self) -> bytes | None:
        """JSON, `version: 1`, with fields in the order in which they are written; None where nothing is new."""
        return None if self._now == self._before else to_json({"version": 1, "given": self._given, "said": self._now})

    @classmethod
    def from_bytes(cls, data: bytes | None, given: str) -> Parsed:
        """What `to_bytes` wrote, if it was given the same; else nothing is known."""
        try:
            plain = from_json(data or b"{}", cache_strings="keys")
        except ValueError:
            plain = {}
        fits = isinstance(plain, dict) and plain.get("version") == 1 and plain.get("given") == given
        return cls(given, plain["said"] if fits else None)

"""Data of PHP as `serialize` writes it, read without any of PHP: plugins of WordPress keep their fields so.

Strings, numbers, yes and no, and arrays come out; of an object its fields; references and what a class wrote in its own
way are nothing. Lengths count bytes. Where a length is wrong, as after somebody replaced one address by another in the
database, the string ends at the next `";`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

_MOST_BYTES, _MOST_VALUES, _DEEPEST = 1 << 20, 20_000, 32
_SCALAR = re.compile(rb"([bid]):([-+0-9.eEINFA]{1,40});")
_COUNTED = re.compile(rb'(?:O:[0-9]{1,9}:"[^"]{0,200}":|a:)([0-9]{1,9}):\{')
_STRING = re.compile(rb's:([0-9]{1,9}):"')
_SKIPPED = re.compile(rb'N;|[rR]:[0-9]{1,9};|E:[0-9]{1,9}:"[^"]{0,200}";')
_BEGINS = re.compile(rb"(?:[abdisO]:|N;)")
_AFTER_STRING = re.compile(rb'";(?=[abdisNOrRE}]|\Z)')


class _Torn(Exception):
    """It ends, or goes on, as no data of PHP does."""


def read(text: str) -> object:
    """What a serialized text holds: None where it holds nothing that can be read. Some write it in Base64."""
    data = text.strip().encode(errors="replace")
    if len(data) > _MOST_BYTES:
        return None
    try:
        if not _BEGINS.match(data):
            data = base64.b64decode(data, validate=True)
        return _Reader(data).value(0)
    except (_Torn, binascii.Error, ValueError):
        return None


def fields(text: str) -> Mapping[str, Any]:
    """A serialized array as names and values; empty where it is none."""
    found = read(text)
    return {str(name): value for name, value in found.items()} if isinstance(found, dict) else {}


def listed(value: object) -> tuple[Any, ...]:
    """The values of an array, in the order of its numbers, which may have holes."""
    if not isinstance(value, dict):
        return ()
    return tuple(value[key] for key in sorted(key for key in value if isinstance(key, int)))


class _Reader:
    """Reads one value after the other; `at` is where the next one begins."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.values = data, 0, 0

    def value(self, depth: int) -> object:
        self.values += 1
        if depth > _DEEPEST or self.values > _MOST_VALUES:
            raise _Torn
        if match := self._take(_STRING):
            return self._string(int(match[1]))
        if match := self._take(_SCALAR):
            return _scalar(match[1], match[2])
        if match := self._take(_COUNTED):
            return self._array(int(match[1]), depth)
        if self._take(_SKIPPED):
            return None
        raise _Torn

    def _take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        match = pattern.match(self.data, self.at)
        self.at = match.end() if match else self.at
        return match

    def _string(self, length: int) -> str:
        begin, end = self.at, self.at + length
        if self.data[end : end + 2] != b'";':
            match = _AFTER_STRING.search(self.data, begin)
            if match is None:
                raise _Torn
            end = match.start()
        self.at = end + 2
        return self.data[begin:end].decode(errors="replace")

    def _array(self, count: int, depth: int) -> dict[str | int, object]:
        found: dict[str | int, object] = {}
        for _ in range(count):
            if self.data[self.at : self.at + 1] == b"}":
                break
            key = self.value(depth + 1)
            found[key if isinstance(key, str | int) else ""] = self.value(depth + 1)
        if self.data[self.at : self.at + 1] != b"}":
            raise _Torn
        self.at += 1
        return found


def _scalar(sort: bytes, written: bytes) -> bool | int | float:
    if sort == b"b":
        return written == b"1"
    return int(written) if sort == b"i" else float(written)

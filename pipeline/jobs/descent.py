"""What comes of what: the bytes that were made with others, from record to record, and what may stay without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from pipeline.model.artifact import Blob


class Done(Protocol):
    """The record of a job."""

    @property
    def description(self) -> Mapping[str, Any]: ...

    @property
    def outputs(self) -> Mapping[str, Blob]: ...


def come_of(digests: Iterable[str], records: Iterable[Done]) -> frozenset[str]:
    """These digests, and those of all that was made with them."""
    makers: dict[str, list[Done]] = {}
    for record in records:
        for given in _given(record):
            makers.setdefault(given, []).append(record)
    found, waiting = set(digests), list(digests)
    while waiting:
        for record in makers.get(waiting.pop(), ()):
            fresh = {blob.digest for blob in record.outputs.values()} - found
            found |= fresh
            waiting += fresh
    return frozenset(found)


def touches(record: Done, digests: Collection[str]) -> bool:
    """Whether a job was given, or gave, one of these."""
    return any(digest in digests for digest in (*_given(record), *(blob.digest for blob in record.outputs.values())))


def is_durable(record: Done) -> bool:
    """Whether a job is of those whose bytes people keep: it names no version of a tool."""
    return bool(record.description.get("tools") == {})


def _given(record: Done) -> frozenset[str]:
    """The digests of what a job was given; none where the record, which may come from anywhere, tells of none."""
    given = record.description.get("inputs")
    return (
        frozenset(one for one in given.values() if isinstance(one, str)) if isinstance(given, Mapping) else frozenset()
    )

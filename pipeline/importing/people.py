"""`people.yml` while people come into it: what is there stays as it is, comments and order with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.importing.written import field
from pipeline.model.tree import File


def joined(file: File | None, people: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The bytes of `people.yml` with these people behind those that it has; who is in it already stays as they are."""
    before = (file.data or b"") if file else b""
    return before + "".join(field(id_, fields) for id_, fields in people.items()).encode()

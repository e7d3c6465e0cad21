"""Identities that nobody gave before."""

from __future__ import annotations

import uuid


def new_guid() -> str:
    """An identity for a new episode (UUID version 4, RFC 9562)."""
    return str(uuid.uuid4())

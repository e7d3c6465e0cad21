"""Whether a store that machines share can be used from here: one small value is put there, found and taken away."""

from __future__ import annotations

from uuid import uuid4

from pipeline.problems import Finding
from pipeline.stores.store import SharedStore, StoreError

_SUBJECT = "store"
_RIGHTS = "let whoever runs builds read, write, list and delete below its prefix, and nobody else read"


def examine(store: SharedStore) -> Finding:
    """What came of trying it. A value of our own is all that it touches."""
    key, said = f"doctor/{uuid4().hex}", b"tried"
    try:
        store.write(key, (said,))
        if store.read(key) != said:
            return Finding(False, _SUBJECT, "gave back something else than was put there", "see who else writes there")
        listed = key in {held.key for held in store.held("doctor/")}
        store.delete(key)
    except StoreError as error:
        return Finding(False, _SUBJECT, error.message, error.hint or _RIGHTS)
    except OSError as error:
        return Finding(False, _SUBJECT, f"can't be used: {error.strerror or error}", _RIGHTS)
    if not listed:
        return Finding(False, _SUBJECT, "does not list what was put there", _RIGHTS)
    return Finding(True, _SUBJECT, "a value was put there, found and taken away")

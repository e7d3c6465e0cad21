"""What opens something that is not for all, by its name: no file of a library holds it."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = frozenset({"password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "credentials"})
_OPENS: Final = frozenset({"auth", "key", "sig", "signature", "x-amz-signature", "x-goog-signature", "hdnea", "jwt"})
_ENDS: Final = ("api_key", "access_key", "private_key", "license_key", "secret_key")


def is_secret(name: str) -> bool:
    """Whether a field of this name holds a password, a key or the like."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower())
    return not _WORDS.isdisjoint(plain.split("_")) or plain.endswith(_ENDS)


def opens(name: str) -> bool:
    """Whether a parameter of an address holds what opens it: a key of a member, or a signature."""
    return is_secret(name) or name.lower() in _OPENS

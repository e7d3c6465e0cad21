"""What a target says when it can't or must not do what was asked."""

from __future__ import annotations


class TargetError(Exception):
    """The target refused or failed; what was public before still is. `hint` is the remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def other_bytes(path: str) -> TargetError:
    """The bytes of an artifact are not those that its digest promises."""
    return TargetError(
        f"The bytes of `{path}` are not those of the manifest; what was public before still is.",
        "Build again: something changed `dist` after the build.",
    )

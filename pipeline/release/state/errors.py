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


class LostState(TargetError):
    """What a target should remember of what is public can't be read: nobody could tell what a publish takes away."""


def lost(name: str, where: str, why: str) -> LostState:
    """The state of a target can't be read. `name` is that of the target, `why` half a sentence."""
    return LostState(
        f"What is published at `{where}` is not known: {why}. Nothing was written, as a publish could take away what "
        "people hold.",
        f"`pipeline recover --target {name}` says what can be made anew from what is there, and does it with `--yes`.",
    )

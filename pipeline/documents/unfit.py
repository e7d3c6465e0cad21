"""What in a document only people can take out."""

from __future__ import annotations


class Unfit(Exception):
    """A document can't be published as it is: what is wrong, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


COMMENTED = "it holds comments, which readers would see with the names of those who wrote them"
CHANGED = "it holds tracked changes: readers would see what was taken out, and who did so"
SIGNED = "it is signed, and would no longer be so without what programs wrote into it"
"""What is told of several sorts."""

"""What an address is asked for, in the words that people read when it is not to be had."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sought:
    """A feed, a recording, a page: its `name`, the media types that are accepted (as in `Accept`), and the most bytes.

    The rest are remedies: where the address answers not to everybody, where it wants a name and a password, and where
    its host is in a network that is not public.
    """

    name: str
    accept: str = "*/*"
    most: int = 64 << 20
    for_anybody: str = "see that the address answers to anybody"
    signed_in: str = "give an address that opens without signing in"
    inside: str = "give an address that opens from anywhere"

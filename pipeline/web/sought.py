"""What an address is asked for, in the words that people read when it is not to be had."""

from __future__ import annotations

from collections.abc import Mapping
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


AGENT = "pipeline"
"""The name by which the rules of a site for programs (`robots.txt`) may speak of this one."""


def signed(site_url: str) -> Mapping[str, str]:
    """The header that says who asks, and whom to turn to: the library at this address."""
    return {"User-Agent": f"{AGENT} (+{site_url})"}

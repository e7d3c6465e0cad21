"""How an entry can be met besides as a text on its page, for those who look for what they can use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Whether it is heard, and then also written down; whether it is printed as tagged PDF, and then also large."""

    heard: bool = False
    written: bool = False
    printed: bool = False
    large: bool = False

"""Text without what nobody sees: spaces at the ends of lines, and accents that stand by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.formats import letters

# Composed, these two become a semicolon and a backtick, which Markdown reads.
_BECOMES_MARKUP = re.compile("[\u037e\u1fef]")


def trimmed(text: str) -> str:
    """Without spaces at the ends of lines."""
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))


def trimmed_body(text: str) -> str:
    """The same, but for those two spaces by which Markdown breaks a line."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        bare = line.rstrip(" \t")
        breaks = line.endswith("  ") and bare and number + 1 < len(lines) and lines[number + 1].strip()
        lines[number] = f"{bare}  " if breaks else bare
    return "\n".join(lines)


def composed(text: str, uncomposed: Iterable[str]) -> str:
    """In NFC, unless it names a file whose name is not, or something in it would become markup."""
    kept = any(name in text for name in uncomposed) or _BECOMES_MARKUP.search(text)
    return text if kept else letters.composed(text)

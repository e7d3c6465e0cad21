"""Markup in titles and descriptions, which are plain text: readers would see its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.content.checks.around import Around
from pipeline.model.entry import Entry
from pipeline.problems import Problem

_MARKUP = re.compile(
    r"\*\*[^\s*][^*\n]{0,100}\*\*|(?<!\w)`[^`\n]{1,60}`"
    r"|\[[^\[\]\n]{1,100}\]\([^()\s]{1,200}\)"
    r"|&(?:amp|lt|gt|quot|nbsp|#\d{2,5});"
    r"|</?(?:a|b|br|em|i|p|span|strong|u)(?:[ /][^<>\n]{0,100})?>"
)
_FIELDS = ("title", "description")


def of(entry: Entry[Any], around: Around) -> Iterator[Problem]:  # noqa: ARG001  # the signature of such checks
    """The first of it in each of these fields."""
    for name in _FIELDS:
        text = getattr(entry.fields, name, None)
        found = _MARKUP.search(text) if isinstance(text, str) else None
        if found:
            message = f"`{name}` is plain text, so readers would see ``{found[0]}`` as it is written"
            hint = "write the words alone" if found[0][0] != "&" else "write the sign itself"
            yield Problem(entry.place(name), message, hint, "shown-as-written")

"""Scripts for pages that are opened as files: browsers load no module from one, and let none ask for another file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_ASKS: Final = re.compile(
    r"\b(?:import\s*\(|fetch\s*\(|XMLHttpRequest\b|serviceWorker\b)|^\s*(?:import|export)\b", re.MULTILINE
)
"""What only a server answers: other modules, files, a worker."""
_HERE: Final = "import.meta.url"
_IMPORT: Final = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w.-]+)";?$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:const|let|function|class)\b)", re.MULTILINE)
_DEEP: Final = 8
"""Modules that one brings that is brought by another, and so on, at most."""

Read = Callable[[str], str]
"""The text of a module beside this one, by its name."""


class NeedsAServer(Exception):
    """A module can't do its work, or even begin, from a file."""


def plain(script: str, read: Read, deep: int = _DEEP) -> str:
    """A module as a script that is none: what it imports by name from beside itself is in it, its names stay its own,
    and it is strict, as a module is. It runs when the page is there if its element says `defer`, as a module does by
    itself. Raises `NeedsAServer`.
    """
    knows = "const here = document.currentScript.src;\n" if _HERE in script else ""
    return f'"use strict";(() => {{\n{knows}{_inside(script, read, deep)}\n}})()\n'


def _inside(script: str, read: Read, deep: int) -> str:
    def brought(match: re.Match[str]) -> str:
        if not deep:
            raise NeedsAServer
        names, module = match[1].strip(), read(match[2])
        return f"const {{ {names} }} = (() => {{\n{_inside(module, read, deep - 1)}\nreturn {{ {names} }}\n}})()"

    made = _IMPORT.sub(brought, _EXPORT.sub("", script)).replace(_HERE, "here")
    if _ASKS.search(_without_comments(made)):
        raise NeedsAServer
    return made


def _without_comments(script: str) -> str:
    """The script without what stands between `/*` and `*/`, where words are not code."""
    kept, rest = "", script
    while rest:
        before, _, rest = rest.partition("/*")
        kept += before
        rest = rest.partition("*/")[2]
    return kept

"""What is shown to those who write: the library as it was laid out last, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.model.artifact import Artifact, Manifest

ASIDE = "_writing/"
"""Where that lies which pages have besides while they are written: below the root, and in nothing that is published."""


def _nothing(_artifact: Artifact) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Shown:
    """One state. `number` is another one for each; `told` is what pages say of it (JSON data). `locate` gives the path
    of a file that holds an artifact, for sound, `open_` the bytes of any; both None where they are not here.
    """

    number: int = 0
    manifest: Manifest = field(default_factory=Manifest)
    told: Mapping[str, Any] = field(default_factory=dict)
    open_: Callable[[Artifact], Iterator[bytes] | None] = _nothing
    locate: Callable[[Artifact], str | None] = _nothing


@dataclass(slots=True)
class Showing:
    """Who shows asks here for what there is `now`, until it is `over`, and tells the source of each page that somebody
    looks at.
    """

    now: Shown = field(default_factory=Shown)
    over: bool = False
    looked_at: Callable[[str], object] = lambda _source: None


class Live(Protocol):
    """Shows what is written on this machine, in a thread of its own, until it is left."""

    def __enter__(self) -> str:
        """The address at which it is reached. Raises `PreviewError` when the port can't be had."""

    def __exit__(self, *exception: object) -> None: ...


def page(html: bytes, shown: Artifact | None, here: str) -> bytes:
    """A page with what it has besides: `here` is the way from it to `ASIDE`."""
    source, digest = (shown.source, shown.digest) if shown else ("", "")
    tags = (
        f'<link rel="stylesheet" href="{here}writing.css">'
        f'<script defer src="{here}writing.js" data-source="{_attribute(source)}" data-digest="{digest}"></script>'
    )
    return html.replace(b"</head>", f"{tags}</head>".encode(), 1)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


BEGINNING = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The library is being read</title>
</head>
<body>
<p>The library is being read. This page shows it as soon as it is there.</p>
</body>
</html>
"""
"""What is shown before there is a first state."""

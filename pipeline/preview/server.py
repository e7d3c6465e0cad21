"""What serves a preview, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from urllib.parse import unquote, urlsplit

from pipeline.model.artifact import Manifest

PORT = 8000
"""Where this machine serves when nobody says otherwise."""


class PreviewError(Exception):
    """The preview can't be served. `hint` is the remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


Read = Callable[[], Manifest | None]


class Server(Protocol):
    """Serves a tree with the headers of its manifest until it is interrupted."""

    def __call__(self, root: str, read: Read, host: str = "127.0.0.1", port: int = PORT, base_path: str = "/") -> None:
        """`root` is the directory of the tree; `read` gives its manifest, again whenever `root` leads elsewhere.

        Raises `PreviewError` when the port can't be had.
        """


def base_path(base_url: str) -> str:
    """The path under which a site lies, with both its slashes: `https://example.org/sub` → `/sub/`."""
    inner = unquote(urlsplit(base_url).path).strip("/")
    return f"/{inner}/" if inner else "/"

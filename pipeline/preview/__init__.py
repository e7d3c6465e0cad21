"""Look at what was built, as a client sees it, or at what is being written, as it is now."""

from __future__ import annotations

from pipeline.preview.server import PORT, PreviewError, Server, base_path
from pipeline.preview.showing import Live, Showing, Shown

__all__ = ["PORT", "Live", "PreviewError", "Server", "Showing", "Shown", "base_path"]

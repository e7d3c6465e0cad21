"""Look at what was built, as a client sees it."""

from pipeline.preview.server import PreviewError, Server, base_path

__all__ = ["PreviewError", "Server", "base_path"]

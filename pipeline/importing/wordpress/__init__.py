"""An export of WordPress as articles, pages and episodes."""

from pipeline.importing.wordpress.reading import read

__all__ = ["read"]

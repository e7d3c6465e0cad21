"""Papers: documents of Word as articles, and worksheets among them as handouts."""

from pipeline.importing.papers.reading import read

__all__ = ["read"]

"""The search over the finished pages: `documents` are their words, `job` describes the index, `pieces` what it is."""

from pipeline.search.documents import Documents, documents, job, pieces

__all__ = ["Documents", "documents", "job", "pieces"]

"""The search over the finished pages: `jobs` index them in shards, `volumes` and `joins` join these, `pieces` is the
index.
"""

from pipeline.search.jobs import jobs, joins, pieces, volumes

__all__ = ["jobs", "joins", "pieces", "volumes"]

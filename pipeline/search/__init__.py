"""The search over the finished pages: `jobs` index them in shards, `joins` join the shards, `pieces` is the index."""

from pipeline.search.jobs import jobs, joins, pieces

__all__ = ["jobs", "joins", "pieces"]

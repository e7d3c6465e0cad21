"""The search over the finished pages: `jobs` index them in shards, `volumes` and `joins` join these, `pieces` is the
index; `first` is what the search knows before it.
"""

from pipeline.search.first import first
from pipeline.search.jobs import jobs, joins, pieces, volumes

__all__ = ["first", "jobs", "joins", "pieces", "volumes"]

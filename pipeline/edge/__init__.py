"""What stands between a target and its readers: encodings, and a CDN that is told what its caches must forget."""

from pipeline.edge.edge import Edge, EdgeError
from pipeline.edge.encodings import encoded, jobs
from pipeline.edge.round import Ledger, Round, Told
from pipeline.edge.stale import Stale, between, changed, of

__all__ = ["Edge", "EdgeError", "Ledger", "Round", "Stale", "Told", "between", "changed", "encoded", "jobs", "of"]

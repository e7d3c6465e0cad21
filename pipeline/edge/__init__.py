"""What stands between a target and its readers: encodings, rules of hosts, and a CDN that is told what to forget."""

from pipeline.edge.edge import Edge, EdgeError
from pipeline.edge.encodings import encoded, jobs
from pipeline.edge.round import Ledger, Round, Told
from pipeline.edge.rules import HOSTS, INSIDE, Ruled, ruled
from pipeline.edge.stale import Stale, between, changed, of

__all__ = [
    "HOSTS",
    "INSIDE",
    "Edge",
    "EdgeError",
    "Ledger",
    "Round",
    "Ruled",
    "Stale",
    "Told",
    "between",
    "changed",
    "encoded",
    "jobs",
    "of",
    "ruled",
]

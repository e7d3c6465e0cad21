"""The web: what lies at an address, as values; who asks is behind a protocol."""

from pipeline.web.answer import Answer, Fetched, Fetcher, Unreachable
from pipeline.web.sought import AGENT, Sought, signed

__all__ = ["AGENT", "Answer", "Fetched", "Fetcher", "Sought", "Unreachable", "signed"]

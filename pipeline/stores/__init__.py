"""Keyed bytes: one protocol, and its twins."""

from pipeline.stores.store import Store

__all__ = ["Store"]

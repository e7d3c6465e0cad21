"""Keyed bytes: one protocol, and its twins."""

from pipeline.stores.store import Store, StoreError

__all__ = ["Store", "StoreError"]

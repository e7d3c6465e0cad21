"""Keyed bytes: one protocol, and its twins."""

from pipeline.stores.store import Held, LocalStore, Store, StoreError

__all__ = ["Held", "LocalStore", "Store", "StoreError"]

"""Keyed bytes: one protocol, and its twins."""

from pipeline.stores.examined import examine
from pipeline.stores.store import Held, LocalStore, SharedStore, Store, StoreError

__all__ = ["Held", "LocalStore", "SharedStore", "Store", "StoreError", "examine"]

"""New episodes are announced once: to a hub, by podping, to webhooks, and in a public record."""

from pipeline.announce.endpoints import Delivery
from pipeline.announce.events import Event, Record, marked, recent, record, schema
from pipeline.announce.ledger import Ledger, State
from pipeline.announce.round import Courier, Round, Told

__all__ = [
    "Courier",
    "Delivery",
    "Event",
    "Ledger",
    "Record",
    "Round",
    "State",
    "Told",
    "marked",
    "recent",
    "record",
    "schema",
]

"""`[targets.NAME.prices]`: what a store asks for, so that a plan can say what it costs."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text

_EACH = "per 1,000 requests"


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Prices:
    """Prices of a store, in one currency. What readers fetch is not among them: no plan knows it."""

    currency: Text = Field(default="USD", description="In which the prices are.")
    class_a: float = Field(default=0, ge=0, description=f"Price {_EACH} that write, copy or list.")
    class_b: float = Field(default=0, ge=0, description=f"Price {_EACH} that read.")
    delete: float = Field(default=0, ge=0, description=f"Price {_EACH} that delete; most stores take nothing.")
    stored: float = Field(
        default=0, ge=0, description="Price per GB (1,000,000,000 bytes) that lies there for a month."
    )

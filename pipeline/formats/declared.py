"""How fields are declared that pydantic checks: what it does with what is unknown, and when it learns of a class.

A command uses few of all classes with fields; to build what checks them took a quarter of the time in which it starts.
So each is built when it is first used.
"""

from __future__ import annotations

from typing import Any

LATE: Any = {"defer_build": True}
"""For what the pipeline writes."""
STRICT: Any = {**LATE, "extra": "forbid"}
"""For what people write: an unknown field is an error."""

"""Who is told how a publish ended, when nobody looks."""

from pipeline.alerts.message import Call, Ended, is_alarming
from pipeline.alerts.tell import Messenger, Told, alert, beat

__all__ = ["Call", "Ended", "Messenger", "Told", "alert", "beat", "is_alarming"]

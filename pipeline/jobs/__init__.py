"""Jobs: work described as plain data, done once, and kept with its reason."""

from pipeline.jobs.job import Failure, Job, Made, Performer, Task
from pipeline.jobs.outcome import Outcome, Status

__all__ = ["Failure", "Job", "Made", "Outcome", "Performer", "Status", "Task"]

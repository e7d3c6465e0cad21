"""The doctor: what a machine has and lacks, with the command that mends it."""

from pipeline.doctor.needs import Module, Program, Wheel, every_manager

__all__ = ["Module", "Program", "Wheel", "every_manager"]

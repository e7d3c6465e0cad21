"""The shell: the only code that prints and exits."""

from pipeline.cli.commands import main

__all__ = ["main"]

"""What single values of feeds must look like: text in, what is wrong with it out."""

from pipeline.validator.values.wrong import Check, Wrong

__all__ = ["Check", "Wrong"]

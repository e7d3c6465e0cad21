"""Checks across entries: what no file can know by itself."""

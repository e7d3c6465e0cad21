"""Pieces become a manifest: what goes out, with the words of a server about each file."""

"""Importing: what an organisation has elsewhere, as content files that an editor could have written."""

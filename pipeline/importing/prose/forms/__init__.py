"""Texts of other forms as HTML with the same lines."""

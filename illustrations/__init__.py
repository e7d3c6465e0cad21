"""The illustrations of the library: drawn by programs, so that anyone can draw one more by the same hand."""

"""The illustrations of the library: drawn by programs, so that anyone can draw them again or one more by the same hand."""

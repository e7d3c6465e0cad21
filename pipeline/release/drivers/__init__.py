"""Where a library is published, one file a sort of place."""

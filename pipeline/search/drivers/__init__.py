"""What touches the world for the search."""

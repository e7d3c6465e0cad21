"""What touches the world for releases."""

"""What touches the world for handouts."""

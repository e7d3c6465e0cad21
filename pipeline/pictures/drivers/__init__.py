"""What touches the world for pictures."""

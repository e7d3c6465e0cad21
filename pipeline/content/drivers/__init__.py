"""What touches the world for content."""

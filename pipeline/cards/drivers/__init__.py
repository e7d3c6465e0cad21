"""What touches the world for cards."""

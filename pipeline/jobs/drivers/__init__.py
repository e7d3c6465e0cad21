"""What touches the world for jobs."""

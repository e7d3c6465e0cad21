"""What touches the world for documents."""

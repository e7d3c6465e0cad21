"""What touches the world for the site."""

"""What asks the web."""

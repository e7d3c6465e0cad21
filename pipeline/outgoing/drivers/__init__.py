"""What asks the web for links."""

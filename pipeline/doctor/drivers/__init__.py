"""What touches the machine to look at it."""

"""What is public, looked at as a client does, and what is remembered of that."""

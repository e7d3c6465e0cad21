"""What a target remembers, and what it can be asked."""

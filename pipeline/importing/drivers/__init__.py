"""Who reads what others made, and asks the web for it."""

"""What an import wrote, and what people did with it since: the lock, and how a draft comes onto a file."""

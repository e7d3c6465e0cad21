"""What of copies touches the disk: archives."""

"""What of exports touches the disk: folders and files."""

"""What a source holds, and what every reader reads it with."""

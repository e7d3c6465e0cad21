"""What the validator asks of the network."""

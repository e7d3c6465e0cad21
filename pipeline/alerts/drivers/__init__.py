"""The network, the clock and the environment."""

"""The formats content is written in, read and written as pure values: no disk, clock, network or environment."""

"""Sound: what recordings are, how they become episodes, and what stands beside them."""

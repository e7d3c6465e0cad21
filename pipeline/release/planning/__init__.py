"""A manifest becomes a plan: what changes, what must not, and what people would lose."""

"""The pages of a feed: found, and brought into one shape."""

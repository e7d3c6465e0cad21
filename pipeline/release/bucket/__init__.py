"""How releases and previews lie in a bucket, and what it costs to put them there."""

"""Items become drafts: where each lies, what goes along with it, and what stands in it."""

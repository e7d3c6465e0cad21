"""The values that pass between the stages: what editors wrote, what was made of it, and what goes out."""

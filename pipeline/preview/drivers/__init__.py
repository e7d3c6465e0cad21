"""How a preview is served."""

"""A headless publishing pipeline: a library kept in git becomes a website, podcasts, feeds and PDFs on any web space."""

__version__ = "0.1.0"

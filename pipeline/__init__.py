"""A headless publishing pipeline: from a library kept in git to a website, podcasts and feeds."""

__version__ = "0.1.0"

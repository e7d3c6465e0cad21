"""Those who speak to a CDN."""

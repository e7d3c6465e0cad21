"""The text of a post: from what editors, plugins and page builders of WordPress save to the HTML that readers saw."""

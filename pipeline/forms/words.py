"""What forms say besides the words of their fields."""

from __future__ import annotations

from collections.abc import Mapping

OTHERS: Mapping[str, str] = {
    "title": "Write for the library",
    "no_script": "The forms need JavaScript. Without it, write the files on the site of the repository.",
    "body": "Text",
    "body_hint": "The button at the end of the bar changes between Markdown and a view like that of a word processor.",
    "clocks": "By the clocks of the library:",
    "lists": "Topics and audiences",
    "slug": "Name of the file, and last part of the address. It stays when the title changes.",
    "slug_remedy": "write lower-case letters, digits and hyphens, like `first-steps`",
    "yes": "Yes",
    "no": "No",
}

"""A plain engine: the twin of the real one, without a tool."""

from __future__ import annotations

import json
from html import escape

from pipeline.jobs import Made
from pipeline.model.page import Page
from pipeline.site.engine import Book, here


class Plain:
    """Title, description, text and data of each page, and nothing around them."""

    def make(self, book: bytes) -> Made:
        """The site of a book, as files in memory."""
        read = Book.from_bytes(book)
        base = read.frame.base_url
        files: dict[str, bytes | str] = {f"{page.address}index.html": _page(page, base) for page in read.pages}
        return Made(files=files)


def _page(page: Page, base_url: str) -> bytes:
    shown = escape(json.dumps(page.data, sort_keys=True))
    sound = page.data.get("row", {}).get("sound")
    audio = f'<audio controls src="{escape(here(sound["url"], base_url, page.address))}"></audio>' if sound else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><title>{escape(page.title)}</title></head>\n'
        f"<body><main data-pagefind-body><h1>{escape(page.title)}</h1>{page.html}{audio}<pre>{shown}</pre></main>"
        "</body></html>\n"
    ).encode()

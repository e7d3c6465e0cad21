"""A plain engine: the twin of the real one, without a tool."""

from __future__ import annotations

import json
from html import escape

from pipeline.model.page import Page
from pipeline.site.engine import Frame, here


class Plain:
    """Title, description, text and data of each page, and nothing around them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def page(self, page: Page) -> str:
        shown = escape(json.dumps(page.data, sort_keys=True))
        sound = page.data.get("row", {}).get("sound")
        source = escape(here(sound["url"], self._frame.base_url, page.address)) if sound else ""
        audio = f'<audio controls src="{source}"></audio>' if sound else ""
        return (
            f'<!doctype html>\n<html lang="en"><head><title>{escape(page.title)}</title></head>\n'
            f"<body><main data-pagefind-body><h1>{escape(page.title)}</h1>{page.html}{audio}<pre>{shown}</pre></main>"
            "</body></html>\n"
        )

    def lost(self) -> str:
        return ""

"""A plain engine: the twin of the real one, without a tool."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from html import escape

from pipeline.model.artifact import sha256
from pipeline.model.page import Page
from pipeline.site.engine import Frame, here


class Plain:
    """All that is known of each page, and the digest of what would be around it: frame and look."""

    def __init__(self, frame: Frame, look: str = "") -> None:
        self._frame, self._around = frame, sha256(frame.to_bytes() + look.encode())

    def page(self, page: Page) -> str:
        known = {field.name: getattr(page, field.name) for field in fields(page)}  # `asdict` alone would copy all of it
        shown = escape(json.dumps({**known, "around": self._around}, sort_keys=True, default=asdict))
        sound = page.data.get("row", {}).get("sound")
        source = escape(here(sound["url"], self._frame.base_url, page.address)) if sound else ""
        audio = f'<audio controls src="{source}"></audio>' if sound else ""
        title = escape(page.title)
        parts = "".join(f'<h2 id="{p.id}">{escape(p.title)}</h2>' for p in page.toc if f'id="{p.id}"' not in page.html)
        return (
            f'<!doctype html>\n<html lang="en"><head><title>{title}</title></head>\n'
            f"<body><main data-pagefind-body><h1>{title}</h1>{page.html}{parts}{audio}</main><pre>{shown}</pre>"
            "</body></html>\n"
        )

    def lost(self) -> str:
        return ""

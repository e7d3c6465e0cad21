"""A page laid out: through the engine and finished, with what others need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.formats import searchable
from pipeline.jobs import Made
from pipeline.model import urls
from pipeline.site.engine import Engine, page_of
from pipeline.site.finish import Finish, Finished

PAGE, WORDS = "page.html", "words.html"


def laid_out(engine: Engine, finish: Finish, draft: bytes | None, params: Mapping[str, Any]) -> Made:
    """The page of a draft, or without one that of what is not found. `params` has the `title` that no other page has,
    what the head says of the `card`, and of a preview the address of the page in the `live` library.
    """
    if draft is None:
        text = engine.lost()
        return told(finish.page(urls.NOT_FOUND, text), "") if text.strip() else Made({"ids": "", "links": ""})
    page = page_of(draft)
    data = {**page.data, "head": {**page.data["head"], "title": params["title"]}}
    if params.get("card"):
        data["card"] = params["card"]
    if params.get("live"):
        data["live"] = params["live"]
    finished = finish.page(urls.page_file(page.address), engine.page(replace(page, data=data)))
    return told(finished, searchable.words(finished.tree) if page.source and page.address else "")


def told(finished: Finished, words: str) -> Made:
    """A finished page with its words, as its job gives it; ids and links are lines of a text."""
    files: dict[str, bytes | str] = {PAGE: finished.text.encode()}
    if words:
        files[WORDS] = words.encode()
    links = (f"{path}#{part}" if part else path for path, part in finished.links)
    return Made({"ids": "\n".join(finished.ids), "links": "\n".join(links)}, files)

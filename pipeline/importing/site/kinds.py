"""Which kind of entry a page becomes: as people decided for its folder, or by the name of that."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.decisions import Decisions
from pipeline.model.kinds import KINDS

_NEWS = frozenset(
    [
        "news",
        "events",
        "event",
        "announcements",
        "aktuelles",
        "nachrichten",
        "termine",
        "neuigkeiten",
        "actualites",
        "noticias",
        "press",
        "updates",
    ]
)
_ARTICLES = frozenset(
    [
        "post",
        "posts",
        "_posts",
        "_drafts",
        "drafts",
        "blog",
        "blogs",
        "article",
        "articles",
        "docs",
        "guides",
        "guide",
        "library",
        "essays",
        "stories",
        "resources",
        "topics",
        "artikel",
        "beitraege",
        "notes",
        "tips",
        "help",
    ]
)
_SHELVES = (_NEWS | _ARTICLES | {"content", "pages", "page", "src", "source", "en"}) - {
    "guides",
    "guide",
    "topics",
    "events",
}
DROP = "drop"


def kind_of(id_: str, folders: tuple[str, ...], decisions: Decisions, *, home: bool, post: bool, articles: bool) -> str:
    """The name of a kind, or `drop`. `folders` are those of the page in its source; `home`: it is the first page;
    `post`: its program takes it for one of those that have a day; `articles`: so it takes all texts in folders.
    """
    item = decisions.items.get(id_)
    if item and item.kind:
        return named(item.kind)
    if decided := _decided("/".join(folders), decisions.kinds):
        return named(decided)
    inside = {folder.lower() for folder in folders}
    if home or inside & {"pages", "page"}:
        return "page"
    if inside & _NEWS:
        return "news"
    return "article" if post or inside & _ARTICLES or (articles and folders) else "page"


def named(kind: str) -> str:
    """The name of a kind as its table has it; itself where it is none."""
    plain = kind.strip().lower().replace("_", "-").replace(" ", "-")
    return next((name for name in KINDS if name.replace("_", "-") == plain), plain)


def _decided(folders: str, kinds: Mapping[str, str]) -> str:
    """What is decided for the innermost of the folders for which something is."""
    matching = [
        one
        for one in kinds
        if f"{folders}/".startswith(f"{one.strip('/')}/") or f"/{one.strip('/')}/" in f"/{folders}/"
    ]
    return kinds[max(matching, key=len)] if matching else ""


def is_shelf(folder: str) -> bool:
    """Whether a folder only says what is in it, so that no address needs it."""
    return folder.startswith("_") or folder.lower() in _SHELVES

"""Entries → pages: texts with their links resolved for the place where they stand, and data for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from pipeline.formats import markdown
from pipeline.formats.locale import own_name
from pipeline.formats.markdown import Heading
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Parts
from pipeline.model.page import Page, TocItem
from pipeline.model.published import Published, forms_of
from pipeline.model.rows import Data
from pipeline.site import figures
from pipeline.site import terms as words
from pipeline.site.related import Related

PART = "<!-- worksheet -->"
"""Parts a text before its first form and after its last, for what a template puts there."""


def pages(entry: Entry[Any], published: Published, related: Related) -> Iterator[Page]:
    """The page of an entry, and the pages beside it."""
    kind, row, rendering = KINDS[entry.kind], published.row(entry), published.rendering(entry)
    parts = kind.page(row, entry, published)
    contents = tuple(TocItem(2, identity, title) for identity, title in parts.headings)
    made = Page(
        address=entry.address,
        title=row.title,
        description=row.description,
        template=kind.template,
        html=_in_its_language(text(entry, published), published.teaser(entry).language),
        toc=(*toc(rendering.headings), *contents),
        data=_data(entry, published, related, parts),
        source=entry.path,
    )
    yield made
    yield from _beside(made, parts)


def _beside(page: Page, parts: Parts) -> Iterator[Page]:
    """They are no entries, and have none as their source: what they say is found by the search in the page above."""
    for part in parts.pages:
        here = page.address + part.name
        path = [*page.data["path"], {"address": page.address, "title": page.title}]
        data = {"own": part.data, "language": page.data["language"], "path": path, "schema": "WebPage"}
        yield Page(here, part.title, part.description, part.template, data=data)


def text(entry: Entry[Any], published: Published) -> str:
    """The body of an entry as HTML, with links from where it stands, and its forms filled in."""
    rendering = published.rendering(entry)
    first = getattr(entry.fields, "image", None) is None
    html = figures.in_text(
        published.noted(words.explained(rendering.html, entry, published)), published.shown, entry.address, eager=first
    )
    html = markdown.relink(html, lambda path, _fragment: _href(path, entry, published))
    return markdown.fill_forms(html, _parted(forms_of(rendering, published.library.wording)))


def _parted(forms: Sequence[str]) -> list[str]:
    """The forms of a text, with the two marks; none where there is no form."""
    made = list(forms)
    if made:
        made[0] = PART + made[0]
        made[-1] += PART
    return made


def _in_its_language(html: str, language: str) -> str:
    """Read aloud and hyphenated in the language in which it is written (WCAG 3.1.2)."""
    return f'<div lang="{escape(language)}" dir="auto">{html}</div>' if html and language else html


def _href(path: str, entry: Entry[Any], published: Published) -> str:
    """The address of what a link in a text leads to; a checked library leaves no link without one."""
    reference = published.entry(path)
    known = reference.id if reference else published.file(path)
    return urls.relative(entry.address, path if known is None else known)  # an unknown path is found by the last look


def toc(headings: tuple[Heading, ...]) -> tuple[TocItem, ...]:
    """The table of contents, with the ids of the HTML."""
    return tuple(TocItem(h.level, markdown.PREFIX + h.id, h.title, toc(h.children)) for h in headings)


def _data(entry: Entry[Any], published: Published, related: Related, parts: Parts) -> Data:
    """What every template gets: the row; what is said of it here; what stands beside it; and what its kind adds."""
    kind, teaser = KINDS[entry.kind], published.teaser(entry)
    beside = [published.card(other) for other in related.to(entry)]
    following = _next(entry, beside)
    updated = getattr(entry.fields, "updated", None)
    return {
        "kind": entry.kind,
        "news": kind.news,
        "free": kind.free,
        "row": published.row(entry),
        "language": teaser.language,
        "date": teaser.date,
        "updated": published.day(updated) if updated else "",
        "minutes": teaser.minutes,
        "next": following,
        "related": [one for one in beside if one is not following],
        "path": way(entry, published),
        "translations": [asdict(one) | {"name": own_name(one.language)} for one in published.row(entry).translations],
        "stale": published.changed_since(entry),
        "explained": bool(published.explained(entry)),
        "part": PART if published.rendering(entry).forms else "",
        "exports": [{"ending": e, "path": urls.export(entry.address, e)} for e in kind.exports if kind.exported(entry)],
        "own": parts.data,
    }


def way(entry: Entry[Any], published: Published) -> list[Data]:
    """The way to an entry: the first page, its hub, the entries above it."""
    if not entry.address:
        return []
    above = published.entry_above(entry)
    if above:
        return [*way(above, published), {"address": above.address, "title": above.fields.title}]
    home, kind = {"address": "", "title": published.say("hubs.home")}, KINDS[entry.kind]
    hub = {"address": kind.root, "title": published.say(f"kinds.{kind.name}.plural")}
    return [home, hub] if kind.hub else [home]


def _next(entry: Entry[Any], beside: Sequence[Data]) -> Data | None:
    """What to do next: after reading or hearing the first thing to be done, after doing the first that is not."""
    use = KINDS[entry.kind].use
    if use in ("read", "heard"):
        return next((card for card in beside if KINDS[card["kind"]].use == "done"), None)
    return next((card for card in beside if KINDS[card["kind"]].use != "done"), None) if use == "done" else None

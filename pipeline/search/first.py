"""What the search knows before its index: words of distress with the numbers that help, and what the first page asks.

It is one small file, which a browser loads when the search is opened, and before anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from lxml.html import HtmlElement, fragment_fromstring

from pipeline.formats import zones
from pipeline.model import urls
from pipeline.model.artifact import Piece, canonical
from pipeline.model.numbers import places, ways
from pipeline.model.published import Published
from pipeline.model.rows import filled
from pipeline.search.distress import phrases

PATH = urls.SEARCHED_FIRST
_SETTINGS = "pipeline.toml"


def first(published: Published) -> Piece:
    """The file. Its addresses are from the root of the site."""
    numbers = _numbers(published)
    countries = [country for place in numbers["places"] for country in place["countries"]]
    made = {
        "version": 1,
        "distress": phrases(published.library),
        **numbers,
        "zones": {country: " ".join(zones.of_country(country)) for country in countries},
        "asks": _asks(published),
    }
    return Piece(PATH, canonical(made), _SETTINGS)


def _numbers(published: Published) -> dict[str, Any]:
    """The numbers of the page to which the line for people in danger leads: ways to reach each, and whose they are."""
    rows = _helping(published)
    said = [
        filled(
            {
                "kind": row.kind,
                "title": row.title or published.say(f"numbers.{row.kind}"),
                "phone": row.phone,
                "url": row.url,
                "hours": row.hours,
                "note": row.note,
                **ways(row),
            }
        )
        for row in rows
    ]
    found = [{"countries": place.countries, "numbers": [*place.crisis, *place.emergency]} for place in places(rows)]
    return {"numbers": said, "places": found}


def _helping(published: Published) -> tuple[Any, ...]:
    crisis = published.site.crisis
    entry = published.find(crisis.link.lstrip("/")) if crisis else None
    return tuple(getattr(published.row(entry), "numbers", ())) if entry else ()


def _asks(published: Published) -> list[dict[str, str]]:
    """What the first page asks; its text is read again when it changed alone."""
    home = published.library.entry_at("")
    if home is None:
        return []
    published.answers.answers("asks", lambda path: _asked(published, path), kept=True)
    asked: list[dict[str, str]] = published.answers.ask("asks", home.path)
    return asked


def _asked(published: Published, path: str) -> list[dict[str, str]]:
    """The items of its lists, by the words that stand out in them, and where each leads; where it has no lists, its
    links.
    """
    home = published.find(path)
    if home is None or not (html := published.html(home, forms=False)):
        return []
    text = fragment_fromstring(html, create_parent="div")
    items = [item for item in _all(text, ".//li") if item.find(".//a") is not None] or [*_all(text, ".//a")]
    return [{"title": _said(item), "address": _leads(item, published)} for item in items]


def _said(item: HtmlElement) -> str:
    strong = item.find(".//strong")
    if strong is None:
        strong = item.find(".//a") if item.tag == "li" else item
    return " ".join(cast(HtmlElement, strong).text_content().split())


def _leads(item: HtmlElement, published: Published) -> str:
    link = item.find(".//a") if item.tag == "li" else item
    return str(cast(HtmlElement, link).get("href", "")).removeprefix(published.url(""))


def _all(text: HtmlElement, path: str) -> Iterator[HtmlElement]:
    return cast("Iterator[HtmlElement]", iter(text.findall(path)))

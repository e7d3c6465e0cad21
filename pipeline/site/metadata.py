"""What a page says of itself to machines: JSON-LD, Open Graph, the feeds that belong to it, and a title of its own.

Standards: schema.org as JSON-LD 1.1, <https://ogp.me/>. All of it names the canonical addresses, below `site.url`, as
the page's canonical link does; only the feeds are those of the target that the page is read from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.model import urls
from pipeline.model.access import Access
from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.page import Draft, Page
from pipeline.model.published import Published
from pipeline.model.rows import Data, JsonLd, PersonRow, Row, about_it, filled
from pipeline.site import access, community
from pipeline.site.engine import script

_SHOWS = 24
"""The most podcasts that a hub names by their feeds; all are in the file of subscriptions."""
_RSS, _JSON = "application/rss+xml", "application/feed+json"


def head(page: Page, published: Published) -> Data:
    """The data of the head of a page, but for its title: that depends on the titles of all others."""
    canonical = published.at(published.site.url)
    entry = canonical.find(page.source) if page.source else None
    row = canonical.row(entry) if entry else None
    return {
        "json_ld": script(_graph(page, entry, row, canonical)),
        "open_graph": list(_open_graph(page, row, canonical)),
        "languages": list(_languages(row)),
        "feeds": list(_feeds(page, entry, published)),
    }


def titles(drafts: Iterable[Draft]) -> dict[str, str]:
    """A title for each page by its address: two of the same name say what they are too, and then where they stand."""
    drafts = tuple(drafts)
    found = {draft.address: draft.title for draft in drafts}
    for more in (_sort, _address):
        times = Counter(title.casefold() for title in found.values())
        for draft in drafts:
            if draft.address and times[found[draft.address].casefold()] > 1:
                found[draft.address] = f"{found[draft.address]} ({more(draft)})"
    return found


def _sort(draft: Draft) -> str:
    return draft.sort


def _address(draft: Draft) -> str:
    return draft.address.rstrip("/")


def sort(page: Page, published: Published) -> str:
    """What sort of page one is, in a word or two."""
    entry = published.find(page.source) if page.source else None
    if entry:
        return published.say(f"kinds.{entry.kind}.singular")
    path = page.data.get("path", ())
    return str(path[-1]["title"]) if len(path) > 1 else published.site.title


def _graph(page: Page, entry: Entry[Any] | None, row: Row | None, published: Published) -> JsonLd:
    site = published.site
    home, url = published.url(""), published.url(page.address)
    whole = {"@type": "WebSite", "@id": f"{home}#website", "url": home, "name": site.title, "inLanguage": site.language}
    owner = None if page.address else community.organisation(published)
    by = {"publisher": {"@id": owner["@id"]}} if owner else {}
    nodes = [filled({**whole, "description": site.description, **by}), *([owner] if owner else [])]
    if page.address:
        nodes.append(_breadcrumbs(page, published))
    if entry and row:
        said = KINDS[entry.kind].json_ld(row)
    elif (person := _person(page, published)) is not None:
        said = {"@type": "ProfilePage", "@id": url, "url": url, "mainEntity": _profile(person)}
    else:
        kind = page.data.get("schema", "CollectionPage")
        said = {"@type": kind, "@id": url, "url": url, "name": page.title, "description": page.description}
    nodes.append({**said, **_access(page, row, published), "isPartOf": {"@id": f"{home}#website"}})
    return {"@context": "https://schema.org", "@graph": nodes}


def _access(page: Page, row: Row | None, published: Published) -> JsonLd:
    own = KINDS[row.kind].access(row) if row else Access()
    pictured = bool(row and row.image and row.image.alt)
    return access.said(page, own, pictured=pictured, say=published.say)


def _person(page: Page, published: Published) -> PersonRow | None:
    if not page.address.startswith(urls.PEOPLE):
        return None
    person_id = page.address.removeprefix(urls.PEOPLE).rstrip("/")
    return published.person_row(person_id) if person_id in published.library.people else None


def _profile(person: PersonRow) -> JsonLd:
    return filled(
        {
            "@type": "Person",
            "name": person.name,
            "url": person.url,
            "description": person.bio,
            "image": person.photo.url if person.photo else "",
            "subjectOf": about_it(person.links),
        }
    )


def _breadcrumbs(page: Page, published: Published) -> JsonLd:
    """The way from the first page, as the page shows it, and the page itself."""
    way = [(step["address"], step["title"]) for step in page.data.get("path", ())]
    way = [("", published.site.title), *way[1:], (page.address, page.title)]
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": name,
            "item": {"@type": "WebPage", "@id": published.url(address)},
        }
        for place, (address, name) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _open_graph(page: Page, row: Row | None, published: Published) -> Iterator[tuple[str, str]]:
    """Properties and their contents. The picture is that of the card, which is drawn elsewhere."""
    dated = row is not None and KINDS[row.kind].news
    site = published.site
    yield "og:title", page.title if page.address else site.title
    yield "og:type", "article" if dated else "profile" if _person(page, published) else "website"
    yield "og:url", published.url(page.address)
    yield "og:description", page.description
    yield "og:site_name", site.title
    language, _, rest = (row.language if row else site.language).partition("-")
    territory = rest.rpartition("-")[2]
    if len(territory) == 2:  # it wants a territory, which a language alone does not name
        yield "og:locale", f"{language}_{territory.upper()}"
    if row and dated:
        yield "article:published_time", row.published or ""
        if row.updated:
            yield "article:modified_time", row.updated


def _languages(row: Row | None) -> Iterator[Data]:
    """The same in each language, this page among them: each of them has to name all (RFC 8288, `hreflang`)."""
    if row and row.translations:
        yield {"language": row.language, "href": row.url}
        yield from ({"language": one.language, "href": one.url} for one in row.translations)


def _feeds(page: Page, entry: Entry[Any] | None, published: Published) -> Iterator[Data]:
    """The feeds that an app finds when it is given the address of the page."""
    site = published.site

    def feed(home: str, name: str, kind: str, title: str) -> Data:
        return {"href": urls.relative(page.address, home + name), "type": kind, "title": title}

    own = entry
    while own and not KINDS[own.kind].feed:
        own = published.entry_above(own)
    if own:
        yield feed(own.address, urls.FEED, _RSS, own.fields.title)
        return
    if not page.template.startswith("hubs/"):
        return
    for one in _shows(page, published):
        yield feed(one.id, urls.FEED, _RSS, one.title)
    topic_id = page.address.removeprefix(urls.TOPICS).partition("/")[0] if page.address.startswith(urls.TOPICS) else ""
    topic = published.topic(topic_id) if topic_id in published.library.topics else None
    home, title = (topic.id, f"{topic.title} – {site.title}") if topic else ("", site.title)
    yield feed(home, urls.FEED, _RSS, title)
    yield feed(home, urls.JSON_FEED, _JSON, title)


def _shows(page: Page, published: Published) -> Sequence[Row]:
    """What has feeds of its own and is listed on the page, as long as an app can show them."""
    kind = next((kind for kind in KINDS.values() if kind.feed and kind.root == page.address), None)
    return published.rows(kind)[:_SHOWS] if kind else ()

"""What the public knows of a link list."""

from __future__ import annotations

from html import escape
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE
from pipeline.formats.telephone import shown
from pipeline.model.entry import Entry
from pipeline.model.kinds.kind import Say
from pipeline.model.kinds.link_list.fields import LinkKind, LinkList
from pipeline.model.rows import Address, Data, DayText, JsonLd, Outlook, Row, filled, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ResourceRow:
    """A resource of others."""

    url: Address = Field(description="Where it is.")
    title: str = Field(description="What it is called.")
    description: str = Field(description="What it offers, and to whom.")
    kind: LinkKind = Field(description="What sort of resource it is.")
    regions: tuple[str, ...] = Field(description="ISO 3166 codes of the places it serves.")
    language: str | None = Field(description="BCP 47 language of the resource.")
    phone: str = Field(description="Telephone number, as one dials it.")
    hours: str = Field(description="When someone answers.")
    cost: Literal["free", "paid", "mixed"] | None = Field(description="What it costs.")
    checked: DayText | None = Field(description="The day on which a person looked.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class LinkListRow(Row):
    """A list of links."""

    kind: Literal["link-list"]
    links: tuple[ResourceRow, ...] = Field(description="The resources, in the order in which they are shown.")


def row(entry: Entry[LinkList], outlook: Outlook) -> Data:  # noqa: ARG001 - the shape of `row`
    """The fields of the row that are a link list's own."""
    links = (
        ResourceRow(
            url=link.url,
            title=link.title,
            description=link.description,
            kind=link.kind,
            regions=link.regions,
            language=link.language,
            phone=link.phone,
            hours=link.hours,
            cost=link.cost,
            checked=link.checked.isoformat() if link.checked else None,
        )
        for link in entry.fields.links
    )
    return {"links": tuple(links)}


_BODIES = frozenset({"organisation", "helpline", "community"})


def json_ld(row: LinkListRow) -> JsonLd:
    """The list in the words of schema.org."""
    items = [
        {"@type": "ListItem", "position": place, "item": _resource_ld(link)} for place, link in enumerate(row.links, 1)
    ]
    return thing("CollectionPage", row, mainEntity={"@type": "ItemList", "itemListElement": items})


def _resource_ld(link: ResourceRow) -> JsonLd:
    """Those who help are organisations with a telephone; all else is a work."""
    said = {"name": link.title, "url": link.url, "description": link.description}
    if link.kind in _BODIES:
        return filled({"@type": "Organization", **said, "telephone": link.phone, "areaServed": list(link.regions)})
    free = link.cost == "free" or None
    return filled({"@type": "CreativeWork", **said, "inLanguage": link.language, "isAccessibleForFree": free})


def listing(row: LinkListRow, say: Say) -> str:
    """The links, for readers of a feed."""
    return "\n".join(_resource_html(link, say("links.phone")) for link in row.links)


def _resource_html(link: ResourceRow, said: str) -> str:
    phone = ", ".join(part for part in (shown(link.phone), escape(link.hours)) if part) if link.phone else ""
    return (
        f'<h2><a href="{escape(link.url)}">{escape(link.title)}</a></h2>\n<p>{escape(link.description)}</p>'
        f"{f'<p>{escape(said)}: {phone}</p>' if phone else ''}"
    )

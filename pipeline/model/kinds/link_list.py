"""A list of links to other resources."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Day, Language, Region, Text, Url
from pipeline.model.entry import STRICT, Entry, Shelved
from pipeline.model.kinds.kind import Kind
from pipeline.model.rows import Address, DayText, JsonLd, Outlook, Row, filled, thing

LinkKind = Literal["organisation", "helpline", "tool", "app", "course", "reading", "video", "community"]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Resource:
    """One resource of others."""

    url: Url = Field(description="Where it is.")
    title: Text = Field(description="What it is called.")
    description: Text = Field(description="What it offers, and to whom.")
    kind: LinkKind = Field(description="What sort of resource it is.")
    regions: tuple[Region, ...] = Field(default=(), description="ISO 3166 codes of the places it serves, or `EU`.")
    language: Language | None = Field(default=None, description="BCP 47 language of the resource.")
    phone: Text = Field(default="", description="Telephone number, as one dials it.")
    hours: Text = Field(default="", description="When someone answers.")
    cost: Literal["free", "paid", "mixed"] | None = Field(default=None, description="What it costs.")
    checked: Day | None = Field(default=None, description="The day on which a person looked.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class LinkList(Shelved):
    """The fields of a link list."""

    links: tuple[Resource, ...] = Field(min_length=1, description="The resources, in the order shown.")


@fields_of(frozen=True, slots=True, kw_only=True)
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


@fields_of(frozen=True, slots=True, kw_only=True)
class LinkListRow(Row):
    """A list of links."""

    kind: Literal["link-list"]
    links: tuple[ResourceRow, ...] = Field(description="The resources, in the order in which they are shown.")


def _row(entry: Entry[LinkList], common: dict[str, Any], outlook: Outlook) -> LinkListRow:  # noqa: ARG001 - the shape
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
    return LinkListRow(**common, links=tuple(links))


_BODIES = frozenset({"organisation", "helpline", "community"})


def _json_ld(row: LinkListRow) -> JsonLd:
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


def _listing(row: LinkListRow) -> str:
    return "\n".join(_resource_html(link) for link in row.links)


def _resource_html(link: ResourceRow) -> str:
    phone = ", ".join(part for part in (link.phone, link.hours) if part)
    return (
        f'<h2><a href="{escape(link.url)}">{escape(link.title)}</a></h2>\n<p>{escape(link.description)}</p>'
        f"{f'<p>Telephone: {escape(phone)}</p>' if link.phone else ''}"
    )


KIND = Kind(
    name="link-list",
    label="Link list",
    fields=LinkList,
    pattern=re.compile(r"content/library/links/(?P<name>[^/]+)\.md"),
    root="library/links/",
    template="kinds/link-list.html",
    row_type=LinkListRow,
    row=_row,
    json_ld=_json_ld,
    listing=_listing,
)

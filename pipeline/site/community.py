"""Where people talk, take part and give (`[community]`): what pages show of it, and what they tell machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from pipeline.formats import hours
from pipeline.formats.hours import Span
from pipeline.formats.locale import Spoken
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.model.published import Published
from pipeline.model.rows import Data, JsonLd, filled
from pipeline.settings.community import NETWORKS, Chat, page_of

TALK = ("chat", "forum")
"""The ways on which somebody answers; those of kinds come between them."""
_SCHEMA = "https://schema.org/"


def offered(library: Library) -> Data:
    """What templates show: `ways` for the foot of all pages, `talk` for where help is offered, the `page` that tells of
    all ways to talk, and `accounts`. A way has a `link` that leads out, or the `address` of a page. Nothing where the
    settings name nothing.
    """
    community = library.settings.community
    if community is None:
        return {}
    ways = {name: _way(library, name, link) for name, link in community.links.items()}
    shown = {name: way for name, way in ways.items() if way}
    if "chat" in shown and community.chat:
        shown["chat"] |= _hours(community.chat, library)
    talk = [shown[name] for name in TALK if name in shown]
    return {
        "ways": [*shown.values()],
        "page": shown.get("talk"),
        "talk": [*talk[:1], *_groups(library), *talk[1:]] if talk or "talk" in shown else [],
        "accounts": [
            {"network": network, "name": NETWORKS[network], "link": link}
            for network, link in community.accounts.items()
        ],
    }


def pages(library: Library) -> frozenset[str]:
    """The files of the pages to which the foot of all pages leads for this."""
    community = library.settings.community
    return frozenset(map(page_of, community.links.values())) if community else frozenset()


def _way(library: Library, name: str, link: str) -> Data:
    """Empty where it leads to a page that is not public now."""
    path = page_of(link)
    if not path:
        return {"name": name, "link": link}
    page = library.find(path)
    return {"name": name, "address": page.address} if page else {}


def _groups(library: Library) -> Iterator[Data]:
    """The hubs of kinds in which people talk to each other."""
    for kind in KINDS.values():
        if kind.hub and kind.hub.talk and library.of(kind):
            yield {"name": kind.name, "title": f"kinds.{kind.name}.plural", "address": kind.root}


def _hours(chat: Chat, library: Library) -> Data:
    """The hours of a chat in words; and those that are not always, for the script that tells whether it is open."""
    spans, zone = hours.parse(chat.hours), chat.timezone or library.settings.site.timezone
    spoken = Spoken(library.wording)
    return {
        "hours": said(spans, zone, spoken),
        "open": {} if spans == hours.ALWAYS else {"spans": [asdict(span) for span in spans], "zone": zone},
        "languages": spoken.several(map(spoken.language_name, chat.languages)),
    }


def said(spans: Sequence[Span], zone: str, spoken: Spoken) -> list[str]:
    """Hours in words, a line each: `Monday to Friday 18:00–22:00`, and last where these hours are: `London time`."""
    if spans == hours.ALWAYS:
        return [spoken.say("community.always")]
    return [*(_said(span, spoken) for span in spans), spoken.say("community.zone", zone=spoken.city(zone))]


def _said(span: Span, spoken: Spoken) -> str:
    clock = spoken.say("community.span", start=span.start, end=span.end)
    return spoken.say("community.at", days=_days(span, spoken), hours=clock)


def _days(span: Span, spoken: Spoken) -> str:
    if span.days == hours.ALWAYS[0].days:
        return spoken.say("community.daily")
    names = []
    for first, last in hours.runs(span.days):
        between = spoken.say("community.days", first=spoken.weekday(first), last=spoken.weekday(last))
        names += [between] if last - first > 1 else [spoken.weekday(day) for day in range(first, last + 1)]
    return spoken.several(names)


def organisation(published: Published) -> JsonLd | None:
    """Whose library it is, in the words of schema.org; None where the settings do not tell of it."""
    community, home = published.library.settings.community, published.url("")
    if community is None:
        return None
    node = {
        "@type": "Organization",
        "@id": f"{home}#organization",
        "name": community.name or published.site.title,
        "url": home,
        "sameAs": list(community.accounts.values()),
        "contactPoint": list(_contacts(published)),
    }
    return filled(node)


def _contacts(published: Published) -> Iterator[JsonLd]:
    """Where somebody answers who asks the organisation."""
    community = published.library.settings.community
    assert community is not None
    if community.chat and (chat := _reached(community.chat.link, published)):
        spans = hours.parse(community.chat.hours)
        open_at = [_specified(span) for span in spans]
        languages = list(community.chat.languages)
        point = {"@type": "ContactPoint", "contactType": "chat", **chat}
        yield filled({**point, "hoursAvailable": open_at, "availableLanguage": languages})
    if community.contact and (contact := _reached(community.contact, published)):
        yield {"@type": "ContactPoint", "contactType": "contact", **contact}


def _reached(link: str, published: Published) -> JsonLd:
    if link.startswith("mailto:"):
        return {"email": link.removeprefix("mailto:").partition("?")[0]}
    page = published.find(page_of(link)) if page_of(link) else None
    if page_of(link) and not page:
        return {}
    return {"url": published.url(page.address) if page else link}


def _specified(span: Span) -> JsonLd:
    days = [f"{_SCHEMA}{hours.DAYS[day].capitalize()}" for day in span.days]
    end = "23:59" if span.end == "24:00" else span.end  # as schema.org says a whole day
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": f"{span.start}:00", "closes": f"{end}:00"}

"""The Podcasting 2.0 namespace: its elements, as they are declared. What holds between them: `agreement`.

Standard: <https://podcastindex.org/namespace/1.0>, a page for each element.
"""

from __future__ import annotations

from pipeline.problems import Known
from pipeline.validator import declared
from pipeline.validator.declared import Attribute, Element, Standard
from pipeline.validator.rule import Clause, Level, Profile, Rule
from pipeline.validator.rules import agreement
from pipeline.validator.rules.itunes import unknown
from pipeline.validator.values import Check
from pipeline.validator.values.addresses import (
    geo,
    guid,
    host,
    osm,
    ratio,
    uri,
    url,
)
from pipeline.validator.values.lists import (
    CHATS,
    LISTS,
    MEDIUMS,
    METHODS,
    PAYMENTS,
    SERVICES,
    SOCIAL,
    group,
    role,
)
from pipeline.validator.values.texts import (
    TRUE_FALSE,
    YES_NO,
    at_most,
    country,
    given,
    language,
    mail,
    media_type,
    name,
    number,
    one_of,
    whole,
)
from pipeline.validator.values.times import date, iso_date, repetition

_PAGES = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags"
_ITEM, _BOTH = ("item", "podcast:liveItem"), ("channel", "item", "podcast:liveItem")
_SHOWN, _SHORT = at_most(128), at_most(32)
_FOR_SHORT = "at most 32 characters"
_FOR_SHOWN = "at most 128 characters"
_MEDIUM = one_of((*MEDIUMS, *LISTS), what="medium")

STANDARD = Standard("podcast", "Podcasting 2.0 namespace", Profile.PODCASTING)


def _needed(name_: str, check: Check, says: str) -> Attribute:
    return Attribute(name_, check, says, needed=True)


def _soft(name_: str, check: Check, says: str) -> Attribute:
    """An attribute whose value is recommended, or cut by some."""
    return Attribute(name_, check, says, level=Level.WARNING)


def _page(name_: str) -> str:
    return f"{_PAGES}/{name_}.md"


ELEMENTS = (
    Element("podcast:guid", ("channel",), _page("guid"), check=guid, says="a UUID", needs_text=True, closed=True),
    Element("podcast:locked", ("channel",), _page("locked"), check=YES_NO, says="`yes` or `no`", needs_text=True,
            attributes=(Attribute("owner", mail, "an e-mail address"),), closed=True),
    Element("podcast:funding", _BOTH, _page("funding"), check=_SHOWN, says=_FOR_SHOWN, many=True, level=Level.WARNING,
            attributes=(_needed("url", url, "a whole address"),), closed=True),
    Element("podcast:medium", ("channel",), _page("medium"), check=_MEDIUM, says="a medium of the list",
            needs_text=True, closed=True),
    Element(
        "podcast:block", ("channel",), _page("block"), check=YES_NO, says="`yes` or `no`", many=True, needs_text=True,
        attributes=(_soft("id", one_of(SERVICES, what="service of the list", fold=True), "a service of the list"),),
        closed=True,
    ),
    Element(
        "podcast:transcript", _ITEM, _page("transcript"), many=True,
        attributes=(
            _needed("url", url, "a whole address"),
            _needed("type", media_type, "a media type"),
            Attribute("language", language, "a language (BCP 47)"),
            _soft("rel", one_of(("captions",), what="relation of a transcript"), "`captions`"),
        ),
        closed=True,
    ),
    Element(
        "podcast:chapters", _ITEM, _page("chapters"),
        attributes=(_needed("url", url, "a whole address"), _needed("type", media_type, "a media type")), closed=True,
    ),
    Element(
        "podcast:soundbite", _ITEM, _page("soundbite"), check=_SHOWN, says=_FOR_SHOWN, many=True, level=Level.WARNING,
        attributes=(
            _needed("startTime", number(), "seconds"),
            _needed("duration", number(0.001), "seconds, more than none"),
        ),
        closed=True,
    ),
    Element(
        "podcast:person", _BOTH, _page("person"), check=_SHOWN, says=_FOR_SHOWN, many=True, needs_text=True,
        level=Level.WARNING,
        attributes=(
            _soft("role", role, "a role of the Podcast Taxonomy"),
            _soft("group", group, "a group of the Podcast Taxonomy"),
            Attribute("img", url, "a whole address"),
            Attribute("href", url, "a whole address"),
        ),
        closed=True,
    ),
    Element(
        "podcast:location", _BOTH, _page("location"), check=_SHOWN, says=_FOR_SHOWN, many=True, needs_text=True,
        level=Level.WARNING,
        attributes=(
            Attribute("rel", one_of(("subject", "creator"), what="relation of a place"), "`subject` or `creator`"),
            Attribute("geo", geo, "a latitude and a longitude (RFC 5870)"),
            Attribute("osm", osm, "an object of OpenStreetMap"),
            Attribute("country", country, "a country (ISO 3166-1)"),
        ),
        closed=True,
    ),
    Element("podcast:season", _ITEM, _page("season"), check=whole(), says="a whole number", needs_text=True,
            attributes=(_soft("name", name(), _FOR_SHOWN),), closed=True),
    Element("podcast:episode", _ITEM, _page("episode"), check=number(0, 10**15), says="a number", needs_text=True,
            attributes=(_soft("display", name(32), _FOR_SHORT),), closed=True),
    Element(
        "podcast:trailer", ("channel",), _page("trailer"), check=_SHOWN, says=_FOR_SHOWN, many=True, needs_text=True,
        level=Level.WARNING,
        attributes=(
            _needed("url", url, "a whole address"),
            _needed("pubdate", date, "a date of RFC 2822"),
            Attribute("length", whole(1), "a size in bytes"),
            Attribute("type", media_type, "a media type"),
            Attribute("season", whole(0, 1_000_000), "a whole number"),
        ),
        closed=True,
    ),
    Element("podcast:license", ("channel", "item"), _page("license"), check=_SHOWN, says=_FOR_SHOWN, needs_text=True,
            level=Level.WARNING, attributes=(Attribute("url", url, "a whole address"),), closed=True),
    Element(
        "podcast:alternateEnclosure", _ITEM, _page("alternate-enclosure"), many=True,
        attributes=(
            _needed("type", media_type, "a media type"),
            Attribute("length", whole(), "a size in bytes"),
            Attribute("bitrate", number(1), "bits per second"),
            Attribute("height", whole(1, 100_000), "pixels"),
            Attribute("lang", language, "a language (BCP 47)"),
            _soft("title", name(32), _FOR_SHORT),
            _soft("rel", name(32), _FOR_SHORT),
            Attribute("codecs", given, "not empty"),
            Attribute("default", TRUE_FALSE, "`true` or `false`"),
        ),
        closed=True,
    ),
    Element("podcast:source", ("podcast:alternateEnclosure",), _page("source"), many=True,
            attributes=(_needed("uri", uri, "an address"), Attribute("contentType", media_type, "a media type")),
            closed=True),
    Element(
        "podcast:integrity", ("podcast:alternateEnclosure",), _page("integrity"),
        attributes=(
            _needed("type", one_of(("sri", "pgp-signature"), what="kind of integrity"), "`sri` or `pgp-signature`"),
            _needed("value", given, "not empty"),
        ),
        closed=True,
    ),
    Element(
        "podcast:value", _BOTH, _page("value"), many=True,
        attributes=(
            _needed("type", one_of(PAYMENTS, what="way of payment"), "a way of payment of the list"),
            _needed("method", one_of(METHODS, what="method of payment"), "a method of the list"),
            Attribute("suggested", number(), "an amount"),
        ),
        closed=True,
    ),
    Element(
        "podcast:valueRecipient", ("podcast:value", "podcast:valueTimeSplit"), _page("value-recipient"), many=True,
        attributes=(
            _needed("type", one_of(("node", "lnaddress", "wallet", "paypal", "account"), what="kind of recipient"),
                    "a kind of recipient"),
            _needed("address", given, "not empty"),
            _needed("split", whole(), "a whole number of shares"),
            _soft("name", name(), _FOR_SHOWN),
            Attribute("customKey", given, "not empty"),
            Attribute("customValue", given, "not empty"),
            Attribute("fee", TRUE_FALSE, "`true` or `false`"),
        ),
        closed=True,
    ),
    Element(
        "podcast:valueTimeSplit", ("podcast:value",), _page("value-time-split"), many=True,
        attributes=(
            _needed("startTime", number(), "seconds"),
            _needed("duration", number(0.001), "seconds, more than none"),
            Attribute("remoteStartTime", number(), "seconds"),
            Attribute("remotePercentage", number(0, 100), "a number from 0 to 100"),
        ),
        closed=True,
    ),
    Element(
        "podcast:liveItem", ("channel",), _page("live-item"), many=True,
        attributes=(
            _needed("status", one_of(("pending", "live", "ended"), what="state of a stream"), "one of three states"),
            _needed("start", iso_date, "a date of ISO 8601"),
            Attribute("end", iso_date, "a date of ISO 8601"),
        ),
        closed=True,
    ),
    Element("podcast:contentLink", _ITEM, _page("content-link"), many=True, needs_text=True,
            attributes=(_needed("href", uri, "an address"),), closed=True),
    Element(
        "podcast:socialInteract", _BOTH, _page("social-interact"), many=True,
        attributes=(
            _needed("protocol", one_of(SOCIAL, what="protocol of the list"), "a protocol of the list"),
            Attribute("uri", uri, "an address"),
            Attribute("accountId", given, "not empty"),
            Attribute("accountUrl", url, "a whole address"),
            Attribute("priority", whole(0, 1_000_000), "a whole number"),
        ),
        closed=True,
    ),
    Element("podcast:txt", _BOTH, _page("txt"), check=at_most(4000), says="at most 4,000 characters", many=True,
            needs_text=True, attributes=(Attribute("purpose", name(), _FOR_SHOWN),), closed=True),
    Element(
        "podcast:remoteItem", ("channel", "podcast:podroll", "podcast:valueTimeSplit", "podcast:publisher"),
        _page("remote-item"), many=True,
        attributes=(
            _needed("feedGuid", guid, "a UUID"),
            Attribute("feedUrl", url, "a whole address"),
            Attribute("itemGuid", given, "not empty"),
            Attribute("medium", _MEDIUM, "a medium of the list"),
            Attribute("title", given, "not empty"),
        ),
        closed=True,
    ),
    Element("podcast:podroll", ("channel",), _page("podroll"), closed=True),
    Element("podcast:publisher", ("channel",), _page("publisher"), closed=True),
    Element(
        "podcast:updateFrequency", ("channel",), _page("update-frequency"), check=_SHOWN, says=_FOR_SHOWN,
        level=Level.WARNING,
        attributes=(
            Attribute("complete", TRUE_FALSE, "`true` or `false`"),
            Attribute("dtstart", iso_date, "a date of ISO 8601"),
            Attribute("rrule", repetition, "a rule of repetition (RFC 5545)"),
        ),
        closed=True,
    ),
    Element("podcast:podping", ("channel",), _page("podping"),
            attributes=(_needed("usesPodping", TRUE_FALSE, "`true` or `false`"),), closed=True),
    Element(
        "podcast:chat", _BOTH, _page("chat"),
        attributes=(
            _needed("server", host, "the name of a server"),
            _needed("protocol", one_of(CHATS, what="protocol of the list"), "a protocol of the list"),
            _soft("accountId", given, "not empty"),
            Attribute("space", given, "not empty"),
        ),
        closed=True,
    ),
    Element(
        "podcast:image", _BOTH, _page("image"), many=True,
        attributes=(
            _needed("href", url, "a whole address"),
            Attribute("alt", at_most(1000), "at most 1,000 characters", level=Level.WARNING),
            Attribute("aspect-ratio", ratio, "a ratio, as CSS writes it"),
            Attribute("width", whole(1, 100_000), "pixels"),
            Attribute("height", whole(1, 100_000), "pixels"),
            Attribute("type", media_type, "a media type"),
            _soft("purpose", name(), _FOR_SHOWN),
        ),
        closed=True,
    ),
    Element("podcast:images", _BOTH, _page("images-(deprecated)")),
)  # fmt: skip
_KNOWN = Known(element.name for element in ELEMENTS)
_NAMESPACE = Clause(
    STANDARD.name,
    "Podcast tags",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md#podcast-tags",
)


def _between(one: agreement.Between) -> Rule:
    """The rule of what holds between elements."""
    clause = Clause(STANDARD.name, f"`<podcast:{one.element}>`", one.url or _page(one.page))
    return Rule(f"podcast/{one.name}", STANDARD.profile, one.level, clause, one.says, one.look)


RULES = (
    *declared.rules(STANDARD, ELEMENTS),
    Rule("podcast/unknown-element", STANDARD.profile, Level.WARNING, _NAMESPACE,
         "An element of the namespace is one that it has.", unknown("podcast", _KNOWN)),
    *(_between(one) for one in agreement.ALL),
)  # fmt: skip

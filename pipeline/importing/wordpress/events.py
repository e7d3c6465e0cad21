"""Events of The Events Calendar (`tribe_events`), which has fields for when and where: news, if people want them."""

from __future__ import annotations

from typing import Any

from pipeline.formats import region, zones
from pipeline.importing.wordpress.post import Post
from pipeline.importing.wordpress.site import Site

TYPE, PLACE = "tribe_events", "tribe_venue"
_DAY = 10


def event(post: Post, site: Site) -> dict[str, Any]:
    """When and where it takes place; empty where the fields do not say when."""
    whole_days = post.said("_EventAllDay").lower() in ("yes", "1", "true")
    begin, end = (_moment(post.said(name), whole_days) for name in ("_EventStartDate", "_EventEndDate"))
    if post.type != TYPE or not begin:
        return {}
    said: dict[str, Any] = {"begin": begin, "end": end if end > begin else "", "timezone": _zone(post), **_cost(post)}
    said["place"] = _place(post.said("_EventVenueID"), site)
    return {name: value for name, value in said.items() if value}


def _moment(written: str, whole_days: bool) -> str:
    """A day, or a time of the clock where it takes place: `2019-05-02T19:00`."""
    day, _, clock = written.partition(" ")
    if len(day) != _DAY or not day.replace("-", "").isdecimal():
        return ""
    return day if whole_days or not clock else f"{day}T{clock[:5]}"


def _zone(post: Post) -> str:
    zone = post.said("_EventTimezone")
    return zone if zone in zones.names() else ""


def _cost(post: Post) -> dict[str, str]:
    cost = post.said("_EventCost")
    sign = post.said("_EventCurrencySymbol")
    if not cost or cost.strip("0.,") == "":
        return {}
    return {"cost": "paid", "price": f"{sign}{cost}" if cost.replace(".", "").isdecimal() else cost}


def _place(number: str, site: Site) -> dict[str, str]:
    """The building, where its town and its country are known."""
    venue = site.posts.get(int(number[:18])) if number.isdecimal() else None
    if venue is None:
        return {}
    said = {
        "name": venue.title,
        "address": venue.said("_VenueAddress"),
        "city": venue.said("_VenueCity"),
        "region": venue.said("_VenueStateProvince", "_VenueState"),
        "postal_code": venue.said("_VenueZip"),
        "country": region.near(venue.said("_VenueCountry")) if venue.said("_VenueCountry") else "",
    }
    known = {name: value for name, value in said.items() if value}
    return known if {"name", "city", "country"} <= known.keys() else {}

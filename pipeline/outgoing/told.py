"""What was seen, in words: problems with their places, and what only people can judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from pipeline.model.media import Hosted
from pipeline.model.walk import Loc
from pipeline.outgoing.links import Link
from pipeline.outgoing.memory import Seen
from pipeline.outgoing.sounds import differences
from pipeline.problems import Problem

_LONGEST = 120
_LOOK = "open it in a browser: if it stays so for some days, find its new address, or remove the link"


def problems(links: Iterable[Link], seen: Mapping[str, Seen]) -> Iterator[Problem]:
    """What is wrong with each link, at its place."""
    for link in links:
        one, shown = seen[link.url], short(link.url)
        if link.sound:
            yield from _of_sound(link, link.sound, one)
        elif one.state == "gone":
            yield Problem(link.place, f"`{shown}` leads to no page: {one.why}", _instead(one), "dead-link")
        elif one.state == "silent":
            yield Problem(link.place, f"`{shown}` gave no page {_when(one)}: {one.why}", _LOOK, "silent-link")
        elif one.state == "moved":
            yield Problem(link.place, f"`{shown}` has moved for good", _moved(link.url, one.to), "moved-link")


def _of_sound(link: Link, said: Hosted, one: Seen) -> Iterator[Problem]:
    """What is wrong with sound on another host. Where it leads on to is its host's business."""
    shown = short(link.url)
    if one.wrong:
        code = "dead-link" if one.state == "gone" and one.status else "silent-link"
        hint = "ask its host; or have a copy of your own: `pipeline media add`"
        yield Problem(link.place, f"`{shown}` gives no sound {_when(one)}: {one.why}", hint, code)
    for wrong, hint in differences(said, one) if not one.wrong else ():
        yield Problem(link.place, f"`{shown}`: {wrong}", hint, "hosted-audio")


def unjudged(links: Iterable[Link], seen: Mapping[str, Seen]) -> Iterator[tuple[Link, str]]:
    """Links that a program can't judge, each with the reason: the first place of each address."""
    told = set[str]()
    for link in links:
        if seen[link.url].state in ("unsure", "barred") and link.url not in told:
            told.add(link.url)
            yield link, seen[link.url].why


def days(links: Iterable[Link], seen: Mapping[str, Seen], zone: tzinfo) -> Mapping[str, Mapping[Loc, str]]:
    """File → place in its fields → the day on which all links of what stands there led where they should."""
    found: dict[str, dict[Loc, list[str]]] = {}
    for link in links:
        if link.item is not None:
            one = seen[link.url]
            day = datetime.fromisoformat(one.at).astimezone(zone).date().isoformat() if one.state == "there" else ""
            found.setdefault(link.place.path, {}).setdefault(link.item, []).append(day)
    return {path: {loc: min(each) for loc, each in things.items() if all(each)} for path, things in found.items()}


def short(url: str) -> str:
    """An address as a message shows it."""
    return url if len(url) <= _LONGEST else f"{url[:_LONGEST]}…"


def _when(seen: Seen) -> str:
    """Since when nobody answers, where that was seen before."""
    return "just now" if seen.since[:10] == seen.at[:10] else f"each time since {seen.since[:10]}"


def _instead(seen: Seen) -> str:
    first = "find its new address" if seen.status else "see how it is written, find its new address"
    if seen.copy:
        return f"{first}, or lead to the archived copy of {seen.copied}: `{seen.copy}`"
    return f"{first}, or remove the link"


def _moved(url: str, to: str) -> str:
    """Where to lead instead. A site that sends old pages to its first one has mostly lost them."""
    if urlsplit(to).path in ("", "/") and urlsplit(url).path not in ("", "/"):
        return f"it leads to the first page of `{urlsplit(to).netloc}` now: find the page there, or remove the link"
    return f"write `{to}`"

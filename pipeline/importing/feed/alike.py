"""What a feed says of its show and of an episode alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from pipeline.formats import category as categories
from pipeline.formats.language import is_tag, standard
from pipeline.importing.feed import podcasting
from pipeline.importing.feed.podcasting import picture
from pipeline.importing.feed.taking import Taking
from pipeline.importing.feed.values.addresses import address, is_web
from pipeline.importing.feed.values.words import cut, line, yes
from pipeline.importing.source.found import Named, Term
from pipeline.importing.source.xml import Element

Fields = dict[str, Any]
TITLE: Final = 150
"""Characters of a title."""


def said(fields: Mapping[str, Any]) -> Fields:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", None, [], {}, ())}


def title(element: Element, otherwise: str, taking: Taking) -> str:
    """A title of at most 150 characters."""
    one = element.first("title", "itunes:title", "media:title")
    whole = line(element.said("title", "itunes:title", "media:title", "itunes:subtitle")) or otherwise
    if len(whole) > TITLE and one:
        taking.changed(one, f"cut to {TITLE} characters: {whole[:60]}…")
    return cut(whole, TITLE)


def name_of(text: str) -> str:
    """The name in `mail (Name)` and `Name <mail>`, or the text itself where it is no address."""
    plain = line(text)
    if "(" in plain and "@" in plain:
        before, _, inside = plain.rstrip(")").partition("(")
        return (inside if "@" in before else before).strip()
    return "" if "@" in plain and " " not in plain else plain.partition("<")[0].strip()


def adult(element: Element | None, taking: Taking) -> bool | None:
    """What `itunes:explicit` says; None where it says nothing that is known."""
    if element is None or not element.words.strip():
        return None
    answer = yes(element.words)
    if answer is None:
        taking.changed(element, f"`{element.words.strip()[:40]}` is neither yes nor no")
    return answer


def artwork(element: Element, base: str, taking: Taking, besides: str = "") -> Fields:
    """The picture of a show or an episode, with the words for it where the feed has some; none for the one at the
    address `besides`, which its show has.
    """
    shown = [one for one in element.all("podcast:image") if podcasting.is_artwork(one)]
    for one in (*element.all("itunes:image", "googleplay:image"), *shown, *_plain_images(element)):
        said = one.get("href") or one.get("url") or one.said("url") or one.words
        if not (url := address(said, base)):
            continue
        if url == besides:
            return {}
        alt = next((line(other.get("alt")) for other in shown if other.get("alt")), "")
        return {"file": picture(url, taking.path, one, alt, "cover"), "alt": alt}
    return {}


def _plain_images(element: Element) -> Iterator[Element]:
    """Pictures of RSS and of Media RSS; those of the deprecated `podcast:images`, the widest first."""
    yield from element.all("image", "media:thumbnail")
    for one in element.all("podcast:images"):
        for source in reversed(one.get("srcset").split(",")):
            yield Element(one.name, one.line, {"href": (source.split() or [""])[0]})
    yield from (one for one in element.all("media:content") if one.get("medium") == "image")


def language(element: Element, names: tuple[str, ...], taking: Taking) -> str:
    """A language of BCP 47; `en_us` is meant for one."""
    one = element.first(*names)
    if one is None or not one.words.strip():
        return ""
    if not (tag := tag_of(one.words)):
        taking.dropped(one, f"`{one.words.strip()[:40]}` is no language")
    return tag


def tag_of(said: str) -> str:
    """The tag of BCP 47 that is meant; "" for none."""
    tag = said.strip().replace("_", "-")
    return standard(tag) if is_tag(tag) else ""


def people(element: Element, taking: Taking) -> list[Named]:
    """All who take part."""
    named = podcasting.people(element, taking)
    return [*named, *_contributors(element, named, taking)]


def _contributors(element: Element, named: Iterable[Named], taking: Taking) -> Iterator[Named]:
    """Those whom feeds of Podlove name besides, of whom nothing says what they do."""
    known = {one.name for one in named}
    for one in element.all("atom:contributor"):
        name = line(one.said("atom:name") or one.words)
        if name and name not in known:
            taking.changed(one, f"{name}: what they do is not said")
            role = "host" if name in line(element.said("itunes:author")) else "guest"
            yield Named(name, role, url=address(one.said("atom:uri")), as_guest=True)


def donations(element: Element) -> Iterator[Fields]:
    """Ways to support the work as they were said before the namespace had a word for them."""
    for one in element.all("atom:link", "rawvoice:donate"):
        url = address(one.get("href"))
        if url and (one.get("rel") == "payment" or one.name == "rawvoice:donate"):
            yield said({"url": url, "text": line(one.get("title") or one.words)})


def terms(element: Element) -> Iterator[Term]:
    """Categories and keywords that are no categories of Apple's."""
    own = ("category", "dc:subject", *(["media:category"] if element.name == "item" else []))
    for one in element.all(*own):
        if (plain := line(one.words)) and not categories.canonical(plain.replace(":", categories.BETWEEN)):
            yield Term(plain)
    for one in element.all("itunes:keywords", "media:keywords", "itunesu:keywords"):
        yield from (Term(plain, "keyword") for word in one.words.split(",") if (plain := line(word)))


def page(link: str) -> Iterator[str]:
    """The address of a page that is a show's or an episode's own: not that of a whole site."""
    if is_web(link):
        parts = urlsplit(link)
        if parts.path.strip("/") or parts.query:
            yield link

"""Pictures of a page: the largest that it offers, what it shows, and which are none for readers."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from pipeline.importing.prose.page.addresses import host_of, whole
from pipeline.importing.prose.page.tree import Element

_LAZY = (
    "data-orig-file",
    "data-large-file",
    "data-full-url",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_EMOJI = frozenset({"emoji", "wp-smiley", "emojione", "twemoji", "g-emoji", "smiley"})
_COUNTERS = (
    "pixel.wp.com", "stats.wp.com", "feeds.wordpress.com", "google-analytics.com", "doubleclick.net", "feedsportal.com",
    "pixel.quantserve.com", "b.scorecardresearch.com", "facebook.com", "list-manage.com", "ct.pinterest.com",
    "feeds.feedburner.com", "px.ads.linkedin.com", "bat.bing.com", "mailchimp.com",
)  # fmt: skip
_TINY = re.compile(r"(?:^|;)\s{0,9}(?:width|height)\s{0,9}:\s{0,9}[01](?:px)?\s{0,9}(?:;|$)")
_TYPE = re.compile(r"data:(image/[a-z0-9.+-]{1,40})", re.IGNORECASE)
_TYPES = {"image/svg+xml": "svg", "image/jpeg": "jpg"}


class Inline(NamedTuple):
    """A picture that stands in its page as text (`data:`): its id, its media type and its bytes."""

    id: str
    type: str
    data: bytes


def source(image: Element, base: str) -> str:
    """The whole address of the largest file of a picture; "" where it has none."""
    given = [image.get(name, "") for name in _LAZY if name in image.attrib]
    sets = [found for name in _SETS if (found := _largest(image.get(name, "")))]
    plain = image.get("src", "")
    named = [*given[:1], *sets, plain] if not plain.startswith("data:") or given or sets else [plain]
    if not any(named):
        named = [_largest(one.get("srcset", "")) for one in _sources(image)]
    chosen = next((one for one in named if one.strip()), "")
    return chosen if chosen.startswith("data:") else whole(chosen, base) if chosen else ""


def _sources(image: Element) -> Iterator[Element]:
    """The other files of a picture, which stand around it in HTML and before it in XHTML."""
    parent = image.getparent()
    while parent is not None and parent.tag in ("source", "picture"):
        if parent.tag == "source":
            yield parent
        else:
            yield from parent.iter("source")
        parent = parent.getparent()


def _largest(srcset: str) -> str:
    """The address in a `srcset` that has the most pixels."""
    found: list[tuple[float, int, str]] = []
    words = srcset.split()
    for number, word in enumerate(words):
        address = word.strip(",")
        size = words[number + 1].rstrip(",") if number + 1 < len(words) and not word.endswith(",") else ""
        if "/" in address or "." in address:
            is_size = size[:-1].replace(".", "", 1).isdigit() and size[-1:] in ("w", "x", "h")
            if address and not (address[:-1].replace(".", "", 1).isdigit()):
                found.append((float(size[:-1]) if is_size else 1.0, -number, address))
    return max(found)[2] if found else ""


def in_words(image: Element) -> str | None:
    """The letters of which a picture is one: those of an emoji; None of a picture that is one."""
    classes = set(image.get("class", "").split())
    src = image.get("src", "")
    if classes & _EMOJI or "/emoji/" in src or "/smilies/" in src or "/twemoji" in src:
        return image.get("alt", "") or image.get("title", "")
    return None


def counts_readers(image: Element, address: str) -> bool:
    """Whether a picture is there to tell another host who reads."""
    sizes = (image.get("width", ""), image.get("height", ""))
    if any(size.removesuffix("px").strip() in ("0", "1") for size in sizes) or _TINY.search(
        image.get("style", "")[:500]
    ):
        return True
    host = host_of(address)
    return any(host == one or host.endswith(f".{one}") for one in _COUNTERS)


def inline(address: str) -> Inline | None:
    """A picture that is its own address; None where it is none, or can't be read."""
    if not address.lower().startswith("data:"):
        return None
    head, comma, body = address.partition(",")
    kind = _TYPE.match(head)
    if not kind or not comma:
        return None
    try:
        data = base64.b64decode(unquote_to_bytes(body), validate=False) if "base64" in head else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return Inline(f"data:{hashlib.sha256(data).hexdigest()}", kind[1].lower(), data) if data else None


def extension(media_type: str) -> str:
    """The ending of a file of this type."""
    return _TYPES.get(media_type, media_type.rpartition("/")[2].partition("+")[0])

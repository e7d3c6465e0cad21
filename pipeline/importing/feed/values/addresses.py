"""Addresses as feeds have them: whole, relative, with blanks, or none at all."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from pipeline.formats.scalars import is_url


def is_web(said: str) -> bool:
    """Whether this is a whole address of the web."""
    return said.lower().startswith(("http://", "https://")) and is_url(said)


def address(said: str, base: str = "") -> str:
    """The whole address of the web that is meant, from `base` on; "" for none. Blanks in it are escaped, as apps do."""
    plain = said.strip().replace(" ", "%20").replace("\n", "")
    if not plain:
        return ""
    try:
        url = urljoin(base, plain)
    except ValueError:  # brackets that hold no address of a host
        return ""
    return url if is_web(url) else ""


def ending(url: str) -> str:
    """What the name of a file ends with at an address: `mp3`."""
    try:
        return urlsplit(url).path.rpartition(".")[2].lower()
    except ValueError:
        return ""

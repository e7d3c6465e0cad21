"""Where the addresses on a page lead: to a path of the library, or out of it."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from pipeline.model import urls


def target(base_url: str, page: str, address: str) -> tuple[str, str] | None:
    """The path from the library's root and the fragment that an address on the page in file `page` leads to; None: out
    of the library, or nowhere that has a path.
    """
    if address.startswith(base_url):
        address = urlsplit(base_url).path + address.removeprefix(base_url)
    parts, base_path = urlsplit(address), urlsplit(base_url).path
    if parts.scheme or parts.netloc or (parts.path.startswith("/") and not parts.path.startswith(base_path)):
        return None
    if parts.path.startswith("/"):
        path = parts.path.removeprefix(base_path)
    elif parts.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))
        path = "" if path == "." else path
        path += "/" if path and parts.path.rpartition("/")[2] in ("", ".", "..") else ""
    else:
        path = page
    path = unquote(path)
    return (urls.page_file(path) if not path or path.endswith("/") else path), unquote(parts.fragment)

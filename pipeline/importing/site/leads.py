"""Where the links of a folder lead: to the file of a page, to another file, or out of the site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote, urljoin, urlsplit

from pipeline.importing.site.page import HTML, MARKDOWN, Page, Site

_OWN = ("{filename}", "{static}", "{attach}", "|filename|", "|static|", "{{ site.baseurl }}", "@site", "~")
"""What programs write before a path of the folder."""
_SAFE = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: the path of a file below the folder, with what follows `#`."""

    path: str
    fragment: str = ""

    def written(self, page: Page) -> str:
        """As a link on a page: from the file of that."""
        end = f"#{self.fragment}" if self.fragment else ""
        return f"{quote(posixpath.relpath(self.path, posixpath.dirname(page.path) or '.'), _SAFE)}{end}"


@dataclass(frozen=True)
class Leads:
    """The pages of a site by the addresses at which they were published, from the root of the site."""

    site: Site
    addresses: Mapping[str, str]
    """Path of a page → its address, "" where nobody knows it."""
    others: Mapping[str, str]
    """Other addresses that lead to a page → its path."""
    beside: bool
    left: frozenset[str] = frozenset()
    """Pages that do not move in: links lead to where they are."""

    def target(self, link: str, page: Page) -> Target | None:
        """Where a link on a page leads; None where that is nothing of this site, or nowhere we know."""
        link = link.strip()
        own = next((one for one in _OWN if link.startswith(one)), "")
        try:
            parts = urlsplit(link[len(own) :])
        except ValueError:
            return None
        path = parts.path
        if parts.scheme or parts.netloc:
            below = self._below(link)
            if below is None:
                return None
            path = f"/{below}"
        elif not path:
            return None
        for wanted in self._wanted(path, page, rooted=bool(own) and path.startswith("/")):
            if (file := self._file(wanted)) and file not in self.left:
                return Target(file, parts.fragment)
        return None

    def elsewhere(self, link: str, page: Page) -> str:
        """The whole address of a link of the site of which nothing lies in the folder; "" of any other."""
        address = self.addresses.get(page.path, "")
        if not self.site.base or not link or link.startswith(("#", "//")) or ":" in link.partition("/")[0]:
            return ""
        if link.startswith("/"):
            return urljoin(self.site.base, link)
        if address and (page.sort == "document" or not self.beside):
            return self.site.base + urljoin(address, link).lstrip("/")
        return ""

    @cached_property
    def _root(self) -> str:
        """The path of the first page."""
        return (urlsplit(self.site.base).path if self.site.base else "") or "/"

    @cached_property
    def _hosts(self) -> tuple[str, ...]:
        """The address of the site in all its forms: with and without `www.`, by both schemes."""
        found = []
        for base in filter(None, dict.fromkeys((self.site.base, self.site.also))):
            parts = urlsplit(base)
            bare = parts.netloc.removeprefix("www.")
            hosts = (bare, f"www.{bare}")
            found += [f"{scheme}//{host}{parts.path}" for scheme in ("https:", "http:", "") for host in hosts]
        return tuple(found)

    def _below(self, link: str) -> str | None:
        """The path of a whole address below that of the site; None of any other."""
        plain = link.partition("#")[0].partition("?")[0]
        return next((plain[len(host) :] for host in self._hosts if f"{plain}/".startswith(host)), None)

    def _wanted(self, path: str, page: Page, *, rooted: bool) -> Iterator[tuple[str, str]]:
        """What a path may mean, likeliest first: an address from the root of the site, or a file of the folder."""
        path = unquote(path)
        if path.startswith("/"):
            root = self._root
            inner = path.removeprefix(root) if root != "/" and path.startswith(root) else path.lstrip("/")
            content = f"{self.site.content}/{inner}".lstrip("/")
            yield from ((("file", content), ("file", inner)) if rooted else (("address", inner), ("file", inner)))
            yield "file", content
            return
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
        address = self.addresses.get(page.path, "")
        found = ("address", posixpath.normpath(posixpath.join(address or "/", path)).lstrip("/"))
        yield from (("file", beside), found)
        yield "file", f"{self.site.content}/{path}".lstrip("/")
        yield "name", path

    def _file(self, wanted: tuple[str, str]) -> str:
        """The file that is meant; "" where there is none."""
        sort, path = wanted
        folder = self.site.folder
        if sort == "name":
            return self._by_name.get(_named(path), "")
        if sort == "address":
            if page := self._by_address.get(_key(path)):
                return page
            places = (f"{below}/{path.removeprefix(prefix)}".lstrip("/") for below, prefix in self.site.static)
            return next((place for place in places if place in folder), "")
        endings = ("", *MARKDOWN, *HTML)
        inside = (f"{path}/{name}{ending}" for name in ("index", "_index", "README") for ending in (".md", ".html"))
        return next((one for one in (*(path.rstrip("/") + ending for ending in endings), *inside) if one in folder), "")

    @cached_property
    def _by_address(self) -> Mapping[str, str]:
        found = {_key(address): path for address, path in self.others.items()}
        return {**found, **{_key(address): path for path, address in self.addresses.items() if address}}

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """Files by their names alone, as notes call each other; of two with one name the first in the shortest path."""
        ordered: Iterable[str] = sorted(self.site.folder.paths, key=lambda path: (-path.count("/"), path), reverse=True)
        found: dict[str, str] = {}
        for path in ordered:
            found[_named(path)] = path
            found[posixpath.basename(path).lower()] = path
        return found


def _named(path: str) -> str:
    name = posixpath.basename(path)
    root, ending = posixpath.splitext(name)
    return (root if ending.lower() in MARKDOWN else name).lower()


def _key(address: str) -> str:
    """An address as it is compared: without the slashes around it, and without the name of the file in its folder."""
    plain = unquote(address).strip("/")
    for ending in ("index.html", "index.htm", "index.php"):
        if plain == ending or plain.endswith(f"/{ending}"):
            plain = plain[: -len(ending)].rstrip("/")
    return plain.removesuffix(".html").removesuffix(".htm").lower()

"""The old site, as its export tells of it: what lies at which address, under which number, and above what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from pipeline.importing.wordpress.post import Branch, Export, Filed, Post

_SIZE = re.compile(r"-(?:[0-9]{1,5}x[0-9]{1,5}|scaled|rotated|e[0-9]{10,13})(?=\.[A-Za-z0-9]{2,5}\Z)")
_PROXY = re.compile(r"\Ahttps?://i[0-9]\.wp\.com/")
_BY_NUMBER: Final = ("p", "page_id", "attachment_id")
_MOST_ABOVE: Final = 50
UPLOADS: Final = "/wp-content/uploads/"


class Site:
    """What texts and fields of one export may name."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.base = _with_slash(export.home or export.root)
        self.posts: Mapping[int, Post] = {post.id: post for post in export.posts}

    def file(self, number: int) -> Post | None:
        """The attachment of this number."""
        post = self.posts.get(number)
        return post if post and post.type == "attachment" and post.file else None

    def attached(self, number: int) -> tuple[Post, ...]:
        """The files that were uploaded to a post, in the order of its gallery."""
        return tuple(sorted(self._children.get(number, ()), key=lambda post: (post.order, post.id)))

    @cached_property
    def _children(self) -> Mapping[int, list[Post]]:
        found: dict[int, list[Post]] = {}
        for post in self.export.posts:
            if post.type == "attachment" and post.parent and post.file:
                found.setdefault(post.parent, []).append(post)
        return found

    def at(self, url: str, base: str = "") -> Post | None:
        """The post, page or file that lies at an address, however that is written: with or without `www.`, by its
        number, as a smaller copy of a picture, through a proxy for pictures.
        """
        key = self._key(self.whole(url, base))
        if key is None:
            return None
        host, path, number = key
        if number:
            return self.posts.get(number) if host in self.hosts else None
        found = self._addresses.get((host, path))
        while found is None and (smaller := _SIZE.sub("", path)) != path:
            path = smaller
            found = self._addresses.get((host, path))
        return found

    def whole(self, url: str, base: str = "") -> str:
        """The whole address of a link, without the proxy that some sites get their pictures through."""
        try:
            whole = urljoin(base or self.base, url.strip())
        except ValueError:
            return url
        proxied = _PROXY.sub("https://", whole)
        return proxied.split("?")[0] if proxied != whole else whole

    def _key(self, url: str) -> tuple[str, str, int] | None:
        """Host, path and number of a post, of which an address is made; None where it is none of the web."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not host:
            return None
        path = unquote(parts.path).rstrip("/")
        query = dict(parse_qsl(parts.query)) if len(parts.query) < 1000 else {}
        number = next((query[name] for name in _BY_NUMBER if query.get(name, "").isdecimal()), "")
        return host, path, int(number[:18]) if number and not _is_file(path) else 0

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The names of the hosts of the site, without `www.`."""
        keys = (self._key(url) for url in (self.export.home, self.export.root))
        return frozenset(key[0] for key in keys if key)

    @cached_property
    def _addresses(self) -> Mapping[tuple[str, str], Post]:
        """By host and path. What WordPress made smaller (`-scaled`) is what the larger one is called, too."""
        found: dict[tuple[str, str], Post] = {}
        for post in self.export.posts:
            for url in (post.file, post.link, post.guid if post.file else ""):
                key = self._key(url) if url else None
                if key and not key[2] and (key[1] or key[0] not in self.hosts):
                    found.setdefault(key[:2], post)
        for (host, path), post in [*found.items()]:
            if post.file:
                found.setdefault((host, _SIZE.sub("", path)), post)
        return found

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """The addresses below which the site's own pages and files lie, however they are written."""
        found = dict.fromkeys(_with_slash(url) for url in (self.export.home, self.export.root) if self._key(url))
        for post in self.export.posts:
            if post.file and self._key(post.file) and not self._is_below(post.file):
                found.setdefault(_folder(post.file))
        return tuple(dict.fromkeys(home for url in found for home in _spelled(url)))

    def _is_below(self, url: str) -> bool:
        key, own = self._key(url), self._key(self.base)
        return bool(key and own and key[0] == own[0] and f"{key[1]}/".startswith(f"{own[1]}/"))

    def is_own(self, url: str) -> bool:
        """Whether an address is of this site."""
        key = self._key(url)
        return key is not None and key[0] in self.hosts

    def is_home(self, url: str) -> bool:
        """Whether an address is that of the first page."""
        key, own = self._key(url), self._key(self.base)
        return key is not None and own is not None and key == own and not urlsplit(url).query

    def is_front(self, post: Post) -> bool:
        """Whether a page is the first page of the site."""
        return self.is_home(post.link)

    @cached_property
    def guests(self) -> Mapping[str, str]:
        """Authors without an account, whom Co-Authors Plus keeps as posts: their names by their logins."""
        guests = [post for post in self.export.posts if post.type == "guest-author"]
        return {
            post.said("cap-user_login") or post.slug: post.said("cap-display_name") or post.title for post in guests
        }

    def above(self, filed: Filed) -> Iterator[Branch]:
        """The terms above one, the nearest first."""
        slug = filed.slug
        for _ in range(_MOST_ABOVE):
            branch = self.export.branches.get((filed.taxonomy, slug))
            if branch is None or not branch.parent:
                return
            slug = branch.parent
            if (parent := self.export.branches.get((filed.taxonomy, slug))) is not None:
                yield parent

    def by_number(self, post: Post) -> str:
        """The address that a post has for ever, whatever its name is."""
        sort = {"page": "page_id", "attachment": "attachment_id"}.get(post.type, "p")
        return f"{self.base}?{sort}={post.id}"


def _is_file(path: str) -> bool:
    return UPLOADS in path


def _with_slash(url: str) -> str:
    return url if url.endswith("/") or not url else f"{url}/"


def _folder(url: str) -> str:
    """Where the uploads of a site lie, of a file among them."""
    head, found, _ = url.partition(UPLOADS)
    if found:
        return head + found
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _spelled(url: str) -> Iterator[str]:
    """An address with and without `www.`, and of both schemes."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    for scheme in (parts.scheme, "https", "http"):
        for name in (parts.netloc, host, f"www.{host}"):
            yield f"{scheme}://{name}{parts.path}"

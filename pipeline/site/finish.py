"""Finishing a page: names that carry their digest, the policy, the canonical address; and a look at every link.

Order matters: names first, since links are checked as they go out; the policy last, since it holds the digests of the
scripts of the finished page. A page is finished by itself, where it is laid out; whether its links lead somewhere is
known when all pages are there, from what each tells of itself.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape, unescape
from typing import cast
from urllib.parse import quote, unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from pipeline.model import urls
from pipeline.problems import Place, Problem
from pipeline.site.engine import Frame

_TAG = re.compile(r"<[a-zA-Z][^<>]*\s(?:href|src|poster)=[^<>]*>")
_ASSET = re.compile(r'(\s(?:href|src|poster)=")([^"]*)(")')  # as our templates write them
_values = partial(etree.XPath, smart_strings=False)
_ADDRESS, _SRCSET = _values("//@href | //@src | //@poster"), _values("//@srcset")
_ID = _values("//@id | //a/@name")
_SOUND = _values("//audio/@src | //audio/source/@src")
_SCRIPT = etree.XPath("//script[not(@src) and not(@type)]")
_THEIRS = re.compile(r'<(?:meta name="generator"|link rel="canonical")[^>]*>')
"""What a theme may say of a page, and we say ourselves or not at all."""
_NOT_LISTED = '<meta name="robots" content="noindex">'
_HEAD = re.compile(r"(<head[^>]*>)")

Target = tuple[str, str]
"""A path on the site, and a fragment."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A page as it is published, the parts of it that can be led to, and where it leads: on this site, besides to its
    own parts and to what every page leads to. `tree` is what was parsed of it, for whoever reads more of it.
    """

    text: str
    ids: tuple[str, ...]
    links: tuple[Target, ...]
    tree: HtmlElement = field(repr=False, compare=False)


@dataclass(frozen=True)
class Finish:
    """Finishes the pages of one frame."""

    frame: Frame

    @cached_property
    def common(self) -> frozenset[str]:
        """The paths to which every page leads: they are looked at once."""
        pages = [address for _, address in self.frame.navigation]
        pages += [page["address"] for page in self.frame.data.get("pages", ())]
        ways = self.frame.data.get("community", {}).get("ways", ())
        pages += [way["address"] for way in ways if "address" in way]
        return frozenset((*self.frame.assets.values(), *map(urls.page_file, (*pages, urls.HEADINGS))))

    def page(self, path: str, text: str) -> Finished:
        """A page of the engine, which lies at `path`."""
        text = _THEIRS.sub("", text)
        text = _TAG.sub(lambda tag: self._renamed(path, tag[0]), text)
        tree = document_fromstring(text)
        sources, keeps = self.frame.data.get("preview", {}).get("sources", ()), bool(self.frame.data.get("keep"))
        head = [_policy(tree, sources, keeps=keeps)]
        if path != urls.NOT_FOUND:
            address = urls.asked_for(path)
            head.append(f'<link rel="canonical" href="{escape(urls.absolute(self.frame.site_url, quote(address)))}">')
        if (self.frame.site_url != self.frame.base_url or path == urls.NOT_FOUND) and _NOT_LISTED not in text:
            head.append(_NOT_LISTED)
        made = _HEAD.sub(lambda match: match[1] + "\n" + "\n".join(head), text, count=1)
        ids = frozenset(_all(_ID, tree))
        return Finished(made, tuple(sorted(ids)), tuple(sorted(self._links(path, tree, ids))), tree)

    def _links(self, path: str, tree: HtmlElement, ids: Collection[str]) -> set[Target]:
        sizes = (part for value in _all(_SRCSET, tree) for part in value.split(",") if part.strip())
        found = {*_all(_ADDRESS, tree), *(part.split()[0] for part in sizes)}
        targets = {target for address in found if (target := urls.target(self.frame.base_url, path, address))}
        return {
            (to, part)
            for to, part in targets
            if (to not in self.common or part) and (to != path or (part and part not in ids))
        }

    @cached_property
    def _names(self) -> frozenset[str]:
        """The last parts of the paths that have another name now."""
        return frozenset(path.rpartition("/")[2] for path, new in self.frame.assets.items() if path != new)

    def _renamed(self, path: str, tag: str) -> str:
        def change(match: re.Match[str]) -> str:
            address = unescape(match[2])
            if unquote(address.partition("#")[0].partition("?")[0]).rpartition("/")[2] not in self._names:
                return match[0]
            found = urls.target(self.frame.base_url, path, address)
            new = self.frame.assets.get(found[0]) if found else None
            if found is None or new is None or new == found[0]:
                return match[0]
            absolute = address.startswith(("/", self.frame.base_url))
            to = urlsplit(self.frame.base_url).path + new if absolute else urls.relative(path, new)
            return match[1] + escape(quote(to, safe="/:%")) + match[3]

        return _ASSET.sub(change, tag)


def _policy(tree: HtmlElement, sources: Collection[str] = (), *, keeps: bool = False) -> str:
    """The content security policy of a page, as a tag: scripts in it are allowed by the digest of what they hold.
    Pictures and sound may come from the `sources` too. `keeps`: a worker may keep the page. Sound on another host may
    come from wherever that leads on to, which nobody knows before it is asked.
    """
    away = sorted({urlsplit(one).scheme for one in _all(_SOUND, tree) if not one.startswith(tuple(sources))} - {""})
    heard = (*sources, *(f"{scheme}:" for scheme in away))
    inline = (script.text or "" for script in cast("list[HtmlElement]", _SCRIPT(tree)))
    digests = dict.fromkeys(base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inline)
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{digest}'" for digest in digests)])
    rules = (
        "default-src 'self'",
        " ".join(("img-src 'self' data:", *sources)),
        *([" ".join(("media-src 'self'", *heard))] if heard else ()),
        f"script-src {scripts}",
        *(["worker-src 'self'"] if keeps else []),
        "base-uri 'none'",
        "form-action 'none'",
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a finished page when all are there: `source` is the file that it was made from; ids, and links
    as `path#part`, are lines of a text, which is quickly kept and read.
    """

    source: str
    ids: str
    links: str


def broken(pages: Mapping[str, Seen], others: Iterable[str]) -> tuple[Problem, ...]:
    """Every link of the finished pages, by their paths, that leads nowhere: a failure of ours. `others` are the paths
    that the rest of the release brings: media, pictures, feeds.
    """
    there = {*pages, *others}
    return tuple(
        sorted(problem for path, page in pages.items() for problem in _leading_nowhere(path, page, pages, there))
    )


def _leading_nowhere(path: str, page: Seen, pages: Mapping[str, Seen], there: Collection[str]) -> Iterator[Problem]:
    hint = "this is a fault of the theme or of the pipeline; report it with this message"
    for link in filter(None, page.links.split("\n")):
        to, _, part = link.partition("#")
        if to in there and (not part or to not in pages or part in pages[to].ids.split("\n")):
            continue
        what = "which has no such part" if to in there else "which is not published"
        address = f"/{urls.asked_for(to)}{f'#{part}' if part else ''}"
        message = f"the finished page `{path}` links to `{address}`, {what}"
        yield Problem(Place(page.source or path), message, hint, "broken-link")


def _all(path: etree.XPath, page: HtmlElement) -> list[str]:
    return cast("list[str]", path(page))

"""WXR, the export of WordPress: RSS with everything else in it. Versions 1.0 to 1.2, one file or the parts of one site.

Standard: what `wp-admin/includes/export.php` writes; there is no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import unquote

from pipeline.importing.source.faults import Faults
from pipeline.importing.source.xml import Element, parts
from pipeline.importing.wordpress.markup.tags import TAG
from pipeline.importing.wordpress.post import Author, Branch, Comment, Export, Filed, Post, Words
from pipeline.problems import Place

_NOT_TOLD: Final = ("revision", "auto-draft")
_MOST_COMMENTS: Final = 10_000


@dataclass(slots=True)
class Draft:
    """An export as far as it is read. `passed` counts what is no post that anybody wrote, by its type."""

    texts: dict[str, str] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    branches: dict[tuple[str, str], Branch] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    doubled: int = 0
    homes: set[str] = field(default_factory=set)

    def take(self, chunks: Iterable[bytes], path: str, faults: Faults) -> bool:
        """Read one file of it; whether that is an export at all."""
        is_one = False
        for part in parts(chunks, faults):
            self._take(part, path)
            is_one = is_one or part.name.startswith("wp:") or any(one.name == "wp:post_id" for one in part.children)
        return is_one

    def _take(self, part: Element, path: str) -> None:
        if part.name == "link":
            self.homes.add(part.words.strip().rstrip("/").partition("://")[2].removeprefix("www."))
        if part.name == "item":
            self._post(part, path)
        elif part.name == "wp:author":
            login = part.said("wp:author_login")
            self.authors.setdefault(login, Author(login, _shown_name(part) or login))
        elif part.name in ("wp:category", "wp:tag", "wp:term"):
            branch = _branch(part, path)
            self.branches.setdefault((branch.taxonomy, branch.slug), branch)
        elif part.name in _CHANNEL:
            self.texts.setdefault(_CHANNEL[part.name], part.words.strip())

    def _post(self, item: Element, path: str) -> None:
        post = _read(item, path)
        if post.type in _NOT_TOLD or post.status in _NOT_TOLD or not post.id:
            sort = post.type if post.id and post.status not in _NOT_TOLD else post.status or "item without a number"
            self.passed[sort] = self.passed.get(sort, 0) + 1
            return
        before = self.posts.get(post.id)
        self.doubled += before is not None
        if before is None or before.modified_gmt <= post.modified_gmt:
            self.posts[post.id] = post

    @property
    def whole(self) -> Export:
        """All that was read."""
        return Export(**self.texts, authors=self.authors, branches=self.branches, posts=tuple(self.posts.values()))


_CHANNEL: Final = {
    "title": "title",
    "description": "about",
    "link": "home",
    "wp:base_site_url": "root",
    "language": "language",
    "pubDate": "written",
    "wp:wxr_version": "version",
}


def _shown_name(author: Element) -> str:
    first, last = author.said("wp:author_first_name"), author.said("wp:author_last_name")
    return plain(author.said("wp:author_display_name")) or plain(f"{first} {last}".strip())


def _branch(part: Element, path: str) -> Branch:
    taxonomy = {"wp:category": "category", "wp:tag": "post_tag"}.get(part.name, part.said("wp:term_taxonomy"))
    slug = part.said("wp:category_nicename", "wp:tag_slug", "wp:term_slug")
    name = part.said("wp:cat_name", "wp:tag_name", "wp:term_name") or slug
    parent = part.said("wp:category_parent", "wp:term_parent")
    about = part.said("wp:category_description", "wp:tag_description", "wp:term_description")
    return Branch(taxonomy, slug, plain(name), "" if parent == "0" else parent, about, Place(path, part.line))


def _read(item: Element, path: str) -> Post:
    guid = item.first("guid")
    return Post(
        id=_number(item.said("wp:post_id")),
        type=item.said("wp:post_type") or "post",
        status=item.said("wp:status") or "publish",
        title=plain(item.said("title")),
        slug=unquote(item.said("wp:post_name")),
        link=item.said("link"),
        guid=guid.words.strip() if guid else "",
        permalink=bool(guid) and guid is not None and guid.get("isPermaLink") != "false",
        creator=item.said("dc:creator"),
        place=Place(path, item.line),
        content=_words(item.first("content:encoded"), path),
        excerpt=_words(item.first("excerpt:encoded"), path),
        date=item.said("wp:post_date"),
        date_gmt=item.said("wp:post_date_gmt"),
        modified_gmt=item.said("wp:post_modified_gmt"),
        parent=_number(item.said("wp:post_parent")),
        order=_number(item.said("wp:menu_order")),
        password=bool(item.said("wp:post_password")),
        sticky=item.said("wp:is_sticky") == "1",
        file=item.said("wp:attachment_url"),
        terms=tuple(_filed(item)),
        meta=_meta(item, path),
        comments=tuple(_comments(item)),
    )


def _words(element: Element | None, path: str) -> Words:
    return Words(element.inside, Place(path, element.line)) if element else Words("", Place(path))


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def plain(text: str) -> str:
    """A title as one line of plain words: WordPress lets it have tags and names of characters."""
    return " ".join(unescape(TAG.sub("", text)).split())


def _filed(item: Element) -> Iterator[Filed]:
    """Under what it stands; the first versions wrote each term twice, once without its slug."""
    seen: set[tuple[str, str]] = set()
    for one in item.all("category"):
        taxonomy, name = one.get("domain") or "category", plain(one.words)
        taxonomy = "post_tag" if taxonomy == "tag" else taxonomy
        if name and (taxonomy, name) not in seen:
            seen.add((taxonomy, name))
            yield Filed(taxonomy, one.get("nicename"), name)


def _meta(item: Element, path: str) -> dict[str, tuple[Words, ...]]:
    found: dict[str, tuple[Words, ...]] = {}
    for one in item.all("wp:postmeta"):
        value, name = one.first("wp:meta_value"), one.said("wp:meta_key")
        if name:
            words = Words(value.inside if value else "", Place(path, one.line))
            found[name] = (*found.get(name, ()), words)
    return found


def _comments(item: Element) -> Iterator[Comment]:
    """What readers wrote, and the site let stand."""
    for number, one in enumerate(item.all("wp:comment")):
        written = one.said("wp:comment_type") in ("", "comment") and one.said("wp:comment_approved") == "1"
        if written and number < _MOST_COMMENTS:
            yield Comment(one.said("wp:comment_content"), one.said("wp:comment_date_gmt", "wp:comment_date"))

"""The text of a page, without what stands around it: navigation, head, foot, forms, scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, tostring

_IDS = (
    "main-content",
    "maincontent",
    "page-content",
    "main",
    "content",
    "primary",
    "article",
    "post",
    "contents",
    "inhalt",
)
_CLASSES = (
    "entry-content",
    "post-content",
    "article-content",
    "article-body",
    "post-body",
    "markdown-body",
    "td-content",
)
_NEVER = frozenset((
    "script", "style", "noscript", "template", "nav", "svg", "canvas", "dialog", "button", "input", "select",
    "textarea", "link", "meta", "object", "applet",
))  # fmt: skip
_AROUND = frozenset(("header", "footer", "aside"))
_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar",
    "toolbar",
))  # fmt: skip
_NAMES = frozenset((
    "skip-link", "skip-to-content", "breadcrumb", "breadcrumbs", "share", "sharing", "sharedaddy", "social",
    "social-share", "share-buttons", "related-posts", "jp-relatedposts", "post-navigation", "nav-links",
    "navigation", "navbar", "menu", "comments", "comments-area", "comment-respond", "disqus_thread", "cookie",
    "cookie-notice", "cookie-banner", "newsletter", "sidebar", "pagination", "pager", "prev-next", "edit-link",
    "edit-this-page", "headerlink", "hash-link", "anchor-link", "screen-reader-text", "back-to-top", "toc",
    "table-of-contents", "search-form", "site-header", "site-footer", "footer", "nav", "navheader", "navfooter",
    "main-nav", "mainnav", "topnav", "masthead", "md-source-file", "theme-doc-toc-mobile", "pagination-nav",
    "post-meta", "entry-meta", "byline", "entry-footer", "post-tags", "tag-list",
))  # fmt: skip
"""Classes and ids of what programs put around a text."""
_SHARE = 4
"""What is called as the text is, and has fewer letters than a fourth of those in the paragraphs of the page, is called
so by chance: a list of languages, a box.
"""
_MOST_LINKS = 500
"""Of a list of contents."""
CUT = "cut-out"
"""The name of an element that is to go."""


@dataclass(frozen=True, slots=True)
class Around:
    """What was left out: of each sort of thing its first words."""

    sort: str
    words: str
    line: int


def root(tree: HtmlElement) -> HtmlElement:
    """The element that holds the text of a page."""
    body = tree if tree.tag == "body" else tree.find("body")
    whole = body if body is not None else tree
    least = _written(whole) // _SHARE
    return next((one for one in _called(whole) if _letters(one) >= max(1, least)), whole)


def _called(whole: HtmlElement) -> Iterator[HtmlElement]:
    """What is called as a text is, the surest first."""
    mains = [one for one in whole.iter("main") if _letters(one)]
    mains = mains or [one for one in whole.iter(etree.Element) if one.get("role") == "main" and _letters(one)]
    articles = [one for one in (mains[0] if mains else whole).iter("article") if _letters(one)]
    if len(articles) == 1:
        yield articles[0]
    yield from mains
    if articles and not mains:
        yield _above(articles, whole)
    named: dict[str, HtmlElement] = {}
    for one in whole.iter("div", "section", "td"):
        for name in ((one.get("id") or "").lower(), *(f".{name}" for name in (one.get("class") or "").lower().split())):
            named.setdefault(name, one)
    names = (*(f".{name}" for name in _CLASSES), *_IDS, *(f".{name}" for name in _IDS))
    yield from (named[name] for name in names if name in named)


def _above(articles: list[HtmlElement], whole: HtmlElement) -> HtmlElement:
    """The innermost element around several."""
    above = [list(one.iterancestors())[::-1] for one in articles]
    shared = [level[0] for level in zip(*above, strict=False) if all(one is level[0] for one in level)]
    return shared[-1] if whole in shared else whole


def _written(whole: HtmlElement) -> int:
    """How many letters stand in the paragraphs of a page, but for those that stand around a text."""
    walk, found = etree.iterwalk(whole, events=("start",)), 0
    for _, one in walk:
        if isinstance(one.tag, str) and one is not whole and (one.tag == "p" or _sort(one)):
            found += _letters(one) if one.tag == "p" and not _sort(one) else 0
            walk.skip_subtree()
    return found


def _letters(one: HtmlElement) -> int:
    return sum(len(text.strip()) for text in one.itertext())


def trimmed(found: HtmlElement, title: str) -> tuple[Around, ...]:
    """Take out of the element of the text what stands around it, and its title; what that was."""
    left = list[Around]()
    for one in list(outermost(found, lambda one: one is not found and bool(_sort(one)))):
        sort = _sort(one)
        words = " ".join("".join(one.itertext()).split())[:80]
        if sort != "script" and words:
            left.append(Around(sort, words, one.sourceline or 1))
        cut(one)
    for comment in found.iter(etree.Comment):
        comment.text = ""
    _without_title(found, title)
    etree.strip_tags(found, CUT, etree.Comment)
    return tuple(left)


def outermost(found: HtmlElement, wanted: Callable[[HtmlElement], bool]) -> Iterator[HtmlElement]:
    """The elements that are wanted, and are in no other that is."""
    walk = etree.iterwalk(found, events=("start",))
    for _, one in walk:
        if isinstance(one.tag, str) and wanted(one):
            walk.skip_subtree()
            yield one


def _sort(one: HtmlElement) -> str:
    """What sort of thing an element is that is no part of the text; "" for one that is."""
    tag = str(one.tag)
    if tag in ("script", "style", "noscript", "template", "link", "meta"):
        return "script"
    if tag == "form":
        return "form"
    if tag in _NEVER or (one.get("role") or "").lower() in _ROLES or "hidden" in one.attrib:
        return "around"
    if tag in ("ul", "ol", "details") and _is_contents(one):
        return "around"
    if tag in _AROUND and not (tag == "header" and _holds_text(one)):
        return "around"
    names = {*(one.get("class") or "").lower().split(), (one.get("id") or "").lower()}
    return "around" if names & _NAMES else ""


def _is_contents(one: HtmlElement) -> bool:
    """Whether a list leads to parts of its own page, and says nothing else."""
    links = list(islice(one.iter("a"), _MOST_LINKS))
    if (
        len(links) < 3
        or len(links) == _MOST_LINKS
        or not all((link.get("href") or "").startswith("#") for link in links)
    ):
        return False
    said = len("".join("".join(one.itertext()).split()))
    return said - sum(len("".join("".join(link.itertext()).split())) for link in links) < max(20, said // 10)


def _holds_text(header: HtmlElement) -> bool:
    """Whether a head has more to say than a title and who wrote it when."""
    return any(len(" ".join("".join(one.itertext()).split())) > 60 for one in header.iter("p"))


def cut(one: HtmlElement) -> None:
    """Mark an element to go, with all that is in it. As many lines stay as it had."""
    lines = sum(text.count("\n") for text in one.itertext())
    one.clear(keep_tail=True)
    one.tag, one.text = CUT, "\n" * lines


def _without_title(found: HtmlElement, title: str) -> None:
    """The heading that says the title again."""
    for one in found.iter("h1", "h2"):
        if " ".join("".join(one.itertext()).split()) == " ".join(title.split()):
            cut(one)
            return


def serialised(found: HtmlElement) -> str:
    """The HTML of what is in an element."""
    return str(tostring(found, encoding="unicode", with_tail=False))


def links(tree: HtmlElement) -> Iterator[str]:
    """Where a page leads."""
    for one in tree.iter("a", "area"):
        if href := (one.get("href") or "").strip():
            yield href

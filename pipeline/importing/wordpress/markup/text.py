"""The text of a post as HTML: without shortcodes, blocks and the rules of an editor, its addresses whole.

Each line stays the line that it was in the export, so that whatever is said of the text is said with its place there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from pipeline.importing.source.found import Text
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.markup.blocks import has_blocks
from pipeline.importing.wordpress.markup.expansions import notes_below, without_shortcodes
from pipeline.importing.wordpress.markup.links import settled
from pipeline.importing.wordpress.markup.paragraphs import paragraphs
from pipeline.importing.wordpress.markup.rendered import without_comments
from pipeline.importing.wordpress.markup.tags import one_line, tag
from pipeline.importing.wordpress.post import Comment, Post, Words

_MOST_OF_ELEMENTOR: Final = 8 << 20
_WORDS: Final = ("title", "heading", "editor", "text", "description", "html", "caption", "tab_title", "tab_content")
_MOST_ELEMENTS: Final = 50_000


def text_of(post: Post, desk: Desk) -> tuple[Text | None, tuple[Post, ...]]:
    """The body of a post, and the files of the site that it names; no body where it says nothing."""
    content = post.content
    if not content.text.strip():
        content = Words("\n\n".join(_elementor(post)), content.place)
    html = resolved(content, desk) + notes_below(desk) + _comments(post, desk)
    if not html.strip():
        return None, ()
    done, named = settled(html, desk)
    return Text(done, "html", post.link, content.place), named


def resolved(words: Words, desk: Desk) -> str:
    """The HTML of a text as an editor of WordPress saved it."""
    plain = without_shortcodes(words.text, desk, words.place.line)
    if has_blocks(words.text):
        return without_comments(plain, desk, words.place.line)
    return paragraphs(plain)


def _elementor(post: Post) -> Iterator[str]:
    """What a page of Elementor says that has no text besides: its elements keep theirs in fields."""
    written = post.said("_elementor_data")
    if not written or len(written) > _MOST_OF_ELEMENTOR:
        return
    try:
        left: list[Any] = [json.loads(written)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_ELEMENTS):
        if not left:
            return
        one = left.pop()
        if isinstance(one, list):
            left.extend(reversed(one))
        elif isinstance(one, dict):
            yield from _said(one.get("settings"))
            left.append(one.get("elements"))


def _said(settings: object) -> Iterator[str]:
    if not isinstance(settings, dict):
        return
    for name in _WORDS:
        value = settings.get(name)
        if isinstance(value, str) and value.strip():
            yield tag("h2", {}, value) if name in ("title", "heading") else one_line(value)
    picture = settings.get("image")
    if isinstance(picture, dict) and isinstance(picture.get("url"), str) and picture["url"]:
        yield tag("img", {"src": picture["url"], "alt": str(picture.get("alt") or "")})


def _comments(post: Post, desk: Desk) -> str:
    """What readers said below a post, where people decided to keep it; without names."""
    if not post.comments:
        return ""
    kept = desk.verdict("wordpress/comments") == "keep"
    what = f"comments of readers on `{post.title}`"
    desk.faults.add("wordpress/comments", "changed" if kept else "dropped", what, post.place.line, len(post.comments))
    if not kept:
        return ""
    return "<h2>Comments</h2>" + "".join(map(_comment, post.comments))


def _comment(comment: Comment) -> str:
    day = f"<p>{escape(comment.date[:10])}</p>" if comment.date else ""
    return f"<blockquote>{day}{one_line(paragraphs(comment.text))}</blockquote>"

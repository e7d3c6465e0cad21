"""Addresses inside a text: what lies on the old site is called by the one address that it has there, whole.

A smaller copy of a picture becomes the picture itself, the page of a file becomes the file, `/?p=12` the address of
that post. Which file of the library they lead to, who writes the text knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.importing.source.xml import INSIDE
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.markup.figures import is_picture, name_of
from pipeline.importing.wordpress.markup.tags import attributes, changed
from pipeline.importing.wordpress.post import Post

_NUMBERED = re.compile(r"\bwp-image-([0-9]{1,18})\b")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url", "data-lazyload", "src")
_SMALLER = ("srcset", "data-srcset", "data-lazy-srcset", "sizes", *_LAZY[:-1])
_ENLARGED = re.compile(
    rf"<a\b({INSIDE})>(?:<br>)?(\s{{0,99}}<img\b{INSIDE}>\s{{0,99}})</a>",
    re.IGNORECASE,
)
_SRC = re.compile(r"\bsrc=\"([^\"]*+)\"")


def settled(html: str, desk: Desk) -> tuple[str, tuple[Post, ...]]:
    """The text with settled addresses, and the files of the site that it names, each once."""
    named: dict[int, Post] = {}

    def change(name: str, given: dict[str, str]) -> Mapping[str, str | None]:
        return _changes(name, given, desk, named)

    return _ENLARGED.sub(_not_enlarged, changed(html, change)), tuple(named.values())


def _changes(name: str, given: dict[str, str], desk: Desk, named: dict[int, Post]) -> Mapping[str, str | None]:
    if name == "img":
        return _picture(given, desk, named)
    key = {"a": "href", "area": "href", "audio": "src", "video": "src", "source": "src", "iframe": "src"}.get(name, "")
    written = given.get(key, "").strip()
    if not written or written.startswith("#"):
        return {}
    post = desk.site.at(written, desk.post.link)
    if post is None:
        whole = desk.site.whole(written, desk.post.link)
        return {key: whole} if whole != written else {}
    if post.file:
        named[post.id] = post
    return {key: (post.file or post.link) + _fragment(written)}


def _fragment(url: str) -> str:
    head, sign, fragment = url.partition("#")
    return sign + fragment if head else ""


def _picture(given: dict[str, str], desk: Desk, named: dict[int, Post]) -> Mapping[str, str | None]:
    """The picture itself, with the words that the media library has for it where the text has none."""
    written = next((url for key in _LAZY if (url := given.get(key, "").strip()) and not url.startswith("data:")), "")
    file = desk.site.at(written, desk.post.link) if written else None
    if file is None or not file.file:
        file = _by_number(given, written, desk)
    if file is None:
        whole = desk.site.whole(written, desk.post.link)
        return {"src": whole} if written and whole != given.get("src", "") else {}
    named[file.id] = file
    words = {"alt": file.alt} if file.alt and not given.get("alt", "").strip() else {}
    return {"src": file.file, **dict.fromkeys(_SMALLER), **words}


def _by_number(given: dict[str, str], written: str, desk: Desk) -> Post | None:
    """A picture by the number that its class tells, where its name tells the same: a site that was moved has others."""
    match = _NUMBERED.search(given.get("class", ""))
    file = desk.site.file(int(match[1])) if match else None
    return file if file and name_of(written).startswith(_stem(file.file)) else None


def _stem(url: str) -> str:
    """The name of a file without its ending, and without what WordPress added."""
    return name_of(url).rpartition(".")[0].removesuffix("-scaled")


def _not_enlarged(match: re.Match[str]) -> str:
    """A picture that leads to itself, as larger one: it stands here as large as it is."""
    src = _SRC.search(match[2])
    same = src is not None and attributes(match[1]).get("href", "") == attributes(f'src="{src[1]}"')["src"]
    ends = "\n" * match[1].count("\n")
    return f"{ends}{match[2]}" if same else match[0]


def picture_of(post: Post, desk: Desk) -> Post | None:
    """The picture that stands for a post: its featured image."""
    number = post.said("_thumbnail_id")
    file = desk.site.file(int(number[:18])) if number.isdecimal() else None
    return file if file and is_picture(file) else None

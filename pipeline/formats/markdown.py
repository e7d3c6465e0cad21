"""Markdown, rendered once for page, feed, show notes, PDF and catalogue.

What Markdown is here, `dialect` says. Links to files of the library become `/@/<library path>#<fragment>`, which
`relink` turns into the addresses of one output. Every id of content has the prefix `h-`, so that none meets an id of
the theme.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from urllib.parse import quote, unquote

from pipeline.formats import bounds, markup
from pipeline.formats.rendering import (
    INTERNAL,
    PREFIX,
    Finding,
    FormBlock,
    Heading,
    Link,
    Rendering,
    form_marker,
    from_json,
    resolve,
    to_json,
)

__all__ = [
    "INTERNAL",
    "PREFIX",
    "Finding",
    "FormBlock",
    "Heading",
    "Link",
    "Rendering",
    "fill_forms",
    "form_marker",
    "from_json",
    "noted",
    "relink",
    "render",
    "resolve",
    "to_json",
    "too_complex",
]

_MARKER = re.compile(r'<div class="form-block" data-form="([0-9]+)"></div>')


def render(body: str, path: str, words: Mapping[str, str] | None = None) -> Rendering:
    """Render the body of the file at `path` (a library path). Never raises: what is wrong is in `findings`.

    `words` are the names of boxes (`note`, `warning` …) and the title of the way back from a footnote (`back`), where
    readers have another language than English.
    """
    if not body:
        return Rendering("")
    # The parser takes 40 ms to load, and most commands render nothing.
    from pipeline.formats.renderer import rendered  # noqa: PLC0415

    return rendered(body, path, words or {})


def relink(text: str, address: Callable[[str, str], str]) -> str:
    """The HTML of a rendering with each reference to a file of the library replaced.

    `address` is given the library path and the fragment as the author wrote it, and returns the address. The prefix of
    ids is put before the fragment here; one that `address` left off is added.
    """

    def change(tag: str, attributes: dict[str, str]) -> dict[str, str]:
        name = "src" if tag == "img" else "href"
        target = attributes.get(name, "")
        if target.startswith(INTERNAL):
            path, _, fragment = target.removeprefix(INTERNAL).partition("#")
            attributes[name] = _addressed(address, unquote(path), unquote(fragment))
        return attributes

    return markup.rewrite(text, change)


def noted(text: str, note: Callable[[str, str], str]) -> str:
    """The HTML of a rendering with words behind those of links to files of the library, inside of the link, so that
    they are read out with it. `note` is given the library path and the words of the link; "" leaves it as it is.
    """
    if f'href="{INTERNAL}' not in text:
        return text
    parts, at, begins, path = list[str](), 0, 0, ""
    for tag in markup.TAG.finditer(text):
        if tag[2] != "a":
            continue
        target = markup.attributes_of(tag[3]).get("href", "")
        if not tag[1]:
            path = unquote(target.removeprefix(INTERNAL).partition("#")[0]) if target.startswith(INTERNAL) else ""
            begins = tag.end()
        elif path and (said := note(path, unescape(markup.TAG.sub("", text[begins : tag.start()])))):
            parts += text[at : tag.start()], f" {escape(said, quote=False)}"
            at = tag.start()
    return "".join((*parts, text[at:]))


def _addressed(address: Callable[[str, str], str], path: str, fragment: str) -> str:
    base, mark, own = address(path, fragment).partition("#")
    if not fragment or (mark and unquote(own) != fragment):
        return base + mark + own
    return f"{base}#{PREFIX}{quote(fragment, safe=':')}"


def fill_forms(text: str, forms: Sequence[str]) -> str:
    """The HTML of a rendering with finished HTML in place of each marker."""
    return _MARKER.sub(lambda match: f'<div class="form-block">{forms[int(match[1]) - 1]}</div>', text)


def too_complex(body: str) -> str | None:
    """Why a body would take unreasonable time or memory to render, or None. Takes time linear in its length."""
    return bounds.too_complex(body)

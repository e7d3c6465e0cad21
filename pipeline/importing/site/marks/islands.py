"""What stands in a text for things that templates made: pictures, embeds, boxes, as Markdown and HTML have them."""

from __future__ import annotations

from html import escape
from textwrap import dedent, indent

_HOSTS = {
    "youtube": ("https://www.youtube.com/watch?v={}", "Video on YouTube"),
    "vimeo": ("https://vimeo.com/{}", "Video on Vimeo"),
    "peertube": ("{}", "Video"),
    "tweet": ("https://twitter.com/i/status/{}", "Post on Twitter"),
    "x": ("https://twitter.com/i/status/{}", "Post on Twitter"),
    "twitter": ("https://twitter.com/i/status/{}", "Post on Twitter"),
    "instagram": ("https://www.instagram.com/p/{}/", "Post on Instagram"),
    "spotify": ("https://open.spotify.com/{}", "Listen on Spotify"),
    "soundcloud": ("https://soundcloud.com/{}", "Listen on SoundCloud"),
    "gist": ("https://gist.github.com/{}", "Code on GitHub"),
    "mastodon": ("{}", "Post on Mastodon"),
}
NOWHERE = "#"
"""The address of a link of which only the words stay."""
EMBEDS = frozenset(_HOSTS)
"""What is shown from the web by its name there."""
BOXES = {
    **dict.fromkeys(("note", "info", "notice", "hint", "callout", "admonition", "alert", "aside", "seealso"), "note"),
    **dict.fromkeys(("tip", "success", "check", "done", "help", "todo"), "tip"),
    **dict.fromkeys(("warning", "caution", "attention", "important"), "warning"),
    **dict.fromkeys(("danger", "error", "bug", "failure", "fail"), "danger"),
    **dict.fromkeys(("example", "question", "faq", "quote", "cite", "abstract", "summary", "tldr"), "note"),
}
"""What programs call a box beside the text, and the name that it has here."""


def embed(name: str, what: str, title: str = "") -> str:
    """A link to what was shown from the web."""
    address, words = _HOSTS[name]
    if what.startswith(("http://", "https://")):
        address = "{}"
    return f"[{title or words}](<{address.format(what)}>)" if what else ""


def figure(src: str, alt: str, caption: str = "", link: str = "") -> str:
    """A picture with the words below it."""
    if not src:
        return ""
    picture = f'<img src="{escape(src)}" alt="{escape(alt)}">'
    picture = f'<a href="{escape(link)}">{picture}</a>' if link else picture
    if caption:
        return f"<figure>{picture}<figcaption>{escape(caption, quote=False)}</figcaption></figure>"
    alt = alt.replace("[", "\\[").replace("]", "\\]").replace("\n", " ")
    return picture if link else f"![{alt}](<{src}>)"


def box(sort: str, title: str, inner: str) -> str:
    """A box beside the text."""
    words = " ".join(title.replace('"', "”").split())
    head = f"!!! {BOXES.get(sort.lower(), 'note')}" + (f' "{words}"' if words else "")
    return f"{head}\n{indent(dedent(inner).strip(chr(10)), '    ')}\n"


def details(summary: str, inner: str) -> str:
    """What opens when it is asked for."""
    return f"<details>\n<summary>{escape(summary or 'More', quote=False)}</summary>\n\n{inner.strip()}\n\n</details>"


def code(language: str, inner: str) -> str:
    """A block of code, between fences longer than any that stand in it."""
    fence = "```"
    while fence in inner:
        fence += "`"
    return f"{fence}{language}\n{inner.strip(chr(10))}\n{fence}"

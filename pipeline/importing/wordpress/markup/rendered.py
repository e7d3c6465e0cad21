"""Blocks as HTML: most hold theirs, and only their comments go; some are made when a page is shown, or hold what no
page shows.

Every block keeps the lines that it has in the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, Final

from pipeline.formats import markdown
from pipeline.importing.deciding.decisions import Mapped
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.markup.blocks import Block, parsed
from pipeline.importing.wordpress.markup.expansions import without_shortcodes
from pipeline.importing.wordpress.markup.figures import embedded, figure, is_picture, media, name_of
from pipeline.importing.wordpress.markup.paragraphs import paragraphs
from pipeline.importing.wordpress.markup.tags import TAG, blank, comments, one_line, tag
from pipeline.importing.wordpress.names import names

Made = Callable[[Block, str, Desk], str | None]
"""Makes the HTML of a block, of that and of what is inside; None where nothing of it can stand on a page."""
_LIST_TAGS = re.compile(r"</?(?:ul|li)\b[^<>]{0,2000}>", re.IGNORECASE)
_PRE = re.compile(r"<pre\b[^<>]{0,2000}>", re.IGNORECASE)
_OBJECT = re.compile(r"<object\b[^<>]{0,5000}>\s{0,9}</object>", re.IGNORECASE)
_BUTTON = re.compile(r"<a\b[^<>]{0,5000}wp-block-file__button[^<>]{0,5000}>[^<>]{0,500}</a>", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"']+")
_CAPTION = re.compile(r"<figcaption\b[^<>]{0,2000}>(.{0,5000}?)</figcaption>", re.IGNORECASE | re.DOTALL)
_SOURCE = re.compile(r"\bsrc=[\"']([^\"'<>]{1,2000})", re.IGNORECASE)
_CODE = re.compile(r"[{}]|;\s*\Z|\A(?:field_|var[:(]|#)")
_LOOKS: Final = names(
    "className style css customCSS anchor align layout typography font fontFamily transition animation svg"
)
_MOST_VALUES, _WORDS = 5_000, 3
_MOST_PUT_IN: Final = 1 << 20


def _as_it_is(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    return inside


def _nothing(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """What only parts or decorates, and has no words."""
    return ""


def _classic(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """Text of the classic editor, unless it has its paragraphs."""
    return inside if not inside.strip() or "<p" in inside.lower() else paragraphs(inside)


def _gallery(block: Block, inside: str, desk: Desk) -> str | None:
    """Pictures one below the other. Older versions made a list of them, or named them by number only."""
    if "<img" not in inside.lower():
        ids = block.said.get("ids")
        numbers = [one for one in ids if isinstance(one, int)] if isinstance(ids, list) else []
        files = (desk.site.file(number) for number in numbers)
        return "".join(figure(file) for file in files if file and is_picture(file)) or None
    return _LIST_TAGS.sub("", inside)


def _embed(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """What another site shows, as a link; words below it stay."""
    match = _WEB.search(inside)
    url = block.get("url") or (match[0] if match else "")
    caption = _CAPTION.search(inside)
    words = f"<p>{caption[1]}</p>" if caption and caption[1].strip() else ""
    return embedded(url) + words if url else None


def _file(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """A file to load: its link stands there twice, and once in a window of its own."""
    return _BUTTON.sub("", _OBJECT.sub("", inside))


def _verse(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """A poem: its lines are lines, and no code."""
    match = _PRE.search(inside)
    if match is None:
        return inside
    head, verses = inside[: match.start()], inside[match.end() :]
    verses, _, behind = verses.rpartition("</pre>")
    lines = verses.replace("\n", "<br>\n")
    return f"{head}<p>{lines}</p>{behind}"


def _shared(block: Block, inside: str, desk: Desk) -> str | None:
    """A block that several pages share: another post holds it."""
    number = int(block.get("ref")[:18]) if block.get("ref").isdecimal() else 0
    post = desk.site.posts.get(number)
    if post is None or number in desk.inside or desk.written > _MOST_PUT_IN:
        return inside or None
    before, desk.inside = desk.inside, (*desk.inside, number)
    line = post.content.place.line
    html = one_line(without_comments(without_shortcodes(post.content.text, desk, line), desk, line))
    desk.inside = before
    desk.written += len(html)
    return html


def _footnotes(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """The footnotes of a text, which a field of its post holds."""
    try:
        notes = json.loads(desk.post.said("footnotes") or "[]")
    except (ValueError, RecursionError):
        return None
    items = "".join(_footnote(note) for note in notes if isinstance(note, dict)) if isinstance(notes, list) else ""
    return f'<ol class="wp-block-footnotes">{items}</ol>' if items else ""


def _footnote(note: Mapping[str, Any]) -> str:
    id_, text = escape(str(note.get("id", ""))), one_line(str(note.get("content", "")))
    return f'<li id="{id_}">{text} <a href="#{id_}-link">↩</a></li>'


def _links(block: Block, inside: str, desk: Desk) -> str | None:
    """Links to what else a site is on, or of a menu: each a block without text of its own."""
    items = "".join(_link(child, desk) for child in block.children)
    return f"<ul>{items}</ul>" if items else inside or None


def _link(block: Block, desk: Desk) -> str:
    url, service = block.get("url"), block.get("service")
    words = block.get("label") or (service.capitalize() if service else "") or url
    below = _links(block, "", desk) or ""
    return f"<li>{tag('a', {'href': url}, words if '<' in words else escape(words))}{below}</li>" if url else below


def _player(block: Block, inside: str, desk: Desk) -> str | None:
    """A player: on the page of an episode one stands anyway."""
    url = block.get("url") or block.get("audioFile") or block.get("src")
    if url.startswith("http") and name_of(url) not in desk.recordings:
        return media(url) or embedded(url, block.get("title"))
    return "" if desk.episode else inside or None


def _sound(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """Sound; the recording of an episode itself stands on its page anyway."""
    named = (name_of(given) for match in _SOURCE.finditer(inside) for given in match.groups())
    return "" if any(name in desk.recordings for name in named) else inside


def _missing(block: Block, inside: str, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """What the editor itself did not know any more."""
    return inside if inside.strip() else one_line(block.get("originalContent")) or None


_STATIC: Final = names(
    "paragraph heading list list-item quote pullquote image table code preformatted columns column group row",
    "stack cover media-text buttons button separator details accordion accordion-item accordion-heading",
    "accordion-panel video html math subhead text-columns cover-image icon term-description",
)
_ANYWAY: Final = names(
    "spacer more nextpage table-of-contents social-link navigation-link home-link page-list-item post-title",
    "post-excerpt post-date post-featured-image post-template post-author post-author-name",
    "post-author-biography post-terms avatar post-navigation-link post-content post-comments-form read-more",
    "query-title query-pagination query-no-results query-pagination-next query-pagination-previous",
    "query-pagination-numbers site-logo site-title site-tagline loginout",
)
"""What has no words of its own: it parts, or shows what every page shows anyway, or what is around it shows it."""
_OF_OTHERS: Final = ("comment-", "comments-", "query-", "post-comment")
"""How blocks begin that are parts of one that is told."""
TABLE: Final[Mapping[str, Made]] = {
    **dict.fromkeys(_STATIC, _as_it_is),
    **dict.fromkeys(("", "freeform", "shortcode"), _classic),
    **dict.fromkeys(_ANYWAY, _nothing),
    "gallery": _gallery,
    "audio": _sound,
    "embed": _embed,
    "file": _file,
    "verse": _verse,
    "block": _shared,
    "footnotes": _footnotes,
    "missing": _missing,
    **dict.fromkeys(("social-links", "navigation", "navigation-submenu"), _links),
    **dict.fromkeys(
        (
            "jetpack/podcast-player",
            "seriously-simple-podcasting/audio-player",
            "seriously-simple-podcasting/castos-player",
            "seriously-simple-podcasting/castos-html-player",
            "blubrry/powerpress",
            "powerpress/player",
            "podlove-web-player/shortcode",
            "podlove-web-player/player",
        ),
        _player,
    ),
}
"""Name of a block → its HTML. `core-embed/…` is how older versions called embeds."""


def without_comments(html: str, desk: Desk, first: int) -> str:
    """The text with each block as HTML; `first` is its line in the source."""
    return _html(parsed(html, first), desk)


def _html(block: Block, desk: Desk) -> str:
    if not block.name:
        return "".join(
            _classic(block, part, desk) or "" if isinstance(part, str) else _html(part, desk) for part in block.parts
        )
    inside = "".join(part if isinstance(part, str) else _html(part, desk) for part in block.parts) + block.ends
    shown = _shown(block, inside, desk)
    return shown + blank("\n" * (inside.count("\n") - shown.count("\n")))


def _shown(block: Block, inside: str, desk: Desk) -> str:
    kind = f"block/{block.name}"
    decided = desk.verdict(kind)
    if isinstance(decided, Mapped):
        desk.faults.add(kind, "changed", block.name, block.line)
        return one_line(markdown.render(decided.map, "").html)
    make = _embed if block.name.startswith("core-embed/") else TABLE.get(block.name)
    if make is None and block.name.startswith(_OF_OTHERS) and not _says(inside):
        return ""
    made = make(block, inside, desk) if make else None
    if made is not None:
        return made
    if _says(inside):
        # Its HTML is what readers saw: only what a script or a style made of it does not come along.
        desk.faults.add(kind, "changed", block.name, block.line)
        return inside
    if "/" in block.name and (words := "".join(_words(block.said))):
        desk.faults.add(kind, "changed", block.name, block.line)
        return words
    desk.faults.add(kind, "dropped", block.name, block.line)
    return ""


def _words(said: dict[str, Any]) -> Iterator[str]:
    """The texts that a block keeps in its comment alone, as those of page builders and of custom fields do: what has
    tags of HTML, or three words.
    """
    left: list[Any] = [said]
    for _ in range(_MOST_VALUES):
        if not left:
            return
        one = left.pop()
        if isinstance(one, str) and (len(one.split()) >= _WORDS or "</" in one) and not _CODE.search(one):
            yield one_line(one if "</" in one else f"<p>{escape(one)}</p>")
        elif isinstance(one, list):
            left.extend(reversed(one))
        elif isinstance(one, dict):
            left.extend(value for name, value in reversed(one.items()) if name not in _LOOKS and name[:1] != "_")


def _says(html: str) -> bool:
    """Whether there is a word or a picture in it."""
    for begin, end in reversed([*comments(html)]):
        html = html[:begin] + html[end:]
    return bool(TAG.sub("", html).strip()) or any(
        f"<{name}" in html.lower() for name in ("img", "audio", "video", "iframe")
    )

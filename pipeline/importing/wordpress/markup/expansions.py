"""What stands in the place of each shortcode: a table of those that say something by themselves, and a rule for others.

The rule: what a shortcode encloses stays, an address that it names becomes a link, and that it was there is told. What
it enclosed for members only does not stay: nobody made it public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Final

from pipeline.formats import markdown
from pipeline.importing.deciding.decisions import Mapped
from pipeline.importing.source.loss import Outcome
from pipeline.importing.source.xml import INSIDE
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.markup.builders import builder_of, built, said
from pipeline.importing.wordpress.markup.figures import embedded, figure, is_picture, media, name_of
from pipeline.importing.wordpress.markup.shortcodes import Shortcode, expanded
from pipeline.importing.wordpress.markup.tags import one_line, tag
from pipeline.importing.wordpress.names import names
from pipeline.importing.wordpress.post import Post

Made = Callable[[Shortcode, str | None, Desk], str | None]
"""Makes what stands in the place of a shortcode; None where this one says nothing that could stand there."""
_FIGURE = re.compile(rf"\s*((?:<a\b[^<>]{{0,2000}}>\s*)?<img\b{INSIDE}>(?:\s*</a>)?)", re.IGNORECASE)
_SOURCES = (
    "src",
    "mp3",
    "m4a",
    "ogg",
    "opus",
    "wav",
    "flac",
    "mp4",
    "m4v",
    "webm",
    "ogv",
    "mov",
    "url",
    "audio",
    "file",
)
_TEXTS, _WORDS = ("text", "content", "description"), 3
"""Attributes that hold a text, where it has as many words."""
_WEB = re.compile(r"https?://[^\s<>\"'\]]+")
_NUMBERS = re.compile(r"[0-9]{1,18}")


def _caption(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """A picture with words below it, which older versions wrote as an attribute."""
    match = _FIGURE.match(inner or "")
    if match is None or inner is None:
        return inner
    words = inner[match.end() :].strip(" ") or one_line(code.get("caption"))
    return (
        f"<figure>{match[0]}<figcaption>{words}</figcaption></figure>"
        if words.strip()
        else f"<figure>{match[0]}</figure>"
    )


def _gallery(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    return "".join(map(figure, filter(is_picture, _chosen(code, desk)))) or None


def _playlist(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    films = code.get("type") == "video"
    made = (media(file.file) for file in _chosen(code, desk))
    return "".join(one for one in made if ("<video" in one) == films) or None


def _chosen(code: Shortcode, desk: Desk) -> tuple[Post, ...]:
    """The files that a gallery names; one that names none shows what was uploaded to its post."""
    if named := code.get("ids", "include"):
        numbers = (int(number) for number in _NUMBERS.findall(named))
        return tuple(file for number in numbers if (file := desk.site.file(number)))
    left = set(map(int, _NUMBERS.findall(code.get("exclude"))))
    of = code.get("id")
    attached = desk.site.attached(int(of[:18]) if of.isdecimal() else desk.post.id)
    return tuple(file for file in attached if file.id not in left)


def _played(code: Shortcode, inner: str | None, desk: Desk) -> str | None:
    """Sound or a film by its address: an attribute, the text, or behind a colon (`[audio:http://…]`)."""
    url = code.get(*_SOURCES) or _first_address(code, inner)
    if not url:
        return None
    return "" if name_of(url) in desk.recordings else media(url) or embedded(url)


def _first_address(code: Shortcode, inner: str | None) -> str:
    match = _WEB.search(" ".join(code.bare)) or _WEB.search(unescape(inner or ""))
    return match[0].split("|")[0].split(",http")[0] if match else ""


def _player(code: Shortcode, inner: str | None, desk: Desk) -> str | None:
    """A player: on the page of an episode one stands anyway."""
    played = _played(code, inner, desk)
    return "" if played is None and desk.episode else played


def _frame(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """Something of another site, by its address."""
    url = code.get("url", "src", "link", "href") or _first_address(code, inner)
    return embedded(url) if url.startswith(("http://", "https://")) else None


def _hosted(begin: str) -> Made:
    """Something of another site, by its number there."""

    def made(code: Shortcode, inner: str | None, desk: Desk) -> str | None:
        if whole := _frame(code, inner, desk):
            return whole
        number = code.get("id") or next(iter(code.bare), "") or (inner or "").strip()
        return embedded(begin + number.removeprefix("=")) if _NUMBER.fullmatch(number) else None

    return made


def _inside(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """What it encloses, which needs nothing around it."""
    return inner or ""


def _nothing(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """What only parted or decorated."""
    return inner or ""


def _within(name: str) -> Made:
    """The same as an element of HTML."""
    return lambda _, inner, __: f"<{name}>{inner}</{name}>" if inner is not None else None


def _address(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """A link: a button, or as bulletin boards write it (`[url=http://…]words[/url]`)."""
    url = code.get("url", "link", "href") or next(iter(code.bare), "").removeprefix("=").strip("\"'")
    url = url or (inner or "").strip()
    words = inner or escape(code.get("text", "title", "label", "content"))
    return (
        tag("a", {"href": url}, words or escape(url)) if url.startswith(("http", "/", "mailto:", "tel:", "#")) else None
    )


def _note(code: Shortcode, inner: str | None, desk: Desk) -> str | None:
    """A footnote: its number here, its text below all."""
    words = (inner or escape(code.get("note", "content", "text"))).strip()
    if not words:
        return None
    desk.footnotes.append(one_line(words))
    number = len(desk.footnotes)
    return f'<sup id="fnref-{number}"><a href="#fn-{number}">{number}</a></sup>'


def _episode(code: Shortcode, inner: str | None, desk: Desk) -> str | None:  # noqa: ARG001 - the shape of `Made`
    """An episode elsewhere on the site, by its number."""
    number = code.get("episode", "id", "post_id")
    post = desk.site.posts.get(int(number[:18])) if number.isdecimal() else None
    if post is None:
        return "" if desk.episode else None
    return "" if post.id == desk.post.id else embedded(post.link, post.title)


_HOSTED: Final = {
    **dict.fromkeys(("youtube", "youtube_sc", "embedyt"), "https://www.youtube.com/watch?v="),
    "vimeo": "https://vimeo.com/",
    "dailymotion": "https://www.dailymotion.com/video/",
    "ted": "https://www.ted.com/talks/",
    "gist": "https://gist.github.com/",
}
"""Those that name something of another site by its number there, and how its address begins."""
_NUMBER = re.compile(r"=?[A-Za-z0-9_-]{1,40}")
TABLE: Final[Mapping[str, Made]] = {
    **dict.fromkeys(("caption", "wp_caption"), _caption),
    "gallery": _gallery,
    "playlist": _playlist,
    **dict.fromkeys(
        ("audio", "video", "wpvideo", "videopress", "podloveaudio", "smart_track_player", "fusebox_track_player"),
        _played,
    ),
    **dict.fromkeys(("powerpress", "ss_player", "podcast", "display_podcast", "podpress", "blubrry"), _player),
    **dict.fromkeys(("podlove-episode-web-player", "podlove-web-player", "podlove-episode-downloads"), _player),
    **dict.fromkeys(("podlove-transcript", "podlove-episode-contributor-list", "smart_podcast_player"), _player),
    "podcast_episode": _episode,
    **dict.fromkeys(("embed", "iframe", "googlemaps", "instagram", "tweet", "facebook", "pdf", "pdf-embedder"), _frame),
    **dict.fromkeys(("soundcloud", "spotify", "castos", "embeddoc", "gview", "fvplayer", "bandcamp", "tiktok"), _frame),
    **{name: _hosted(begin) for name, begin in _HOSTED.items()},
    **dict.fromkeys(("ref", "footnote", "efn_note", "mfn", "fn", "note_ref"), _note),
    **dict.fromkeys(("button", "btn", "url", "link"), _address),
    **dict.fromkeys(("quote", "blockquote", "pullquote", "pull_quote"), _within("blockquote")),
    **{name: _within(element) for name, element in (("b", "strong"), ("i", "em"), ("s", "s"), ("code", "code"))},
    **dict.fromkeys(("row", "column", "columns", "col", "one_half", "one_third", "two_third", "one_fourth"), _inside),
    **dict.fromkeys(("three_fourth", "one_half_last", "one_third_last", "section", "dropcap", "highlight"), _inside),
    **dict.fromkeys(
        ("u", "center", "size", "color", "raw", "email", "no_toc", "toc", "clear", "divider", "hr"), _nothing
    ),
    **dict.fromkeys(("spacer", "space", "br", "nextpage", "powerpress_subscribe"), _nothing),
}
"""Name → what stands in its place."""
_FOR_MEMBERS: Final = names(
    "private restrict members_only member members members_logged_in members_access protected protected_content",
    "restricted is_logged_in logged_in loggedin um_loggedin mepr-active mepr-show wlm_private s2if s2member",
    "ihc-hide-content pmpro membership hide_content content_protector passster content_control wcm_restrict",
    "user_logged_in if_member rcp_is_paid login-required hidden_content visitor_hidden",
)
"""Those that showed what they enclose to some people only."""
_ANYWHERE: Final = names(
    "caption wp_caption gallery playlist audio video embed powerpress smart_track_player contact-form-7",
    "wpforms",
)
"""Those that nobody writes for a word in brackets."""


class Expander:
    """Says what stands in the place of the shortcodes of one post."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, code: Shortcode, inner: str | None) -> str:
        kind = f"shortcode/{code.name}"
        decided = self._desk.verdict(kind)
        if isinstance(decided, Mapped):
            self._tell(kind, "changed", code)
            return one_line(markdown.render(decided.map, "").html)
        if decided == "keep":
            self._tell(kind, "changed", code)
            return _kept(code, inner)
        return self._made(kind, code, inner)

    def _made(self, kind: str, code: Shortcode, inner: str | None) -> str:
        if builder := builder_of(code.name):
            self._tell(f"builder/{builder}", "changed", code)
            return built(code, inner, self._desk)
        if code.name in TABLE:
            made = TABLE[code.name](code, inner, self._desk)
            return made if made is not None else self._lost(kind, code, inner)
        return self._unknown(kind, code, inner)

    def _unknown(self, kind: str, code: Shortcode, inner: str | None) -> str:
        if code.name in _FOR_MEMBERS:
            return self._lost(kind, code, None)
        if (inner or "").strip() or len(code.get(*_TEXTS).split()) >= _WORDS:
            self._tell(kind, "changed", code)
            return said(code, inner, self._desk)
        if (url := code.get("url", "src", "href", "link", "file")).startswith(("http://", "https://")):
            self._tell(kind, "changed", code)
            return media(url) or embedded(url, code.get("title", "text", "name"))
        return self._lost(kind, code, inner)

    def _lost(self, kind: str, code: Shortcode, inner: str | None) -> str:
        self._tell(kind, "dropped", code)
        return inner or ""

    def _tell(self, kind: str, outcome: Outcome, code: Shortcode) -> None:
        written = " ".join(code.written.split())
        self._desk.faults.add(kind, outcome, written if len(written) <= 80 else f"{written[:79]}…", code.line)


def _kept(code: Shortcode, inner: str | None) -> str:
    """A shortcode that stays as it is written; of one for members, what it encloses."""
    if inner is None:
        return escape(code.written)
    return inner if code.name in _FOR_MEMBERS else f"{escape(code.written)}{inner}[/{code.name}]"


def without_shortcodes(text: str, desk: Desk, first: int) -> str:
    """The text with what stands for its shortcodes; `first` is its line in the source."""
    return expanded(text, Expander(desk), _is_known, first)


def _is_known(name: str, said: str) -> bool:
    """Whether it is one wherever it stands: `said` is what stands behind its name."""
    if name in _ANYWHERE or name.startswith("podlove-") or builder_of(name):
        return True
    return name in TABLE and ("://" in said or (name in _HOSTED and _is_number(said))) and "<" not in said


def _is_number(said: str) -> bool:
    """Whether one word is what another site calls a film: no word of a language."""
    return bool(_NUMBER.fullmatch(said.strip())) and not said.strip(" =-_").isalpha()


def notes_below(desk: Desk) -> str:
    """The footnotes that shortcodes held, as a list; "" where there are none."""
    if not desk.footnotes:
        return ""
    items = "".join(
        f'<li id="fn-{number}">{text} <a href="#fnref-{number}">↩</a></li>'
        for number, text in enumerate(desk.footnotes, 1)
    )
    return f'<ol class="footnotes">{items}</ol>'

"""Files of the old site as pages show them: pictures with their captions, sound, films, links."""

from __future__ import annotations

from html import escape
from urllib.parse import unquote, urlsplit

from pipeline.importing.wordpress.markup.tags import one_line, tag
from pipeline.importing.wordpress.post import Post


def figure(file: Post) -> str:
    """A file of the media library, as a gallery shows it: of pictures the caption is its excerpt."""
    if not is_picture(file):
        return media(file.file) or f"<p>{link(file.file, file.title)}</p>"
    caption = tag("figcaption", {}, one_line(file.excerpt.text)) if file.excerpt.text.strip() else ""
    return tag("figure", {}, tag("img", {"src": file.file, "alt": file.alt}) + caption)


def is_picture(file: Post) -> bool:
    """Whether it can be shown as a picture."""
    return ending(file.file) in ("jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "heic")


def name_of(url: str) -> str:
    """The name of the file at an address, in lower case, whatever stands before it; "" of what is no address."""
    try:
        return urlsplit(url).path.rpartition("/")[2].lower()
    except ValueError:
        return ""


def ending(url: str) -> str:
    """The ending of a file's name, without its dot, in lower case."""
    name = name_of(url)
    return name.rpartition(".")[2] if "." in name else ""


_SOUNDS = ("mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac", "wma", "aif", "aiff")
_FILMS = ("mp4", "m4v", "mov", "webm", "ogv", "avi", "wmv", "mkv", "flv", "mpg", "mpeg")


def is_film(url: str) -> bool:
    """Whether an address ends as that of a film."""
    return ending(url) in _FILMS


def media(url: str) -> str:
    """Sound or a film; "" where the address does not end as one."""
    if ending(url) in _SOUNDS:
        return tag("figure", {}, tag("audio", {"src": url, "controls": "controls"}, ""))
    if is_film(url):
        return tag("figure", {}, tag("video", {"src": url, "controls": "controls"}, ""))
    return ""


def link(url: str, words: str = "") -> str:
    """A link, whose words are at least its address."""
    return tag("a", {"href": url}, escape(words or unquote(url)))


def embedded(url: str, words: str = "") -> str:
    """What another site shows, as a link on a line of its own: that it can be shown, the text says no more."""
    return f"<p>{link(url, words)}</p>"

"""Page builders whose pages are shortcodes in shortcodes: their rows and columns go, and what they say stays.

What one says stands in its text or in its attributes, whose names tell what they are: a title, a picture, a link.
"""

from __future__ import annotations

import base64
import binascii
from html import escape
from typing import Final
from urllib.parse import unquote

from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.markup.figures import embedded, ending, figure, media
from pipeline.importing.wordpress.markup.shortcodes import Shortcode
from pipeline.importing.wordpress.markup.tags import one_line, tag

BUILDERS: Final = {
    "et_pb_": "Divi",
    "vc_": "WPBakery",
    "fusion_": "Avada",
    "av_": "Enfold",
    "fl_": "Beaver Builder",
    "cs_": "Cornerstone",
    "x_": "X",
    "kc_": "KingComposer",
    "mk_": "Jupiter",
    "tatsu_": "Tatsu",
    "ux_": "Flatsome",
    "su_": "Shortcodes Ultimate",
    "ultimate_": "Ultimate Addons",
    "dt_": "The7",
    "qode_": "Qode",
    "eltdf_": "Elated",
    "nectar_": "Salient",
    "thrive_": "Thrive",
    "aux_": "Phlox",
}
"""How the names of the shortcodes of a builder begin → what it is called."""
_TITLES = ("title", "heading", "header", "h2", "headline", "main_heading", "question", "tab_title", "title_text")
_TEXTS = ("text", "content", "description", "subtitle", "subhead", "sub_heading", "h4", "body_content")
_PICTURES = (
    "src",
    "image",
    "image_url",
    "img",
    "image_src",
    "photo",
    "portrait_url",
    "images",
    "image_id",
    "gallery_ids",
)
_LINKS = ("url", "link", "href", "button_url", "button_link", "link_url", "audio", "video_url")
_WORDS = ("button_text", "link_text", "btn_title", "text", "title", "name")
_FOLDED = ("toggle", "accordion_item", "tta_section", "spoiler")
_BUTTONS = ("button", "btn")
_BY_PEOPLE = ("author", "name", "job_title", "position", "company_name")


def builder_of(name: str) -> str:
    """The builder to which a shortcode belongs; "" where it is of none."""
    return next((called for prefix, called in BUILDERS.items() if name.startswith(prefix)), "")


def built(code: Shortcode, inner: str | None, desk: Desk) -> str:
    """What stands in the place of a shortcode of a builder."""
    if code.name in ("vc_raw_html", "vc_raw_js"):
        return _raw(inner or "") if code.name == "vc_raw_html" else ""
    return said(code, inner, desk)


def said(code: Shortcode, inner: str | None, desk: Desk) -> str:
    """What the attributes and the text of a shortcode say, in the order in which pages show it."""
    title = _plain(code.get(*_TITLES))
    link = _address(code.get(*_LINKS))
    button = bool(link) and not (inner or "").strip() and not code.get("image", "src")
    if button and not media(link):
        return embedded(link, _plain(code.get(*_WORDS)))
    if link and inner and any(word in code.name for word in _BUTTONS):
        return tag("p", {}, tag("a", {"href": link}, inner))
    pictures = "".join(_picture(one, code, desk) for one in code.get(*_PICTURES).split(","))
    text = inner if (inner or "").strip() else _paragraph(_plain(code.get(*_TEXTS)))
    by = (
        ", ".join(_plain(code.get(name)) for name in _BY_PEOPLE if code.get(name)) if "testimonial" in code.name else ""
    )
    ends = media(link) or (embedded(link, _plain(code.get(*_WORDS[:3]))) if code.get(*_WORDS[:3]) and link else "")
    told = f"{pictures}{text or ''}{_paragraph(by)}{ends}"
    if title and any(word in code.name for word in _FOLDED):
        return f"<details><summary>{escape(title)}</summary>{told}</details>"
    return (tag("h3", {}, escape(title)) if title else "") + told


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


def _plain(words: str) -> str:
    """Words of an attribute, in which builders write brackets and quotes in their own way."""
    for written, meant in (("%22", '"'), ("%91", "["), ("%93", "]"), ("``", '"'), ("|", " ")):
        words = words.replace(written, meant)
    return " ".join(words.split())


def _address(written: str) -> str:
    """An address; WPBakery writes `url:https%3A%2F%2F…|title:…`."""
    if written.startswith("url:"):
        written = unquote(written[4:].partition("|")[0])
    return written if written.startswith(("http://", "https://", "/", "mailto:", "tel:")) else ""


def _picture(written: str, code: Shortcode, desk: Desk) -> str:
    """A picture by its number or its address."""
    written = written.strip()
    if written.isdecimal():
        file = desk.site.file(int(written[:18]))
        return figure(file) if file else ""
    if not written.startswith(("http", "/")) or not ending(written):
        return ""
    alt = _plain(code.get("alt", "image_alt", "title_text"))
    return media(written) or tag("figure", {}, tag("img", {"src": written, "alt": alt}))


def _raw(inner: str) -> str:
    """HTML in Base64, its characters as in addresses."""
    try:
        html = unquote(base64.b64decode(inner.strip(), validate=True).decode(errors="replace"))
    except (binascii.Error, ValueError):
        return ""
    return one_line(html)

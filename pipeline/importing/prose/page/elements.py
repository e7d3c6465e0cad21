"""What becomes of each element and attribute of HTML."""

from __future__ import annotations

from typing import Final

BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul", "iframe", "video", "audio", "object", "embed", "caption", "listing",
    "xmp",
})  # fmt: skip
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")

#: What is written with marks of Markdown.
MARKS: Final = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "var": "em", "dfn": "em", "s": "s",
    "strike": "s", "del": "s",
}  # fmt: skip
#: What Markdown has no mark for, and our pages keep as HTML.
KEPT: Final = frozenset({"sub", "sup", "kbd", "mark", "u", "ins", "q", "cite", "abbr", "ruby", "rt", "rp", "bdi"})
CODE: Final = frozenset({"code", "samp", "tt"})

#: What stands around words and means nothing by itself: nothing is told of it.
PLAIN: Final = BLOCKS | frozenset({
    "a", "acronym", "bdo", "br", "col", "colgroup", "img", "label", "optgroup", "picture", "slot", "small", "source",
    "span", "time", "wbr", "noscript", "data", "cite", "body", "html", *MARKS, *KEPT, *CODE,
})  # fmt: skip
#: What only looks: its words stay, and how often it stood there is counted.
LOOKS: Final = frozenset({"font", "big", "blink", "marquee", "nobr", "basefont", "center", "spacer"})
#: What is no text, and of no use to readers of a published page.
SILENT: Final = frozenset({"style", "title", "meta", "link", "base", "head", "template", "param", "track", "source"})
#: What readers would miss.
MISSED: Final = frozenset({
    "script", "svg", "canvas", "math", "input", "select", "textarea", "button", "applet", "map", "area", "meter",
    "progress", "output", "datalist", "frame", "frameset", "portal",
})  # fmt: skip

#: Attributes that are read.
READ: Final = {
    "*": frozenset({"lang", "xml:lang", "dir", "markdown"}),
    "a": frozenset({"href", "name"}),
    "img": frozenset({"src", "alt", "srcset", "loading", "decoding", "sizes"}),
    "abbr": frozenset({"title"}),
    "ol": frozenset({"start"}),
    "time": frozenset({"datetime"}),
    "source": frozenset({"src", "srcset", "type", "media", "sizes"}),
    "iframe": frozenset({"src", "title", "name"}),
    "details": frozenset({"open"}),
    "td": frozenset({"colspan", "rowspan", "align", "scope", "headers"}),
    "th": frozenset({"colspan", "rowspan", "align", "scope", "headers"}),
}
_NAMED = frozenset({
    "style", "class", "id", "rel", "target", "width", "height", "align", "valign", "bgcolor", "color", "face", "size",
    "border", "cellpadding", "cellspacing", "title", "name", "role", "type", "value",
    "tabindex", "itemprop", "itemtype", "itemscope", "cite", "download", "hreflang", "ping", "rev", "start",
    "reversed", "hspace", "vspace", "clear", "contenteditable",
    "draggable", "hidden", "nowrap", "summary", "span", "frameborder", "allowfullscreen",
})  # fmt: skip
#: What we write into a tree ourselves.
OURS: Final = frozenset({"data-word", "data-items", "data-caption", "data-orig-file", "data-number"})
_FAMILIES = ("data-", "aria-", "on", "xmlns", "itemprop", "v-", "ng-")


def unread(tag: str, name: str) -> str:
    """The kind of loss of an attribute that is not read, by its name or that of its family; "" of one that is."""
    if name in READ["*"] or name in READ.get(tag, ()) or name in OURS:
        return ""
    if name in _NAMED:
        return f"attribute/{name}"
    return f"attribute/{next((one.rstrip('-') for one in _FAMILIES if name.startswith(one)), 'other')}"


#: Attributes of elements that are replaced as a whole, and so not counted.
REPLACED: Final = frozenset({"iframe", "object", "embed", "audio", "video", "img", *MISSED, *SILENT})

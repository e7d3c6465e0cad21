"""The HTML that may be published: one allow-list, and what was lost when it was applied."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import nh3

Lost = tuple[str, str, str]
"""Markup by meaning: its sort (`tag`, `end`, `attribute`, `class`, `address`, `other`), its tag, its name."""

SCHEMES = frozenset({"https", "http", "mailto", "tel"})

_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section",
    "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "u", "ul", "var", "wbr",
})  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "lang", "title"},
    "a": {"href"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt"},
    "ol": {"start", "reversed"},
    "time": {"datetime"},
}
# `align` never leaves this module's callers: it becomes a class, because a policy without inline styles forbids styles.
_VALUES = {
    "*": {"dir": {"ltr", "rtl", "auto"}},
    "td": {"align": {"left", "center", "right"}},
    "th": {"align": {"left", "center", "right"}, "scope": {"col", "row"}},
}
_ADMONITIONS = (
    "admonition attention caution danger error example hint important info note question quote success tip warning"
)
_CLASSES = frozenset(f"{_ADMONITIONS} admonition-title footnote footnote-ref footnote-backref".split())
_LANGUAGE = re.compile(r"language-[A-Za-z0-9+#-]{1,20}")
_URL_ATTRIBUTES = frozenset({"href", "src"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

# nh3 writes every attribute in double quotes and every `<` of text as `&lt;`, so that this finds its tags exactly.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=<>/]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([^\s"=<>/]+)="([^"]*)"')


def sanitise(text: str) -> str:
    """HTML of which only the allow-list is left. The text must hold no lone surrogates. Comments go."""
    return nh3.clean(
        text,
        tags=set(_TAGS),
        attributes={tag: {*names, "class"} for tag, names in {**{t: set() for t in _TAGS}, **_ATTRIBUTES}.items()},
        tag_attribute_values={tag: dict(values) for tag, values in _VALUES.items()},
        attribute_filter=_filter,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def scheme_of(address: str) -> str:
    r"""The scheme of an address in lower case, `//` when it names a host without one, "" when it is relative.

    Browsers drop tabs and line ends inside an address and read `\` as `/`; so does this.
    """
    seen = re.sub(r"[\t\n\r]", "", address).lstrip("\x00\x01 ").replace("\\", "/")
    match = _SCHEME.match(seen)
    if match:
        return match[0][:-1].lower()
    return "//" if seen.startswith("//") else ""


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag that `TAG` found, with their values as they are meant."""
    return {match[1]: html.unescape(match[2]) for match in ATTRIBUTE.finditer(text)}


def write_tag(tag: str, attributes: dict[str, str]) -> str:
    """A start tag, in the form that `TAG` finds again."""
    written = (f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{''.join(written)}>"


def rewrite(text: str, change: Callable[[str, dict[str, str]], dict[str, str]]) -> str:
    """Sanitised HTML with the attributes of each start tag changed."""

    def replace(match: re.Match[str]) -> str:
        if match[1] or not match[3]:
            return match[0]
        return write_tag(match[2], change(match[2], attributes_of(match[3])))

    return TAG.sub(replace, text)


def lost(before: str, after: str) -> Counter[Lost]:
    """What `sanitise` removed, by meaning: tags it added or closed are no loss, and comments are none."""
    return _meaning(before) - _meaning(after)


def describe(item: Lost) -> tuple[str, str]:
    """The message and the hint for one thing that was lost."""
    sort, tag, name = item
    if sort == "address":
        if name == "//":
            return "an address that begins with `//` or a backslash is never published", "write it with `https://`"
        return f"`{name}:` links are never published", "link with https, mailto or tel, or to a file of the library"
    if sort == "attribute":
        return f"the attribute `{name}` is never published", f"remove it from the tag `<{tag}>`"
    if sort == "class":
        return f"the class `{name}` is never published", "remove it"
    if sort == "end":
        return f"the end tag `</{tag}>` ends nothing", "remove it"
    if sort == "tag":
        return f"the tag `<{tag}>` is never published here", "remove it; if you mean the text, put it in backticks"
    return "this markup is never published", "remove it; if you mean the text, put it in backticks"


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(one for one in value.split() if _is_class(tag, one)) or None
    if name in _URL_ATTRIBUTES and scheme_of(value) not in ("", *SCHEMES):
        return None
    if name in ("start", "datetime", "lang") and len(value) > 40:
        return None
    return value


def _is_class(tag: str, name: str) -> bool:
    return name in _CLASSES or (tag in ("code", "pre") and _LANGUAGE.fullmatch(name) is not None)


class _Tokens(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[Lost] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found["tag", tag, ""] += 1
        for name, value in attrs:
            if name == "class":
                self.found.update(("class", tag, one) for one in (value or "").split())
            elif name in _URL_ATTRIBUTES:
                scheme = scheme_of(value or "")
                self.found["address" if scheme else "attribute", tag, scheme or name] += 1
            else:
                self.found["attribute", tag, name] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<div/>` opens a div in HTML; the slash means nothing.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "p"):
            # A stray `</p>` or `</br>` becomes an element by the standard's rules: nothing is lost.
            self.found["end", tag, ""] += 1

    def handle_decl(self, decl: str) -> None:
        self.found["other", "", ""] += 1

    def handle_pi(self, data: str) -> None:
        self.found["other", "", ""] += 1

    def unknown_decl(self, data: str) -> None:
        self.found["other", "", ""] += 1


def _meaning(text: str) -> Counter[Lost]:
    tokens = _Tokens()
    try:
        tokens.feed(text)
        tokens.close()
    except AssertionError:
        # html.parser's answer to some malformed declarations.
        tokens.found["other", "", ""] += 1
    # When a tag goes, its attributes and its end go with it: the tag alone is worth telling.
    return tokens.found

"""The HTML that may be published: one allow-list, and what was lost when it was applied."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator

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
        tag_attribute_values={tag: {**_VALUES["*"], **_VALUES.get(tag, {})} for tag in _TAGS},
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


# Names and attributes as HTML's tokeniser reads them. Nothing here can be read in two ways, so nothing is tried twice.
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>\0]*+)")
_GIVEN = re.compile(r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"?|'[^']*+'?|[^\s>]*+))?+""")
_CLOSE = re.compile(r"[\s/]*+>")
_RAW = {tag: re.compile(f"</{tag}(?=[\\s/>])", re.IGNORECASE) for tag in ("script", "style")}


def _tags(text: str) -> Iterator[tuple[str, str, str]]:
    """The tags of HTML, each as `/` or nothing, name and attributes; a declaration, or `</` without a name, has none.

    Takes time linear in the text, whatever it holds: what never ends takes the rest with it, as in a browser.
    """
    at = 0
    while (at := text.find("<", at)) >= 0:
        name = _NAME.match(text, at)
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            end = -1 if end < 0 else end + 3
        elif name is None:
            end = at + 1
            if text.startswith(("!", "?", "/"), end):
                end = text.find(">", at) + 1 or -1
                yield "", "", ""
        else:
            given = name.end()
            while inner := _GIVEN.match(text, given):
                given = inner.end()
            close = _CLOSE.match(text, given)
            yield name[1], name[2].lower(), text[name.end() : given]
            end = close.end() if close else -1
            if end >= 0 and not name[1] and (raw := _RAW.get(name[2].lower())):
                ended = raw.search(text, end)
                end = ended.start() if ended else -1
        if end < 0:
            return
        at = end


def _given(text: str) -> Iterator[tuple[str, str]]:
    """The attributes of a tag, as they are meant."""
    for match in _GIVEN.finditer(text):
        value = match[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:].removesuffix(value[0])
        yield match[1].lower(), html.unescape(value)


def _meaning(text: str) -> Counter[Lost]:
    """The markup of HTML. When a tag goes, its attributes and its end go with it: the tag alone is worth telling."""
    found: Counter[Lost] = Counter()
    for end, tag, attributes in _tags(text):
        if not tag:
            found["other", "", ""] += 1
        elif not end:
            found["tag", tag, ""] += 1
            found.update(_attributes(tag, attributes))
        elif tag not in ("br", "p"):
            # A stray `</p>` or `</br>` becomes an element by the standard's rules: nothing is lost.
            found["end", tag, ""] += 1
    return found


def _attributes(tag: str, text: str) -> Iterator[Lost]:
    for name, value in _given(text):
        if name == "class":
            yield from (("class", tag, one) for one in value.split())
        elif name in _URL_ATTRIBUTES:
            scheme = scheme_of(value)
            yield "address" if scheme else "attribute", tag, scheme or name
        else:
            yield "attribute", tag, name

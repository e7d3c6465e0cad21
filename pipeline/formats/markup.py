"""The HTML that may be published: one allow-list, and what was lost when it was applied."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import nh3

from pipeline.problems import did_you_mean

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
CLASSES = frozenset(
    f"{_ADMONITIONS} admonition-title footnote footnote-ref footnote-backref contains-task-list task-list-item".split()
)
"""That texts may have, besides the languages of code."""
_LANGUAGE = re.compile(r"language-[A-Za-z0-9+#-]{1,20}")
_URL_ATTRIBUTES = frozenset({"href", "src"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

# nh3 writes every attribute in double quotes and every `<` of text as `&lt;`, so that this finds its tags exactly.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=<>/]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([^\s"=<>/]+)="([^"]*)"')


def sanitise(text: str) -> str:
    """HTML of which only the allow-list is left. The text must hold no lone surrogates. Comments go."""
    return _CLEANER.clean(text)


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
    return {match[1]: html.unescape(match[2]) for match in ATTRIBUTE.finditer(text)} if text else {}


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


def places(text: str, whole: Counter[Lost]) -> Iterator[tuple[int, Lost]]:
    """Where in a text the tags stand of which `whole` was lost, and what each of them lost.

    The text is sanitised once more, each tag with a number for an id: what comes back with its number was kept.
    """
    numbered, kept = _numbered(text)
    left = Counter(whole)
    unplaced: dict[Lost, int] = {}
    opened: Counter[str] = Counter()
    for number, tag in enumerate(numbered):
        if tag.end:
            opened[tag.name] -= 1
            gone = Counter(_meanings(tag)) if opened[tag.name] < 0 else Counter[Lost]()
            opened[tag.name] = max(0, opened[tag.name])
        else:
            opened[tag.name] += 1
            gone = Counter(_meanings(tag)) - kept.get(number, Counter())
        unplaced |= dict.fromkeys(_meanings(tag), tag.start)
        gone &= left
        left.subtract(gone)
        yield from ((tag.start, item) for item in gone)
    # Where tags cross each other, an end tag may be lost that has a beginning: it is told at the last of its name.
    yield from ((unplaced.get(item, 0), item) for item in +left)


def _numbered(text: str) -> tuple[list[Tag], dict[int, Counter[Lost]]]:
    """The tags of a text, and by their numbers the meaning of those start tags that the sanitiser kept."""
    found = list(tags(text))
    parts: list[str] = []
    at = 0
    for number, tag in enumerate(found):
        if tag.name and not tag.end:
            parts += text[at : tag.inside], f' id="{number}"'
            at = tag.inside
    kept: dict[int, Counter[Lost]] = {}
    for tag in tags(sanitise("".join((*parts, text[at:])))):
        own = next((value for name, value, _ in given(tag.attributes) if name == "id"), "")
        if own.isdecimal():
            kept.setdefault(int(own), Counter(_meanings(tag)))
    return found, kept


def describe(item: Lost) -> tuple[str, str]:
    """The message and the hint for one thing that was lost."""
    sort, tag, name = item
    if sort == "address":
        return _no_address(name, tag)
    told = {
        "attribute": (f"the attribute `{name}` is never published", f"remove it from the tag `<{tag}>`"),
        "class": (f"the class `{name}` is never published", "remove it"),
        "end": (f"the end tag `</{tag}>` ends nothing", "remove it"),
        "tag": (f"the tag `<{tag}>` is never published here", _REMOVE),
    }
    return told.get(sort, ("this markup is never published", _REMOVE))


_REMOVE = "remove it; if you mean the text, put it in backticks"


def _no_address(scheme: str, tag: str) -> tuple[str, str]:
    if scheme == "//":
        return "an address that begins with `//` or a backslash is never published", "write it with `https://`"
    if scheme in SCHEMES:
        return "this address is none that a browser can read", "mend it, or put it in backticks if you mean the text"
    if scheme == "file" or len(scheme) == 1:  # `C:` of Windows
        hint = "put that file into the library, and name it by its path from this one, like `../images/a.jpg`"
        return "this leads to a file of one computer, which nobody else has", hint
    if scheme == "data" and tag != "a":
        hint = "save it as a file in the library, and name it by its path from this one, like `../images/a.jpg`"
        return "a picture stands here as text (`data:`), which is never published", hint
    near = did_you_mean(scheme, ("https", "mailto", "tel"), remedy="did you mean `{}:`?")
    hint = near or "link with https, mailto or tel, or to a file of the library"
    return f"`{scheme}:` links are never published", hint


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(one for one in value.split() if _is_class(tag, one)) or None
    if name in _URL_ATTRIBUTES and scheme_of(value) not in ("", *SCHEMES):
        return None
    if name in ("start", "datetime", "lang") and len(value) > 40:
        return None
    return value


def _is_class(tag: str, name: str) -> bool:
    return name in CLASSES or (tag in ("code", "pre") and _LANGUAGE.fullmatch(name) is not None)


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={tag: {*names, "class"} for tag, names in {**{t: set() for t in _TAGS}, **_ATTRIBUTES}.items()},
    tag_attribute_values={tag: {**_VALUES["*"], **_VALUES.get(tag, {})} for tag in _TAGS},
    attribute_filter=_filter,
    url_schemes=set(SCHEMES),
    link_rel=None,
    strip_comments=True,
)


# Names and attributes as HTML's tokeniser reads them. Nothing here can be read in two ways, so nothing is tried twice.
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>\0]*+)")
_GIVEN = re.compile(r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"?|'[^']*+'?|[^\s>]*+))?""")
_CLOSE = re.compile(r"[\s/]*+>")
_RAW = {tag: re.compile(f"</{tag}(?=[\\s/>])", re.IGNORECASE) for tag in ("script", "style")}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of HTML: where it begins, `/` where it is an end tag, its name, and its attributes as they are written.

    A declaration, and `</` without a name, has no name.
    """

    start: int
    end: str
    name: str
    inside: int
    attributes: str


def tags(text: str) -> Iterator[Tag]:
    """The tags of HTML.

    Takes time linear in the text, whatever it holds: what never ends takes the rest with it, as in a browser.
    """
    at = 0
    while (at := text.find("<", at)) >= 0:
        name = _NAME.match(text, at)
        if text.startswith("<!--", at):
            end = text.find("-->", at + 2)
            end = -1 if end < 0 else end + 3
        elif name is None:
            end = at + 1
            if text.startswith(("!", "?", "/"), end):
                end = text.find(">", at) + 1 or -1
                yield Tag(at, "", "", at, "")
        else:
            given = name.end()
            while inner := _GIVEN.match(text, given):
                given = inner.end()
            close = _CLOSE.match(text, given)
            yield Tag(at, name[1], name[2].lower(), name.end(), text[name.end() : given])
            end = close.end() if close else -1
            if end >= 0 and not name[1] and (raw := _RAW.get(name[2].lower())):
                ended = raw.search(text, end)
                end = ended.start() if ended else -1
        if end < 0:
            return
        at = end


def given(text: str) -> Iterator[tuple[str, str, int]]:
    """The attributes of a tag as they are meant, and where the value of each begins."""
    for match in _GIVEN.finditer(text):
        value, start = match[2] or "", match.start(2)
        if value[:1] in ("'", '"'):
            value, start = value[1:].removesuffix(value[0]), start + 1
        yield match[1].lower(), html.unescape(value), start


def _meaning(text: str) -> Counter[Lost]:
    """The markup of HTML. When a tag goes, its attributes and its end go with it: the tag alone is worth telling."""
    found: Counter[Lost] = Counter()
    for tag in tags(text):
        found.update(_meanings(tag))
    return found


def _meanings(tag: Tag) -> Iterator[Lost]:
    if not tag.name:
        yield "other", "", ""
    elif not tag.end:
        yield "tag", tag.name, ""
        yield from _attributes(tag.name, tag.attributes)
    elif tag.name not in ("br", "p"):
        # A stray `</p>` or `</br>` becomes an element by the standard's rules: nothing is lost.
        yield "end", tag.name, ""


def _attributes(tag: str, text: str) -> Iterator[Lost]:
    for name, value, _ in given(text):
        if name == "class":
            yield from (("class", tag, one) for one in value.split())
        elif name in _URL_ATTRIBUTES:
            scheme = scheme_of(value)
            yield "address" if scheme else "attribute", tag, scheme or name
        else:
            yield "attribute", tag, name

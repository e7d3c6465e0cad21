"""What Hugo and Jekyll put in the place of a tag: the same as HTML, or a loss that is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.formats.dialect import escape
from pipeline.importing.prose.told import Told

_ARGUMENT = re.compile(r"""(?:([\w-]{1,40})=)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`=]+))""")
_NAME = re.compile(r"[\w./-]{1,60}")
_QUOTED = re.compile(r"""["']([^"']*)["']\s{0,9}\|\s{0,9}(?:relative_url|absolute_url|relURL|absURL)\b.*""")
_IN_LINE = "<wbr>"
"""Makes what follows in its line no part of a block of HTML, whose Markdown would not be read."""
_LINE = "\ue000"
"""Stands for the end of a line in what replaces a tag."""


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of a tag: by name, and by place."""

    named: dict[str, str]
    placed: tuple[str, ...]

    def get(self, name: str, place: int | None = None) -> str:
        return self.named.get(name) or (self.placed[place] if place is not None and place < len(self.placed) else "")


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text in which tags were replaced."""
    return iter(text.split(_LINE))


def replaced(tag: str, told: Told, line: int) -> str:
    """What stands in the place of a tag."""
    inner = tag[3:-3] if tag[:3] in ("{{<", "{{%") else tag[2:-2]
    inner = inner.strip().strip("-").strip()
    if tag.startswith("{{") and tag[2] not in "<%":
        return _variable(inner, told, line)
    ends = inner.startswith("/")
    inner = inner.strip("/").strip()
    found = _NAME.match(inner)
    name = found[0] if found else "other"
    if tag.startswith("{%"):
        return _liquid(name, inner[len(name) :].strip(), told, line)
    make = _SHORTCODES.get(name.lower())
    if make is None:
        if not ends:
            told.tell(f"shortcode/{name.lower()}", "dropped", tag, line)
        return ""
    return make(_given(inner[len(name) :]), ends)


def emoji(code: str) -> str:
    """The emoji that GitHub shows for a code, `:smile:`; any other text as it is."""
    from pymdownx import gemoji_db  # noqa: PLC0415  # a table that few texts need

    known = gemoji_db.emoji.get(gemoji_db.aliases.get(code, code))
    points = known.get("unicode_alt") or known.get("unicode") if known else None
    return "".join(chr(int(point, 16)) for point in points.split("-")) if points else code


def _given(text: str) -> Given:
    named: dict[str, str] = {}
    placed: list[str] = []
    for found in _ARGUMENT.finditer(text):
        value = next((one for one in found.groups()[1:] if one is not None), "")
        if found[1]:
            named[found[1].lower()] = value
        else:
            placed.append(value)
    return Given(named, tuple(placed))


def _variable(inner: str, told: Told, line: int) -> str:
    """A value of the site: addresses count from its root, anything else is told."""
    if found := _QUOTED.fullmatch(inner):
        return found[1]
    if inner.partition("|")[0].strip() in ("site.baseurl", "site.url", "site.BaseURL", ".Site.BaseURL", "page.url"):
        return ""
    told.tell("liquid/variable", "dropped", inner, line)
    return ""


def _liquid(name: str, rest: str, told: Told, line: int) -> str:
    if name == "link":
        return f"/{rest.strip('/')}"
    if name == "post_url":
        return f"/_posts/{rest.strip('/')}.md"
    if name in ("highlight", "endhighlight"):
        return f"{_LINE}```{rest.partition(' ')[0]}{_LINE}" if name == "highlight" else f"{_LINE}```{_LINE}"
    if name in ("comment", "endcomment"):
        return "<!--" if name == "comment" else "-->"
    if name in ("raw", "endraw"):
        return ""
    if name == "include" and (found := _included(rest)):
        return found
    if not name.startswith("end"):
        told.tell(f"liquid/{name.lower()}", "dropped", f"{name} {rest}".strip(), line)
    return ""


def _included(rest: str) -> str:
    """A picture or a film by one of the parts that themes bring."""
    name, _, arguments = rest.partition(" ")
    given, stem = _given(arguments), name.rpartition("/")[2].partition(".")[0].lower()
    if stem in ("figure", "image", "img", "picture"):
        return _figure(given, ends=False)
    if stem in ("youtube", "vimeo") and given.get("id"):
        return _FILMS[stem].format(escape(given.get("id")))
    return ""


def _attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;")


def _figure(given: Given, ends: bool) -> str:
    src = given.get("src") or given.get("url") or given.get("image_path") or given.get("path") or given.get("src", 0)
    if ends or not src:
        return ""
    title, caption = given.get("title"), given.get("caption") or given.get("alt_caption")
    alt = given.get("alt") or given.get("alt", 1) or caption or title
    below = " ".join(
        f"<strong>{escape(one)}</strong>" if one is title else escape(one) for one in (title, caption) if one
    )
    picture = f'<img src="{_attribute(src)}" alt="{_attribute(alt)}">'
    if link := given.get("link"):
        picture = f'<a href="{_attribute(link)}">{picture}</a>'
    return f"{_IN_LINE}<figure>{picture}{f'<figcaption>{below}</figcaption>' if below else ''}</figure>"


_FILMS = {
    "youtube": '<wbr><iframe src="https://www.youtube.com/embed/{}"></iframe>',
    "vimeo": '<wbr><iframe src="https://player.vimeo.com/video/{}"></iframe>',
}


def _film(name: str) -> Callable[[Given, bool], str]:
    return lambda given, ends: "" if ends else _FILMS[name].format(_attribute(given.get("id", 0)))


def _box(sort: str) -> Callable[[Given, bool], str]:
    def made(given: Given, ends: bool) -> str:
        if ends:
            return f"{_LINE}{_LINE}</div>{_LINE}{_LINE}"
        kind = given.get("type", 0) or sort
        title = given.get("title", 1)
        head = f'<p class="admonition-title">{escape(title)}</p>' if title else ""
        return f'{_LINE}{_LINE}<div class="admonition {_attribute(kind)}">{head}{_LINE}{_LINE}'

    return made


def _details(given: Given, ends: bool) -> str:
    if ends:
        return f"{_LINE}{_LINE}</details>{_LINE}{_LINE}"
    title = given.get("summary") or given.get("title", 0) or "…"
    return f"{_LINE}{_LINE}<details><summary>{escape(title)}</summary>{_LINE}{_LINE}"


def _code(given: Given, ends: bool) -> str:
    return f"{_LINE}```{'' if ends else given.get('lang', 0)}{_LINE}"


def _post(given: Given, ends: bool) -> str:
    user, number = given.get("user"), given.get("id", 0)
    return "" if ends or not number else f"https://twitter.com/{user or 'i'}/status/{number}"


def _sound(given: Given, ends: bool) -> str:
    src = given.get("src", 0) or given.get("mp3")
    return (
        ""
        if ends or not src
        else f'{_IN_LINE}<audio src="{_attribute(src)}" title="{_attribute(given.get("caption"))}"></audio>'
    )


def _reference(given: Given, ends: bool) -> str:
    return "" if ends else given.get("path", 0)


def _nothing(_given: Given, _ends: bool) -> str:
    return ""


_SHORTCODES: dict[str, Callable[[Given, bool], str]] = {
    **dict.fromkeys(("figure", "img", "image", "imgproc", "picture"), _figure),
    **dict.fromkeys(("ref", "relref"), _reference),
    **dict.fromkeys(("notice", "callout", "hint", "admonition", "alert", "note", "attention"), _box("note")),
    **{name: _box(name) for name in ("warning", "tip", "info", "danger", "caution", "important")},
    **dict.fromkeys(("details", "expand", "collapse"), _details),
    **dict.fromkeys(("tweet", "x", "twitter"), _post),
    **dict.fromkeys(("rawhtml", "raw", "unsafe", "br", "toc", "clear"), _nothing),
    "youtube": _film("youtube"),
    "vimeo": _film("vimeo"),
    "highlight": _code,
    "audio": _sound,
}

"""Shortcodes of Hugo: its own, those that many themes have, and all others, which are said.

https://gohugo.io/content-management/shortcodes/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.importing.site.desk import Desk
from pipeline.importing.site.marks import islands
from pipeline.importing.site.marks.tags import Found, Tag, between, woven
from pipeline.model.decisions import Mapped

Made = Callable[[Found, Desk], str]
_LOOK = frozenset({"icon", "fa", "toc", "clear", "clearfix", "br", "spacer", "rule", "line", "anchor"})
"""How a page looked: what nobody misses is counted, and no more."""
_AROUND = frozenset(
    {"columns", "column", "row", "col", "center", "lead", "div", "span", "section", "box", "card", "cards"}
)
"""What stands around a text and says nothing itself."""


def cleaned(text: str, desk: Desk) -> str:
    """A text without shortcodes: what stands for each, and the losses said."""
    tags = tuple(_tags(text))
    return woven(text, tags, lambda found: replaced(found, desk)) if tags else text


def _tags(text: str) -> Iterator[Tag]:
    found = (
        (*span, close) for begin, close in (("{{<", ">}}"), ("{{%", "%}}")) for span in between(text, begin, close)
    )
    at = 0
    for begin, end, _ in sorted(found):
        inner = text[begin + 3 : end - 3].strip()
        if begin < at:
            continue
        at = end
        if inner.startswith("/*"):  # written about, not used
            yield Tag("/*", inner.removeprefix("/*").removesuffix("*/").strip(), begin, end, single=True)
            continue
        closes, single = inner.startswith("/"), inner.endswith("/")
        name, _, rest = inner.strip("/").strip().partition(" ")
        yield Tag(name.strip().lower(), rest, begin, end, closes, single)


def replaced(found: Found, desk: Desk) -> str:
    """What stands for a shortcode: as people decided, or as the table has it; all others are a loss."""
    kind = f"shortcode/{found.tag.name or 'unnamed'}"
    verdict = desk.decided(kind)
    if isinstance(verdict, Mapped):
        desk.lose(kind, found.source, found.line, "changed")
        return mapped(verdict.map, found)
    if verdict == "keep":
        desk.lose(kind, found.source, found.line, "kept")
        return f"`{' '.join(found.source.split()).replace('`', '')}`"
    if made := _MADE.get(found.tag.name):
        return made(found, desk)
    look = found.tag.name in _LOOK or (found.tag.name in _AROUND and found.inner is not None)
    desk.lose(f"look/{found.tag.name}" if look else kind, found.source, found.line)
    return found.inner or ""


def mapped(text: str, found: Found) -> str:
    """What people put in place of a shortcode, with its arguments where they are named: `{inner}`, `{0}`, `{src}`."""
    given, named = found.tag.arguments()
    values = {"inner": (found.inner or "").strip(), **{str(n): one for n, one in enumerate(given)}, **named}
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _figure(found: Found, desk: Desk) -> str:
    src = found.said("src", "image", "url", "img", 0)
    caption = " ".join(filter(None, map(found.said, ("title", "caption", "attr"))))
    alt = found.said("alt") or ("" if caption else found.said(1))
    return islands.figure(desk.leads(src) or src, alt, caption, found.said("link", "href"))


def _reference(found: Found, desk: Desk) -> str:
    """The address of another page (`ref`, `relref`), inside a link."""
    path = found.said("path", 0)
    if where := desk.leads(path):
        return where
    desk.lose("link/nowhere", path, found.line)
    return islands.NOWHERE


def _parameter(found: Found, desk: Desk) -> str:
    name = found.said(0)
    value = desk.page.front.said(name.lower())
    if not value:
        desk.lose("shortcode/param", found.source, found.line)
    return value


def _embed(found: Found, desk: Desk) -> str:
    name = found.tag.name
    what = found.said("id", "url", "src", "code", "user")
    given = found.given
    what = what or ("/".join(given[:2]) if name == "gist" else given[-1] if name in ("tweet", "x") and given else "")
    desk.lose(f"embed/{name}", found.source, found.line, "changed")
    return islands.embed(name, what or found.said(0), found.said("title", "alt"))


def _box(found: Found) -> str:
    if not found.block:
        return found.inner or found.said("text", "content", 0)
    first = found.said("type", "style", "color", "class", 0)
    named = first.lower() in islands.BOXES
    sort = first if named else found.tag.name
    title = found.said("title", "header") or found.said(1 if named else 0) if found.given or found.named else ""
    if found.inner is None:
        return islands.box(sort, "", found.said("text", "content") or title)
    return islands.box(sort, "" if title == first and "title" not in found.named and named else title, found.inner)


def _media(found: Found, desk: Desk) -> str:
    """Sound or a film, as a link to it."""
    src = found.said("src", "url", "file", "mp3", "mp4", 0)
    words = found.said("title", "caption") or src.rpartition("/")[2]
    return f"[{words}](<{desk.leads(src) or src}>)" if src else ""


def _button(found: Found, desk: Desk) -> str:
    where = found.said("href", "link", "url", "relref", 0)
    words = (found.inner or found.said("text", "title", 1)).strip() or where
    return f"[{words}](<{desk.leads(where) or where}>)" if where else words


def _tab(found: Found) -> str:
    title = found.said("name", "title", "header", 0)
    return f"**{title}**\n\n{found.inner or ''}" if title else found.inner or ""


_MADE: dict[str, Made] = {
    "/*": lambda found, _: f"`{{{{< {found.tag.rest} >}}}}`",
    **dict.fromkeys(("figure", "img", "image", "imgproc", "picture"), _figure),
    **dict.fromkeys(("ref", "relref"), _reference),
    **dict.fromkeys(("param", "get"), _parameter),
    **dict.fromkeys(islands.EMBEDS, _embed),
    **dict.fromkeys(islands.BOXES, lambda found, _: _box(found)),
    **dict.fromkeys(("audio", "video"), _media),
    **dict.fromkeys(("button", "btn", "link"), _button),
    **dict.fromkeys(("tab", "step"), lambda found, _: _tab(found)),
    **dict.fromkeys(
        ("tabs", "tabpane", "steps", "raw", "rawhtml", "html", "markdown", "md"), lambda found, _: found.inner or ""
    ),
    **dict.fromkeys(
        ("details", "expand", "accordion", "spoiler", "collapse"),
        lambda found, _: islands.details(found.said("summary", "title", 0), found.inner or ""),
    ),
    **dict.fromkeys(
        ("highlight", "code"), lambda found, _: islands.code(found.said("lang", "language", 0), found.inner or "")
    ),
    **dict.fromkeys(("blockquote", "pullquote", "epigraph"), lambda found, _: _quoted(found)),
    "comment": lambda found, desk: "",  # noqa: ARG005 - never shown
    "mermaid": lambda found, _: islands.code("mermaid", found.inner or ""),
    **dict.fromkeys(("katex", "math"), lambda found, _: found.inner or ""),
}


def _quoted(found: Found) -> str:
    by = found.said("author", "cite", "source", "attribution", 0)
    lines = [*(found.inner or found.said("text", "quote")).strip().split("\n"), *(("", f"— {by}") if by else ())]
    return "\n".join(f"> {line}".rstrip() for line in lines)

"""Liquid, as Jekyll, Hexo and Eleventy have it in texts: links, pictures and code are made of it; what is a program
(`if`, `for`, `assign`) is said, and never run.

https://jekyllrb.com/docs/liquid/
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from pipeline.importing.site.desk import Desk
from pipeline.importing.site.folder import at
from pipeline.importing.site.marks import islands
from pipeline.importing.site.marks.shortcodes import mapped
from pipeline.importing.site.marks.tags import Found, Tag, between, woven
from pipeline.model.decisions import Mapped
from pipeline.web import Unreachable

Made = Callable[[Found, Desk], str]
_RAW = ("raw", "comment")
_LONGEST = 20_000
"""Characters of a file that stands in others."""


def cleaned(text: str, desk: Desk) -> str:
    """A text without Liquid: what stands for each of its tags, and the losses said."""
    if "{%" not in text and "{{" not in text:
        return text
    return woven(text, tuple(_tags(text)), lambda found: _replaced(found, desk))


def _tags(text: str) -> Iterator[Tag]:
    """The tags in their order. What stands in `raw` or in a comment is none."""
    shielded, until = "", -1
    spans = sorted((*between(text, "{%", "%}"), *between(text, "{{", "}}")))
    for begin, end in spans:
        if begin < until:
            continue
        until = end
        output = text.startswith("{{", begin)
        inner = text[begin + 2 : end - 2].strip("-~ \t\n")
        name, _, rest = inner.partition(" ")
        if shielded:
            if output or name != f"end{shielded}":
                continue
            shielded = ""
        if output:
            yield Tag("{{", inner, begin, end, single=True)
            continue
        name = name.strip().lower()
        closes = name.startswith("end") and len(name) > 3
        shielded = name if name in _RAW else ""
        yield Tag(name.removeprefix("end") if closes else name, rest.strip(), begin, end, closes)


def _replaced(found: Found, desk: Desk) -> str:
    if found.tag.name == "{{":
        return _output(found, desk)
    kind = f"liquid/{found.tag.name or 'unnamed'}"
    if found.tag.name == "include":
        kind = f"include/{_file(found)}"
    verdict = desk.decided(kind)
    if isinstance(verdict, Mapped):
        desk.lose(kind, found.source, found.line, "changed")
        return mapped(verdict.map, found)
    if verdict == "keep":
        desk.lose(kind, found.source, found.line, "kept")
        return f"`{' '.join(found.source.split()).replace('`', '')}`"
    if made := _MADE.get(found.tag.name):
        return made(found, desk)
    desk.lose(kind, found.source, found.line)
    return found.inner or ""


def _output(found: Found, desk: Desk) -> str:
    """`{{ value | filter }}`: of the page, of the site, or an address."""
    value, *filters = (part.strip() for part in found.tag.rest.split("|"))
    text = value[1:-1] if value[:1] in ("'", '"') and value[-1:] == value[:1] else _value(value, desk)
    if text is None:
        desk.lose("liquid/output", found.source, found.line)
        return ""
    for one in filters:
        name, _, argument = one.partition(":")
        if name.strip() in ("relative_url", "absolute_url", "url"):
            text = desk.leads(text) or text
        elif name.strip() in ("prepend", "append") and "site." not in argument:
            argument = argument.strip().strip("'\"")
            text = argument + text if name.strip() == "prepend" else text + argument
    return text


def _value(name: str, desk: Desk) -> str | None:
    """A value by its name; "" for the address of the site, before which all others stand; None where nobody knows."""
    if name in ("site.url", "site.baseurl", "site.github.url", "base_url"):
        return ""
    first, _, rest = name.partition(".")
    if first == "page" and rest == "title":
        return desk.page.title or None
    values = {"page": desk.page.front.fields, "site": desk.site.config}.get(first)
    found = at(values, *rest.split(".")) if values and rest else None
    if first == "site" and rest.startswith("data."):
        _, file, *keys = rest.split(".")
        endings = ("yml", "yaml", "json", "toml")
        found = at(desk.site.folder.values(*(f"_data/{file}.{ending}" for ending in endings)), *keys)
    return found if isinstance(found, str) else None


def _link(found: Found, desk: Desk) -> str:
    """The address of another page, inside a link."""
    path = found.tag.rest.strip("'\" ")
    if where := desk.leads(f"/{path.lstrip('/')}"):
        return where
    desk.lose("link/nowhere", path, found.line)
    return islands.NOWHERE


def _post(found: Found, desk: Desk) -> str:
    """The address of a post by the name of its file (`post_url`, `post_link`)."""
    path = (found.said(0) or found.tag.rest).strip("'\"/ ")
    folder, name = posixpath.split(path)
    end = "/".join(part for part in (folder, "_posts", name) if part)
    wanted = tuple(f"{end}{ending}" for ending in (".md", ".markdown", ".html"))
    file = next((one for one in sorted(desk.site.folder.paths) if one.endswith(wanted)), "")
    where = desk.leads(f"/{file}") if file else ""
    if not where:
        desk.lose("link/nowhere", path, found.line)
    if found.tag.name == "post_link":
        words = " ".join(found.given[1:]) or path
        return f"[{words}](<{where}>)" if where else words
    return where or islands.NOWHERE


def _included(found: Found, desk: Desk) -> str:
    """What stands in another file, where that is a text and no template; of figures and embeds, what they show."""
    name = posixpath.splitext(posixpath.basename(_file(found)))[0].lower()
    if made := _MADE.get(name) if name in _SHOWN else None:
        return made(found, desk)
    path = posixpath.normpath(f"_includes/{_file(found)}")
    text = ""
    if path.startswith("_includes/") and path in desk.site.folder:
        try:
            text = desk.site.folder.text(path)
        except Unreachable:
            text = ""
    if text and len(text) <= _LONGEST and "{%" not in text and "{{" not in text and "<script" not in text:
        return text.strip("\n")
    desk.lose(f"include/{_file(found)}", found.source, found.line)
    return ""


def _file(found: Found) -> str:
    return (found.tag.rest.split() or [""])[0].strip("'\"")[:100]


def _figure(found: Found, desk: Desk) -> str:
    hexo = found.tag.name in ("asset_img", "img", "image")
    given = found.given
    named = ("src", "image_path", "url", "image", "file", "path", "img")
    src = found.said(*named) or next((one for one in given if "." in one and one != _file(found)), "")
    if hexo and not src:
        src = found.said(0)
    words = " ".join(given[given.index(src) + 1 :]) if hexo and src in given else ""
    where = desk.leads(src) or desk.leads(f"/{src.lstrip('/')}") or src
    return islands.figure(where, found.said("alt") or words, found.said("caption", "title"), found.said("link", "href"))


def _embed(found: Found, desk: Desk) -> str:
    file = posixpath.splitext(posixpath.basename(_file(found)))[0].lower()
    name = found.tag.name if found.tag.name in islands.EMBEDS else found.said("provider").lower() or file
    name = name if name in islands.EMBEDS else "youtube"
    given = [one for one in found.given if one != _file(found)] if found.tag.name == "include" else list(found.given)
    what = found.said("id", "video", "url", "src") or (given[0] if given else "")
    desk.lose(f"embed/{name}", found.source, found.line, "changed")
    return islands.embed(name, what, found.said("title"))


def _program(found: Found, desk: Desk) -> str:
    """What decides or repeats: its text stays, but that of a loop, which is a template."""
    desk.lose(f"liquid/{found.tag.name}", found.source, found.line)
    return "" if found.tag.name in ("for", "capture", "tablerow") else found.inner or ""


def _quoted(found: Found) -> str:
    by = f"\n>\n> — {found.tag.rest.strip()}" if found.tag.rest.strip() else ""
    return "> " + "\n> ".join((found.inner or "").strip().split("\n")) + by


_SHOWN = {
    **dict.fromkeys(("figure", "image", "img", "picture"), _figure),
    **dict.fromkeys(islands.EMBEDS, _embed),
    "video": _embed,
}
_MADE: dict[str, Made] = {
    **_SHOWN,
    "asset_img": _figure,
    "link": _link,
    **dict.fromkeys(("post_url", "post_link"), _post),
    **dict.fromkeys(("include", "include_relative", "include_cached", "render"), _included),
    "raw": lambda found, _: found.inner or "",
    "comment": lambda found, desk: "",  # noqa: ARG005 - never shown
    **dict.fromkeys(
        ("highlight", "codeblock", "code"), lambda found, _: islands.code(found.said(0), found.inner or "")
    ),
    **dict.fromkeys(("if", "unless", "case", "for", "capture", "tablerow"), _program),
    **dict.fromkeys(("else", "elsif", "when", "assign", "break", "continue"), lambda found, _: ""),  # noqa: ARG005
    **dict.fromkeys(("blockquote", "quote"), lambda found, _: _quoted(found)),
    **dict.fromkeys(
        ("details", "spoiler", "hideToggle"), lambda found, _: islands.details(found.tag.rest, found.inner or "")
    ),
    "more": lambda found, desk: "",  # noqa: ARG005 - where a summary ends
}

"""The sheet of a handout: printable HTML, from the one rendering of its text. Every edition is laid out from it.

So is that of all entries of a kind that says how it is printed.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pipeline.formats import form, markdown, markup, qr
from pipeline.formats.language import direction
from pipeline.formats.locale import Spoken
from pipeline.formats.markdown import Rendering
from pipeline.formats.wording import Wording
from pipeline.handouts import fields
from pipeline.model import urls
from pipeline.model.entry import Entry, day_of, resolve
from pipeline.model.kinds.handout.fields import Handout
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library
from pipeline.model.published import Published

INPUTS = "https://inputs.invalid/"
"""Where a sheet finds what it shows: below this address lie the inputs of its job, and nothing else can be had."""


def sheet(entry: Entry[Handout], library: Library, rendering: Rendering, addresses: Mapping[str, str]) -> bytes:
    """The HTML of a handout. `addresses` are those of pictures, to which a text may lead.

    Links lead to `site.url`, whatever the target: paper has one address. What the sheet says besides the handout is in
    the language of the site.
    """
    blocks = tuple(block.form or form.Form(()) for block in rendering.forms)
    own = entry.fields
    return _page(
        own.language or library.settings.site.language,
        _head(entry, library, blocks),
        f"{_header(own.title, own.description, _address(entry, library), library)}"
        f"<main>\n{_picture(entry, library)}{_body(entry, library, rendering, addresses, blocks)}\n</main>\n"
        f"{_sources(entry, library.wording)}{_colophon(entry, library)}",
    )


def together(kind: Kind[Any], published: Published) -> bytes:
    """The HTML of all entries of a kind on one sheet. It says the day of the newest of them."""
    assert kind.hub is not None and kind.hub.printed is not None, kind.name
    library, rows, say = published.library, published.rows(kind), published.say
    settings = library.settings
    title, about = say(f"kinds.{kind.name}.plural"), say(f"kinds.{kind.name}.about")
    address = urls.absolute(settings.site.url, kind.root)
    changed = max(filter(None, (row.updated or row.published for row in rows)), default="")
    newest = day_of(datetime.fromisoformat(changed).astimezone(settings.zone)) if changed else ""
    meta = {"author": settings.site.title, "description": about, "dcterms.created": newest, "dcterms.modified": newest}
    facts = (settings.site.title, say("print.updated", day=Spoken(library.wording).day(newest)))
    return _page(
        settings.site.language,
        _properties(f"{title} – {settings.site.title}", meta.items()),
        f"{_header(title, about, address, library)}<main>\n{kind.hub.printed.body(rows, published)}\n</main>\n"
        f"{_foot(facts, address, library)}",
    )


def _page(language: str, head: str, body: str) -> bytes:
    page = (
        f'<!DOCTYPE html>\n<html lang="{_e(language)}" dir="{direction(language)}">\n'
        f"<head>\n<meta charset='utf-8'>\n{head}</head>\n<body>\n{body}</body>\n</html>\n"
    )
    return page.encode()


def pictures(entry: Entry[Handout], rendering: Rendering) -> tuple[str, ...]:
    """The library paths of the pictures that the sheet shows."""
    found = {link.resolved for link in rendering.links if link.image}
    image = entry.fields.image
    if image and image.alt and (path := resolve(image.file, entry.path)):
        found.add(path)
    return tuple(sorted(found))


def _e(text: str) -> str:
    return html.escape(text)


def _spoken(wording: Wording) -> str:
    """The attributes of what is in the language of the site."""
    return f'lang="{_e(wording.language)}" dir="{wording.direction}"'


def _address(entry: Entry[Handout], library: Library) -> str:
    return urls.absolute(library.settings.site.url, entry.address)


def _authors(entry: Entry[Handout], library: Library) -> tuple[str, ...]:
    return tuple(library.people[author].name for author in entry.fields.authors)


def _head(entry: Entry[Handout], library: Library, blocks: tuple[form.Form, ...]) -> str:
    """What becomes the properties of the document. Its dates are those of the content."""
    written, changed = (_day(entry, library, name) for name in ("date", "updated"))
    meta = [
        *(("author", name) for name in _authors(entry, library) or (library.settings.site.title,)),
        ("description", entry.fields.description),
        ("keywords", ", ".join(library.topics[topic].title for topic in entry.fields.topics)),
        ("dcterms.created", written),
        ("dcterms.modified", changed or written),
        *((fields.GROUP + name, question) for block in blocks for name, question in fields.groups(block)),
    ]
    return _properties(entry.fields.title, meta)


def _properties(title: str, meta: Iterable[tuple[str, str]]) -> str:
    named = "".join(f'<meta name="{_e(name)}" content="{_e(value)}">\n' for name, value in meta)
    return f"<title>{_e(title)}</title>\n{named}"


def _day(entry: Entry[Handout], library: Library, field: str) -> str:
    instant = getattr(entry.fields, field)
    settings = library.settings
    return day_of(settings.instant(instant).astimezone(settings.zone)) if instant else ""


def _header(title: str, about: str, address: str, library: Library) -> str:
    """The title, and the way back to the page."""
    code, wording = qr.code(address, quiet=0, light=None), library.wording
    said = wording.say("print.code", address=address)
    return (
        f'<header>\n<div>\n<p class="library">{_e(library.settings.site.title)}</p>\n'
        f'<h1 data-address="{_e(address)}">{_e(title)}</h1>\n'
        f'<p class="lead">{_e(about)}</p>\n</div>\n'
        f'<p class="code"><img src="{_e(code)}" alt="{_e(said)}">'
        f"<span {_spoken(wording)}>{_e(wording.say('print.online'))}</span></p>\n"
        "</header>\n"
    )


def _body(
    entry: Entry[Handout],
    library: Library,
    rendering: Rendering,
    addresses: Mapping[str, str],
    blocks: tuple[form.Form, ...],
) -> str:
    def show(tag: str, attributes: dict[str, str]) -> dict[str, str]:
        source = attributes.get("src", "")
        if tag == "img" and source.startswith(markdown.INTERNAL):
            attributes["src"] = INPUTS + source.removeprefix(markdown.INTERNAL)
        return attributes

    def lead(path: str, fragment: str) -> str:
        if path == entry.path and fragment:
            return ""  # a place on this sheet
        found = library.find(path)
        return urls.absolute(library.settings.site.url, found.address if found else addresses.get(path, ""))

    text = markdown.relink(markup.rewrite(rendering.html, show), lead)
    return markdown.fill_forms(text, [fields.to_html(block, library.wording) for block in blocks])


def _picture(entry: Entry[Handout], library: Library) -> str:
    """The picture of the handout; one that is decoration is left out, as it costs ink."""
    image = entry.fields.image
    path = resolve(image.file, entry.path) if image and image.alt else None
    if image is None or path is None or not library.exists(path):
        return ""
    return f'<p class="picture"><img src="{INPUTS}{quote(path)}" alt="{_e(image.alt)}"></p>\n'


def _sources(entry: Entry[Handout], wording: Wording) -> str:
    def one(source: Any) -> str:
        title = f'<a href="{_e(source.url)}">{_e(source.title)}</a>' if source.url else _e(source.title)
        by, year = f"{_e(source.by)}: " if source.by else "", f" ({source.year})" if source.year else ""
        return f"<li>{by}{title}{year}</li>\n"

    listed = "".join(one(source) for source in entry.fields.sources)
    return (
        f'<section {_spoken(wording)} class="sources">\n<h2>{_e(wording.say("print.sources"))}</h2>\n'
        f"<ul>\n{listed}</ul>\n</section>\n"
        if listed
        else ""
    )


def _colophon(entry: Entry[Handout], library: Library) -> str:
    """Where the sheet comes from, and where help is."""
    site, address, say = library.settings.site, _address(entry, library), library.wording.say
    day = Spoken(library.wording).day
    written, changed = (_day(entry, library, name) for name in ("date", "updated"))
    facts = [
        say("print.by", people=authors) if (authors := ", ".join(_authors(entry, library))) else "",
        site.title,
        say("print.updated", day=day(changed)) if changed else day(written),
        say("print.licence", licence=licence) if (licence := entry.fields.licence or site.licence) else "",
    ]
    return _foot(facts, address, library)


def _foot(facts: Iterable[str], address: str, library: Library) -> str:
    return (
        f"<footer {_spoken(library.wording)}>\n{_crisis(library)}"
        f"<p>{_e(' · '.join(fact for fact in facts if fact))} · {_typed(address)}</p>\n"
        "</footer>\n"
    )


def _typed(address: str) -> str:
    """An address that can be typed, from left to right in every language."""
    return f'<a href="{_e(address)}" dir="ltr">{_e(address)}</a>'


def _crisis(library: Library) -> str:
    """The line for people in danger, with an address that can be typed."""
    site = library.settings.site
    if site.crisis is None:
        return ""
    found = library.find(site.crisis.link.lstrip("/"))
    address = urls.absolute(site.url, found.address) if found else site.crisis.link
    return f'<p class="crisis"><strong>{_e(site.crisis.text)}</strong> {_typed(address)}</p>\n'

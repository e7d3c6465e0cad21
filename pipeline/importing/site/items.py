"""Pages of a site as items: their fields, their text, their old addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urljoin

from pipeline.importing.site import ours
from pipeline.importing.site.desk import Desk
from pipeline.importing.site.fields import Written, written
from pipeline.importing.site.kinds import DROP, is_shelf, kind_of
from pipeline.importing.site.leads import Leads
from pipeline.importing.site.links import rewritten
from pipeline.importing.site.page import Page
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Item, Text
from pipeline.importing.source.loss import Loss
from pipeline.model.decisions import Decisions
from pipeline.problems import Place

LONGEST_TITLE = 150
_HEADING = re.compile(
    r"\s*+(?:#[ \t]+([^\n]{1,300}?)[ \t]*#*[ \t]*|([^\n#>*+`<|-][^\n]{0,300})\n=+[ \t]*)(?:\{[^}\n]*\})?[ \t]*(?:\n|$)"
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)")
_TAG = re.compile(r"<[^<>]{1,2000}>")


@dataclass(frozen=True, slots=True)
class Making:
    """What all items of a folder are made with."""

    program: Program
    leads: Leads
    decisions: Decisions
    titles: dict[str, str]


def item(page: Page, making: Making, losses: tuple[Loss, ...] = ()) -> Item | Loss | None:
    """The entry of a page; the loss where it has none, nothing where people decided that it stays where it is."""
    program, leads = making.program, making.leads
    if (kind := becomes(page, program, making.decisions)) == DROP:
        return None
    home = page.index and not page.folders
    desk = Desk(page, leads.site, making.decisions, _leading(page, leads))
    title, body = titled(page, _cleaned(page, program, leads, desk), making.titles.get(page.path, ""))
    said = written(page, leads, title, news=kind == "news", names=program.names)
    if not _has_words(body):
        return Loss("page/empty", "dropped", title, Place(page.path, 1))
    if page.name == "404":
        return Loss("page/listing", "dropped", title, Place(page.path, 1))
    made = Item(
        page.path,
        kind,
        Place(page.path, 1),
        said.fields,
        Text(body, page.form, page.path, Place(page.path, page.front.line)),
        said.summary,
        name="home" if home else page.front.said("slug").strip("/").rpartition("/")[2] or page.name,
        folders=tuple(one for one in _inside(page) if not is_shelf(one)),
        terms=said.terms,
        old=() if page.draft or page.withheld else _old(page, said, making),
        losses=(*page.front.losses, *losses, *said.losses, *desk.losses),
    )
    return ours.own(made, page, leads, making.decisions)


def becomes(page: Page, program: Program, decisions: Decisions) -> str:
    """The kind of entry that a page becomes, or `drop`."""
    home, post = page.index and not page.folders, page.sort == "post"
    folders = tuple(page.path.split("/")[:-1])
    return kind_of(page.path, folders, decisions, home=home, post=post, articles=program.articles)


def _leading(page: Page, leads: Leads) -> Callable[[str], str]:
    """Where the links of a page lead, each looked up once."""

    @cache
    def lead(link: str) -> str:
        found = leads.target(link, page)
        return found.written(page) if found else ""

    return lead


def _inside(page: Page) -> tuple[str, ...]:
    """The folders that the file of an entry keeps: not that of which it is the page."""
    return page.folders[:-1] if page.index else page.folders


def _cleaned(page: Page, program: Program, leads: Leads, desk: Desk) -> str:
    text = page.front.body
    if page.sort != "document":
        for clean in program.cleaned:
            text = clean(text, desk)
    return rewritten(text, lambda link: desk.leads(link) or leads.elsewhere(link, page))


def titled(page: Page, body: str, named: str) -> tuple[str, str]:
    """The title of a page, and its text without that: by its field, its first heading, the navigation or its name."""
    match = _HEADING.match(body) if page.form == "markdown" else None
    heading = plain((match[1] or match[2]).strip()) if match else ""
    title = plain(page.title) or heading or named or page.name.replace("-", " ").replace("_", " ").strip().capitalize()
    if match and heading and heading.casefold() == title.casefold():
        body = "\n" * match[0].count("\n") + body[match.end() :]
    return cut(title), body


def plain(text: str) -> str:
    """A line of Markdown or HTML as its words."""
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    return " ".join(text.replace("**", "").replace("__", "").replace("`", "").split())


def cut(title: str) -> str:
    """A title within its bound, cut between two words."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(",;:–- ") + "…"


def _has_words(body: str) -> bool:
    """Whether somebody wrote something, and be it a picture."""
    return "![" in body or "<img" in body or any(one.isalnum() for one in _TAG.sub("", body))


def _old(page: Page, said: Written, making: Making) -> tuple[str, ...]:
    """The addresses by which others know a page: its own, its aliases, those of files whose place it took."""
    leads = making.leads
    own = leads.addresses.get(page.path, "")
    others = (urljoin(own or "/", alias) for alias in said.old if not alias.startswith(("http://", "https://")))
    gone = (address for address, path in leads.others.items() if path == page.path)
    full = (alias for alias in said.old if alias.startswith(("http://", "https://")))
    found = dict.fromkeys(address for address in (own, *others, *gone) if address.strip("/") or leads.site.base)
    return tuple(dict.fromkeys((*(_whole(address, leads) for address in found if address), *full)))


def _whole(address: str, leads: Leads) -> str:
    plain_ = quote(address, "/:@!$&'()*+,;=~-._%")
    return f"{leads.site.base.rstrip('/')}{plain_}" if leads.site.base else plain_

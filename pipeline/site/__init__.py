"""The site: what is public of a library becomes drafts of pages, an engine lends them the frame, and they are finished.

`theme_job` and `theme_problems` look at the theme; `theme_jobs` describe what is made of it, `frame` is what goes round
every page, `asset_pieces` what lies beside them. `Drafts` composes pages, `titles` tells them apart, `Sheets` describes
how they are laid out and knows which of them still stand; `broken` looks where their links lead. `dates` tells when
each page changed.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import asdict, dataclass

from pipeline.jobs import Outcome
from pipeline.model import urls
from pipeline.model.artifact import Piece
from pipeline.model.kinds import KINDS
from pipeline.model.library import Library
from pipeline.site import community
from pipeline.site.drafts import Drafts
from pipeline.site.engine import Frame
from pipeline.site.finish import Seen, broken
from pipeline.site.hubs import sections
from pipeline.site.metadata import titles
from pipeline.site.sheets import Sheet, Sheets
from pipeline.site.themes import job as theme_job
from pipeline.site.themes import jobs as theme_jobs
from pipeline.site.themes import problems as theme_problems

__all__ = [
    "Drafts",
    "Preview",
    "Seen",
    "Sheet",
    "Sheets",
    "asset_pieces",
    "broken",
    "dates",
    "frame",
    "theme_job",
    "theme_jobs",
    "theme_problems",
    "titles",
]

OURS = "theme/"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview says of itself on each page: its name, where the library itself is reached, and the addresses from
    which pages take pictures and sound, besides from beside themselves.
    """

    name: str
    live_url: str
    sources: tuple[str, ...] = ()


def frame(
    library: Library, base_url: str, assets: Outcome, preview: Preview | None = None, *, passing: bool = False
) -> Frame:
    """What is around every page; `assets` is what came of the files of the theme. Nobody can keep pages that are
    `passing`, nor those of a preview.
    """
    site, say = library.settings.site, library.wording.say
    crisis = None
    if site.crisis:
        target = library.find(site.crisis.link.lstrip("/"))
        crisis = {**asdict(site.crisis), "short": site.crisis.in_short, "address": target.address if target else ""}
    listed = ((say(section.name), section.address) for section in sections(library))
    return Frame(
        name=site.title,
        description=site.description,
        language=site.language,
        site_url=site.url,
        base_url=base_url,
        navigation=((say("hubs.home"), ""), *listed),
        words=library.wording.words,
        data={
            "crisis": crisis,
            "community": community.offered(library),
            **({"preview": asdict(preview)} if preview else {}),
            "repository": site.repository or "",
            "quick_exit": site.quick_exit.url if site.quick_exit else "",
            **({"keep": True} if library.settings.offline.keep and not (preview or passing) else {}),
            "pages": [{"title": title, "address": address} for title, address in _foot(library)],
        },
        assets=assets.facts["renamed"],
    )


def _foot(library: Library) -> list[tuple[str, str]]:
    """What the foot of each page names: free pages to which it does not lead in other words, and who speaks here."""
    elsewhere = community.pages(library)
    free = (entry for kind in KINDS.values() if kind.free for entry in library.of(kind) if entry.path not in elsewhere)
    named = sorted((entry.fields.title, entry.address) for entry in free if entry.address)
    return [*named, *([(library.wording.say("hubs.people"), urls.PEOPLE)] if library.people else [])]


def asset_pieces(assets: Outcome) -> tuple[Piece, ...]:
    """What pages are made of besides themselves."""
    return tuple(Piece(path, blob, OURS) for path, blob in assets.outputs.items())


def dates(library: Library, made: Container[str]) -> dict[str, str]:
    """Address of each page → the day of its content; hubs have the newest of what they list. `made` are the files that
    were made: not every page that may lie beside that of an entry does.
    """
    found: dict[str, str] = {}
    for entry in library.entries:
        day = library.day(entry)
        beside = (address for address in KINDS[entry.kind].beside(entry) if address.endswith("/"))
        found |= dict.fromkeys((address for address in beside if urls.page_file(address) in made), day)
        if day:
            found[entry.address] = day
    newest = max(found.values(), default="")
    listing = [section.address for section in sections(library)]
    listing += [urls.topic(i) for i in library.topics] + [urls.audience(i) for i in library.audiences]
    listing += [urls.PEOPLE, *map(urls.person, library.people)] if library.people else []
    return {**dict.fromkeys(listing, newest), "": newest, **found}

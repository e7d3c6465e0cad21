"""A folder of texts, or a site in the web, as what it holds."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from pipeline.importing.deciding.losses import verdict
from pipeline.importing.site import folder as folders
from pipeline.importing.site import pages
from pipeline.importing.site.folder import Folder
from pipeline.importing.site.front import Front, split
from pipeline.importing.site.items import Making, becomes, item
from pipeline.importing.site.kinds import DROP
from pipeline.importing.site.leads import Leads
from pipeline.importing.site.listing import is_listing
from pipeline.importing.site.page import HTML, MARKDOWN, OTHER, TEMPLATES, Page, Site, whole
from pipeline.importing.site.pages import Document, head
from pipeline.importing.site.program import Program
from pipeline.importing.site.programs import recognised
from pipeline.importing.site.undated import dated
from pipeline.importing.source.found import Found, Item
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.model.decisions import Decisions
from pipeline.problems import Place
from pipeline.web import Unreachable

_REPOSITORY = frozenset(
    [
        "license",
        "licence",
        "contributing",
        "changelog",
        "code_of_conduct",
        "security",
        "authors",
        "codeowners",
        "history",
        "todo",
        "contributors",
    ]
)
"""Texts about the folder itself."""


@dataclass(slots=True)
class _Read:
    """What was read of a folder so far."""

    written: list[Page] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def folder(origin: Origin, named: str, base: str, decisions: Decisions) -> Found:
    """What a folder holds; `base` is the address at which it was published, where somebody says it."""
    files = Folder.of(origin, named)
    program = recognised(files)
    site = program.site(files)
    read = _read(site, program)
    said = _canonical(site, read.documents)
    site = replace(site, base=whole(base) or site.base or said, also=said)
    written = [*read.written, *_documents(site, read, decisions)]
    stay = frozenset(page.path for page in written if becomes(page, program, decisions) == DROP)
    leads = replace(_leads(site, program, written), left=stay)
    titles = {posixpath.join(site.content, path): title for path, title in program.titles(site)}
    making = Making(program, leads, decisions, titles)
    losses = {document.path: document.losses for document in read.documents}
    made = [item(page, making, losses.get(page.path, ())) for page in written]
    left = tuple(one for one in made if isinstance(one, Loss))
    return Found(
        site.base or f"folder:{posixpath.basename(named.rstrip('/')) or named}",
        dated(one for one in made if isinstance(one, Item)),
        homes=("", *((site.base,) if site.base else ())),
        losses=(*read.losses, *left),
        notes=tuple(_notes(program, site)),
    )


def _notes(program: Program, site: Site) -> Iterator[str]:
    yield f"This is a site of {program.name}." if program.name else "No program was recognised: texts where they lie."
    if not site.base:
        yield "Nobody says at which address it was published: with `--address` old links lead here."


def _read(site: Site, program: Program) -> _Read:
    """The texts of a folder, each read once."""
    read = _Read()
    for path in sorted(site.folder.paths):
        ending = posixpath.splitext(path)[1].lower()
        if _is_left(site, path) or ending not in (*MARKDOWN, *HTML, *OTHER, *TEMPLATES):
            continue
        try:
            _take(read, site, program, path, ending)
        except Unreachable as error:
            read.losses.append(Loss("page/unreadable", "dropped", error.message, Place(path)))
    return read


def _is_left(site: Site, path: str) -> bool:
    """Whether a file is one of the program, or about the folder itself."""
    hidden = any(part.startswith(".") for part in path.split("/"))
    about = "/" not in path and posixpath.splitext(path)[0].lower() in _REPOSITORY
    return hidden or about or any(path == one or path.startswith(f"{one}/") for one in site.left)


def _take(read: _Read, site: Site, program: Program, path: str, ending: str) -> None:
    """One file: a text with its fields, a whole page of HTML, or one in a form that we don't read.

    Raises `Unreachable`.
    """
    if ending in (*OTHER, *TEMPLATES):
        if path.startswith(f"{site.content}/" if site.content else ""):
            kind = "page/format" if ending in OTHER else "page/template"
            read.losses.append(Loss(kind, "dropped", ending, Place(path)))
        return
    data = site.folder.data(path)
    text, losses = folders.read(data, path)
    if ending in HTML and not text.startswith(("---", "+++")):
        _take_page(read, program, path, data)
        return
    front = split(text, path, headers=program.headers and ending in MARKDOWN)
    front = replace(front, losses=(*losses, *front.losses))
    page = program.page(site, path, front, "html" if ending in HTML else "markdown")
    if page is not None:
        read.written.append(page)
    elif front.fields and path.startswith(f"{site.content}/" if site.content else ""):
        read.losses.append(Loss("page/hidden", "dropped", front.said("title") or path, Place(path)))


def _take_page(read: _Read, program: Program, path: str, data: bytes) -> None:
    """A page as it is served. A template is none, nor what is no whole page in the folder of a program, nor data that
    was saved under the name of one.
    """
    begun = data[:4096].lower()
    whole_page = b"<html" in begun or b"<!doctype" in begun
    if not whole_page and (data.lstrip()[:1], data.rstrip()[-1:]) in ((b"{", b"}"), (b"[", b"]")) and b"{%" not in data:
        read.losses.append(Loss("page/format", "dropped", "JSON", Place(path)))
        return
    if (program.name and not whole_page) or b"{%" in data or b"{{" in data:
        read.losses.append(Loss("page/template", "dropped", path, Place(path)))
        return
    if (found := pages.document(data, path)) is not None:
        read.documents.append(found)


def _documents(site: Site, read: _Read, decisions: Decisions) -> Iterator[Page]:
    """Pages of HTML without what all of them share; their titles without the name of the site."""
    listings = [one for one in read.documents if is_listing(f"/{_served(site, one.path)}")]
    kept = [one for one in read.documents if one not in listings]
    documents, told = shared(kept, decisions)
    left = (Loss("page/listing", "dropped", one.path, Place(one.path)) for one in listings)
    read.documents, read.losses = list(documents), [*read.losses, *told, *left]
    for document in read.documents:
        *folders, file = _served(site, document.path).split("/")
        name = posixpath.splitext(file)[0]
        index = name.lower() == "index"
        front = Front(document.front.fields, document.text, document.line)
        name = folders[-1] if index and folders else name
        yield Page(document.path, front, "html", tuple(folders), name, index=index, sort="document")


def shared(documents: Iterable[Document], decisions: Decisions) -> tuple[tuple[Document, ...], tuple[Loss, ...]]:
    """The pages without the blocks that they share with all others, or with those of their folder, unless people want
    to keep them, and without the name of their site in their titles; what the blocks said, each once.
    """
    found = tuple(documents)
    kept = verdict("page/shared", decisions) == "keep"
    common = {} if kept else _common(found)
    suffix = pages.suffix(tuple(one.title for one in found))
    bare = [pages.without(one, common.get(_folder(one), frozenset())) for one in found]
    gone = [one for _, ones in bare for one in ones]
    counts, firsts = Counter(digest for digest, _ in gone), dict(reversed(gone))
    told = (replace(firsts[digest], count=count) for digest, count in counts.items())
    return tuple(_titled(one, suffix) for one, _ in bare), tuple(told)


def _common(documents: tuple[Document, ...]) -> Mapping[str, AbstractSet[bytes]]:
    """What the pages of each folder share: pages of one sort look alike, and often lie together."""
    folders: dict[str, list[Document]] = {}
    for one in documents:
        folders.setdefault(_folder(one), []).append(one)
    whole = pages.common(documents)
    return {folder: whole | pages.common(tuple(ones)) for folder, ones in folders.items()}


def _folder(document: Document) -> str:
    """Where a page lies: the folder of its file, or that of its address without the last part."""
    return posixpath.dirname(document.path.removesuffix("index.html").rstrip("/"))


def _titled(document: Document, suffix: str) -> Document:
    title = head.without(document.front.said("title"), suffix)
    return replace(document, front=replace(document.front, fields={**document.front.fields, "title": title}))


def _canonical(site: Site, documents: Iterable[Document]) -> str:
    """The address of the site, as nearly all of its pages say it."""
    found: Counter[str] = Counter()
    for one in documents:
        path = _served(site, one.path)
        for end in (path, path.removesuffix("index.html"), path.removesuffix(".html")):
            if one.canonical.endswith(f"/{end}"):
                found[one.canonical.removesuffix(end)] += 1
                break
    base, count = next(iter(found.most_common(1)), ("", 0))
    return whole(base) if count * 2 > sum(found.values()) else ""


def _served(site: Site, path: str) -> str:
    """The path of a file below the folder from which it is served."""
    for place, prefix in site.static:
        if place and path.startswith(f"{place}/"):
            return prefix + path[len(place) + 1 :]
    return path


def _leads(site: Site, program: Program, written: list[Page]) -> Leads:
    addresses = {page.path: _address(site, program, page) for page in written}
    others = dict[str, str]()
    for old, new in program.moved(site):
        ghost = Front({}, "")
        page = program.page(site, posixpath.join(site.content, old), ghost, "markdown")
        if page is not None and (address := program.address(site, page)):
            others[address] = posixpath.join(site.content, new)
    return Leads(site, addresses, others, program.beside)


def _address(site: Site, program: Program, page: Page) -> str:
    """Where a page was published, from the root of the site; "" where nobody knows."""
    if page.sort != "document":
        return program.address(site, page)
    folders = "".join(f"{folder}/" for folder in page.folders)
    return f"/{folders}" if page.index else f"/{folders}{posixpath.basename(page.path)}"

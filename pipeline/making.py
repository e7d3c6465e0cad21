"""What a build is made of, step by step: sound, what is printed, pictures, pages, the search. It knows no tool.

`flow` says in which order, and `writing` does the same for a library that is being written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline import audio, cards, documents, forms, handouts, mastering, pictures, release, remembered, search, site
from pipeline.doing import Checked, ContentProblems, ToolFailed, done, made, read, whole
from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.addresses import Addresses
from pipeline.model.answers import Answers
from pipeline.model.artifact import Piece
from pipeline.model.edition import Edition
from pipeline.model.library import Library
from pipeline.model.media import Artwork
from pipeline.model.published import Published
from pipeline.problems import Problem, has_errors
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Composed:
    """A library with all that its pages lead to: what was made of sound, pictures and paper, what of it could not be
    made, and where it lies.
    """

    published: Published
    artwork: Mapping[str, Artwork]
    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...]
    away: release.Elsewhere


def composed(world: World, library: Library, checked: Checked, answers: Answers, *, strict: bool) -> Composed:
    """media: sound, PDFs and pictures, and the library whose pages lead to them."""
    covers, away = artwork(world, library, checked), elsewhere(world)
    facts, sound = mastering.media(world, library, checked, covers, away, answers)
    if world.writing:
        facts = audio.silent(library) | facts
    shown = pictures.shown(made(library, world.runner.run(pictures.images(library, checked.leads))))
    files = pictures.addresses(library, checked.leads, shown) | documents.addresses(library, checked.leads)
    texts = checked.rendered.whole(lambda blob: read(world, blob))
    unbound = Published(library, world.settings.site.url, texts, facts, files, {}, shown)
    sheets, unprinted = printed(world, unbound, strict=strict)
    offered = documents.pieces(library, checked.leads)
    drawn = (*pictures.artwork_pieces(covers), *handouts.pieces(sheets), *offered)
    away.take((*sound, *drawn, *pictures.pieces(library, checked.leads, shown)))
    preview = world.preview.name if world.preview else ""
    published = Published(
        library, world.base_url, texts, facts, files, sheets, shown, answers, away.addresses, preview=preview
    )
    return Composed(published, covers, (*sound, *drawn), unprinted, away)


def artwork(world: World, library: Library, checked: Checked) -> dict[str, Artwork]:
    """What directories show of shows and episodes, and the covers in their tags."""
    outcomes = made(library, world.runner.run(pictures.artworks(library, checked.pictures)))
    return pictures.artwork(library, checked.pictures, outcomes)


def elsewhere(world: World) -> release.Elsewhere:
    """Where heavy files are: those of a preview at the live target, or in the place that previews share."""
    if world.preview is None:
        return release.Nowhere()
    remembered.published(world)
    return world.preview.elsewhere()


def printed(
    world: World, published: Published, *, strict: bool
) -> tuple[dict[str, tuple[Edition, ...]], tuple[Problem, ...]]:
    """What is printed, as PDF with pictures of first pages; a warning for each that a directory is published without.
    `published` is the library before anything of it was printed.
    """
    library, texts = published.library, published.renderings
    sheets = handouts.sheets(library, texts, published.files) | handouts.shelves(published)
    blobs = {path: world.cache.put(sheet) for path, sheet in sheets.items()}
    outcomes = world.runner.run(handouts.jobs(library, blobs, texts))
    if strict or world.to.type != "directory":
        done(outcomes)
    problems = handouts.problems(library, outcomes)
    if has_errors(problems):
        raise ContentProblems(problems)
    drawn = done(world.runner.run(handouts.first_pages(outcomes)))
    return handouts.editions(library, outcomes, drawn), problems


def pages(
    world: World, published: Published, checked: Checked, claimed: Addresses | None, away: release.Elsewhere
) -> tuple[Piece, ...]:
    """Pages through the engine, finished, with the pictures that they show, their cards, and the search over them.
    Nothing is `claimed` while a library is written: then links may lead nowhere.
    """
    laid_out, drawn = _sheets(world, published, checked, away)
    beside = (*drawn, *pictures.pieces(published.library, checked.leads, published.pictures))
    if claimed:
        others = (*(piece.path for piece in beside), *claimed.sure, *published.files.values(), *_sounds(published))
        if problems := site.broken({sheet.path: sheet.seen for sheet in laid_out}, others):
            raise ContentProblems(problems)
    return (*(sheet.piece for sheet in laid_out), *beside, *_search(world, published, laid_out))


def _sheets(
    world: World, published: Published, checked: Checked, away: release.Elsewhere
) -> tuple[tuple[site.Sheet, ...], tuple[Piece, ...]]:
    """Finished pages, and what they are made of besides: files of the theme, and cards."""
    library, answers, run = published.library, published.answers, world.runner.run
    assets, look = _made_of(run(site.theme_jobs(library)))
    drafts = site.Drafts(published, world.cache.put)
    pages = drafts.all()
    all_read(checked)
    drawn = cards.Cards(() if world.writing else pages, library, answers)  # nobody leads others to what is written
    drawn.take(done(run(drawn.jobs())))
    cards_made = drawn.pieces()
    away.take(cards_made)
    around = site.frame(library, world.base_url, assets, _shown_as(world), passing=bool(world.writing))
    frame = world.cache.put(around.to_bytes())
    heads = drawn.heads(world.base_url, away.addresses)
    sheets = site.Sheets(
        pages, site.titles(pages), heads, frame, look.outputs["look"], answers, drafts.asked, away.pages
    )
    sheets.take(_laid_out(world, drafts, sheets.jobs()))
    return tuple(sheets.all()), (*site.asset_pieces(assets), *cards_made)


def _shown_as(world: World) -> site.Preview | None:
    """What a preview says of itself on each page."""
    one = world.preview
    return site.Preview(one.name, one.live_url, one.elsewhere().sources) if one else None


def all_read(checked: Checked) -> None:
    """Raises `ContentProblems` where a text stood, was read again for what shows it, and was refused this time."""
    if refused := checked.rendered.refused:
        raise ContentProblems(tuple(sorted(refused.values())))


def _laid_out(world: World, drafts: site.Drafts, jobs: Iterable[Job]) -> tuple[Outcome, ...]:
    """Pages through the engine; a draft that the cache has lost is composed again."""
    jobs = tuple(jobs)
    for job in world.runner.to_do(jobs):
        if "page" in job.inputs and not world.cache.has(job.inputs["page"]):
            drafts.again(job.subject)
    return _made_of(world.runner.run(jobs))


def _made_of(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What was made of the theme. Raises `ToolFailed`: its files are written by people we know."""
    outcomes = tuple(outcomes)
    for outcome in outcomes:
        if outcome.failure:
            raise ToolFailed(outcome.failure.message, outcome.failure.hint)
    return outcomes


def _search(world: World, published: Published, pages: Iterable[site.Sheet]) -> tuple[Piece, ...]:
    """The index of the search over the finished pages; a theme that marks none has no search."""
    words = {urls.asked_for(page.path): page.words for page in pages if page.words}
    shards = whole(world.runner.run(search.jobs(words, published)))
    volumes = whole(world.runner.run(search.volumes(shards)))
    index = search.pieces((*shards, *whole(world.runner.run(search.joins(shards, volumes)))))
    return (*index, search.first(published)) if index else ()


def _sounds(published: Published) -> Iterator[str]:
    """The files to which pages may lead and whose names only their bytes tell, besides pictures."""
    for editions in published.editions.values():
        yield from (path for edition in editions for path, _ in edition.files)
    for facts in published.media.values():
        beside = (*facts.transcripts, facts.chapters, *facts.renditions, *facts.clips)
        yield from (one.path for one in beside if one)
        yield from (facts.path,) if facts.path else ()


def admin(world: World, library: Library, whole: Library) -> tuple[Piece, ...]:
    """The forms for editors, where the settings ask for them; `library` is what is public of the `whole`. A preview has
    none: they would write to the branch from which the library itself is published.
    """
    if library.settings.site.editing is None or world.preview:
        return ()
    return forms.pieces(library, whole, done(world.runner.run(forms.jobs())))


def redirects(library: Library, claimed: Addresses) -> Iterator[Piece]:
    """Pages at the old addresses of entries, which lead to the new ones. Old feeds are made with the feeds."""
    for old in claimed.old:
        if not old.feed:
            entry = old.entry
            said = {"title": entry.fields.title, "language": library.language(entry), "source": entry.path}
            yield release.redirect(old.path, old.leads_to, site_url=library.settings.site.url, **said)

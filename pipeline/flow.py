"""The table of contents: how a commit becomes a published library. It knows no tool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from pipeline import (
    audio,
    cards,
    content,
    edge,
    editing,
    feeds,
    handouts,
    offline,
    pictures,
    release,
    remembered,
    search,
    site,
    validator,
)
from pipeline.formats import frontmatter
from pipeline.jobs import Job, Outcome
from pipeline.jobs.account import Account
from pipeline.model import urls
from pipeline.model.addresses import Addresses, addresses
from pipeline.model.answers import Answers
from pipeline.model.artifact import (
    Artifact,
    Blob,
    Manifest,
    Piece,
    PublishedEpisode,
    PublishedShow,
)
from pipeline.model.edition import Edition
from pipeline.model.entry import Entry, utc
from pipeline.model.kinds import episode, show
from pipeline.model.library import Library
from pipeline.model.media import Artwork, AudioFacts, MediaFacts, PictureFacts, Sound, Spoken
from pipeline.model.published import Published
from pipeline.model.references import References
from pipeline.model.tree import Tree
from pipeline.problems import Place, Problem, has_errors
from pipeline.world import World

SETTINGS = "pipeline.toml"
_FEWER = "choose a place that takes it: docs/operators/static-hosts.md says what each takes"


class ContentProblems(Exception):
    """The content has problems that stop the run: all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class ToolFailed(Exception):
    """A tool of this machine is missing or failed: message and remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


class _Lost(Exception):
    """The cache lacks bytes of what was made before, and nobody here knows from what."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A library with what is known of its texts and recordings, what each entry leads to, all problems, and the digests
    of its files.
    """

    library: Library
    rendered: content.Renderings
    leads: Mapping[str, References]
    spoken: Mapping[str, Spoken]
    recordings: Mapping[str, AudioFacts]
    pictures: Mapping[str, PictureFacts]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    manifest: Manifest
    problems: tuple[Problem, ...]


def check(world: World) -> Checked:
    """load ─► probe ─► check: everything that can be known before anything is built."""
    return _check(world, *world.source.tree())


def _check(world: World, tree: Tree, unreadable: tuple[Problem, ...]) -> Checked:
    library, malformed = remembered.loaded(world, tree)
    cleaned = _done(world.runner.run(content.pictures(library)))
    library, unclean = content.cleaned(library, cleaned)
    seen = content.sizes(cleaned)
    probes = _done(world.runner.run(audio.probes(library)))
    recordings = audio.facts(probes)
    spoken, garbled = content.spoken(library, _done(world.runner.run(audio.marks(content.marked(library), recordings))))
    rendered = content.Renderings(library, lambda job: _done(world.runner.run((job,)))[0])
    answers = remembered.checked(world)
    found = content.Findings(library, rendered, world.instant, answers)
    texts = content.texts(library, lambda entry: answers.same("entry", entry.path))
    _done(world.runner.run(texts, rendered.take))
    own, leads = tuple(found.problems()), content.with_pictures(found.references(), spoken)
    across = content.across(library, leads, spoken, recordings, probes, seen)
    look = site.theme_problems(library, _done(world.runner.run((site.theme_job(library),))))
    remembered.remember_checked(world, answers)
    problems = {*unreadable, *malformed, *unclean, *garbled, *own, *across, *look, *cards.problems(library)}
    return Checked(library, rendered, leads, spoken, recordings, seen, tuple(sorted(problems)), tree.digests)


def fix(world: World, new_guid: Callable[[], str]) -> tuple[editing.Edit, ...]:
    """Repair what can be put right in one way only, in the files of the library; what was repaired."""
    tree, _ = world.source.tree()
    library, _ = content.load(tree, world.settings)
    edits = editing.fixes(library, new_guid)
    for edit in edits:
        if edit.after != edit.before:
            world.source.write(edit.path, (edit.data,))
    return edits


def new(world: World, wish: editing.Wish, sound: Iterable[bytes] = ()) -> tuple[str, ...]:
    """Begin an entry: its files, and the recording of an episode. Raises `editing.CanNotBegin`."""
    tree, _ = world.source.tree()
    library, _ = content.load(tree, world.settings)
    begun = editing.begin(library, wish)
    made: dict[str, Iterable[bytes]] = {name: (data,) for name, data in begun.files.items()}
    if begun.recording:
        made[begun.recording] = sound
    for name, chunks in made.items():
        world.source.write(name, chunks)
    return tuple(made)


def build(world: World, *, strict: bool = False, sweep: bool = True) -> Built:
    """check ─► media ─► pages ─► finish ─► feeds ─► manifest, laid out under `dist/`.

    Raises `ContentProblems` before anything is built, and when a recording can't be mastered. `sweep`: what was taken
    back at the target goes from the cache first.
    """
    try:
        built = _whole_build(world, strict=strict, sweep=sweep)
    except (ContentProblems, ToolFailed):
        world.cache.share()  # what was made until then is good
        raise
    world.cache.share()
    return built


def _whole_build(world: World, *, strict: bool, sweep: bool) -> Built:
    tree, unreadable = world.source.tree()
    withdrawn = remembered.seen(world).withdrawn
    refused = release.refused(tree.digests, withdrawn)
    if sweep:
        world.cache.forget(withdrawn.digests, for_good=not refused)
    _must_be_good(refused, strict=strict)
    if standing := remembered.standing(world, tree, unreadable):
        _must_be_good(standing.problems, strict=strict)
        with suppress(_Lost):
            _lay_out(world, standing.manifest)
            return Built(standing.manifest, standing.problems)
    checked = _good(world, tree, unreadable, strict=strict)
    for answers in (remembered.made(world, checked.library), Answers()):  # the second time, all is worked out again
        with suppress(_Lost):
            built = _build(world, checked, answers, strict=strict)
            world.seen.clear()  # that took its time
            if built.problems == checked.problems:  # nothing had to be done without
                done = remembered.Standing(built.manifest, built.problems)
                remembered.remember_standing(world, tree, unreadable, checked.library, done)
            return built
    raise ToolFailed("the cache lost what was just made", "is the disk full? remove `.cache/` and build again")


def rehearse(world: World, tree: Tree) -> Built:
    """The build of a tree that does not lie there yet, for a world whose output lays out nothing."""
    checked = _good(world, tree, (), strict=False)
    return _build(world, checked, remembered.made(world, checked.library), strict=False)


def _build(world: World, checked: Checked, answers: Answers, *, strict: bool) -> Built:
    """The build of a good library; `answers` knows what stands since the last one. Raises `_Lost`."""
    library = checked.library.at(world.instant)
    artwork = _artwork(world, library, checked)
    away = _elsewhere(world)
    media, sound = _media(world, library, checked, artwork, away)
    shown = pictures.shown(_made(library, world.runner.run(pictures.images(library, checked.leads))))
    files = pictures.addresses(library, checked.leads, shown)
    texts = checked.rendered.whole(lambda blob: _read(world, blob))
    unbound = Published(library, world.settings.site.url, texts, media, files, {}, shown)
    printed, unprinted = _printed(world, unbound, strict=strict)
    drawn = (*pictures.artwork_pieces(artwork), *handouts.pieces(printed))
    away.take((*sound, *drawn, *pictures.pieces(library, checked.leads, shown)))
    preview = world.preview.name if world.preview else ""
    published = Published(
        library, world.base_url, texts, media, files, printed, shown, answers, away.addresses, preview=preview
    )
    claimed = addresses(library)
    pages = _pages(world, published, checked, claimed, away)
    shown_as = {entry: one.path for entry, one in artwork.items()}
    dated = site.dates(library, {page.path for page in pages})
    machine = feeds.pieces(published, shown_as, dated, world.cache)
    _must_be_good(validator.faults(machine, answers, lambda blob: _read(world, blob)), strict=strict)
    made = (*sound, *drawn, *pages, *machine, *_redirects(library, claimed))
    made = (*made, *(() if world.preview else offline.kept(library, pages)))
    _all_read(checked)
    manifest = release.keep_to(_manifest(world, checked, published, made), claimed)
    manifest = _encoded(world, away.without(manifest) if world.preview else manifest)
    manifest, limits = _with_rules(world, manifest)
    _lay_out(world, manifest)
    remembered.remember_made(world, library, answers)
    _account(world, checked, manifest)
    used = chain(answers.digests(), (digest for artifact in manifest.files.values() for digest in artifact.contents))
    world.cache.tidy(world.settings.cache.keep_days, used)
    return Built(manifest, tuple(sorted({*checked.problems, *unprinted, *limits})))


def _must_be_good(problems: tuple[Problem, ...], *, strict: bool) -> None:
    """Raises `ContentProblems` where one is an error."""
    if has_errors(problems, strict=strict):
        raise ContentProblems(problems)


def _good(world: World, tree: Tree, unreadable: tuple[Problem, ...], *, strict: bool) -> Checked:
    """The library, if all of it can be built. Raises `ContentProblems`."""
    checked = _check(world, tree, unreadable)
    _must_be_good(checked.problems, strict=strict)
    if unheard := tuple(_unheard(checked.library.at(world.instant), checked)):
        told = {problem.place for problem in unheard}  # `check` has warned of the same there
        raise ContentProblems(tuple(sorted({*unheard, *(p for p in checked.problems if p.place not in told)})))
    return checked


def _manifest(world: World, checked: Checked, published: Published, made: Iterable[Piece]) -> Manifest:
    """Pieces ─► manifest, with what the guard and later builds need of them."""
    manifest = release.assemble(
        _kept(world, made),
        episodes=_episodes(published.library, published.media),
        site=world.settings.site.url,
        base_url=world.base_url,
        routes=world.to.routes,
    )
    shows, retired, gone = _shows(published.library), _withdrawn(checked.library), _gone(checked.library, manifest)
    return replace(manifest, shows=shows, retired=retired, gone=gone, records=world.runner.durable())


def _encoded(world: World, manifest: Manifest) -> Manifest:
    """The manifest with its texts packed, as the target wants them."""
    encode = world.to.encode
    return edge.encoded(manifest, _done(world.runner.run(edge.jobs(manifest, encode))), encode)


def rules(manifest: Manifest, host: str) -> edge.Ruled:
    """What a release promises, as the files of rules that a host reads."""
    return edge.ruled(host, manifest, release.content_type)


def _with_rules(world: World, manifest: Manifest) -> tuple[Manifest, tuple[Problem, ...]]:
    """The manifest with the rules that a host reads in its folder, and a warning for what it will not take."""
    settings = world.to
    if not settings.rules or world.preview:  # a preview lies below the folder in which they are read
        return manifest, ()
    ruled = rules(manifest, settings.rules)
    for name, text in ruled.files.items():
        piece = Piece(name, world.cache.put(text.encode()), SETTINGS)
        manifest = release.add(manifest, piece, settings.routes)
    return manifest, tuple(Problem(Place(SETTINGS), note, _FEWER, "host-limit") for note in ruled.notes)


def _account(world: World, checked: Checked, manifest: Manifest) -> None:
    """Keep what this build did, for `explain`."""
    alive = {*manifest.artifacts, *(f"/{urls.asked_for(path)}" for path in manifest.artifacts)}
    before, runner = world.cache.account(world.target_name), world.runner
    account = Account.of(runner.outcomes, runner.description, checked.files, utc(world.instant), before, alive)
    world.cache.keep_account(world.target_name, account)


def _unheard(library: Library, checked: Checked) -> Iterator[Problem]:
    """Episodes whose recording is not here: `check` only warns of them, but nothing can be built."""
    for one in library.of(episode.KIND):
        recording = library.named(one, one.fields.audio)
        if recording and recording.path not in checked.recordings:
            yield _not_here(one, recording.path)


def _not_here(entry: Entry[Any], path: str) -> Problem:
    message = "the recording of this episode is not here, and nobody has mastered it before"
    return Problem(entry.place("audio"), message, frontmatter.fetch(path), "missing-file")


def _artwork(world: World, library: Library, checked: Checked) -> dict[str, Artwork]:
    """What directories show of shows and episodes, and the covers in their tags."""
    outcomes = _made(library, world.runner.run(pictures.artworks(library, checked.pictures)))
    return pictures.artwork(library, checked.pictures, outcomes)


def _drawn(world: World, library: Library, checked: Checked) -> dict[str, Artwork]:
    """The pictures of chapters, as apps fetch them and as tags hold them, by their library paths."""
    spoken = (checked.spoken[one.path] for one in library.of(episode.KIND))
    paths = {chapter.image for said in spoken for chapter in said.chapters if chapter.image}
    return pictures.chapters(_made(library, world.runner.run(pictures.chapter_pictures(library, paths))))


def _elsewhere(world: World) -> release.Elsewhere:
    """Where heavy files are: those of a preview at the live target, or in the place that previews share."""
    if world.preview is None:
        return release.Nowhere()
    remembered.published(world)
    return world.preview.elsewhere()


def _media(
    world: World, library: Library, checked: Checked, artwork: Mapping[str, Artwork], away: release.Elsewhere
) -> tuple[dict[str, MediaFacts], tuple[Piece, ...]]:
    """Recordings, mastered and tagged, with what lies beside them."""
    encoded = _made(library, world.runner.run(audio.encodes(library, checked.recordings)))
    stands = _as_published(world, library, encoded)
    fresh = (outcome for outcome in encoded if outcome.job.subject not in stands)
    drawn = _drawn(world, library, checked)
    given = audio.Ingredients(artwork, checked.spoken, drawn, lambda job: _is_done(world, job))
    tags = audio.tags(library, fresh, given)
    _take_back(world, library, tags)
    sounds = {**stands, **audio.sounds(library, _made(library, world.runner.run(tags)))}
    beside = pictures.artwork_pieces(drawn)
    away.take(beside)
    published_at = {path: away.url(one.path, world.base_url) for path, one in drawn.items()}
    companions = audio.companions(library, encoded, checked.spoken, published_at)
    media = audio.media(library, encoded, sounds, companions, checked.spoken)
    return media, (*audio.pieces(media, companions), *beside)


def _is_done(world: World, job: Job) -> bool:
    """Whether a tag was written before, and nobody asks for another."""
    return job.subject not in world.retag and world.runner.knows(job)


def _as_published(world: World, library: Library, encoded: Iterable[Outcome]) -> dict[str, Sound]:
    """The sound of episodes whose recording is the published one: it keeps its file, with the tags that it has."""
    if strange := [path for path in sorted(world.retag) if path not in {one.path for one in library.of(episode.KIND)}]:
        raise ContentProblems(tuple(map(_no_episode, strange)))
    known = release.enclosures(remembered.published(world)) if library.of(episode.KIND) else {}
    made = {outcome.job.subject: outcome.outputs["audio"].digest for outcome in encoded}
    found = {}
    for one in library.of(episode.KIND):
        show_guid = str(library.belongs_to(one).fields.guid)
        sound = known.get((show_guid, one.fields.identity, made.get(one.path, "")))
        if sound and one.path not in world.retag and audio.TAG not in world.runner.rebuild:
            found[one.path] = sound
    return found


def _no_episode(path: str) -> Problem:
    message, hint = "no episode that is public stands in this file", "give `--retag` the path of one"
    return Problem(Place(path), message, hint, "missing-file")


def _take_back(world: World, library: Library, tags: Iterable[Job]) -> None:
    """What this machine lacks of what tags are written to: encodes and pictures, taken from the published episodes."""
    lacking = {job.subject: job for job in world.runner.to_do(tags) if not world.cache.is_at_hand(job.inputs["audio"])}
    if not lacking:
        return
    published = remembered.published(world) if world.preview else world.target.state().manifest or Manifest()
    enclosures = {(e.show, e.guid): e.enclosure for e in published.episodes}
    for one in library.of(episode.KIND):
        job = lacking.get(one.path)
        sound = published.artifacts.get(enclosures.get((library.belongs_to(one).path, one.fields.identity), ""))
        if job and sound:
            world.cache.restore(job.inputs["audio"], audio.untagged(world.origin.open(sound)))
            lost = [blob for name, blob in job.inputs.items() if name != "audio" and not world.cache.has(blob)]
            for picture in audio.pictures(world.origin.open(sound)) if lost else ():
                for blob in lost:
                    world.cache.restore(blob, (picture,))


def _printed(
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
        _done(outcomes)
    problems = handouts.problems(library, outcomes)
    if has_errors(problems):
        raise ContentProblems(problems)
    drawn = _done(world.runner.run(handouts.first_pages(outcomes)))
    return handouts.editions(library, outcomes, drawn), problems


def _pages(
    world: World, published: Published, checked: Checked, claimed: Addresses, away: release.Elsewhere
) -> tuple[Piece, ...]:
    """Pages through the engine, finished, with the pictures that they show, their cards, and the search over them."""
    sheets, drawn = _sheets(world, published, checked, away)
    beside = (*drawn, *pictures.pieces(published.library, checked.leads, published.pictures))
    others = (*(piece.path for piece in beside), *claimed.sure, *_sounds(published))
    if problems := site.broken({sheet.path: sheet.seen for sheet in sheets}, others):
        raise ContentProblems(problems)
    return (*(sheet.piece for sheet in sheets), *beside, *_search(world, published, sheets))


def _sheets(
    world: World, published: Published, checked: Checked, away: release.Elsewhere
) -> tuple[tuple[site.Sheet, ...], tuple[Piece, ...]]:
    """Finished pages, and what they are made of besides: files of the theme, and cards."""
    library, answers, run = published.library, published.answers, world.runner.run
    assets, look = _made_of(run(site.theme_jobs(library)))
    drafts = site.Drafts(published, world.cache.put)
    pages = drafts.all()
    _all_read(checked)
    drawn = cards.Cards(pages, library, answers)
    drawn.take(_done(run(drawn.jobs())))
    cards_made = drawn.pieces()
    away.take(cards_made)
    frame = world.cache.put(site.frame(library, world.base_url, assets, _shown_as(world)).to_bytes())
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


def _all_read(checked: Checked) -> None:
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
    shards = _whole(world.runner.run(search.jobs(words, published)))
    volumes = _whole(world.runner.run(search.volumes(shards)))
    index = search.pieces((*shards, *_whole(world.runner.run(search.joins(shards, volumes)))))
    return (*index, search.first(published)) if index else ()


def _sounds(published: Published) -> Iterator[str]:
    """The files to which pages may lead and whose names only their bytes tell, besides pictures."""
    for editions in published.editions.values():
        yield from (path for edition in editions for path, _ in edition.files)
    for facts in published.media.values():
        yield facts.path
        yield from (beside.path for beside in (*facts.transcripts, facts.chapters) if beside)


def _redirects(library: Library, claimed: Addresses) -> Iterator[Piece]:
    """Pages at the old addresses of entries, which lead to the new ones. Old feeds are made with the feeds."""
    for old in claimed.old:
        if not old.feed:
            entry = old.entry
            said = {"title": entry.fields.title, "language": library.language(entry), "source": entry.path}
            yield release.redirect(old.path, old.leads_to, site_url=library.settings.site.url, **said)


def _done(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes, unless a tool of this machine failed."""
    outcomes = tuple(outcomes)
    for outcome in outcomes:
        if outcome.failure and outcome.failure.tool:
            raise ToolFailed(f"{outcome.job.subject}: {outcome.failure.message}", outcome.failure.hint)
    return outcomes


def _whole(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of work on what other work made. Raises `_Lost` where that is gone: nothing else can fail."""
    outcomes = _done(outcomes)
    if any(outcome.failure for outcome in outcomes):
        raise _Lost
    return outcomes


def _made(library: Library, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of sound and pictures, unless one can't be made: a recording that can't be mastered."""
    outcomes = _done(outcomes)
    problems = []
    for outcome in outcomes:
        if not outcome.failure:
            continue
        entry = library.entry(outcome.job.subject)
        recording = library.named(entry, getattr(entry.fields, "audio", None)) if entry else None
        if entry and recording and outcome.failure.code == "missing-file":
            problems.append(_not_here(entry, recording.path))
        else:
            place = entry.place("audio") if entry else Place(outcome.job.subject)
            problems.append(Problem(place, outcome.failure.message, outcome.failure.hint, outcome.failure.code))
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return outcomes


def _episodes(library: Library, media: Mapping[str, MediaFacts]) -> tuple[PublishedEpisode, ...]:
    """What the guard will remember."""
    return tuple(
        PublishedEpisode(
            show=library.belongs_to(one).path,
            path=one.path,
            title=one.fields.title,
            guid=one.fields.identity,
            permalink=one.fields.permalink,
            enclosure=media[one.path].path,
            sound=media[one.path].master,
            address=one.address,
            published=one.public_from.isoformat(),
        )
        for one in library.of(episode.KIND)
    )


def _shows(library: Library) -> tuple[PublishedShow, ...]:
    """The same of shows."""
    return tuple(
        PublishedShow(one.path, one.fields.title, str(one.fields.guid), urls.show_feed(one.address), one.fields.medium)
        for one in library.of(show.KIND)
    )


def _withdrawn(library: Library) -> frozenset[str]:
    """What the guard lets go: GUIDs of episodes, files of shows."""
    episodes = (one.fields.identity for one in library.of(episode.KIND) if one.fields.retired)
    return frozenset((*episodes, *(one.path for one in library.of(show.KIND) if one.fields.retired)))


def _gone(library: Library, manifest: Manifest) -> tuple[str, ...]:
    """The addresses of what is withdrawn, where nothing is public: the pages of episodes and shows, and feeds."""
    shows, episodes = library.of(show.KIND), library.of(episode.KIND)
    withdrawn = {one.path for one in shows if one.fields.retired}
    pages = [one.address for one in shows if one.path in withdrawn]
    feeds = [urls.show_feed(address) for address in pages]
    pages += [one.address for one in episodes if one.fields.retired or library.belongs_to(one).path in withdrawn]
    there = manifest.artifacts
    return tuple(sorted({*(p for p in pages if urls.page_file(p) not in there), *(f for f in feeds if f not in there)}))


def _kept(world: World, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces whose bytes all lie in the cache."""
    for piece in pieces:
        yield replace(piece, data=world.cache.put(piece.data)) if isinstance(piece.data, bytes) else piece


def _lay_out(world: World, manifest: Manifest) -> None:
    """Lay out the tree. It lacks what only the target has: those bytes stay where they are."""

    def open_(artifact: Artifact) -> Iterator[bytes] | None:
        blob = Blob(artifact.digest, artifact.size)
        return world.cache.open(blob) or world.source.open(blob)

    lacking = (Blob(artifact.digest, artifact.size) for artifact in world.output.lacking(manifest))
    away = [blob for blob in lacking if not world.cache.is_here(blob) and not world.source.open(blob)]
    held = _held(world, manifest) if away else frozenset()
    wanted = [blob for blob in away if blob.digest not in held]
    world.cache.bring(wanted)
    if world.runner.ensure(wanted):
        raise _Lost
    world.output.write(manifest, open_)


def _held(world: World, manifest: Manifest) -> AbstractSet[str]:
    """The digests of what the target has; of the files that previews share, too. Who builds a preview without
    credentials knows nothing of that.
    """
    held = set[str]()
    with suppress(*(release.TargetError,) if world.preview else ()):
        published = world.target.state().manifest or Manifest()
        held |= {artifact.digest for artifact in published.artifacts.values()}
        if world.preview and manifest.shared:
            there = world.preview.place.media()
            held |= {artifact.digest for path, artifact in manifest.shared.items() if path in there}
    return held


def _read(world: World, blob: Blob) -> bytes:
    data = world.cache.read(blob)
    if data is None and not world.runner.ensure((blob,)):
        data = world.cache.read(blob)
    if data is None:
        raise _Lost
    return data

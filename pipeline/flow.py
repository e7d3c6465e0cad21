"""The table of contents: how a commit becomes a published library. It knows no tool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from pipeline import (
    audio,
    cards,
    content,
    documents,
    doing,
    edge,
    editing,
    equipment,
    feeds,
    forms,
    handouts,
    making,
    mastering,
    offline,
    release,
    remembered,
    site,
    validator,
)
from pipeline.doing import Checked, ContentProblems, ToolFailed
from pipeline.formats.transcripts import Read
from pipeline.jobs.account import Account
from pipeline.model import urls
from pipeline.model.addresses import addresses
from pipeline.model.answers import Answers
from pipeline.model.artifact import Artifact, Blob, Manifest, Piece, PublishedEpisode, PublishedShow
from pipeline.model.entry import utc
from pipeline.model.kinds import episode, show
from pipeline.model.library import Library
from pipeline.model.media import MediaFacts
from pipeline.model.published import Published
from pipeline.model.tree import Tree
from pipeline.problems import Place, Problem, has_errors
from pipeline.web import Fetcher, signed
from pipeline.world import World

__all__ = [
    "Built",
    "Checked",
    "ContentProblems",
    "ToolFailed",
    "add",
    "build",
    "check",
    "examine",
    "fix",
    "new",
    "rehearse",
    "rules",
]
SETTINGS = "pipeline.toml"
_FEWER = "have fewer of them, or choose a host that takes more: a web server of your own has no such limit"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    manifest: Manifest
    problems: tuple[Problem, ...]


def check(world: World) -> Checked:
    """load ─► probe ─► check: everything that can be known before anything is built."""
    return examine(world, *world.source.tree())


def examine(world: World, tree: Tree, unreadable: tuple[Problem, ...]) -> Checked:
    """The same of a tree that was read already; `unreadable` is what was wrong with that."""
    library, malformed = remembered.loaded(world, tree)
    cleaned = doing.done(world.runner.run(content.pictures(library)))
    library, unclean = content.cleaned(library, cleaned)
    seen = content.sizes(cleaned)
    listening = mastering.anew(world, library, audio.probes(library))
    lacking = doing.fetched(world, library, listening)
    probes = doing.done(world.runner.run(listening))
    recordings = audio.facts(probes)
    marks = audio.marks(content.marked(library), recordings)
    lacking += doing.fetched(world, library, marks)
    answers = remembered.checked(world)
    spoken, garbled = content.spoken(library, doing.done(world.runner.run(marks)), recordings, answers)
    voices = audio.Voices(spoken, answers)
    measuring = audio.levels(library, recordings, voices)
    lacking += doing.fetched(world, library, measuring)
    levels = audio.found_levels(doing.done(world.runner.run(measuring)))
    rendered = content.Renderings(library, lambda job: doing.done(world.runner.run((job,)))[0])
    found = content.Findings(library, rendered, world.instant, answers)
    texts = content.texts(library, lambda entry: answers.same("entry", entry.path))
    doing.done(world.runner.run(texts, rendered.take))
    own, leads = tuple(found.problems()), content.with_pictures(found.references(), spoken)
    library, unfit = documents.cleaned(library, doing.done(world.runner.run(documents.jobs(library, leads))))
    across = content.across(library, leads, spoken, recordings, probes, seen)
    fonts = doing.done(world.runner.run(handouts.letters_job(library)))
    whole = rendered.whole(lambda blob: doing.read(world, blob))
    unprintable = tuple(handouts.unprintable(library, whole, fonts, answers))
    look = site.theme_problems(library, doing.done(world.runner.run((site.theme_job(library),))))
    unclean = (*unclean, *unfit)
    drawn = (*look, *unprintable, *cards.problems(library))
    problems = {*unreadable, *malformed, *unclean, *lacking, *garbled, *own, *across, *drawn}
    earlier = mastering.as_before(world, mastering.anew(world, library, audio.encodes(library, recordings, levels)))
    problems.update(audio.level_problems(library, voices, levels))
    problems.update(audio.fault_problems(library, spoken, recordings, earlier, answers))
    remembered.remember_checked(world, answers)
    problems.update(audio.finished_problems(library, recordings))
    until = min((turn for turn in found.turns() if turn > world.instant), key=datetime.timestamp, default=None)
    told, files = tuple(sorted(problems)), tree.digests
    return Checked(library, rendered, leads, spoken, recordings, seen, told, files, voices, levels, until)


def loudness_report(world: World, checked: Checked) -> dict[str, bytes]:
    """The files of the loudness report, by name: of what was mastered before, with its figures. Nothing is mastered."""
    jobs, _ = mastering.encodes(world, checked.library, checked, checked.levels)
    known = world.runner.run([job for job in jobs if world.runner.knows(job)])
    work = [replace(job, params=world.runner.description(job)["params"]) for job in jobs]  # as it was done, or will be
    return audio.loudness_report(checked.library, checked.recordings, (work, known), checked.levels, checked.problems)


def fix(world: World, new_guid: Callable[[], str]) -> tuple[tuple[editing.Edit, ...], editing.Moves]:
    """Repair what can be put right in one way only, in the files of the library and their names; what was repaired."""
    tree, _ = world.source.tree()
    library, _ = content.load(tree, world.settings)
    moves = editing.moves(tree)
    edits = (*editing.fixes(library, new_guid, moves), *editing.transcripts(tree, _transcripts(world, library)))
    for edit in edits:
        if edit.changes:
            world.source.write(edit.path, (edit.data,))
    for path, goal in moves.paths.items():
        world.source.move(path, goal)
    return edits, moves


def _transcripts(world: World, library: Library) -> dict[str, Read]:
    """The transcripts of a library, held against their recordings as far as those are here."""
    if not any(one.fields.transcript or one.fields.transcripts for one in library.of(episode.KIND)):
        return {}
    return content.transcripts(library, audio.facts(world.runner.run(audio.probes(library))))


def repairable(checked: Checked) -> int:
    """The files among those with problems of which `fix` would put something right."""
    named = {problem.place.path for problem in checked.problems}
    moves = editing.moves(checked.library.tree)
    said = content.transcripts(checked.library, checked.recordings, only=named)
    edits = (
        *editing.fixes(checked.library, lambda: "later", moves, only=named),
        *editing.transcripts(checked.library.tree, said),
    )
    return len({*(edit.path for edit in edits if edit.changes), *(named & moves.paths.keys())})


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


def add(world: World, wanted: editing.Wanted, fetcher: Fetcher) -> editing.Added:
    """Add a book to a list that is there; `fetcher` asks what is known of it. Raises `editing.CanNotBegin`."""
    tree, _ = world.source.tree()
    who = signed(world.settings.site.url)
    added = editing.add(tree, wanted, lambda url: fetcher.get(url, who).data)
    if added.edit.after != added.edit.before:
        world.source.write(added.edit.path, (added.edit.data,))
    return added


def equip(world: World, chosen: equipment.Chosen, shipped: Callable[[str], bytes]) -> dict[str, bytes]:
    """The files of what a library shall be equipped with, by path; `shipped` has those that come with the pipeline."""
    tree, _ = world.source.tree()
    library, _ = content.load(tree, world.settings)
    made = equipment.equip(library, chosen, shipped)
    return made | forms.front_matter(library) if "frontmatter" in chosen.editors else made


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
        with suppress(doing.Lost):
            _lay_out(world, standing.manifest)
            return Built(standing.manifest, standing.problems)
    checked = _good(world, tree, unreadable, strict=strict)
    for answers in (remembered.made(world, checked.library), Answers()):  # the second time, all is worked out again
        with suppress(doing.Lost):
            built = _build(world, checked, answers, strict=strict)
            world.seen.clear()  # that took its time
            if built.problems == checked.problems and not doing.is_hindered(built.problems):
                done = remembered.Standing(built.manifest, built.problems)
                remembered.remember_standing(world, tree, unreadable, checked.until, done)
            return built
    raise ToolFailed("the cache lost what was just made", "is the disk full? remove `.cache/` and build again")


def rehearse(world: World, tree: Tree) -> Built:
    """The build of a tree that does not lie there yet, for a world whose output lays out nothing."""
    checked = _good(world, tree, (), strict=False)
    return _build(world, checked, remembered.made(world, checked.library), strict=False)


def _build(world: World, checked: Checked, answers: Answers, *, strict: bool) -> Built:
    """The build of a good library; `answers` knows what stands since the last one. Raises `doing.Lost`."""
    library = checked.library.at(world.instant)
    admin = making.admin(world, library, checked.library)  # what a tool must bring is asked for before hours of work
    composed = making.composed(world, library, checked, answers, strict=strict)
    published, away = composed.published, composed.away
    claimed = addresses(library)
    pages = making.pages(world, published, checked, claimed, away)
    shown_as = {entry: one.path for entry, one in composed.artwork.items()}
    dated = site.dates(library, {page.path for page in pages})
    machine = feeds.pieces(published, shown_as, dated, world.cache)
    _must_be_good(validator.faults(machine, answers, lambda blob: doing.read(world, blob)), strict=strict)
    made = (*composed.pieces, *pages, *machine, *admin, *making.redirects(library, claimed))
    made = (*made, *(() if world.preview else offline.kept(library, pages)))
    making.all_read(checked)
    manifest = release.keep_to(_manifest(world, checked, published, made), claimed)
    manifest = _encoded(world, away.without(manifest) if world.preview else manifest)
    manifest, limits = _with_rules(world, manifest)
    _lay_out(world, manifest)
    remembered.remember_made(world, library, answers)
    _account(world, checked, manifest)
    used = chain(answers.digests(), (digest for artifact in manifest.files.values() for digest in artifact.contents))
    world.cache.tidy(world.settings.cache.keep_days, used)
    return Built(manifest, tuple(sorted({*checked.problems, *composed.problems, *limits})))


def _must_be_good(problems: tuple[Problem, ...], *, strict: bool) -> None:
    """Raises `ContentProblems` where one is an error."""
    if has_errors(problems, strict=strict):
        raise ContentProblems(problems)


def _good(world: World, tree: Tree, unreadable: tuple[Problem, ...], *, strict: bool) -> Checked:
    """The library, if all of it can be built. Raises `ContentProblems`."""
    checked = examine(world, tree, unreadable)
    outside = {one.path: where.sha256 for one, where in audio.elsewhere(checked.library)}
    withdrawn = release.refused(outside, remembered.seen(world).withdrawn) if outside else ()
    _must_be_good((*withdrawn, *checked.problems), strict=strict)
    if unheard := tuple(mastering.unheard(checked.library.at(world.instant), checked)):
        told = {problem.place for problem in unheard}  # `check` has warned of the same there
        raise ContentProblems(tuple(sorted({*unheard, *(p for p in checked.problems if p.place not in told)})))
    return checked


def _manifest(world: World, checked: Checked, published: Published, made: Iterable[Piece]) -> Manifest:
    """Pieces ─► manifest, with what the guard and later builds need of them."""
    manifest = release.assemble(
        doing.kept(world, made),
        episodes=_episodes(published.library, published.media),
        site=world.settings.site.url,
        base_url=world.base_url,
        routes=world.to.routes,
    )
    shows, retired, gone = _shows(published.library), _withdrawn(checked.library), _gone(checked.library, manifest)
    standing = tuple(sorted(path for path, facts in published.media.items() if facts.stands))
    records = world.runner.durable()
    return replace(manifest, shows=shows, retired=retired, gone=gone, records=records, standing=standing)


def _encoded(world: World, manifest: Manifest) -> Manifest:
    """The manifest with its texts packed, as the target wants them."""
    encode = world.to.encode
    return edge.encoded(manifest, doing.done(world.runner.run(edge.jobs(manifest, encode))), encode)


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
    files = {**checked.files, **{where.url: where.sha256 for _, where in audio.elsewhere(checked.library)}}
    account = Account.of(runner.outcomes, runner.description, files, utc(world.instant), before, alive)
    world.cache.keep_account(world.target_name, account)


def _episodes(library: Library, media: Mapping[str, MediaFacts]) -> tuple[PublishedEpisode, ...]:
    """What the guard will remember."""
    return tuple(
        PublishedEpisode(
            show=library.belongs_to(one).path,
            path=one.path,
            title=one.fields.title,
            guid=one.fields.identity,
            permalink=one.fields.permalink,
            enclosure=media[one.path].url or media[one.path].path,
            sound=media[one.path].master,
            length=media[one.path].blob.size if media[one.path].url else 0,
            type=media[one.path].type if media[one.path].url else "",
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
        raise doing.Lost
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

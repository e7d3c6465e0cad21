"""The table of contents: how a commit becomes a published library. It knows no tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline import audio, content, feeds, handouts, release, site
from pipeline.formats.markdown import Rendering
from pipeline.jobs import Outcome
from pipeline.model import urls
from pipeline.model.artifact import Artifact, Blob, Manifest, Piece, Plan, PublishedEpisode
from pipeline.model.edition import Edition
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, MediaFacts
from pipeline.problems import Place, Problem, has_errors
from pipeline.world import World


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


@dataclass(frozen=True, slots=True)
class Checked:
    """A library with what is known of its texts and recordings, and all its problems."""

    library: Library
    rendered: Mapping[str, Rendering]
    recordings: Mapping[str, AudioFacts]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    manifest: Manifest
    problems: tuple[Problem, ...]


def check(world: World) -> Checked:
    """load ─► probe ─► check: everything that can be known before anything is built."""
    tree, unreadable = world.source.tree()
    library, malformed = content.load(tree, world.settings)
    library, unclean = content.cleaned(library, _done(world.runner.run(content.pictures(library))))
    rendered, refused = content.renderings(library, _done(world.runner.run(content.texts(library))))
    probes = _done(world.runner.run(audio.probes(library)))
    recordings = audio.facts(probes)
    across = content.check(library, rendered, recordings, probes, world.instant)
    problems = tuple(sorted({*unreadable, *malformed, *unclean, *refused, *across}))
    return Checked(library, rendered, recordings, problems)


def build(world: World, *, strict: bool = False) -> Built:
    """check ─► media ─► pages ─► finish ─► feeds ─► manifest, laid out under `dist/`.

    Raises `ContentProblems` before anything is built, and when a recording can't be mastered.
    """
    checked = check(world)
    if has_errors(checked.problems, strict=strict):
        raise ContentProblems(checked.problems)
    library = checked.library.at(world.instant)
    if unheard := tuple(_unheard(library, checked)):
        raise ContentProblems(tuple(sorted({*checked.problems, *unheard})))
    media, sound = _media(world, library, checked)
    printed, unprinted = _printed(world, library, checked, strict=strict)
    pages = _pages(world, library, checked, media, printed)
    machine = feeds.pieces(
        library,
        checked.rendered,
        media,
        site.artwork(library),
        world.base_url,
        site.dates(library),
        site.addresses(library, checked.rendered),
    )
    manifest = release.assemble(
        _kept(world, (*sound, *handouts.pieces(printed), *pages, *machine, *_redirects(library))),
        episodes=_episodes(library, media),
        site=world.settings.site.url,
        base_url=world.base_url,
        routes=world.settings.targets[world.target_name].routes,
    )
    manifest = replace(manifest, retired=tuple(e.fields.guid for e in checked.library.episodes if e.fields.retired))
    world.output.write(manifest, lambda artifact: _bytes(world, artifact))
    return Built(manifest, tuple(sorted({*checked.problems, *unprinted})))


def plan(world: World) -> Plan | None:
    """manifest ─► plan: what a sync would change, or None when nothing was built."""
    manifest = world.output.manifest()
    if manifest is None:
        return None
    settings, state = world.settings.targets[world.target_name], world.target.state()
    return release.plan(
        state.manifest,
        manifest,
        max_delete=settings.max_delete,
        now=world.instant,
        ours=state.ours,
        superseded=state.superseded,
        retain_days=settings.retain_days,
        refusals=release.guard(state.manifest or Manifest(), manifest, manifest.retired),
    )


def sync(world: World, planned: Plan) -> None:
    """plan ─► apply: make the target equal the manifest, and keep the durable records beside it."""
    state, manifest = world.target.state(), world.output.manifest() or planned.manifest
    if not planned.empty or state.release is None:
        superseded = release.superseded_after(planned, manifest, state.superseded, world.instant)
        world.target.apply(planned, world.output.open, release.ReleaseInfo.of(planned, world.instant, superseded))
    kept = world.target.records()
    for outcome in world.runner.outcomes:
        if world.runner.performers[outcome.job.performer].durable and outcome.ok:
            world.runner.publish(outcome, kept)


def _unheard(library: Library, checked: Checked) -> Iterator[Problem]:
    """Episodes whose recording is not here: `check` only warns of them, but nothing can be built."""
    for episode in library.episodes:
        audio_file = library.audio_of(episode)
        if audio_file and audio_file.path not in checked.recordings:
            hint = f"fetch it: `git lfs pull --include {audio_file.path}`"
            yield Problem(episode.place("audio"), "the recording of this episode is not here", hint, "missing-file")


def _media(world: World, library: Library, checked: Checked) -> tuple[dict[str, MediaFacts], tuple[Piece, ...]]:
    """Recordings, mastered and tagged, with what lies beside them."""
    encoded = _mastered(library, world.runner.run(audio.encodes(library, checked.recordings)))
    tagged = _mastered(library, world.runner.run(audio.tags(library, encoded)))
    companions = audio.companions(library, encoded)
    media = audio.media(library, encoded, tagged, companions)
    return media, (*audio.pieces(media), *companions)


def _printed(
    world: World, library: Library, checked: Checked, *, strict: bool
) -> tuple[dict[str, tuple[Edition, ...]], tuple[Problem, ...]]:
    """Handouts as PDF, and a warning for each that is published without: a directory alone takes it so."""
    addresses = site.addresses(library, checked.rendered)
    sheets = handouts.sheets(library, checked.rendered, addresses)
    blobs = {path: world.cache.put(sheet) for path, sheet in sheets.items()}
    outcomes = world.runner.run(handouts.jobs(library, blobs, checked.rendered))
    if strict or world.settings.targets[world.target_name].type != "directory":
        _done(outcomes)
    problems = handouts.problems(library, outcomes)
    if has_errors(problems):
        raise ContentProblems(problems)
    return handouts.editions(library, outcomes), problems


def _pages(
    world: World,
    library: Library,
    checked: Checked,
    media: Mapping[str, MediaFacts],
    printed: Mapping[str, tuple[Edition, ...]],
) -> tuple[Piece, ...]:
    """Pages through the engine, finished, with the pictures that they show."""
    pages = site.pages(library, checked.rendered, media, world.base_url, printed)
    book = site.book(pages, library, world.base_url)
    (outcome,) = _done(world.runner.run((site.job(world.cache.put(book), library),)))
    if outcome.failure:
        raise ToolFailed(outcome.failure.message, outcome.failure.hint)
    files = {name: _read(world, blob) for name, blob in outcome.outputs.items()}
    pictures = site.picture_pieces(library, checked.rendered)
    finished, problems = site.finish(
        files, pages, library.settings, world.base_url, _others(library, media, (*pictures, *handouts.pieces(printed)))
    )
    if problems:
        raise ContentProblems(problems)
    return (*finished, *pictures)


def _others(library: Library, media: Mapping[str, MediaFacts], pieces: Iterable[Piece]) -> Iterator[str]:
    """The paths that pages may lead to and that other stages make: `pieces` are pictures and PDFs."""
    yield from (piece.path for piece in pieces)
    yield from (urls.show_feed(show.address) for show in library.shows)
    for facts in media.values():
        yield facts.path
        yield from (beside.path for beside in (facts.transcript, facts.chapters) if beside)


def _redirects(library: Library) -> Iterator[Piece]:
    """Pages at the old addresses of entries, which lead to the new ones."""
    site_url = library.settings.site.url
    for entry in library.entries:
        for old in entry.fields.redirect_from:
            address, title = urls.old(old), entry.fields.title
            yield release.redirect(address, entry.address, site_url=site_url, title=title, source=entry.path)


def _done(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes, unless a tool of this machine failed."""
    outcomes = tuple(outcomes)
    for outcome in outcomes:
        if outcome.failure and outcome.failure.tool:
            raise ToolFailed(f"{outcome.job.subject}: {outcome.failure.message}", outcome.failure.hint)
    return outcomes


def _mastered(library: Library, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of sound, unless a recording of an episode can't be mastered."""
    outcomes = _done(outcomes)
    problems = []
    for outcome in outcomes:
        if outcome.failure:
            entry = library.entry(outcome.job.subject)
            place = entry.place("audio") if entry else Place(outcome.job.subject)
            problems.append(Problem(place, outcome.failure.message, outcome.failure.hint, outcome.failure.code))
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return outcomes


def _episodes(library: Library, media: Mapping[str, MediaFacts]) -> tuple[PublishedEpisode, ...]:
    """What the guard will remember."""
    return tuple(
        PublishedEpisode(
            show=library.show_of(episode).path,
            path=episode.path,
            title=episode.fields.title,
            guid=episode.fields.guid,
            permalink=feeds.is_permalink(episode.fields.guid),
            enclosure=media[episode.path].path,
        )
        for episode in library.episodes
    )


def _kept(world: World, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces whose bytes all lie in the cache."""
    for piece in pieces:
        yield replace(piece, data=world.cache.put(piece.data)) if isinstance(piece.data, bytes) else piece


def _bytes(world: World, artifact: Artifact) -> Iterator[bytes]:
    blob = Blob(artifact.digest, artifact.size)
    chunks = world.cache.open(blob) or world.source.open(blob)
    if chunks is None and not world.runner.ensure((blob,)):
        chunks = world.cache.open(blob)
    if chunks is None:
        raise ToolFailed(f"the bytes of `{artifact.path}` are not in the cache", "build again with an empty `.cache/`")
    return chunks


def _read(world: World, blob: Blob) -> bytes:
    data = world.cache.read(blob)
    if data is None and not world.runner.ensure((blob,)):
        data = world.cache.read(blob)
    if data is None:
        raise ToolFailed("the cache lost what was just made", "is the disk full? remove `.cache/` and build again")
    return data

"""What a build is made of, step by step: sound, what is printed, pictures, pages, the search. It knows no tool.

`flow` says in which order, and `writing` does the same for a library that is being written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline import audio, cards, content, forms, handouts, pictures, release, remembered, search, site
from pipeline.formats import frontmatter
from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.addresses import Addresses
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, Manifest, Piece
from pipeline.model.edition import Edition
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.levels import Levels
from pipeline.model.library import Library
from pipeline.model.media import Artwork, AudioFacts, Elsewhere, MediaFacts, PictureFacts, Sound, Spoken
from pipeline.model.published import Published
from pipeline.model.references import References
from pipeline.problems import Place, Problem, has_errors
from pipeline.world import World

_UNREACHABLE = "unreachable-audio"
"""A warning of `check`: it may be had tomorrow. What is built needs it today."""


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


class Lost(Exception):
    """The cache lacks bytes of what was made before, and nobody here knows from what."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A library with what is known of its texts and recordings, what each entry leads to, all problems, the digests of
    its files, and what was found of the voices that are levelled.
    """

    library: Library
    rendered: content.Renderings
    leads: Mapping[str, References]
    spoken: Mapping[str, Spoken]
    recordings: Mapping[str, AudioFacts]
    pictures: Mapping[str, PictureFacts]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]
    levels: Mapping[str, Levels]


def unheard(library: Library, checked: Checked) -> Iterator[Problem]:
    """Episodes whose recording is not here, or a clip beside it: `check` only warns, but nothing can be built."""
    for one in library.of(episode.KIND):
        recording = library.recording(one)
        if recording and recording.path not in checked.recordings:
            known = (problem for problem in checked.problems if problem.place == one.place("audio", "url"))
            why = next((problem for problem in known if problem.code == _UNREACHABLE), None)
            yield _stopping(why) if why else _not_here(one, recording.path)
    yield from dict.fromkeys(_no_clip(path, place) for path, place in _clips(library) if path not in checked.recordings)


def _clips(library: Library) -> Iterator[tuple[str, Place]]:
    """What is heard before and behind recordings."""
    return (clip for one in library.of(episode.KIND) for clip in audio.clips(library, one))


def _no_clip(path: str, place: Place) -> Problem:
    message = "what is heard here before or behind recordings is not here, and nobody has looked at it before"
    return Problem(place, message, frontmatter.fetch(path), "missing-file")


def _stopping(problem: Problem) -> Problem:
    """A recording that can't be fetched, as what is built sees it."""
    return replace(problem, code="missing-file") if problem.code == _UNREACHABLE else problem


def _not_here(entry: Entry[Any], path: str) -> Problem:
    message = "the recording of this episode is not here, and nobody has mastered it before"
    outside = isinstance(entry.fields.audio, Elsewhere)
    hint = "run it again when it can be fetched" if outside else frontmatter.fetch(path)
    return Problem(entry.place("audio"), message, hint, "missing-file")


def fetched(world: World, library: Library, jobs: Iterable[Job]) -> tuple[Problem, ...]:
    """Recordings that lie outside git, brought here where these jobs need them and no record answers; what can't be
    had.
    """
    outside = {where.sha256 for _, where in audio.elsewhere(library)}
    jobs = (job for job in jobs if any(blob.digest in outside for blob in job.inputs.values()))
    return _brought(world, library, (blob for job in world.runner.to_do(jobs) for blob in job.inputs.values()))


def _brought(world: World, library: Library, blobs: Iterable[Blob]) -> tuple[Problem, ...]:
    """Those of these blobs that are not at hand and lie outside git, brought here; what can't be had."""
    inputs = {blob.digest: blob for blob in blobs}
    wanted = {digest for digest, blob in inputs.items() if not world.cache.is_at_hand(blob)}
    outcomes = done(world.runner.run(audio.fetches(library, wanted)))
    failed = {outcome.job.subject: outcome.failure for outcome in outcomes if outcome.failure}
    return tuple(
        Problem(one.place("audio", "url"), f"`{where.url}`: {why.message}", why.hint, why.code)
        for one, where in audio.elsewhere(library)
        if (why := failed.get(where.url))
    )


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
    facts, sound = media(world, library, checked, covers, away)
    if world.writing:
        facts = audio.silent(library) | facts
    shown = pictures.shown(made(library, world.runner.run(pictures.images(library, checked.leads))))
    files = pictures.addresses(library, checked.leads, shown)
    texts = checked.rendered.whole(lambda blob: read(world, blob))
    unbound = Published(library, world.settings.site.url, texts, facts, files, {}, shown)
    sheets, unprinted = printed(world, unbound, strict=strict)
    drawn = (*pictures.artwork_pieces(covers), *handouts.pieces(sheets))
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


def _drawn(world: World, library: Library, checked: Checked) -> dict[str, Artwork]:
    """The pictures of chapters, as apps fetch them and as tags hold them, by their library paths."""
    spoken = (checked.spoken[one.path] for one in library.of(episode.KIND))
    paths = {chapter.image for said in spoken for chapter in said.chapters if chapter.image}
    return pictures.chapters(made(library, world.runner.run(pictures.chapter_pictures(library, paths))))


def elsewhere(world: World) -> release.Elsewhere:
    """Where heavy files are: those of a preview at the live target, or in the place that previews share."""
    if world.preview is None:
        return release.Nowhere()
    remembered.published(world)
    return world.preview.elsewhere()


def media(
    world: World, library: Library, checked: Checked, artwork: Mapping[str, Artwork], away: release.Elsewhere
) -> tuple[dict[str, MediaFacts], tuple[Piece, ...]]:
    """Recordings, mastered and tagged or as they came, with what lies beside them."""
    jobs, standing = encodes(world, library, checked, _levels(world, library, checked))
    heard = _heard(world, library, (*jobs, *audio.finished(library, checked.recordings)))
    encoded = tuple(map(audio.as_it_came, heard))
    stands = _as_published(world, library, encoded)
    fresh = [outcome for outcome in encoded if outcome.job.subject not in stands]
    kept_ = audio.kept(library, fresh)
    if not world.writing:
        _must_be_had(world, library, kept_)
    encoded = (*encoded, *audio.hosted(library))
    drawn = _drawn(world, library, checked)
    given = audio.Ingredients(artwork, checked.spoken, drawn, world.retag, _lyrics(world, checked, fresh))
    tags = audio.tags(library, fresh, given)
    take_back(world, library, tags)
    if lacking := fetched(world, library, tags):
        raise ContentProblems(tuple(map(_stopping, lacking)))
    sounds = {**stands, **kept_, **audio.sounds(library, made(library, world.runner.run(tags)))}
    beside = pictures.artwork_pieces(drawn)
    away.take(beside)
    published_at = {path: away.url(one.path, world.base_url) for path, one in drawn.items()}
    spoken = audio.with_clips(library, encoded, checked.spoken)
    companions = audio.companions(library, encoded, spoken, published_at)
    media = audio.media(library, encoded, sounds, companions, spoken)
    media |= {path: replace(media[path], stands=True) for path in standing if path in media}
    media = audio.drawn(library, media, _waveforms(world, library, encoded))
    media = _clipped(world, library, encoded, media)
    media = _offered(world, library, checked, encoded, _Tagging(given, stands), media)
    return media, (*audio.pieces(media, companions), *beside)


def _lyrics(world: World, checked: Checked, fresh: Iterable[Outcome]) -> dict[str, Blob]:
    """What is said in the episodes whose tags are written, by their paths."""
    spoken = {outcome.job.subject: checked.spoken[outcome.job.subject] for outcome in fresh}
    return {path: world.cache.put(text) for path, text in audio.lyrics(spoken).items()}


def _levels(world: World, library: Library, checked: Checked) -> dict[str, Levels]:
    """The voices of all that is levelled; what the check could not measure is measured now, or stops the build."""
    jobs = audio.levels(library, checked.recordings, checked.spoken)
    lacking = tuple(job for job in jobs if job.subject not in checked.levels)
    return {**checked.levels, **audio.found_levels(_heard(world, library, lacking))}


def _heard(world: World, library: Library, jobs: tuple[Job, ...]) -> tuple[Outcome, ...]:
    """Work on recordings, done; those that lie outside git are brought here first. Raises `ContentProblems`."""
    if lacking := fetched(world, library, jobs):
        raise ContentProblems(tuple(map(_stopping, lacking)))
    return made(library, world.runner.run(jobs))


def encodes(
    world: World, library: Library, checked: Checked, levels: Mapping[str, Levels]
) -> tuple[tuple[Job, ...], frozenset[str]]:
    """How each episode is mastered; and the published ones among them that new episodes of their shows differ from."""
    jobs = anew(world, library, audio.encodes(library, checked.recordings, levels))
    standing = _standing(world, library, jobs)
    return tuple(standing.get(job.subject, job) for job in jobs), frozenset(standing)


def anew(world: World, library: Library, jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The jobs, those for sound that is to be mastered anew as if it had never been published."""
    paths = _remastered(world, library)
    entries = (library.entry(path) for path in paths)
    recordings = {file.path for one in entries if one and (file := library.recording(one))}
    return tuple(replace(job, formerly=()) if job.subject in paths | recordings else job for job in jobs)


def as_before(world: World, jobs: Iterable[Job]) -> Callable[[str], bool]:
    """Of a subject of these jobs, whether nobody does it, as what an earlier version of ours recorded answers."""
    known = {job.subject: job for job in jobs if job.formerly}
    return lambda path: path in known and world.runner.description(known[path]) in known[path].formerly


def _remastered(world: World, library: Library) -> frozenset[str]:
    """The episodes that shall be mastered anew. Raises `ContentProblems` where what is asked for is none, or no show
    that has some.
    """
    found: set[str] = set()
    for path in sorted(world.remaster):
        entry = library.entry(path)
        own = [one for one in library.of(episode.KIND) if entry and entry in (one, library.above(one))]
        if not own:
            raise ContentProblems((_no_episode(path, "--remaster"),))
        found |= {one.path for one in own}
    return frozenset(found)


def _standing(world: World, library: Library, encodes: tuple[Job, ...]) -> dict[str, Job]:
    """The encodes of published episodes as they were published, by their paths, where they would differ at their ends
    alone: a show that opens otherwise does so in its new episodes.
    """
    published = Manifest() if audio.ENCODE in world.runner.rebuild else remembered.published(world)
    sounds = {(show, guid): sound for show, guid, sound in release.enclosures(published)}
    recorded, asked, others = frozenset(published.records), _remastered(world, library), {}
    for job in encodes:
        one = library.entry(job.subject)
        show = library.above(one) if one else None
        sound = sounds.get((str(show.fields.guid), one.fields.identity)) if one and show else None
        if sound and job.subject not in asked and world.runner.key(job) not in recorded:
            others[job.subject] = job, sound
    mastered = remembered.mastered(world, {sound for _, sound in others.values()}) if others else {}
    found = ((path, audio.as_published(library, job, mastered.get(sound))) for path, (job, sound) in others.items())
    return {path: job for path, job in found if job}


def _waveforms(world: World, library: Library, encoded: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The waveforms of the sound that is here, or was listened to before: none is fetched to be drawn, and what can't
    be listened to goes without.
    """
    jobs = audio.waveforms(library, encoded)
    far = {job.subject for job in world.runner.to_do(jobs) if not _is_at_hand(world, job.inputs["audio"])}
    return done(world.runner.run(job for job in jobs if job.subject not in far))


def _is_at_hand(world: World, blob: Blob) -> bool:
    """Whether the cache or the library has the bytes of a blob."""
    return world.cache.is_at_hand(blob) or world.source.open(blob) is not None


def _clipped(
    world: World, library: Library, encoded: Iterable[Outcome], media: Mapping[str, MediaFacts]
) -> dict[str, MediaFacts]:
    """Episodes with clips of their soundbites, where they are wanted."""
    jobs = audio.bites(library, encoded)
    take_back(world, library, jobs)
    return audio.cut(library, media, made(library, world.runner.run(jobs)))


@dataclass(frozen=True, slots=True)
class _Tagging:
    """What tags are made of, and the sound that stands as it is published, with the tags that it has."""

    given: audio.Ingredients
    stands: Mapping[str, Sound]


def _offered(
    world: World,
    library: Library,
    checked: Checked,
    encoded: Iterable[Outcome],
    tagging: _Tagging,
    media: Mapping[str, MediaFacts],
) -> dict[str, MediaFacts]:
    """Episodes with their renditions, where some are wanted; what is published of one that stands, stands too."""
    jobs = audio.renditions(library, encoded)
    published = release.beside(remembered.published(world)) if jobs else {}
    wanted = {job.subject: (audio.episode_of(job), audio.ending(job)) for job in jobs}
    stands = {name: published[key] for name, key in wanted.items() if key[0] in tagging.stands and key in published}
    jobs = tuple(job for job in jobs if job.subject not in stands)
    take_back(world, library, jobs)
    rendered = made(library, world.runner.run(jobs))
    of = {audio.episode_of(job) for job in jobs}
    sound = [outcome for outcome in encoded if outcome.job.subject in of]
    given = replace(tagging.given, lyrics=_lyrics(world, checked, sound))
    tagged = made(library, world.runner.run(audio.rendition_tags(library, rendered, sound, given)))
    return audio.offered(library, media, stands, tagged)


def _as_published(world: World, library: Library, encoded: Iterable[Outcome]) -> dict[str, Sound]:
    """The sound of episodes whose recording is the published one: it keeps its file, with the tags that it has."""
    there = {one.path for one in library.of(episode.KIND)}
    if strange := sorted(world.retag - there):
        raise ContentProblems(tuple(_no_episode(path, "--retag") for path in strange))
    known = release.enclosures(remembered.published(world)) if library.of(episode.KIND) else {}
    made = {outcome.job.subject: outcome.outputs["audio"].digest for outcome in encoded}
    found = {}
    for one in library.of(episode.KIND):
        show_guid = str(library.belongs_to(one).fields.guid)
        sound = known.get((show_guid, one.fields.identity, made.get(one.path, "")))
        if sound and one.path not in world.retag and audio.TAG not in world.runner.rebuild:
            found[one.path] = sound
    return found


def _must_be_had(world: World, library: Library, sounds: Mapping[str, Sound]) -> None:
    """The bytes of recordings that are published as they came: brought here where neither the library has them nor what
    is public. Raises `ContentProblems` where they can't be had.
    """
    there = remembered.published(world).artifacts if sounds else {}
    public = {path: one.digest for path, one in there.items()}
    lacking = {
        path: sound.blob
        for path, sound in sounds.items()
        if public.get(sound.path) != sound.blob.digest and world.source.open(sound.blob) is None
    }
    if problems := _brought(world, library, lacking.values()):
        raise ContentProblems(tuple(map(_stopping, problems)))
    entries = (
        entry for path, blob in lacking.items() if not world.cache.is_at_hand(blob) and (entry := library.entry(path))
    )
    message = "the recording of this episode is not here, and it is not public yet"
    if absent := tuple(replace(_not_here(one, one.fields.recording), message=message) for one in entries):
        raise ContentProblems(absent)


def _no_episode(path: str, option: str) -> Problem:
    message, hint = "no episode that is public stands in this file", f"give `{option}` the path of one"
    return Problem(Place(path), message, hint, "missing-file")


def take_back(world: World, library: Library, tags: Iterable[Job]) -> None:
    """What this machine lacks of what tags are written to: encodes and pictures, taken from the published episodes."""
    lacking = {job.subject: job for job in world.runner.to_do(tags) if not world.cache.is_at_hand(job.inputs["audio"])}
    if not lacking:
        return
    published = remembered.published(world) if world.preview else world.target.state().manifest or Manifest()
    enclosures = {(e.show, e.guid): e.enclosure for e in published.episodes}
    for one in library.of(episode.KIND):
        job = next((job for subject, job in lacking.items() if subject.partition(" (")[0] == one.path), None)
        sound = published.artifacts.get(enclosures.get((library.belongs_to(one).path, one.fields.identity), ""))
        if job and sound:
            chunks, blob = world.origin.open(sound), job.inputs["audio"]
            world.cache.restore(blob, chunks if sound.digest == blob.digest else audio.untagged(chunks))
            lost = [blob for name, blob in job.inputs.items() if name != "audio" and not world.cache.has(blob)]
            for picture in audio.pictures(world.origin.open(sound)) if lost else ():
                for blob in lost:
                    world.cache.restore(blob, (picture,))


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
        others = (*(piece.path for piece in beside), *claimed.sure, *_sounds(published))
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
    shards = _whole(world.runner.run(search.jobs(words, published)))
    volumes = _whole(world.runner.run(search.volumes(shards)))
    index = search.pieces((*shards, *_whole(world.runner.run(search.joins(shards, volumes)))))
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


def done(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes, unless a tool of this machine failed."""
    outcomes = tuple(outcomes)
    for outcome in outcomes:
        if outcome.failure and outcome.failure.tool:
            raise ToolFailed(f"{outcome.job.subject}: {outcome.failure.message}", outcome.failure.hint)
    return outcomes


def _whole(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of work on what other work made. Raises `Lost` where that is gone: nothing else can fail."""
    outcomes = done(outcomes)
    if any(outcome.failure for outcome in outcomes):
        raise Lost
    return outcomes


def made(library: Library, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of sound and pictures, unless one can't be made: a recording that can't be mastered."""
    outcomes = done(outcomes)
    problems = []
    for outcome in outcomes:
        if not outcome.failure:
            continue
        entry = library.entry(outcome.job.subject.partition(" (")[0])
        recording = library.recording(entry) if entry else None
        if entry and recording and outcome.failure.code == "missing-file":
            problems.append(_not_here(entry, recording.path))
        else:
            place = entry.place("audio") if entry else Place(outcome.job.subject)
            problems.append(Problem(place, outcome.failure.message, outcome.failure.hint, outcome.failure.code))
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return outcomes


def kept(world: World, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces whose bytes all lie in the cache."""
    for piece in pieces:
        yield replace(piece, data=world.cache.put(piece.data)) if isinstance(piece.data, bytes) else piece


def read(world: World, blob: Blob) -> bytes:
    """The bytes of what was made, made again where the cache lost them. Raises `Lost`."""
    data = world.cache.read(blob)
    if data is None and not world.runner.ensure((blob,)):
        data = world.cache.read(blob)
    if data is None:
        raise Lost
    return data

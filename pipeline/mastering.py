"""How the sound of a library is made, step by step: mastered or as it came, tagged, with what lies beside it.

It knows no tool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline import audio, pictures, release, remembered
from pipeline.doing import UNREACHABLE, Checked, ContentProblems, brought, done, fetched, made, not_here, stopping
from pipeline.formats import frontmatter
from pipeline.jobs import Job, Outcome
from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, Manifest, Piece
from pipeline.model.kinds import episode
from pipeline.model.levels import Levels
from pipeline.model.library import Library
from pipeline.model.media import Artwork, MediaFacts, Sound
from pipeline.problems import Place, Problem
from pipeline.world import World


def media(
    world: World,
    library: Library,
    checked: Checked,
    artwork: Mapping[str, Artwork],
    away: release.Elsewhere,
    answers: Answers,
) -> tuple[dict[str, MediaFacts], tuple[Piece, ...]]:
    """Recordings, mastered and tagged or as they came, with what lies beside them; `answers` know what stands."""
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
    written = audio.Kept(answers, world.cache.put, world.cache.read)
    given = audio.Ingredients(artwork, checked.spoken, drawn, world.retag, _lyrics(checked, fresh, written))
    tags = audio.tags(library, fresh, given)
    take_back(world, library, tags)
    _written_again(world, tags, written)
    _must_be_none(fetched(world, library, tags))
    sounds = {**stands, **kept_, **audio.sounds(library, made(library, world.runner.run(tags)))}
    beside = pictures.artwork_pieces(drawn)
    away.take(beside)
    published_at = {path: away.url(one.path, world.base_url) for path, one in drawn.items()}
    spoken = audio.with_clips(library, encoded, checked.spoken)
    companions = audio.companions(library, encoded, spoken, published_at, written)
    media = audio.media(library, encoded, sounds, companions, spoken, written)
    media |= {path: replace(media[path], stands=True) for path in standing if path in media}
    media = audio.drawn(library, media, _waveforms(world, library, encoded))
    media = _clipped(world, library, encoded, media)
    media = _offered(world, library, checked, encoded, _Tagging(given, stands, written), media)
    return media, (*audio.pieces(media, companions), *beside)


def encodes(
    world: World, library: Library, checked: Checked, levels: Mapping[str, Levels]
) -> tuple[tuple[Job, ...], frozenset[str]]:
    """How each episode is mastered; and the published ones among them that new episodes of their shows differ from."""
    jobs = anew(world, library, audio.encodes(library, checked.recordings, levels))
    standing = _standing(world, library, jobs)
    return tuple(standing.get(job.subject, job) for job in jobs), frozenset(standing)


def _levels(world: World, library: Library, checked: Checked) -> dict[str, Levels]:
    """The voices of all that is levelled; what the check could not measure is measured now, or stops the build."""
    jobs = audio.levels(library, checked.recordings, checked.voices)
    lacking = tuple(job for job in jobs if job.subject not in checked.levels)
    return {**checked.levels, **audio.found_levels(_heard(world, library, lacking))}


def _heard(world: World, library: Library, jobs: tuple[Job, ...]) -> tuple[Outcome, ...]:
    """Work on recordings, done; those that lie outside git are brought here first. Raises `ContentProblems`."""
    _must_be_none(fetched(world, library, jobs))
    return made(library, world.runner.run(jobs))


def _must_be_none(problems: tuple[Problem, ...]) -> None:
    """Raises `ContentProblems` where a recording can't be had."""
    if problems:
        raise ContentProblems(tuple(map(stopping, problems)))


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


def _no_episode(path: str, option: str) -> Problem:
    message, hint = "no episode that is public stands in this file", f"give `{option}` the path of one"
    return Problem(Place(path), message, hint, "missing-file")


def _as_published(world: World, library: Library, encoded: Iterable[Outcome]) -> dict[str, Sound]:
    """The sound of episodes whose recording is the published one: it keeps its file, with the tags that it has."""
    there = {one.path for one in library.of(episode.KIND)}
    if strange := sorted(world.retag - there):
        raise ContentProblems(tuple(_no_episode(path, "--retag") for path in strange))
    known = release.enclosures(remembered.published(world)) if library.of(episode.KIND) else {}
    made = {outcome.job.subject: outcome.outputs["audio"].digest for outcome in encoded if outcome.ok}
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
    _must_be_none(brought(world, library, lacking.values()))
    entries = (
        entry for path, blob in lacking.items() if not world.cache.is_at_hand(blob) and (entry := library.entry(path))
    )
    message = "the recording of this episode is not here, and it is not public yet"
    if absent := tuple(replace(not_here(one, one.fields.recording), message=message) for one in entries):
        raise ContentProblems(absent)


def take_back(world: World, library: Library, tags: Iterable[Job]) -> None:
    """What this machine lacks of what tags are written to: encodes and pictures, taken from the published episodes."""
    lacking: dict[str, Job] = {}
    for job in world.runner.to_do(tags):
        if not world.cache.is_at_hand(job.inputs["audio"]):
            lacking.setdefault(job.path, job)
    if not lacking:
        return
    published = remembered.published(world) if world.preview else world.target.state().manifest or Manifest()
    enclosures = {(e.show, e.guid): e.enclosure for e in published.episodes}
    for one in library.of(episode.KIND):
        wanted = lacking.get(one.path)
        sound = published.artifacts.get(enclosures.get((library.belongs_to(one).path, one.fields.identity), ""))
        if wanted and sound:
            chunks, blob = world.origin.open(sound), wanted.inputs["audio"]
            world.cache.restore(blob, chunks if sound.digest == blob.digest else audio.untagged(chunks))
            lost = [blob for name, blob in wanted.inputs.items() if name != "audio" and not world.cache.has(blob)]
            for picture in audio.pictures(world.origin.open(sound)) if lost else ():
                for blob in lost:
                    world.cache.restore(blob, (picture,))


def _lyrics(checked: Checked, fresh: Iterable[Outcome], kept: audio.Kept) -> dict[str, Blob]:
    """What is said in the episodes whose tags are written, by their paths."""
    return audio.lyrics({one.job.subject: checked.spoken[one.job.subject] for one in fresh}, kept)


def _written_again(world: World, tags: Iterable[Job], kept: audio.Kept) -> None:
    """What is said in episodes whose tags are to be written, where the cache has lost it."""
    for job in world.runner.to_do(tags):
        if audio.LYRICS in job.inputs and not world.cache.has(job.inputs[audio.LYRICS]):
            kept.answers.forget("lyrics", job.path)
            kept.answers.ask("lyrics", job.path)


def _drawn(world: World, library: Library, checked: Checked) -> dict[str, Artwork]:
    """The pictures of chapters, as apps fetch them and as tags hold them, by their library paths."""
    spoken = (checked.spoken[one.path] for one in library.of(episode.KIND))
    paths = {chapter.image for said in spoken for chapter in said.chapters if chapter.image}
    return pictures.chapters(made(library, world.runner.run(pictures.chapter_pictures(library, paths))))


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
    """What tags are made of, and the sound that stands as it is published, with the tags that it has; what was
    `written` of transcripts.
    """

    given: audio.Ingredients
    stands: Mapping[str, Sound]
    written: audio.Kept


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
    wanted = {job.subject: (job.path, audio.ending(job)) for job in jobs}
    stands = {name: published[key] for name, key in wanted.items() if key[0] in tagging.stands and key in published}
    jobs = tuple(job for job in jobs if job.subject not in stands)
    take_back(world, library, jobs)
    rendered = made(library, world.runner.run(jobs))
    of = {job.path for job in jobs}
    sound = [outcome for outcome in encoded if outcome.job.subject in of]
    given = replace(tagging.given, lyrics=_lyrics(checked, sound, tagging.written))
    tags = audio.rendition_tags(library, rendered, sound, given)
    _written_again(world, tags, tagging.written)
    tagged = made(library, world.runner.run(tags))
    return audio.offered(library, media, stands, tagged)


def unheard(library: Library, checked: Checked) -> Iterator[Problem]:
    """Episodes whose recording is not here, or a clip beside it: `check` only warns, but nothing can be built."""
    for one in library.of(episode.KIND):
        recording = library.recording(one)
        if recording and recording.path not in checked.recordings:
            known = (problem for problem in checked.problems if problem.place == one.place("audio", "url"))
            why = next((problem for problem in known if problem.code == UNREACHABLE), None)
            yield stopping(why) if why else not_here(one, recording.path)
    yield from dict.fromkeys(_no_clip(path, place) for path, place in _clips(library) if path not in checked.recordings)


def _clips(library: Library) -> Iterator[tuple[str, Place]]:
    """What is heard before and behind recordings."""
    return (clip for one in library.of(episode.KIND) for clip in audio.clips(library, one))


def _no_clip(path: str, place: Place) -> Problem:
    message = "what is heard here before or behind recordings is not here, and nobody has looked at it before"
    return Problem(place, message, frontmatter.fetch(path), "missing-file")

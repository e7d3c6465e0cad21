"""Words to sound: transcripts and chapters, read once for all who check, publish or show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.content.chapters import chapters_of, text_of
from pipeline.formats import transcript
from pipeline.formats.transcript import Transcript
from pipeline.jobs import Outcome
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode, Inside
from pipeline.model.library import Library
from pipeline.model.media import Said, Spoken
from pipeline.model.references import References
from pipeline.model.tree import File
from pipeline.problems import Place, Problem


def marked(library: Library) -> tuple[File, ...]:
    """The recordings whose own chapters are asked for: an episode names its recording as the file of its chapters."""
    found: dict[str, File] = {}
    for one in library.of(episode.KIND):
        said = one.fields.chapters
        recording = library.recording(one)
        named = library.named(one, said) if isinstance(said, str) else None
        if recording and (isinstance(said, Inside) or named is recording):
            found[recording.path] = recording
    return tuple(found.values())


def spoken(library: Library, inside: Iterable[Outcome] = ()) -> tuple[dict[str, Spoken], tuple[Problem, ...]]:
    """Path of each episode → what its editor wrote to its sound, by the recording's clock; and what can't be read.
    `inside`: what came of looking for the chapters inside recordings.
    """
    recorded = {outcome.job.subject: outcome.facts["marks"] for outcome in inside if outcome.ok}
    found: dict[str, Spoken] = {}
    problems: list[Problem] = []
    for one in library.of(episode.KIND):
        transcripts, main, unreadable = _transcripts(one, library)
        marks, places, bad = chapters_of(one, library, recorded)
        problems += (*unreadable, *bad)
        found[one.path] = Spoken(transcripts, main, marks, places)
    return found, tuple(problems)


def _transcripts(one: Entry[Episode], library: Library) -> tuple[tuple[Said, ...], Said | None, tuple[Problem, ...]]:
    """The transcripts, that in the language of the episode first; and what is wrong with their files."""
    own = library.language(one)
    declared = [(one.fields.transcript, own)] if one.fields.transcript else []
    declared += [(other.file, other.language) for other in one.fields.transcripts]
    found: list[Said] = []
    problems: list[Problem] = []
    for named, language in declared:
        file = library.named(one, named)
        said, wrong = _transcript(file, library.settings.limits.transcript_bytes) if file else (None, ())
        problems += wrong
        if file and said:
            found.append(Said(said, language, file.path))
    main = next((said for said in found if said.language.lower() == own.lower()), None)
    ordered = [said for said in found if said is main] + [said for said in found if said is not main]
    return tuple(ordered), main, (*problems, *_twice(one, own))


def _twice(one: Entry[Episode], own: str) -> tuple[Problem, ...]:
    """A transcript in the language of the episode beside the one that is `transcript`."""
    for number, other in enumerate(one.fields.transcripts if one.fields.transcript else ()):
        if other.language.lower() == own.lower():
            message = f"`transcript` is in `{own}` already, the language of the episode"
            place = one.place("transcripts", number, "language")
            return (Problem(place, message, "remove one of the two", "invalid-value"),)
    return ()


def _transcript(file: File, limit: int) -> tuple[Transcript | None, tuple[Problem, ...]]:
    if file.size > limit:
        message = f"this transcript has {file.size:,} bytes; the limit is {limit:,}"
        hint = "split the episode, or raise `limits.transcript_bytes`"
        return None, (Problem(Place(file.path), message, hint, "too-large"),)
    if file.data is None:
        hint = "save it as WebVTT (`.vtt`) or SubRip (`.srt`), and name that file"
        return None, (Problem(Place(file.path), "this is no text, so it is no transcript", hint, "bad-transcript"),)
    text, problems = text_of(file)
    if not text:
        return None, problems
    parsed, found = transcript.parse(text, file.path)
    return parsed, (*problems, *found)


def with_pictures(leads: Mapping[str, References], spoken: Mapping[str, Spoken]) -> dict[str, References]:
    """What entries lead to, with the pictures of their chapters: a file of chapters may name them."""
    found = dict(leads)
    for path, said in spoken.items():
        shown = tuple(dict.fromkeys(chapter.image for chapter in said.chapters if chapter.image))
        if shown and path in found:
            own = found[path]
            fields, pictures = (tuple(dict.fromkeys((*one, *shown))) for one in (own.fields, own.pictures))
            found[path] = replace(own, fields=fields, pictures=pictures)
    return found

"""Words to sound: transcripts and chapters, read once for all who check, publish or show them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.content.parse import empty
from pipeline.formats import chapters, frontmatter, transcript
from pipeline.formats.chapters import Chapter
from pipeline.formats.transcript import Transcript
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.library import Library
from pipeline.model.media import Said, Spoken
from pipeline.model.tree import File
from pipeline.problems import Place, Problem


def spoken(library: Library) -> tuple[dict[str, Spoken], tuple[Problem, ...]]:
    """Path of each episode → what its editor wrote to its sound, by the recording's clock; and what can't be read."""
    found: dict[str, Spoken] = {}
    problems: list[Problem] = []
    for one in library.of(episode.KIND):
        transcripts, main, unreadable = _transcripts(one, library)
        marks, places, bad = _chapters(one, library)
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
    text, problems = _text(file)
    if not text:
        return None, problems
    parsed, found = transcript.parse(text, file.path)
    return parsed, (*problems, *found)


def _chapters(
    one: Entry[Episode], library: Library
) -> tuple[tuple[Chapter, ...], tuple[Place, ...], tuple[Problem, ...]]:
    """The chapters, where each is written, and what is wrong with their file. Of their pictures only those with a full
    address are kept: a path would lead nowhere from where they go out.
    """
    said = one.fields.chapters
    if not isinstance(said, str):
        places = tuple(one.place("chapters", i, "at") for i in range(len(said)))
        return tuple(Chapter(mark.at, mark.title, mark.url or "") for mark in said), places, ()
    file = library.named(one, said)
    if file is None:
        return (), (), ()
    if file.data is None:
        hint = "write them as JSON chapters (`.json`), or as a list in the fields of the episode"
        return (), (), (Problem(Place(file.path), "this is no text, so it holds no chapters", hint, "bad-chapters"),)
    text, problems = _text(file)
    if not text:
        return (), (), problems
    parsed, found = chapters.parse_json(text, file.path)
    marks = tuple(replace(mark, image=mark.image if "//" in mark.image else "") for mark in parsed or ())
    return marks, tuple(chapters.places(text, file.path, len(marks))), (*problems, *found)


def _text(file: File) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file; empty where there is none, which is a problem."""
    text, problems = frontmatter.decode(file.data or b"", file.path)
    if text is None:
        return "", problems
    return (text, problems) if text.strip() else ("", (*problems, empty(file.path)))

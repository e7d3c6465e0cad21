"""Words to sound: transcripts and chapters, read once for all who check, publish or show them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pipeline.content.chapters import chapters_of
from pipeline.content.parse import empty
from pipeline.content.speakers import Cast
from pipeline.formats import transcripts as transcripts_
from pipeline.formats.transcript import Transcript
from pipeline.formats.transcripts import FORMS, About, Read, notes
from pipeline.jobs import Outcome
from pipeline.model.answers import Answers
from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import Entry
from pipeline.model.kinds import episode
from pipeline.model.kinds.episode.fields import Episode, Inside
from pipeline.model.library import Library
from pipeline.model.media import AudioFacts, Said, Spoken
from pipeline.model.references import References
from pipeline.model.tree import File, suffix
from pipeline.problems import Place, Problem

_UNHEARD: Mapping[str, AudioFacts] = MappingProxyType({})


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


def spoken(
    library: Library,
    inside: Iterable[Outcome] = (),
    recordings: Mapping[str, AudioFacts] = _UNHEARD,
    answers: Answers | None = None,
) -> tuple[dict[str, Spoken], tuple[Problem, ...]]:
    """Path of each episode → what its editor wrote to its sound, by the recording's clock; and what can't be read.
    `inside`: what came of looking for the chapters inside recordings; `recordings`: what is known of those, by path.
    A transcript is read only where `answers` don't know what came of that, or somebody asks for its words.
    """
    recorded = {outcome.job.subject: outcome.facts["marks"] for outcome in inside if outcome.ok}
    found: dict[str, Spoken] = {}
    problems: list[Problem] = []
    listener = _Listener(_Reader(library, recordings), answers or Answers())
    for one in library.of(episode.KIND):
        said, unreadable = listener.said(one)
        marks, places, bad = chapters_of(one, library, recorded)
        problems += (*unreadable, *bad)
        found[one.path] = replace(said, chapters=marks, places=places)
    return found, tuple(problems)


class _Listener:
    """What came of reading the transcripts of each episode: as the last run found it, where all that it was read from
    is as it was.
    """

    def __init__(self, reader: _Reader, answers: Answers) -> None:
        self._reader, self._answers = reader, answers
        self._words: dict[str, list[Transcript]] = {}
        people = reader.library.people
        self._people = sha256(canonical([[key, person.name] for key, person in people.items()]))
        answers.facts("said in", self._mark)
        answers.answers("said", self._read, kept=True)

    def said(self, one: Entry[Episode]) -> tuple[Spoken, tuple[Problem, ...]]:
        """The transcripts of an episode, and what is wrong with them."""
        if not (one.fields.transcript or one.fields.transcripts):
            return Spoken(), ()
        known = self._answers.ask("said", one.path)
        transcripts = tuple(
            Said(self._later(one.path, number), language, path)
            for number, (language, path) in enumerate(known["transcripts"])
        )
        main = transcripts[0] if known["main"] else None
        mark = self._answers.fact("said in", one.path)
        return Spoken(transcripts, main, mark=mark), tuple(map(Problem.from_row, known["problems"]))

    def _later(self, path: str, number: int) -> Callable[[], Transcript]:
        def read() -> Transcript:
            if path not in self._words:
                self._read(path)
            return self._words[path][number]

        return read

    def _mark(self, path: str) -> str:
        """All that what is read depends on, besides settings and our own code."""
        library = self._reader.library
        one = library.entry(path)
        assert one is not None, path
        above, recording = library.above(one), library.recording(one)
        facts = self._reader.recordings.get(recording.path) if recording else None
        named = [library.named(one, name) for name in _names(one.fields)]
        files = [library.tree.get(path), library.tree.get(above.path) if above else None, *named]
        given = [[file.path, file.digest] if file else None for file in files]
        return sha256(canonical([given, self._people, facts.seconds if facts else None]))

    def _read(self, path: str) -> dict[str, Any]:
        """The languages and files of the transcripts of an episode, and what is wrong with them, as plain data."""
        self._answers.fact("said in", path)
        one = self._reader.library.entry(path)
        assert one is not None, path
        found, main, problems = _transcripts(one, self._reader)
        self._words[path] = [said.transcript for said in found]
        return {
            "transcripts": [[said.language, said.path] for said in found],
            "main": main is not None,
            "problems": [problem.to_row() for problem in problems],
        }


def _names(fields: Episode) -> Iterator[str]:
    """The files of transcripts that an episode names, as it does."""
    if fields.transcript:
        yield fields.transcript
    yield from (other.file for other in fields.transcripts)


def transcripts(
    library: Library, recordings: Mapping[str, AudioFacts] = _UNHEARD, only: Container[str] | None = None
) -> dict[str, Read]:
    """Path of the file (`only`: of these) of each transcript that is a text → what came of reading it."""
    reader = _Reader(library, recordings)
    found: dict[str, Read] = {}
    for one in library.of(episode.KIND):
        for file, language, _ in _declared(one, library):
            wanted = file and file.path not in found and (only is None or file.path in only)
            if file and wanted and (read := reader.read(one, file, language, Cast(one, library))):
                found[file.path] = read
    return found


def _declared(one: Entry[Episode], library: Library) -> Iterator[tuple[File | None, str, Place]]:
    """The files of the transcripts of an episode (None: not there), each with its language and where it is named."""
    if one.fields.transcript:
        yield library.named(one, one.fields.transcript), library.language(one), one.place("transcript")
    for number, other in enumerate(one.fields.transcripts):
        yield library.named(one, other.file), other.language, one.place("transcripts", number, "file")


def _transcripts(one: Entry[Episode], reader: _Reader) -> tuple[tuple[Said, ...], Said | None, tuple[Problem, ...]]:
    """The transcripts, that in the language of the episode first; and what is wrong with their files."""
    own = reader.library.language(one)
    found: list[Said] = []
    problems: list[Problem] = []
    cast, spoken_ = Cast(one, reader.library), list[Transcript]()
    for file, language, place in _declared(one, reader.library):
        if file is None:
            continue
        read = reader.read(one, file, language, cast)
        problems += read.problems if read else (_no_text(file),)
        if read and read.transcript:
            problems += (*cast.unknown(read.transcript, place, file.path), *notes.check(read.text or "", file.path))
            spoken_.append(read.transcript)
            found.append(Said(cast.named(read.transcript), language, file.path))
    problems += cast.silent(spoken_)
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


class _Reader:
    """Reads the transcripts of a library."""

    def __init__(self, library: Library, recordings: Mapping[str, AudioFacts]) -> None:
        self.library, self.recordings = library, recordings

    def read(self, one: Entry[Episode], file: File, language: str, cast: Cast) -> Read | None:
        """What came of reading a transcript of an episode; None where its file is taken for no text."""
        limit = self.library.settings.limits.transcript_bytes
        if file.size > limit:
            message = f"this transcript has {file.size:,} bytes; the limit is {limit:,}"
            hint = "split the episode, or raise `limits.transcript_bytes`"
            return Read(None, (Problem(Place(file.path), message, hint, "too-large"),))
        data = file.data
        if data is None:
            return None
        if not data.strip():
            return Read(None, (empty(file.path),))
        return transcripts_.read(data, file.path, self._about(one, language, cast))

    def _about(self, one: Entry[Episode], language: str, cast: Cast) -> About:
        recording = self.library.recording(one)
        facts = self.recordings.get(recording.path) if recording else None
        return About(language, facts.seconds if facts else None, cast.names)


def _no_text(file: File) -> Problem:
    message = f"no transcript is read from a file whose name ends in `{suffix(file.path)}`"
    return Problem(
        Place(file.path), message, f"export {FORMS} from the program that made it, and name that file", "bad-transcript"
    )


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

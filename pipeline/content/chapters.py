"""The chapters of an episode: the list in its fields, a file of any form that is read, or those inside its recording.

Whatever they stand in, they are made into the fields of a chapter, so that all pass the same checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pydantic

from pipeline.content.parse import empty
from pipeline.formats import chapter_files, frontmatter
from pipeline.formats.chapter_files import Row
from pipeline.formats.chapters import Chapter, Spot
from pipeline.formats.refusals import problems_of
from pipeline.formats.yaml import Document, Path
from pipeline.model.entry import Entry, resolve
from pipeline.model.kinds.episode.fields import Episode, Inside, Mark
from pipeline.model.library import Library
from pipeline.model.tree import PICTURE_SUFFIXES, File, suffix
from pipeline.model.typed import adapter
from pipeline.problems import Place, Problem

Recorded = Mapping[str, Sequence[tuple[float, float, str]]]
"""Library path of a recording → start, end and title of each chapter inside it."""
Marked = tuple[tuple[Chapter, ...], tuple[Place, ...], tuple[Problem, ...]]
"""Chapters, where each is written, and what is wrong with them."""


def chapters_of(one: Entry[Episode], library: Library, inside: Recorded) -> Marked:
    """The chapters of an episode, by the clock of its recording."""
    said = one.fields.chapters
    if isinstance(said, tuple):
        places = [one.place("chapters", i, "at") for i in range(len(said))]
        where = [one.place("chapters", i, "image") for i in range(len(said))]
        return _made(said, places, where, one.path, library)
    recording = library.recording(one)
    file = recording if isinstance(said, Inside) else library.named(one, said)
    if file is None:
        return (), (), ()
    if recording is file:
        rows, problems = _recorded(one, inside.get(file.path))
    else:
        rows, problems = _read(one, file, library.settings.limits.text_bytes)
    marks, wrong = _typed(rows)
    where = [row.places.get("image", row.place) for row in rows]
    found, places_, more = (
        _made(marks, [row.place for row in rows], where, file.path, library) if not wrong else ((), (), ())
    )
    return found, places_, (*problems, *wrong, *more)


def _recorded(one: Entry[Episode], found: Sequence[tuple[float, float, str]] | None) -> chapter_files.Read:
    """The chapters inside the recording; None where it was not looked at, of which others tell."""
    place = one.place("chapters")
    if found is None:
        return (), ()
    if not found:
        message, hint = (
            "there are no chapters inside this recording",
            "write them as a list here, or name a file of them",
        )
        return (), (Problem(place, message, hint, "bad-chapters"),)
    following = [*(start for start, _, _ in found[1:]), found[-1][1]]
    return tuple(
        Row({"at": start, "title": title} | ({"end": end} if start < end < after else {}), place)
        for (start, end, title), after in zip(found, following, strict=True)
    ), ()


def _read(one: Entry[Episode], file: File, limit: int) -> chapter_files.Read:
    """What a file of chapters says."""
    read = chapter_files.reader_of(suffix(file.path))
    if read is None:
        message = f"`{one.fields.chapters}` is of no sort that chapters are read from"
        hint = f"save it as {chapter_files.ENDINGS}, or write them as a list here"
        return (), (Problem(one.place("chapters"), message, hint, "bad-chapters"),)
    if file.size > limit:
        message, hint = f"this file has {file.size:,} bytes; the limit is {limit:,}", "look whether it holds chapters"
        return (), (Problem(Place(file.path), message, hint, "too-large"),)
    if file.data is None:
        hint = f"save it as {chapter_files.ENDINGS}"
        return (), (Problem(Place(file.path), "this is no text, so it holds no chapters", hint, "bad-chapters"),)
    text, problems = text_of(file)
    rows, wrong = read(text, file.path) if text else ((), ())
    return rows, (*problems, *wrong)


def text_of(file: File) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file; empty where there is none, which is a problem."""
    text, problems = frontmatter.decode(file.data or b"", file.path)
    if text is None:
        return "", problems
    return (text, problems) if text.strip() else ("", (*problems, empty(file.path)))


def _typed(rows: Sequence[Row]) -> tuple[tuple[Mark, ...], tuple[Problem, ...]]:
    """The rows of a file as the fields of chapters, checked as those of front matter are."""
    marks: list[Mark] = []
    problems: list[Problem] = []
    for row in rows:
        if elsewhere := _elsewhere(row):
            problems.append(elsewhere)
            continue
        try:
            marks.append(adapter(Mark).validate_python(dict(row.values)))
        except pydantic.ValidationError as error:
            at: dict[Path, Place] = {(name,): row.places.get(name, row.place) for name in row.values}
            at[()] = row.place
            document = Document(dict(row.values), at, {})
            problems += problems_of(error, document, Mark, "chapter")
    return tuple(marks), tuple(problems)


def _elsewhere(row: Row) -> Problem | None:
    """A picture on another host: whoever shows the chapter would call it."""
    image = row.values.get("image", "")
    if not isinstance(image, str) or not ("://" in image or image.startswith("//")):
        return None
    place, hint = row.places.get("image", row.place), "put it beside this file, and write its path"
    return Problem(place, "the picture of this chapter stands on another host", hint, "remote-picture")


def _made(
    marks: Sequence[Mark], places: Sequence[Place], where: Sequence[Place], path: str, library: Library
) -> Marked:
    """Chapters of the fields that the file `path` holds; `where` are the places of their pictures."""
    pictured = list(zip(marks, where, strict=True))
    chapters = tuple(_chapter(mark, path) for mark in marks)
    return chapters, tuple(places), tuple(_unpictured(pictured, path, library))


def _chapter(mark: Mark, path: str) -> Chapter:
    picture, spot = mark.image, mark.location
    return Chapter(
        start=mark.at,
        title=mark.title,
        url=mark.url or "",
        image=(resolve(picture.file, path) or "") if picture else "",
        alt=picture.alt if picture else "",
        end=mark.end,
        toc=mark.toc,
        location=Spot(spot.name, spot.geo, spot.osm or "") if spot else None,
    )


def _unpictured(marks: Sequence[tuple[Mark, Place]], path: str, library: Library) -> Iterator[Problem]:
    """Pictures that are none, or not there. What the fields of an entry name is looked for by others."""
    for mark, place in marks:
        if (picture := mark.image) is None:
            continue
        there = resolve(picture.file, path)
        if suffix(picture.file) not in PICTURE_SUFFIXES:
            hint = f"name one of these: {', '.join(sorted(PICTURE_SUFFIXES))}"
            yield Problem(place, f"`{picture.file}` is no picture", hint, "bad-image")
        elif path.endswith(".md"):
            continue
        elif there is None or not there.startswith("content/"):
            hint = "put it beside this file, and write its path"
            yield Problem(place, f"`{picture.file}` leads out of `content/`", hint, "outside-library")
        elif not library.tree.lies_there(there):
            message = f"there is no file `{picture.file}`"
            yield Problem(place, message, "add it beside this file, or mend the path", "missing-file")

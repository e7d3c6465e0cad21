"""The page of an episode: its chapters, what is said in it (as a page of its own, too), and its neighbours."""

from __future__ import annotations

from dataclasses import asdict

from pipeline.formats.times import clock
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.episode.row import TRANSCRIPT, EpisodeRow
from pipeline.model.kinds.episode.said import moment, parts
from pipeline.model.kinds.kind import Parts, SubPage
from pipeline.model.media import MediaFacts
from pipeline.model.rows import Data, Desk


def page(row: EpisodeRow, entry: Entry[Episode], desk: Desk) -> Parts:
    """What the template gets besides the row, and the page of the transcript."""
    sound, image = desk.sound(entry.path), desk.image_of(desk.path_above(entry.path))
    said = parts(sound.cues, sound.chapter_marks)
    data: Data = {
        "show_image": asdict(image) if image else None,
        "chapters": _chapters(sound, with_ids=not said),
        "said": said,
        "said_at": desk.url(f"{entry.address}{TRANSCRIPT}") if said else "",
        **_neighbours(entry.path, desk),
    }
    if not said:
        return Parts(data)
    heading = ("transcript", desk.say("episode.transcript"))
    return Parts(data, (heading,), (_transcript(row, said, desk),))


def _chapters(sound: MediaFacts, *, with_ids: bool) -> list[Data]:
    """The chapters with their lengths; `with_ids` where no transcript has their places."""
    ends = [*(start for start, _ in sound.chapter_marks[1:]), sound.seconds]
    return [
        {
            "at": moment(start),
            "clock": clock(start),
            "title": title,
            "length": clock(round(end - start)),
            "id": f"t={moment(start)}" if with_ids else "",
        }
        for (start, title), end in zip(sound.chapter_marks, ends, strict=bool(sound.chapter_marks))
    ]


def _neighbours(path: str, desk: Desk) -> Data:
    """The episodes before and after this one."""
    beside = zip(("later", "earlier"), desk.beside(path), strict=True)
    return {name: asdict(desk.teaser_of(other)) if other else None for name, other in beside}


def _transcript(row: EpisodeRow, said: list[Data], desk: Desk) -> SubPage:
    """To be read, printed and linked to by itself."""
    return SubPage(
        TRANSCRIPT,
        desk.say("episode.transcript-title", title=row.title),
        desk.say("episode.transcript-about", title=row.title, show=row.show.title),
        "kinds/transcript.html",
        {"said": said, "episode": {"title": row.title, "url": row.url}},
    )
